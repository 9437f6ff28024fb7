"""What the pages of all families share: neighbours, escaping, and the plain frame most of them have."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

_META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


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
    return f'<a href="{escape(article.url)}">{escape(article.title)}</a>'


def short_link(article: ReplicaArticle, address: str | None = None) -> str:
    """An anchor as narrow lists have it: the title cut short, and whole in an attribute."""
    title = escape(article.title)
    return f'<a href="{address or escape(article.url)}" title="{title}">{escape(shorten(article.title))}</a>'


def related_list(articles: tuple[ReplicaArticle, ...]) -> str:
    """The rows of a list of related articles, without dates."""
    return "".join(f"<li>{short_link(article)}</li>\n" for article in articles)


def page_count(channel: ReplicaChannel, rows: int) -> int:
    """How many list pages of a channel so many rows fill: at least one.

    >>> from crawler.replica.site_table import SITES
    >>> [page_count(SITES[0].channels[0], rows) for rows in (0, 15, 16)]
    [1, 1, 2]
    """
    return max(1, -(-rows // channel.page_rows))


def shown(channel: ReplicaChannel, articles: Sequence[ReplicaArticle], page: int) -> Sequence[ReplicaArticle]:
    """The articles on one page of a channel's list; pages count from 0."""
    return articles[page * channel.page_rows : (page + 1) * channel.page_rows]


def path(article: ReplicaArticle) -> str:
    """The article's address without its host, escaped as it stands in an attribute."""
    return escape(article.url.removeprefix(f"http://{article.site.host}"))


def declared(site: ReplicaSite, tag: str = _META) -> str:
    """The line in which a page says what it is in; nothing where the site's pages do not say."""
    return tag.format(site.charset) + "\n" if site.charset else ""


def plain_page(site: ReplicaSite, title: str, content: str) -> str:
    """A page as most families' templates make it: menu, content, and whose site it is."""
    channels = "".join(f'<li><a href="{escape(channel.url)}">{channel.name}</a></li>\n' for channel in site.channels)
    return f"""<!DOCTYPE html>
<html>
<head>
{declared(site)}<title>{escape(title)}-{site.title}</title>
<link rel="stylesheet" type="text/css" href="/css/style.css">
</head>
<body>
<div class="header"><a href="http://{site.host}/"><img src="/images/logo.png" alt="{site.title}"></a></div>
<ul class="nav">
<li><a href="http://{site.host}/">首页</a></li>
{channels}<li><a href="/about.html">政协概况</a></li>
<li><a href="javascript:void(0)">专题专栏</a></li>
</ul>
{content}
<div class="footer">
<p>主办单位：{site.title}办公室　地址：人民路1号　<a href="/map.html">网站地图</a></p>
<p>版权所有：{site.title}　{site.licence}</p>
</div>
</body>
</html>
"""


def plain_list(site: ReplicaSite, channel: ReplicaChannel, rows: str, pages: str) -> str:
    """A list page in the plain frame; `rows` and `pages`, the links to the other pages, are markup."""
    content = f"""{breadcrumb(site, channel)}
<div class="list">
{rows}
<div class="pages">{pages}</div>
</div>"""
    return plain_page(site, channel.name, content)


def breadcrumb(site: ReplicaSite, channel: ReplicaChannel) -> str:
    """Where a page stands on its site."""
    return (
        f'<div class="position">当前位置：<a href="http://{site.host}/">首页</a> &gt; '
        f'<a href="{escape(channel.url)}">{channel.name}</a></div>'
    )


def about(
    article: ReplicaArticle, *, date: str = "发布时间：{}", source: str = "来源：{}", author: str = "作者：{}"
) -> str:
    """What an article page says of the article, as far as it says it; `date`, `source` and `author` are markup."""
    said = [
        date.format(f"{article.published_at:%Y-%m-%d %H:%M}") if article.published_at else "",
        source.format(escape(article.source)) if article.source else "",
        author.format(escape(article.author)) if article.author and not article.signed else "",
    ]
    return "　".join(part for part in said if part)


def plain_article(
    article: ReplicaArticle,
    around: Around,
    *,
    title: str = "<h1>{}</h1>",
    said: str = "",
    body: str = '<div class="content">{}</div>',
    editor: str = '<div class="editor">责任编辑：{}</div>\n',
) -> str:
    """An article's page in the plain frame. `title`, `body` and `editor` are markup with a place for what they name;
    `said` is the line above the text.
    """
    text = "".join(f"<p>　　{escape(paragraph)}</p>\n" for paragraph in article.served_paragraphs)
    content = f"""{breadcrumb(article.site, article.channel)}
<div class="article">
{title.format(escape(article.served_title))}
{said or f'<div class="info">{about(article)}</div>'}
{body.format(chr(10) + text)}
{editor.format(escape(article.editor)) if article.editor else ""}<div class="pages"><p>上一篇：{link(around.newer)}</p>
<p>下一篇：{link(around.older)}</p></div>
</div>
<div class="related"><h3>相关新闻</h3>
<ul>
{related_list(around.related)}</ul></div>"""
    return plain_page(article.site, article.served_title, content)


def home_page(site: ReplicaSite, newest: tuple[ReplicaArticle, ...]) -> str:
    """The page at the root of a site: its channels and its newest articles."""
    channels = "".join(f'<li><a href="{escape(channel.url)}">{channel.name}</a></li>\n' for channel in site.channels)
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
