"""Rows that lead to another site: those of a list, and the links that are none."""

from __future__ import annotations

import json
from datetime import date

import pytest

from crawler.dialects.dialect import ListPage, ListRow
from crawler.dialects.links import linked_rows

URL = "http://www.example.gov.cn/zxyw/index.html"
HOSTS = frozenset({"www.example.gov.cn", "paper.example.gov.cn"})
POST = "https://mp.weixin.qq.com/s?__biz=MzA&amp;mid=1&amp;idx=1&amp;sn=0a"
OWN = '<li><a href="./202409/t20240925_101.html">市政协召开主席会议</a><span>2024-09-25</span></li>'
FOREIGN = f'<li><a href="{POST}#rd">政协委员的一天</a><span>2024-09-24</span></li>'

LISTS = {
    "items": f"<ul>{OWN}{FOREIGN}</ul>",
    "foreign ones on top": f"<ul>{FOREIGN}{OWN}{FOREIGN}</ul>",
    "rows of a table": (
        "<table><tr><td><a href=1.html>市政协召开主席会议</a></td><td>2024-09-25</td></tr>"
        f"<tr><td>·<a href='{POST}'>政协委员的一天</a></td><td>[2024年9月24日]</td></tr></table>"
    ),
    "definitions": (
        "<dl><dd><a href=1.html>市政协召开主席会议</a> 2024.09.25</dd>"
        f"<dd><a href='{POST}'>政协委员的一天</a> 2024.09.24</dd></dl>"
    ),
    "paragraphs": (
        "<div><p><span>2024-09-25</span><a href=1.html>市政协召开主席会议</a></p>"
        f"<p><span>2024-09-24</span><a href='{POST}'>政协委员的一天</a></p></div>"
    ),
    "a list for each": f"<div><ul>{OWN}</ul><ul>{FOREIGN}</ul></div>",
    "cut short": (
        f"<ul>{OWN}<li><a href='{POST}' title='政协委员的一天'>政协委员…</a><span>2024-09-24</span></li></ul>"
    ),
    "with its column": (
        f"<ul>{OWN}<li><a href=/wyfc/>[委员]</a><a href='{POST}'>政协委员的一天</a><span>2024-09-24</span></li></ul>"
    ),
    "with a picture": (
        f"<ul>{OWN}<li><a href='{POST}'><img src=1.jpg></a><a href='{POST}'>政协委员的一天</a> 2024-09-24</li></ul>"
    ),
}
RECORDS = "".join(f"<record><![CDATA[{record}]]></record>" for record in (OWN, FOREIGN, " "))
LISTS["records in a script"] = f"<script type=text/xml><datastore><recordset>{RECORDS}</recordset></datastore></script>"
POST_ROW = ListRow(url=POST.replace("&amp;", "&"), title="政协委员的一天", published_on=date(2024, 9, 24))

OTHERS = {
    "own rows": f"<ul>{OWN}{OWN}</ul>",
    "another host of its own": (
        f"<ul>{OWN}<li><a href='http://paper.example.gov.cn/1.html'>数字报今日要闻</a> 2024-09-24</li></ul>"
    ),
    "its host without www": f"<ul>{OWN}<li><a href='http://example.gov.cn/'>市政协今日要闻</a> 2024-09-24</li></ul>",
    "friends": f"<ul>{OWN}</ul><ul><li><a href=http://www.cppcc.gov.cn/>中国政协网</a></li></ul>",
    "friends in the same list": f"<ul>{OWN}<li><a href=http://www.cppcc.gov.cn/>中国政协网</a></li></ul>",
    "friends below a date": (
        f"<ul>{OWN}</ul><p>今天是2024年9月25日</p><ul><li><a href=http://www.cppcc.gov.cn/>中国政协网</a></li></ul>"
    ),
    "news of elsewhere in a box of their own": f"<ul>{OWN}{OWN}</ul><div><ul>{FOREIGN}{FOREIGN}</ul></div>",
    "a month and a day": f"<ul>{OWN}<li><a href='{POST}'>政协委员的一天</a> 09-24</li></ul>",
    "a date in the title": f"<ul>{OWN}<li><a href='{POST}'>2024年9月24日政协委员的一天</a></li></ul>",
    "a share button": (
        "<ul><li><a href=1.html>市政协召开主席会议</a> 2024-09-25"
        "<a href='http://service.weibo.com/share/share.php?url=1'>分享到微博</a></li>"
        f"{OWN}</ul>"
    ),
    "share buttons below": f"<ul>{OWN}</ul><p>2024-09-25 <a href='http://connect.qq.com/share?u=1'>分享到QQ好友</a></p>",
    "a banner": f"<ul>{OWN}<li><a href='{POST}'><img src=1.jpg alt=政协委员的一天></a> 2024-09-24</li></ul>",
    "more": f"<ul>{OWN}<li>2024-09-24 <a href='{POST}'>更多&gt;&gt;</a></li></ul>",
    "a gate": (
        f"<ul>{OWN}<li><a href='http://big5.china.com.cn/gate/big5/www.example.gov.cn/1.html'>政协委员的一天</a>"
        " 2024-09-24</li></ul>"
    ),
    "a menu": "<ul class=nav><li><a href=/>网站首页</a></li><li><a href=http://www.gov.cn/>中国政府网</a></li></ul>",
    "a letter": f"<ul>{OWN}<li><a href='mailto:zx@a.cn'>给主席写一封信</a> 2024-09-24</li></ul>",
    "nothing": "",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_row_that_leads_elsewhere_is_found(text: str) -> None:
    page = f"<body><ul><li><a href=/>网站首页</a></li></ul><div>{text}</div><p>版权所有 2024-01-01</p></body>"
    assert linked_rows(ListPage(url=URL, text=page), HOSTS) == [POST_ROW]


def test_a_row_in_the_answer_of_an_api_is_found() -> None:
    answer = json.dumps({"success": True, "data": {"html": f"<ul>{OWN}{FOREIGN}</ul>"}})
    assert linked_rows(
        ListPage(url="http://www.example.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit", text=answer),
        HOSTS,
    ) == [POST_ROW]


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_no_other_link_is_a_row(text: str) -> None:
    assert linked_rows(ListPage(url=URL, text=f"<body><div>{text}</div></body>"), HOSTS) == []
