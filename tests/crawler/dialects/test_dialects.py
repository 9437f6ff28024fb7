"""Each family's traps, on pages of our own wording."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.dialects import DIALECTS
from crawler.dialects.dialect import ListPage

HOST = "http://www.zx.test"

TRS_ROWS = """
<ul><li><a href="./202409/t20240925_101.html" title="市政协召开主席会议">市政协召开…</a>
<span>2024-09-26</span></li>
<li><a href="./202409/t20240924_100.html"><img src="./W0.jpg"></a>
<a href="./202409/t20240924_100.html">委员视察</a></li>
<li><a href="../index.html">首页</a><a href="javascript:void(0)">返回</a></li></ul>
<table><tr><td><a href="../sxzx/202401/t20240102_9.html">2023-12-31跨年座谈</a></td><td>[2024年1月2日]</td></tr></table>
"""
JPAGE_STORE = """<datastore><totalrecord>46</totalrecord><recordset>
<record><![CDATA[<li><a href="/art/2024/9/25/art_77_2.html" title="专题协商会">专题…</a>
<span>2024-09-25</span></li>]]></record>
<record><![CDATA[<li><a href="/art/2024/9/5/art_77_1.html">提案办理</a><span>09-05</span></li>]]></record>
<record><![CDATA[<li></li>]]></record></recordset></datastore>"""
JPAGE_QUERY = "col=1&appid=1&webid=1&path=%2F&columnid=77&unitid=5"
JPAGE_SCRIPT = """<script>$('#5').jpage({totalRecord:46, proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage:15,
ajaxParam:{col:1,appid:'1',webid:1,path:'/',columnid:77,unitid:'5'}});</script>"""

ROWS = {
    "cppcc: a script, escaped quotes and entities": (
        "cppcc",
        "/zxww/index.shtml",
        r"""item[1]=new title_array('/zxww/2024/09/25/ARTI1727000000000101.shtml','委员\'话&quot;协商','2024-09-25');
item[2] = new title_array("../zxww/2024/09/24/ARTI1727000000000100.shtml", "要闻", "2024-9-24");""",
        [
            ("/zxww/2024/09/25/ARTI1727000000000101.shtml", "委员'话\"协商", date(2024, 9, 25)),
            ("/zxww/2024/09/24/ARTI1727000000000100.shtml", "要闻", date(2024, 9, 24)),
        ],
    ),
    "trs: title attribute, picture and headline, day in the next cell": (
        "trs",
        "/zxgzdt/index.html",
        TRS_ROWS,
        [
            ("/zxgzdt/202409/t20240925_101.html", "市政协召开主席会议", date(2024, 9, 26)),
            ("/zxgzdt/202409/t20240924_100.html", "委员视察", None),
            ("/sxzx/202401/t20240102_9.html", "2023-12-31跨年座谈", date(2024, 1, 2)),
        ],
    ),
    "vsb: numbered rows, not the navigation": (
        "vsb",
        "/xwzx/22.htm",
        '<a href="../info/1002/9.htm">推荐</a><li id="line_u8_0"><a href="../info/1001/123.htm">甲</a> 2024/09/25</li>',
        [("/info/1001/123.htm", "甲", date(2024, 9, 25))],
    ),
    "vsb: a template without numbers": (
        "vsb",
        "/xwzx.htm",
        '<p>2024-02-30 <a href="info/1001/123.htm">甲</a></p><a href="xwzx/22.htm">下页</a>',
        [("/info/1001/123.htm", "甲", None)],
    ),
    "jpage: records, the last one a stub; no year is no day": (
        "jpage",
        "/col/col77/index.html",
        f'<script type="text/xml">{JPAGE_STORE}</script>',
        [
            ("/art/2024/9/25/art_77_2.html", "专题协商会", date(2024, 9, 25)),
            ("/art/2024/9/5/art_77_1.html", "提案办理", None),
        ],
    ),
}

NEXT = {
    "cppcc: one page": ("cppcc", "/zxww/index.shtml", "<script>item[1]=1</script>", None),
    "cppcc: a link": ("cppcc", "/zxww/index.shtml", '<a href="index_1.shtml">下一页&gt;</a>', "/zxww/index_1.shtml"),
    "trs: first of a folder": ("trs", "/zxyw/", 'createPageHTML(3, 0, "index", "shtml")', "/zxyw/index_1.shtml"),
    "trs: middle": ("trs", "/zxyw/index_1.htm", 'createPageHTML(3, 1, "index", "htm")', "/zxyw/index_2.htm"),
    "trs: last": ("trs", "/zxyw/index_2.htm", 'createPageHTML(3, 2, "index", "htm")', None),
    "trs: variables beat the commented-out call": (
        "trs",
        "/zxyw/index_8.html",
        '//createPageHTML(9,0,"index","html");\nvar currentPage = 8;//所在页从0开始\nvar countPage = 12',
        "/zxyw/index_9.html",
    ),
    "trs: a commented-out variable counts nothing": (
        "trs",
        "/zxyw/index.html",
        '//var countPage = 12\ncreatePageHTML(1,0,"index","html");',
        None,
    ),
    "trs: neither": ("trs", "/zxyw/", "<p>一页</p>", None),
    "vsb: counts down": ("vsb", "/xwzx/22.htm", '<a href="21.htm">下页</a><a href="1.htm">尾页</a>', "/xwzx/21.htm"),
    "vsb: dead label": ("vsb", "/xwzx/1.htm", "<span>下页</span><a href='javascript:;'>下页</a>", None),
    "jpage: from the page's script": (
        "jpage",
        "/col/col77/index.html",
        JPAGE_STORE + JPAGE_SCRIPT,
        f"/module/web/jpage/dataproxy.jsp?startrecord=3&endrecord=4&perpage=15&page=2&{JPAGE_QUERY}",
    ),
    "jpage: from an address in the page": (
        "jpage",
        "/col/col77/index.html",
        JPAGE_STORE + f'<script src="/module/jpage/dataproxy.jsp?{JPAGE_QUERY.replace("&", "&amp;")}"></script>',
        f"/module/jpage/dataproxy.jsp?startrecord=3&endrecord=4&perpage=15&page=2&{JPAGE_QUERY}",
    ),
    "jpage: from a block, up to the total": (
        "jpage",
        f"/module/jpage/dataproxy.jsp?startrecord=43&endrecord=44&perpage=15&{JPAGE_QUERY}",
        JPAGE_STORE,
        f"/module/jpage/dataproxy.jsp?startrecord=45&endrecord=46&perpage=15&page=2&{JPAGE_QUERY}",
    ),
    "jpage: the last block": (
        "jpage",
        f"/module/jpage/dataproxy.jsp?startrecord=45&endrecord=46&perpage=15&{JPAGE_QUERY}",
        JPAGE_STORE,
        None,
    ),
    "jpage: from a block whose server knows pages only, and no total": (
        "jpage",
        f"/module/jpage/dataproxy.jsp?startrecord=91&endrecord=135&perpage=2&page=7&{JPAGE_QUERY}",
        JPAGE_STORE.replace("totalrecord", "x"),
        f"/module/jpage/dataproxy.jsp?startrecord=93&endrecord=94&perpage=2&page=9&{JPAGE_QUERY}",
    ),
    "jpage: an answer without records": (
        "jpage",
        f"/module/jpage/dataproxy.jsp?startrecord=91&endrecord=135&perpage=15&page=7&{JPAGE_QUERY}",
        "<datastore><recordset></recordset></datastore>",
        None,
    ),
    "jpage: no proxy": ("jpage", "/col/col77/index.html", JPAGE_STORE, None),
}


@pytest.mark.parametrize(("dialect", "path", "text", "expected"), ROWS.values(), ids=ROWS)
def test_rows(dialect: str, path: str, text: str, expected: list[tuple[str, str, date | None]]) -> None:
    page = ListPage(url=HOST + path, text=text)
    rows = [(row.url.removeprefix(HOST), row.title, row.published_on) for row in DIALECTS[dialect].rows(page)]
    assert rows == expected
    assert DIALECTS[dialect].recognise(page)


@pytest.mark.parametrize(("dialect", "path", "text", "expected"), NEXT.values(), ids=NEXT)
def test_next_page(dialect: str, path: str, text: str, expected: str | None) -> None:
    page = ListPage(url=HOST + path, text=text)
    assert DIALECTS[dialect].next_page(page) == (HOST + expected if expected else None)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("text", ["", "<p>网站防火墙</p>", '<a href="http://[broken">x</a>'])
def test_a_foreign_page_gives_nothing(dialect: str, text: str) -> None:
    page = ListPage(url=HOST, text=text)
    family = DIALECTS[dialect]
    assert (family.recognise(page), family.rows(page), family.next_page(page)) == (False, [], None)
