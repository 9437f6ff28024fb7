"""博达 VSB: a list's older pages count down to 1 and never change once full, articles are info/channel/number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, declared, escape, link, page_count, related_list

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/info/\d+/\d+\.htm"
_META = '<META http-equiv="Content-Type" content="text/html; charset={}">'


def article_address(site: ReplicaSite, channel: ReplicaChannel, number: int, _listed_at: datetime) -> str:
    return f"http://{site.host}/info/{channel.number}/{number}.htm"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    stem = channel.url.removesuffix(".htm")
    return (channel.url, *(f"{stem}/{number}.htm" for number in range(page_count(channel, rows) - 1, 0, -1)))


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    if url not in addresses:
        return None
    page = addresses.index(url)
    # Page number n holds the same rows for good: they are counted from the oldest. The first page has the rest.
    end = len(articles) - (len(addresses) - 1 - page) * channel.page_rows
    up = "../" if page else ""
    rows = "".join(
        f'<li id="line_u8_{at}"><a href="{up}{_path(article)}" target="_blank" title="{escape(article.title)}">'
        f"{escape(article.title)}</a><span>{article.listed_at:%Y-%m-%d}</span></li>\n"
        for at, article in enumerate(articles[max(0, end - channel.page_rows) : end])
    )
    return f"""{_head(site, channel.name)}
<div class="dqwz">您现在的位置： <a href="http://{site.host}/">首页</a> &gt;&gt;
<a href="{channel.url}">{channel.name}</a></div>
<div class="main_conR">
<ul>
{rows}</ul>
<div class="pb_sys_common pb_sys_normal">{_pager(channel, addresses, page)}</div>
</div>
{_foot(site)}"""


def article_page(article: ReplicaArticle, around: Around) -> str:
    site, channel = article.site, article.channel
    number = article.url.rsplit("/", 1)[1].removesuffix(".htm")
    first, *rest = article.served_paragraphs
    body = f'<p class="vsbcontent_start">　　{escape(first)}</p>\n' + "".join(
        f'<p style="text-indent: 2em;">{escape(text)}</p>\n' for text in rest
    )
    date = f"时间：{article.published_at:%Y年%m月%d日 %H:%M}　" if article.published_at else ""
    source = f"来源：{escape(article.source)}　" if article.source else ""
    author = f"作者：{escape(article.author)}　" if article.author and not article.signed else ""
    editor = f"<p>编辑：{escape(article.editor)}　审核：区政协办公室</p>\n" if article.editor else ""
    return f"""{_head(site, article.served_title)}
<div class="dqwz">您现在的位置： <a href="http://{site.host}/">首页</a> &gt;&gt;
<a href="{channel.url}">{channel.name}</a> &gt;&gt; 正文</div>
<form name="_newscontent_fromname">
<h1>{escape(article.served_title)}</h1>
<div class="xx">{date}{source}{author}
点击：[<script>_showDynClicks("wbnews", 1436, {number})</script>]</div>
<div id="vsb_content"><div class="v_news_content">
{body}</div></div>
{editor}<div class="shang"><p>上一条：{link(around.newer)}</p><p>下一条：{link(around.older)}</p></div>
<p align="right">【<a href="javascript:window.print();">打印</a>】
【<a href="javascript:window.opener=null;window.open('','_self');window.close();">关闭</a>】</p>
</form>
<div class="tuijian"><h2>推荐阅读</h2><ul>
{related_list(around.related)}</ul></div>
{_foot(site)}"""


def _path(article: ReplicaArticle) -> str:
    return article.url.split("/", 3)[3]


def _pager(channel: ReplicaChannel, addresses: tuple[str, ...], page: int) -> str:
    """First, previous, next and last, as links relative to the page they stand on."""

    def to(target: int, words: str) -> str:
        name = addresses[target].rsplit("/", 1)[1]
        if page == 0 and target > 0:
            name = f"{channel.slug}/{name}"
        if page > 0 and target == 0:
            name = f"../{name}"
        return f'<a href="{name}">{words}</a>'

    last = len(addresses) - 1
    back = to(0, "首页") + " " + to(page - 1, "上页") if page else "<span>首页</span> <span>上页</span>"
    on = to(page + 1, "下页") + " " + to(last, "尾页") if page < last else "<span>下页</span> <span>尾页</span>"
    return f"{back} {on} 第{page + 1}/{last + 1}页"


def _head(site: ReplicaSite, title: str) -> str:
    channels = "".join(f'<li><a href="{channel.url}">{channel.name}</a></li>\n' for channel in site.channels)
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML><HEAD>{declared(site, _META)}<TITLE>{escape(title)}-{site.title}</TITLE>
<META Name="keywords" Content="{site.title},{escape(title)}">
<SCRIPT language="javascript" src="/system/resource/js/counter.js"></SCRIPT>
<script>var _sitegray = 0;</script>
</HEAD>
<BODY>
<div class="top">{site.title} <a href="#">设为主页</a> | <a href="#">加入收藏</a></div>
<form action="/ssjg.jsp" method="post" name="au1a">
<input name="showkeycode" placeholder="站内搜索"><input type="submit" value="搜索"></form>
<ul class="nav">
<li><a href="http://{site.host}/">首页</a></li>
{channels}</ul>"""


def _foot(site: ReplicaSite) -> str:
    return f"""<div class="foot">
<p>{site.title} 版权所有　主办：{site.title}办公室</p>
<p>{site.licence}　地址：双台子区政府大楼　邮编：124000</p>
</div>
</BODY></HTML>
"""
