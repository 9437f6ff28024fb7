"""ASP.NET Web Forms: the whole page is a form that keeps its state, and its pager (AspNetPager) posts it back."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import (
    Around,
    about,
    breadcrumb,
    escape,
    page_count,
    path,
    plain_article,
    plain_page,
    short_link,
    shown,
)

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/show\.aspx\?id=\d+"
_SCRIPT = """<script type="text/javascript">
function __doPostBack(eventTarget, eventArgument) {
var theForm = document.forms['form1'];
theForm.__EVENTTARGET.value = eventTarget;
theForm.__EVENTARGUMENT.value = eventArgument;
theForm.submit();
}
</script>"""


def article_address(site: ReplicaSite, _channel: ReplicaChannel, number: int, _listed_at: datetime) -> str:
    return f"http://{site.host}/show.aspx?id={number}"


def list_addresses(channel: ReplicaChannel, _rows: int) -> tuple[str, ...]:
    return (channel.url,)  # the pages after it have the same address


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, form: Mapping[str, str]
) -> str | None:
    if url != channel.url:
        return None
    pages = page_count(channel, len(articles))
    page = _page_asked_for(channel, form, pages)
    rows = "".join(
        f"<tr><td>·{short_link(article, path(article)[1:])}</td><td>{article.listed_at:%Y/%m/%d}</td></tr>\n"
        for article in shown(channel, articles, page)
    )
    content = f"""{breadcrumb(site, channel)}
<form method="post" action="./{url.rpartition("/")[2]}" id="form1">
{_hidden("__EVENTTARGET", "")}{_hidden("__EVENTARGUMENT", "")}{_hidden("__VIEWSTATE", _state(channel, page))}{_SCRIPT}
{_hidden("__VIEWSTATEGENERATOR", "C2EE9ABB")}{_hidden("__EVENTVALIDATION", _state(channel, -1 - page))}
<input name="txtKey" type="text" id="txtKey"><input type="submit" name="btnSearch" value="搜索" id="btnSearch">
<table cellspacing="0" id="DataList1">
{rows}</table>
<div id="AspNetPager1">{_pager(page, pages)}</div>
</form>"""
    return plain_page(site, channel.name, content)


def article_page(article: ReplicaArticle, around: Around) -> str:
    said = about(article, date='<span id="lblDate">{}</span>', source='来源：<span id="lblSource">{}</span>')
    return plain_article(
        article,
        around,
        title='<h1><span id="lblTitle">{}</span></h1>',
        said=f'<div class="info">{said}</div>',
        body='<div id="lblContent">{}</div>',
    )


def _page_asked_for(channel: ReplicaChannel, form: Mapping[str, str], pages: int) -> int:
    """The page that a form asks for, counted from 0: the first, unless it brings back the state it was sent with."""
    argument = form.get("__EVENTARGUMENT", "")
    is_asked = form.get("__EVENTTARGET") == "AspNetPager1" and argument.isascii() and argument.isdigit()
    states = {(_state(channel, page), _state(channel, -1 - page)) for page in range(pages)}
    is_whole = (form.get("__VIEWSTATE"), form.get("__EVENTVALIDATION")) in states
    return min(max(1, int(argument)), pages) - 1 if is_asked and is_whole else 0


def _state(channel: ReplicaChannel, number: int) -> str:
    """Bytes that mean nothing to anyone but the server, as long as such states are; they hold `+`, `/` and `=`."""
    return b64encode(b"\xff\x01" + hashlib.sha512(f"{channel.url} {number}".encode()).digest() * 3).decode()


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" id="{name}" value="{value}" />\n'


def _pager(page: int, pages: int) -> str:
    def to(target: int, words: str) -> str:
        if target == page or not 0 <= target < pages:
            return f'<a disabled="disabled" style="margin-right:5px;">{words}</a>'
        posts = escape(f"javascript:__doPostBack('AspNetPager1','{target + 1}')")
        return f'<a href="{posts}" style="margin-right:5px;">{words}</a>'

    numbers = "".join(
        f'<span style="font-weight:Bold;color:red;">{at + 1}</span>' if at == page else to(at, str(at + 1))
        for at in range(pages)
    )
    return to(0, "首页") + to(page - 1, "上一页") + numbers + to(page + 1, "下一页") + to(pages - 1, "尾页")
