"""The national committee's CMS: list rows stand in a script, articles are numbered ARTI and 16 digits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, declared, escape, link, page_count, related_list, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/zxww/\d{4}/\d{2}/\d{2}/ARTI\d{16}\.shtml"
_META = '<meta http-equiv="Content-Type" content="text/html; charset={}" />'


def article_address(site: ReplicaSite, _channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    # Milliseconds, as its CMS counts, and three digits more.
    moment = int(listed_at.timestamp()) * 1000 + number // 1000
    return f"http://{site.host}/zxww/{listed_at:%Y/%m/%d}/ARTI{moment:013d}{number % 1000:03d}.shtml"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    stem = channel.url.removesuffix(".shtml")
    return (channel.url, *(f"{stem}_{page}.shtml" for page in range(1, page_count(channel, rows))))


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    if url not in addresses:
        return None
    page = addresses.index(url)
    rows = "".join(
        f"item[{at}]=new title_array({_quoted(article.url)},{_quoted(article.title)},'{article.listed_at:%Y-%m-%d}');\n"
        for at, article in enumerate(shown(channel, articles, page))
    )
    newer = f'<a href="{addresses[page - 1]}">上一页</a>' if page else "<span>上一页</span>"
    older = f'<a href="{addresses[page + 1]}">下一页</a>' if page + 1 < len(addresses) else "<span>下一页</span>"
    return f"""{_head(site, channel.name)}
<div class="column_wrapper">
<div class="path">当前位置：<a href="http://{site.host}/">首页</a> &gt; 新闻 &gt;
<a href="{channel.url}">{channel.name}</a></div>
<ul id="show_list"></ul>
<script type="text/javascript">
function title_array(url,title,time){{this.url=url;this.title=title;this.time=time;}}
</script>
<script type="text/javascript">
var item=new Array();
{rows}</script>
<script type="text/javascript">
var html="";
for(var i=0;i<item.length;i++){{html+="<li><a href='"+item[i].url+"'>"+item[i].title
+"</a><span>"+item[i].time+"</span></li>";}}
document.getElementById("show_list").innerHTML=html;
</script>
<div class="page">{newer} {older} 共{len(addresses)}页</div>
</div>
{_foot(site)}"""


def article_page(article: ReplicaArticle, around: Around) -> str:
    site, channel = article.site, article.channel
    date = f"<i>{article.published_at:%Y-%m-%d %H:%M}</i>" if article.published_at else ""
    source = f"<em>来源：{escape(article.source)}</em>" if article.source else ""
    author = f"<em>作者：{escape(article.author)}</em>" if article.author and not article.signed else ""
    editor = f'<div class="editor">[责任编辑：{escape(article.editor)}]</div>' if article.editor else ""
    body = "".join(f"<p>　　{escape(text)}</p>\n" for text in article.served_paragraphs)
    return f"""{_head(site, article.served_title)}
<div class="path">当前位置：<a href="http://{site.host}/">首页</a> &gt; 新闻 &gt;
<a href="{channel.url}">{channel.name}</a> &gt; 正文</div>
<div class="cnt_box">
<h3>{escape(article.served_title)}</h3>
<div class="infobox">{date} <em>浏览量：{{{{ pvCount }}}} 次</em> {source} {author}
<span class="fontsize">字号：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a>
<a href="javascript:doZoom(14)">小</a></span>
<span class="share">分享到：<a class="wx" href="#">微信</a> <a class="wb" href="#">微博</a></span>
<a href="javascript:window.print()">打印</a></div>
<div class="con">
{body}</div>
{editor}
<div class="pn">上一篇：{link(around.newer)}<br>下一篇：{link(around.older)}</div>
</div>
<div class="relate"><h4>相关新闻</h4>
<ul>
{related_list(around.related)}</ul>
</div>
{_foot(site)}"""


def _quoted(text: str) -> str:
    """A script's string in single quotes."""
    return "'" + json.dumps(text, ensure_ascii=False)[1:-1].replace("'", "\\'").replace("</", "<\\/") + "'"


def _head(site: ReplicaSite, title: str) -> str:
    channels = "".join(f'<li><a href="{channel.url}">{channel.name}</a></li>\n' for channel in site.channels)
    return f"""<!DOCTYPE html>
<html>
<head>
{declared(site, _META)}<meta name="keywords" content="政协,人民政协" />
<title>{escape(title)}_{site.title}</title>
<link rel="stylesheet" href="/style/cppcc.css" />
</head>
<body>
<div class="top"><a href="http://{site.host}/"><img src="/images/logo.png" alt="{site.title}" /></a>
<form action="/search" method="get"><input type="text" name="q" placeholder="请输入关键词" />
<input type="submit" value="搜索" /></form></div>
<ul class="nav">
<li><a href="http://{site.host}/">首页</a></li>
{channels}<li><a href="#">提案</a></li>
<li><a href="#">专题</a></li>
</ul>"""


def _foot(site: ReplicaSite) -> str:
    return f"""<div class="footer">
<p>主办：中国人民政治协商会议全国委员会办公厅（仿站）</p>
<p>版权所有：{site.title} 未经书面授权不得复制或建立镜像 {site.licence}</p>
</div>
</body>
</html>
"""
