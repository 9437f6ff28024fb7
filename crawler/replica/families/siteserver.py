"""SiteServer CMS: lists channels/12.html, channels/12_2.html, …, counted and chosen from a menu, not linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, numbered, path, plain_article, plain_list, short_link, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/contents/\d+/\d+\.html"


def article_address(site: ReplicaSite, channel: ReplicaChannel, number: int, _listed_at: datetime) -> str:
    return f"http://{site.host}/contents/{channel.number}/{number}.html"


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
        f"<li>[{article.listed_at:%Y-%m-%d}] {short_link(article, path(article))}</li>\n"
        for article in shown(channel, articles, page)
    )
    choices = "".join(f'<option value="{address}">{at}</option>' for at, address in enumerate(addresses, 1))
    jump = f'<select onchange="location.href=this.value">{choices}</select>'
    return plain_list(site, channel, f"<ul>\n{rows}</ul>", f"第{page + 1}页 共{len(addresses)}页 {jump}")


def article_page(article: ReplicaArticle, around: Around) -> str:
    return plain_article(article, around, body='<div class="content" id="zoom">{}</div>')
