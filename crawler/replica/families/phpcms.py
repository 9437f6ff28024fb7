"""PHPCMS v9: one script answers all, lists and articles; the last page's 下一页 leads to itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, escape, page_count, plain_article, plain_list, short_link, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/index\.php\?m=content&c=index&a=show&catid=\d+&id=\d+"


def article_address(site: ReplicaSite, channel: ReplicaChannel, number: int, _listed_at: datetime) -> str:
    return f"http://{site.host}/index.php?m=content&c=index&a=show&catid={channel.number}&id={number}"


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
        f'<li><span class="rt">{article.listed_at:%Y-%m-%d %H:%M:%S}</span>·{short_link(article)}</li>\n'
        for article in shown(channel, articles, page)
    )
    return plain_list(site, channel, f'<ul class="list lh24 f14">\n{rows}</ul>', _pager(channel, addresses, page))


def article_page(article: ReplicaArticle, around: Around) -> str:
    return plain_article(article, around, body='<div class="content">{}</div>')


def _pager(channel: ReplicaChannel, addresses: tuple[str, ...], page: int) -> str:
    def to(number: int, words: str) -> str:
        within = min(max(1, number), len(addresses))
        return f'<a href="{escape(channel.url)}&amp;page={within}" class="a1">{words}</a>'

    numbers = " ".join(
        f"<span>{number}</span>" if number == page + 1 else to(number, str(number))
        for number in range(1, len(addresses) + 1)
    )
    return f"{to(page, '上一页')} {numbers} {to(page + 2, '下一页')}"
