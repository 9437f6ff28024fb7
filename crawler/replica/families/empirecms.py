"""帝国CMS: lists index.html, index_2.html, …, all rows in one cell of a table; scripts under /e/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import (
    Around,
    about,
    numbered,
    pager,
    path,
    plain_article,
    plain_list,
    short_link,
    shown,
)

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/\w+/\d{4}-\d{2}-\d{2}/\d+\.html"


def article_address(site: ReplicaSite, channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    return f"http://{site.host}/{channel.slug}/{listed_at:%Y-%m-%d}/{number}.html"


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
        f"<div>·{short_link(article, path(article))}<span>({article.listed_at:%Y-%m-%d})</span></div>\n"
        for article in shown(channel, articles, page)
    )
    search = '<form action="/e/search/index.php" method="post"><input name="keyboard"></form>'
    total = f'<a title="总数">&nbsp;<b>{len(articles)}</b> </a>'
    return plain_list(
        site,
        channel,
        f"<table><tr><td>{search}</td><td>\n{rows}</td></tr></table>",
        f"{total} {pager(addresses, page)}",
    )


def article_page(article: ReplicaArticle, around: Around) -> str:
    hits = f'<script src="/e/public/ViewClick/?classid={article.channel.number}&addclick=1"></script>'
    said = f'<div class="info">{about(article)}　浏览：{hits}次</div>'
    return plain_article(article, around, said=said, body='<div id="text">{}</div>')
