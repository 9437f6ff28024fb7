"""北方网 enorth WebPublisher: the front list is short, archive files are numbered from the oldest and never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.replica.families.page import Around, about, escape, page_count, path, plain_article, plain_list

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/system/\d{4}/\d{2}/\d{2}/\d{9}\.shtml"


def article_address(site: ReplicaSite, _channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    return f"http://{site.host}/system/{listed_at:%Y/%m/%d}/{30_000_000 + number:09d}.shtml"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    host, column = urlsplit(channel.url).netloc, f"{channel.number:07d}"
    folder = f"http://{host}/system/count//{column}/000000000000/000/000/c{column}000000000000"
    return (channel.url, *(f"{folder}_{number:09d}.shtml" for number in range(page_count(channel, rows) - 1, 0, -1)))


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    if url not in addresses:
        return None
    page = addresses.index(url)
    # The front list is always full: some of its rows stand in the newest archive file as well.
    end = len(articles) - (len(addresses) - 1 - page) * channel.page_rows
    on_page = articles[end - channel.page_rows : end] if page else articles[: channel.page_rows]
    rows = "".join(
        f'<li><span>{article.listed_at:%Y-%m-%d}</span><a href="{path(article)}" target="_blank">'
        f"{escape(article.title)}</a></li>\n"
        for article in on_page
    )
    newer = f'<a href="{addresses[page - 1]}">上一页</a>' if page else ""
    older = f'<a href="{addresses[page + 1]}">下一页</a>' if page + 1 < len(addresses) else ""
    return plain_list(site, channel, f'<ul class="news_list">\n{rows}</ul>', f"{newer} {older}")


def article_page(article: ReplicaArticle, around: Around) -> str:
    said = about(article, date='<span class="date">{}</span>', source='<span class="ly">来源:{}</span>')
    return plain_article(
        article,
        around,
        title='<div class="title">{}</div>',
        said=f'<div class="info">{said}</div>',
        body='<div class="m_ct_txt">{}</div>',
    )
