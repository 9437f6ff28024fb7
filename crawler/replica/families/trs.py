"""TRS WCM: a list's pages count up from index_1.html, articles are named t, their date and a number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, declared, escape, link, page_count, related_list, shorten, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/\w+/\d{6}/t\d{8}_\d+\.html"


_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?=[\u4e00-\u9fff]{3})")
"""Where a page may end within a sentence."""


def article_address(site: ReplicaSite, channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    return f"http://{site.host}/{channel.slug}/{listed_at:%Y%m}/t{listed_at:%Y%m%d}_{number}.html"


def part_address(article: ReplicaArticle) -> str:
    """Where the page of a split article stands; the first at the article's own address."""
    return article.url.replace(".html", f"_{article.page}.html") if article.page else article.url


def split(article: ReplicaArticle, length: int) -> tuple[ReplicaArticle, ...]:
    """An article's pages of about so many characters each; every other one ends within a sentence."""
    pages: list[list[str]] = [[]]
    left = sum(map(len, article.served_paragraphs))
    for text in article.served_paragraphs:
        left -= len(text)
        pages[-1].append(text)
        if sum(map(len, pages[-1])) < length or left < length:
            continue
        cut = _INSIDE.search(text, 2 * len(text) // 3) if len(pages) % 2 and len(text) > 60 else None
        pages.append([text[cut.start() :]] if cut else [])
        if cut:
            pages[-2][-1] = text[: cut.start()]
    return tuple(
        replace(article, served_paragraphs=tuple(page), page=number, pages=len(pages))
        for number, page in enumerate(pages)
    )


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    return (channel.url, *(f"{channel.url}index_{page}.html" for page in range(1, page_count(channel, rows))))


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    url = url.removesuffix("index.html")
    if url not in addresses:
        return None
    page = addresses.index(url)
    rows = "".join(
        _row(channel, article, pinned=channel.pinned and page == 0 and at == 0)
        for at, article in enumerate(shown(channel, articles, page))
    )
    # The call is commented out and its number is stale, as on many such sites; the variables are what counts.
    return f"""{_head(site, site.title, channel.name)}
<div class="wz">当前位置: <a href="http://{site.host}/">首页</a> &gt; <a href="{channel.url}">{channel.name}</a></div>
<div class="list_con">
<ul class="list">
{rows}</ul>
<div class="page">
<script>//createPageHTML(9, 0, "index", "html");
var currentPage = {page};//所在页从0开始
var prevPage = currentPage-1;
var nextPage = currentPage+1;
var countPage = {len(addresses)};//共多少页
document.write("共"+countPage+"页");
</script>
</div>
</div>
{_foot(site)}</body>
</html>
"""


def article_page(article: ReplicaArticle, around: Around) -> str:
    site, channel, seed = article.site, article.channel, article.seed
    name = (seed.site_name if seed else None) or site.title
    breadcrumb = seed.breadcrumb if seed else None
    body = "".join(f"<p>　　{escape(text)}</p>\n" for text in article.served_paragraphs)
    is_last = article.page == article.pages - 1
    editor = f'<p class="editor">责任编辑：{escape(article.editor)}</p>\n' if article.editor and is_last else ""
    pager = _pager(article)
    farm = f'<div style="display:none">{escape(seed.foot)}</div>\n' if seed and seed.foot else ""
    path = (
        escape(breadcrumb)
        if breadcrumb
        else f'当前位置: <a href="http://{site.host}/">首页</a> &gt; <a href="{channel.url}">{channel.name}</a>'
    )
    return f"""{_head(site, name, article.served_title)}
<div class="wz">{path}</div>
<div class="xl_con">
<h2 class="xl_tit">{escape(article.served_title)}</h2>
<div class="xl_tit2">{_date_line(article)}</div>
<div class="xl_tool">点击：<span id="hits">896</span> 次
【字体：<a href="javascript:fontZoomB();">大</a> <a href="javascript:fontZoomA();">小</a>】
<a href="javascript:window.print();">打印本页</a>
<a href="javascript:window.close();">关闭窗口</a></div>
<div class="view TRS_UEDITOR"><div class="TRS_Editor"><style type="text/css">
.TRS_Editor P{{margin-top:0;margin-bottom:0;line-height:1.8;font-family:宋体;font-size:12pt;}}
.TRS_Editor TD{{line-height:1.5;}}
</style>
{body}</div></div>
{pager}{editor}<div class="xl_next"><p>上一篇：{link(around.newer)}</p><p>下一篇：{link(around.older)}</p></div>
<div class="xg"><h3>相关文章</h3><ul>
{related_list(around.related)}</ul></div>
</div>
{_foot(site)}{farm}</body>
</html>
"""


def _row(channel: ReplicaChannel, article: ReplicaArticle, *, pinned: bool) -> str:
    address = "./" + article.url.removeprefix(channel.url)
    title = escape(article.title)
    mark = '<em class="top">[置顶]</em>' if pinned else ""
    return (
        f'<li>{mark}<a href="{address}" title="{title}" target="_blank">{escape(shorten(article.title))}</a>'
        f"<span>{article.listed_at:%Y-%m-%d}</span></li>\n"
    )


def _pager(article: ReplicaArticle) -> str:
    """The script that writes the links between the pages of a split article."""
    if article.pages == 1:
        return ""
    name, _, extension = article.url.rpartition("/")[2].rpartition(".")
    return f"""<div class="page"><script>
var currentPage = {article.page};//所在页从0开始
var countPage = {article.pages};//共多少页
createPageHTML({article.pages}, {article.page}, "{name}", "{extension}");
</script></div>
"""


def _date_line(article: ReplicaArticle) -> str:
    if article.seed:
        return escape(article.seed.date_line or "")
    parts = []
    if article.published_at:
        parts.append(f"{article.published_at:%Y-%m-%d %H:%M}")
    if article.author and not article.signed:
        parts.append(f"作者：{escape(article.author)}")
    if article.source:
        parts.append(f"来源：{escape(article.source)}")
    return "　".join(parts)


def _head(site: ReplicaSite, name: str, title: str) -> str:
    channels = "".join(f'<li><a href="{channel.url}">{channel.name}</a></li>\n' for channel in site.channels)
    return f"""<html>
<head>
{declared(site)}<title>{escape(title)}-{name}</title>
<meta name="ArticleTitle" content="{escape(title)}">
<link href="/images/style.css" rel="stylesheet" type="text/css">
</head>
<body>
<div class="header"><h1>{name}</h1></div>
<div class="login"><form action="/login.jsp" method="post">
用户名 <input name="user" type="text">
密 码 <input name="pass" type="password">
<input type="submit" value="登录"> <input type="reset" value="重置"></form></div>
<ul class="menu">
<li><a href="http://{site.host}/">网站首页</a></li>
{channels}<li><a href="#">政协概况</a></li>
<li><a href="#">提案工作</a></li>
</ul>"""


def _foot(site: ReplicaSite) -> str:
    return f"""<div class="footer">
<p>主办单位：{site.title}办公室　技术支持：市大数据中心</p>
<p>版权所有：{site.title}　备案号：{site.licence}　建议使用1024×768分辨率浏览</p>
</div>
"""
