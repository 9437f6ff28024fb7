"""织梦 DedeCMS: the column's folder, then list_11_2.html; articles /a/zxyw/2024/0925/9.html."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import (
    Around,
    about,
    escape,
    page_count,
    path,
    plain_article,
    plain_list,
    shorten,
    shown,
)

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/a/\w+/\d{4}/\d{4}/\d+\.html"


def article_address(site: ReplicaSite, channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    return f"http://{site.host}/a/{channel.slug}/{listed_at:%Y/%m%d}/{number}.html"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    stem = f"{channel.url}list_{channel.number}"
    return (channel.url, *(f"{stem}_{page}.html" for page in range(2, page_count(channel, rows) + 1)))


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    url = url.removesuffix(f"list_{channel.number}_1.html")
    if url not in addresses:
        return None
    page = addresses.index(url)
    rows = "".join(_row(article) for article in shown(channel, articles, page))
    return plain_list(site, channel, f'<ul class="e2">\n{rows}</ul>', _pager(channel, addresses, page, len(articles)))


def article_page(article: ReplicaArticle, around: Around) -> str:
    hits = (
        f'<script src="/plus/count.php?view=yes&aid={article.url.rpartition("/")[2].removesuffix(".html")}"></script>'
    )
    said = f"""<div class="info">{about(article, date="时间:{}", source="来源:{}", author="作者:{}")}
点击:{hits}次</div>"""
    return plain_article(
        article, around, title='<div class="title"><h2>{}</h2></div>', said=said, body='<div class="content">{}</div>'
    )


def _row(article: ReplicaArticle) -> str:
    """A picture and a headline that lead to one article, and how it begins, which may name another day."""
    address = path(article)
    return (
        f'<li><a href="{address}" class="preview"><img src="/uploads/{article.listed_at:%y%m%d}.jpg"></a>\n'
        f'<a href="{address}" class="title">{escape(article.title)}</a>\n'
        f'<span class="info"><small>日期：</small>{article.listed_at:%Y-%m-%d %H:%M:%S}'
        f"<small>点击：</small>213</span>\n"
        f'<p class="intro">{escape(shorten(article.served_paragraphs[0], 60))}</p></li>\n'
    )


def _pager(channel: ReplicaChannel, addresses: tuple[str, ...], page: int, rows: int) -> str:
    def to(target: int, words: str) -> str:
        name = f"list_{channel.number}_{target + 1}.html"
        return f"<li><a href='{name}'>{words}</a></li>"

    last = len(addresses) - 1
    back = to(0, "首页") + to(page - 1, "上一页") if page else "<li>首页</li>"
    numbers = "".join(
        f'<li class="thisclass">{at + 1}</li>' if at == page else to(at, str(at + 1)) for at in range(len(addresses))
    )
    on = to(page + 1, "下一页") + to(last, "末页") if page < last else "<li>末页</li>"
    said = f'<li><span class="pageinfo">共 <strong>{len(addresses)}</strong>页<strong>{rows}</strong>条</span></li>'
    return f'<ul class="pagelist">{back}{numbers}{on}{said}</ul>'
