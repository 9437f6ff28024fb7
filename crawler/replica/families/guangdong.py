"""广东集约化平台: lists index.html, index_2.html, …; articles content/post_N.html, every link a whole address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, numbered, pager, plain_article, plain_list, short_link, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/\w+/content/post_\d+\.html"


def article_address(site: ReplicaSite, channel: ReplicaChannel, number: int, _listed_at: datetime) -> str:
    return f"http://{site.host}/{channel.slug}/content/post_{number}.html"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    return numbered(channel, rows)


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    url = url.removesuffix("index.html")
    if url not in addresses:
        return None
    page = addresses.index(url)
    rows = "".join(
        f'<div class="item">{short_link(article)}<p class="date">{article.listed_at:%Y-%m-%d}</p></div>\n'
        for article in shown(channel, articles, page)
    )
    return plain_list(site, channel, f'<div class="list_right">\n{rows}</div>', pager(addresses, page, last="末页"))


def article_page(article: ReplicaArticle, around: Around) -> str:
    return plain_article(article, around, title='<h3 class="zw-title">{}</h3>', body='<div class="zw">{}</div>')
