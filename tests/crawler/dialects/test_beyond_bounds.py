"""Lists whose numbers, days and addresses nobody can mean: they are not believed, and what else is there is read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crawler.dialects import DIALECTS, recognise
from crawler.dialects.dialect import Form, ListPage
from crawler.dialects.listing import MOST_PAGES, stated_pages, stated_rows

if TYPE_CHECKING:
    from crawler.dialects.dialect import Dialect

HOST = "http://www.zx.test"
HUGE = "9" * 5000
LARGE = str(MOST_PAGES + 1)
DAY = date(2024, 9, 25)
UNIT = "/jpaas-publish-server/front/page/build/unit"
RECORD = '<record><![CDATA[<a href="/art/2024/9/25/art_77_2.html">协商</a>]]></record>'
PROXY = "<script>jpage({{totalRecord:{0}, perPage:{1}, proxyUrl:'/dataproxy.jsp', ajaxParam:{{col:1}}}})</script>"
POSTED = "<form>__VIEWSTATE<p><b>{0}</b><a href=\"javascript:__doPostBack('P','{1}')\">{2}</a></p></form>"

# family, path, page with a number for {}, the number of which nothing is believed, and where it then leads
NEXT = {
    "a script's count": ("guangdong", "/yw/", "<script>totalPage = {}</script>", None),
    "a count in words": ("guangdong", "/yw/index_2.html", "共{}页", None),
    "a count behind a slash": ("empirecms", "/yw/", "1/{}页", None),
    "the number of a file": ("guangdong", "/yw/index_{}.html", "共3页", None),
    "the number of an issue's file": ("newspaper", "/node_12_{}.htm", "共3页", None),
    "the number of a .jhtml": ("jeecms", "/index_{}.jhtml", "共3页", None),
    "TRS's call": ("trs", "/zxyw/", 'createPageHTML({}, 0, "index", "html");', None),
    "TRS's variable": ("trs", "/zxyw/", "var countPage = {};", None),
    "the number of TRS's file": ("trs", "/zxyw/index_{}.html", 'createPageHTML(3, 0, "index", "html");', None),
    "a parameter": ("generic", "/l?page={}", '<a href="?page=3">3</a>', "/l?page=2"),
    "a link's parameter": ("generic", "/l?page=2", '<a href="?page={}">尾页</a><a href="?page=3">3</a>', "/l?page=3"),
    "a link's file": ("generic", "/yw/", '<a href="p_{}.html">9</a><a href="p_2.html">2</a>', "/yw/p_2.html"),
    "a link's label": ("generic", "/yw/", '<a href="p_3.html">{}</a><a href="p_2.html">2</a>', "/yw/p_2.html"),
    "a generic count": ("generic", "/l?pn=2", "<script>pageCount: {}</script>", None),
    "what a pager posts": ("aspnet", "/l.aspx", POSTED.format(1, "{}", 2), None),
    "the page a pager is at": ("aspnet", "/l.aspx", POSTED.format("{}", 2, 2), None),
    "a total of records": (
        "jpage", "/col/", RECORD + PROXY.format("{}", 15),
        "/dataproxy.jsp?startrecord=2&endrecord=2&perpage=15&page=2&col=1",
    ),
    "records a page": (
        "jpage", "/col/", RECORD + PROXY.format(9, "{}"),
        "/dataproxy.jsp?startrecord=2&endrecord=2&perpage=15&page=2&col=1",
    ),
    "the first record asked for": (
        "jpage", "/dataproxy.jsp?startrecord={}&col=1", RECORD,
        "/dataproxy.jsp?startrecord=2&endrecord=2&perpage=15&page=2&col=1",
    ),
}  # fmt: skip
UNIT_ROWS = f'<li><a href="/art/2024/art_{"0f" * 16}.html">委员视察</a>2024-09-25</li>'
# What a unit's pager says, and the number and the size that are asked for next.
UNITS = {
    "an escape sequence": ("{'rows':'5\x1b[31m','count':'46'}", 2, "1"),
    "rows of 5,000 digits": (f"{{'rows':'{HUGE}','count':'46'}}", 2, "1"),
    "a count of 5,000 digits": (f"{{'rows':'15','count':'{HUGE}'}}", 2, "15"),
    "a minus": ("{'rows':'-5','count':'-1'}", 2, "1"),
    "nothing": ("{'rows':'','count':''}", 2, "1"),
}
MOMENTS = {
    "a zone no clock has": "Wed, 25 Sep 2024 08:30:00 -2359",
    "a zone at the calendar's end": "Fri, 31 Dec 9999 23:59:59 -2359",
    "a zone at its beginning": "0001-01-01T00:00:00+23:59",
    "the calendar's end": "9999-12-31T23:59:59Z",
    "its beginning": "0001-01-01",
    "a year of 20 digits": f"Fri, 31 Dec {'9' * 20} 23:59:59 GMT",
    "a year of 5,000 digits": f"Fri, 31 Dec {HUGE} 23:59:59 GMT",
    "a year before the web, and before China": "0206-02-28T00:00:00Z",
    "a year nobody here will see": "2525-01-01",
}
ADDRESSES = {
    "a port that is none": ":99999",
    "a port of 5,000 digits": f":{HUGE}",
    "a port of letters": ":x",
    "a name before the host": "@a.cn",
    "half of an address": "]",
}
# What the parser refuses, or could lose itself in.
REFUSED = {
    "half of a pair, in XML that breaks off": '<?xml?><t s="&#55357;"',
    "half of a pair in a feed": '<?xml?><rss><channel><item><t s="&#xD83D;"',
    "half of a pair as it is": "<ul><li>\ud83d",
    "a reference of 5,000 digits": f"<datastore>'/dataproxy.jsp?c=&#{HUGE};'",
    "an address": "http://www.zx.test/",
    "brackets in brackets": "[" * 100_000,
    "elements in elements": "<div>" * 3000,
    "elements in elements, in XML": "<?xml?><rss>" + "<item>" * 300,
    "NUL": "\x00",
    "nothing": "",
}


def following(dialect: Dialect, path: str, text: str) -> str | None:
    found = dialect.next_page(ListPage(url=HOST + path, text=text))
    return found.url if isinstance(found, Form) else found


@pytest.mark.parametrize("value", [HUGE, LARGE, LARGE * 3], ids=["5,000 digits", "one too many", "18 digits"])
@pytest.mark.parametrize(("dialect", "path", "text", "expected"), NEXT.values(), ids=NEXT)
def test_a_number_beyond_belief_is_none(dialect: str, path: str, text: str, expected: str | None, value: str) -> None:
    if "ecord" in text:  # rows, of which there are a hundred times as many
        value += "00"
    text = text.replace("{}", value)
    assert following(DIALECTS[dialect], path.replace("{}", value), text) == (HOST + expected if expected else None)


@pytest.mark.parametrize(("pager", "number", "size"), UNITS.values(), ids=UNITS)
def test_a_units_pager_that_says_no_number(pager: str, number: int, size: str) -> None:
    unit = f"<script url='{UNIT}' queryData=\"{{'pageId':'2'}}\"></script>"
    text = f'{UNIT_ROWS}<div id="a_pagination" queryData="{pager}"></div>{unit}'
    address = following(DIALECTS["jpaas"], "/zxyw/", text)
    assert address is not None
    assert f"&pageNo={number}&" in address
    assert address.endswith(f"%22pageSize%22%3A%22{size}%22%7D")


@pytest.mark.parametrize("number", ["１２", "012"])
def test_digits_of_full_width_count(number: str) -> None:
    page = ListPage(url=f"{HOST}/yw/index_2.html", text=f"共{number}页 totalRecord:{number}")
    assert (stated_pages(page), stated_rows(page)) == (12, 12)
    assert DIALECTS["guangdong"].next_page(page) == f"{HOST}/yw/index_3.html"


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_an_entry_without_a_day_is_an_entry(moment: str) -> None:
    dated = "<item><title>{}</title><link>/c/{}.shtml</link><pubDate>{}</pubDate></item>"
    feed = f"<rss>{dated.format('甲', 1, moment)}{dated.format('乙', 2, '2024-09-25T01:00:00Z')}</rss>"
    rows = DIALECTS["feed"].rows(ListPage(url=f"{HOST}/rss.xml", text=feed))
    assert [(row.title, row.published_on) for row in rows] == [("甲", None), ("乙", DAY)]


@pytest.mark.parametrize("path", ["/c/0001-01-01/1.shtml", "/c/9999-12-31/1.shtml", "/c/2024-02-30/1.shtml"])
def test_no_list_is_of_such_a_day(path: str) -> None:
    page = ListPage(url=HOST, text=f"<li><a href='{path}'>委员视察</a></li>")
    [row] = DIALECTS["rmzxw"].rows(page)
    assert (row.published_on, DIALECTS["rmzxw"].published_on(row.url)) == (None, None)


@pytest.mark.parametrize("end", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_cannot_be_asked_for_is_no_row_and_no_next_page(dialect: str, end: str) -> None:
    listed = "".join(
        f"<li><a href='{HOST}{end}{path}'>市政协召开主席会议</a>2024-09-25</li>"
        for path in ("/a/zxyw/1.html", "/info/1001/123.htm", "/202409/t20240925_101.html", "/c/2024-09-25/1.shtml")
    )
    script = f"new title_array('{HOST}{end}/a','要闻','2024-09-25') '{HOST}{end}/dataproxy.jsp' {RECORD}"
    text = f"<ul>{listed}</ul><a href='{HOST}{end}/index_2.html'>下一页</a><script>{script}</script>"
    page = ListPage(url=f"{HOST}/zxyw/", text=text)
    assert not [row for row in DIALECTS[dialect].rows(page) if end in row.url]
    assert DIALECTS[dialect].next_page(page) is None


# bs4 warns of a text that is an address, and reads it.
@pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")
@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("path", ["/zxyw/", f"{UNIT}?paramJson={'[' * 3000}"], ids=["a list", "an answer"])
def test_what_no_parser_takes_is_a_list_without_rows(path: str, text: str) -> None:
    page = ListPage(url=HOST + path, text=text)
    assert recognise(page).name in DIALECTS
    for dialect in DIALECTS.values():
        assert dialect.rows(page) == []
        assert dialect.next_page(page) is None
