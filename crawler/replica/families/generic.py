"""A site of no known family: a list's pages are ?id=33&page=2, told by their numbers and 末页 alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, escape, page_count, plain_article, plain_list, shorten, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/view\.php\?id=\d+"


def article_address(site: ReplicaSite, _channel: ReplicaChannel, number: int, _listed_at: datetime) -> str:
    return f"http://{site.host}/view.php?id={number}"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    return (channel.url, *(f"{channel.url}&page={page}" for page in range(2, page_count(channel, rows) + 1)))


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    url = url.removesuffix("&page=1")
    if url not in addresses:
        return None
    page = addresses.index(url)
    rows = "".join(
        f'<div class="item"><a href="view.php?id={article.url.rpartition("=")[2]}"><h4>{escape(article.title)}</h4></a>'
        f"<p>{_day_before(article):%Y年%m月%d日，}{escape(shorten(article.served_paragraphs[0], 60))}</p>"
        f"<span>发布时间：{article.listed_at:%Y-%m-%d}</span></div>\n"
        for article in shown(channel, articles, page)
    )
    others = " ".join(
        f'<a href="?id={channel.number}&amp;page={number}">{number}</a>' if number != page + 1 else f"<b>{number}</b>"
        for number in range(1, len(addresses) + 1)
    )
    last = f'<a href="?id={channel.number}&amp;page={len(addresses)}">末页</a>'
    return plain_list(site, channel, rows, f"{others} {last}")


def article_page(article: ReplicaArticle, around: Around) -> str:
    return plain_article(article, around, body='<div class="nr">{}</div>')


def _day_before(article: ReplicaArticle) -> datetime:
    """The day a row's words speak of, which is not that of publication."""
    return article.listed_at - timedelta(days=1)
