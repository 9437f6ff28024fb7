"""Newspapers' systems of the Founder kind: lists node_12.htm, node_12_2.htm; rows whose day has no year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import (
    Around,
    escape,
    numbered,
    pager,
    path,
    plain_article,
    plain_list,
    shown,
)

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/content/\d{4}-\d{2}/\d{2}/content_\d+\.htm"


def article_address(site: ReplicaSite, _channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    return f"http://{site.host}/content/{listed_at:%Y-%m/%d}/content_{24_000_000 + number}.htm"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    return numbered(channel, rows)


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    if url not in addresses:
        return None
    page = addresses.index(url)
    rows = "".join(
        f'<li><a href="..{path(article)}">{escape(article.title)}</a> ({article.listed_at:%m-%d})</li>\n'
        for article in shown(channel, articles, page)
    )
    names = [address.rpartition("/")[2] for address in addresses]
    return plain_list(site, channel, f'<ul class="founder-list">\n{rows}</ul>', pager(names, page))


def article_page(article: ReplicaArticle, around: Around) -> str:
    return plain_article(
        article,
        around,
        body='<div id="content"><founder-content>{}</founder-content></div>',
    )
