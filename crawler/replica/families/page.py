"""What the pages of all families share: a page's neighbours, escaping, and words cut short."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaSite

ROWS = 15
"""Rows on a list page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The articles that an article page links to."""

    newer: ReplicaArticle | None
    older: ReplicaArticle | None
    related: tuple[ReplicaArticle, ...]


def escape(text: str) -> str:
    """The text as it stands between tags or in an attribute.

    >>> escape('“团结”与"民主" < 1')
    '“团结”与&quot;民主&quot; &lt; 1'
    """
    return html.escape(text)


def shorten(title: str, width: int = 22) -> str:
    """The title as a narrow list shows it, cut off with `…`.

    >>> shorten("区政协召开常委会会议", 6)
    '区政协召开…'
    """
    return title if len(title) <= width else title[: width - 1] + "…"


def link(article: ReplicaArticle | None) -> str:
    """An anchor to a neighbour, or the words that stand where there is none."""
    if article is None:
        return "没有了"
    return f'<a href="{article.url}">{escape(article.title)}</a>'


def related_list(articles: tuple[ReplicaArticle, ...]) -> str:
    """The rows of a list of related articles, without dates."""
    return "".join(
        f'<li><a href="{article.url}" title="{escape(article.title)}">{escape(shorten(article.title))}</a></li>\n'
        for article in articles
    )


def page_count(rows: int) -> int:
    """How many list pages so many rows fill: at least one.

    >>> page_count(0), page_count(15), page_count(16)
    (1, 1, 2)
    """
    return max(1, -(-rows // ROWS))


def home_page(site: ReplicaSite, newest: tuple[ReplicaArticle, ...]) -> str:
    """The page at the root of a site: its channels and its newest articles."""
    channels = "".join(f'<li><a href="{channel.url}">{channel.name}</a></li>\n' for channel in site.channels)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<title>{site.title}</title>
</head>
<body>
<h1>{site.title}</h1>
<ul class="nav">
<li><a href="/">首页</a></li>
{channels}</ul>
<ul class="news">
{related_list(newest)}</ul>
<p>设为主页 | 加入收藏 | 联系我们 | 网站地图</p>
</body>
</html>
"""
