"""Hanweb JCMS with jpage: the first 45 rows stand in the list page, the others come from dataproxy.jsp.

A list that is not counted is on a server that knows no records, but only pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

from crawler.replica.families.page import Around, declared, escape, link, page_count, related_list, shorten, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html"
_PROXY = "/module/web/jpage/dataproxy.jsp"
_INLINE = 3
"""Pages whose rows come at once; the script shows one after the other."""
_MOST = 300
"""The most rows the server gives at once, whatever it is asked for."""


def article_address(site: ReplicaSite, channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    day = f"{listed_at.year}/{listed_at.month}/{listed_at.day}"
    return f"http://{site.host}/art/{day}/art_{channel.number}_{number}.html"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    proxy = f"http://{urlsplit(channel.url).netloc}{_PROXY}"
    if not channel.counted:
        pages = range(_INLINE + 1, page_count(channel, rows) + 1)
        return (channel.url, *(f"{proxy}?page={page}&perpage={channel.page_rows}&{_unit(channel)}" for page in pages))
    block = _INLINE * channel.page_rows
    starts = range(block + 1, rows + 1, block)
    return (
        channel.url,
        *(
            f"{proxy}?startrecord={start}&endrecord={min(start + block - 1, rows)}&perpage={channel.page_rows}"
            f"&{_unit(channel)}"
            for start in starts
        ),
    )


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    if url == channel.url:
        return _first_page(site, channel, articles)
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if parts.path != _PROXY or asked.get("columnid") != [str(channel.number)]:
        return None
    if not channel.counted:
        return _datastore(channel, shown(channel, articles, max(1, _number(asked, "page", 1)) - 1), len(articles))
    start, end = _number(asked, "startrecord", 1), _number(asked, "endrecord", _INLINE * channel.page_rows)
    return _datastore(channel, articles[max(0, start - 1) : max(0, min(end, start + _MOST - 1))], len(articles))


def article_page(article: ReplicaArticle, around: Around) -> str:
    site, channel = article.site, article.channel
    date = f"<span>发布日期：{article.published_at:%Y-%m-%d %H:%M}</span> " if article.published_at else ""
    source = f"<span>来源：{escape(article.source)}</span> " if article.source else ""
    author = f"<span>作者：{escape(article.author)}</span> " if article.author and not article.signed else ""
    editor = f"<div class='bj'>编辑：{escape(article.editor)}</div>" if article.editor else ""
    body = "<br><br>\n".join(f"　　{escape(text)}" for text in article.served_paragraphs)
    return f"""{_head(site, article.served_title)}
<div class="position">当前位置: <a href="http://{site.host}/">首页</a> &gt;
<a href="{channel.url}">{channel.name}</a> &gt; 正文</div>
<table id="article" width="100%"><tr><td class="title"><h1>{escape(article.served_title)}</h1></td></tr>
<tr><td class="explain">{date}{source}{author}
<span>浏览次数：<script src="/module/visitcount/articlehits.jsp?colid={channel.number}"></script>213</span>
<span>字号：[<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a>
<a href="javascript:doZoom(14)">小</a>]</span> <a href="javascript:window.print()">打印</a></td></tr>
<tr><td class="bt_content"><div id="zoom"><!--ZJEG_RSS.content.begin-->
{body}
<!--ZJEG_RSS.content.end--></div></td></tr></table>
{editor}
<div class="share">扫描二维码随身看资讯 分享到： <a href="#">微信</a> <a href="#">微博</a></div>
<div class="pn">上一篇: {link(around.newer)}<br>下一篇: {link(around.older)}</div>
<div class="xgxx"><h3>相关信息</h3><ul>
{related_list(around.related)}</ul></div>
{_foot(site)}"""


def _unit(channel: ReplicaChannel) -> str:
    """The part of the query that says which list is meant; it is the same for all its blocks."""
    return (
        f"col=1&appid=1&webid=1&path=/&columnid={channel.number}&sourceContentType=1&unitid={4000 + channel.number}"
        f"&webname={quote('台州市政协')}&permissiontype=0"
    )


def _first_page(site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle]) -> str:
    total, unit = len(articles), 4000 + channel.number
    count = f",\n  totalRecord:{total}" if channel.counted else ""
    return f"""{_head(site, channel.name)}
<div class="position">当前位置: <a href="http://{site.host}/">首页</a> &gt;
<a href="{channel.url}">{channel.name}</a></div>
<div id="{unit}" class="default_pgContainer">
<script type="text/xml">{_datastore(channel, articles[: _INLINE * channel.page_rows], total)}</script></div>
<script type="text/javascript" src="/script/jpage.js"></script>
<script type="text/javascript">
$("#{unit}").jpage({{
  proxyUrl:"{_PROXY}?{_unit(channel)}",
  perPage:{channel.page_rows},
  cacheNum:{_INLINE}{count}
}});
</script>
{_foot(site)}"""


def _datastore(channel: ReplicaChannel, articles: Sequence[ReplicaArticle], total: int) -> str:
    records = "".join(
        f'<record><![CDATA[<li><a href="{article.url.removeprefix("http://" + article.site.host)}"'
        f' title="{escape(article.title)}" target="_blank">{escape(shorten(article.title))}</a>'
        f"<span>{article.listed_at:%Y-%m-%d}</span></li>]]></record>\n"
        for article in articles
    )
    count = f"<totalrecord>{total}</totalrecord>\n" if channel.counted else ""
    return f"<datastore>\n{count}<recordset>\n{records}</recordset>\n</datastore>"


def _number(asked: dict[str, list[str]], name: str, otherwise: int) -> int:
    value = asked.get(name, [""])[0]
    return int(value) if value.isascii() and value.isdigit() else otherwise


def _head(site: ReplicaSite, title: str) -> str:
    channels = "".join(f'<li><a href="{channel.url}">{channel.name}</a></li>\n' for channel in site.channels)
    return f"""<!DOCTYPE html>
<html>
<head>
{declared(site, '<meta charset="{}">')}<title>{site.title} {escape(title)}</title>
<meta name="SiteName" content="{site.title}">
<link rel="stylesheet" href="/css/main.css">
</head>
<body>
<div class="top">欢迎访问{site.title}门户网站
<form action="/jsearch/search.do" method="get"><input name="q" placeholder="请输入您要搜索的内容">
<button>搜索</button></form></div>
<ul class="nav">
<li><a href="http://{site.host}/">首页</a></li>
{channels}</ul>"""


def _foot(site: ReplicaSite) -> str:
    return f"""<div class="footer">
<p>主办：{site.title}办公室　承办：{site.title}信息中心</p>
<p>版权所有：{site.title}　{site.licence}　网站地图 | 联系我们</p>
</div>
</body>
</html>
"""
