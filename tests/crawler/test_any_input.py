"""Laws for what strangers write: whatever a page, a list or a date holds, what reads it returns.

The pages are those of real sites, with any number for each {n} and any moment for each {d}.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.article import Article, Rejected
from crawler.dialects import DIALECTS, recognise
from crawler.dialects.dialect import Form, ListPage
from crawler.dialects.links import linked_rows
from crawler.dialects.listing import stated_pages, stated_rows
from crawler.text.clean import clean
from crawler.text.han.dates import date_in_url, find_dates
from crawler.web_address import is_web_address

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

# bs4 warns whoever hands it an address, or XML where HTML was meant, and reads both.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:bs4", "ignore::UserWarning:crawler")

HUGE = "9" * 5000
"""More digits than Python reads as a number."""
NUMBERS = ("1", "2", "15", "0", "９", "٣", "-1", "5\x1b[31m", "55357", "9" * 20, HUGE, HUGE, HUGE, "")
MOMENTS = (
    "2024-09-25", "2024年9月25日", "2024-02-30", "9999-12-31", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-12:00",
    "Wed, 25 Sep 2024 08:30:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", f"Fri, 31 Dec {'9' * 20} 23:59:59 GMT",
    "Mon, 01 Jan 0001 00:00:00 +2359", "2024-09-25T08:30:00+99:00",
)  # fmt: skip
UNIT = "/jpaas-publish-server/front/page/build/unit"
HEX = "0f" * 16
ROW = "<li><a href='{}'>市政协召开主席会议</a><span>{{d}}</span></li>"
RECORD = "<record><![CDATA[<a href='/art/2024/9/25/art_77_{n}.html'>协商议政</a>]]></record>"
JPAGE = (
    "<script>jpage({totalRecord:{n},perPage:{n},proxyUrl:'/dataproxy.jsp',ajaxParam:{col:{n},perpage:'{n}'}})</script>"
)
PAGER = "<div id='a_pagination' queryData=\"{'rows':'{n}','count':'{n}'}\"></div>"
LISTS = (
    ("/zxyw/index_{n}.html", '<script>createPageHTML({n}, 0, "index", "html");</script>'),
    ("/zxyw/", "<script>var countPage = {n};</script>" + ROW.format("./202409/t20240925_101.html")),
    ("/zxyw/index_{n}.html", ROW.format("content/post_1.html") + "共{n}页"),
    ("/zxyw/", ROW.format("/e/action/ShowInfo.php?classid=1&id=9") + "1/{n}页"),
    ("/node_1_{n}.htm", ROW.format("/content/2024-09/25/content_1.htm") + "<script>totalPage={n}</script>"),
    ("/a/list_1_{n}.html", ROW.format("/a/zxyw/2024/0925/9.html") + "<script>pageCount: '{n}'</script>"),
    ("/zxyw/index_{n}.jhtml", ROW.format("/zxyw/345.jhtml") + "<a onclick=\"location.href='{n}'\">下一页</a>"),
    ("/list.php?page={n}", '<a href="?page={n}">2</a><a href="?page={n}">{n}</a><a href="?page={n}">尾页</a>共{n}页'),
    ("/list_{n}.html", '<a href="list_{n}.html">2</a><a href="list_3.html">{n}</a><a href="list_{n}.html">末页</a>'),
    ("/list.aspx", "<form>__VIEWSTATE<p><b>{n}</b><a href=\"javascript:__doPostBack('P','{n}')\">{n}</a></form>"),
    ("/list.aspx", "<form>__VIEWSTATE<p>{n}<a href=\"javascript:__doPostBack('P','Page${n}')\">2</a></p>"),
    ("/col/", RECORD + "<totalrecord>{n}<" + JPAGE),
    ("/dataproxy.jsp?startrecord={n}&perpage={n}&page={n}&c=%ED%A0%BD", f"<datastore>{RECORD}<totalrecord>{{n}}<"),
    ("/zxyw/", f"<script url='{UNIT}' queryData=\"{{'pageId':'2','pageNo':'{{n}}','pageSize':'{{n}}'}}\"></script>"),
    (UNIT + '?pageNo={n}&paramJson={"pageNo":"{n}","pageSize":{n}}', ROW.format(f"/art/2024/art_{HEX}.html") + PAGER),
    (UNIT + "?pageNo={n}", ROW.format("/art/2024/9/25/art_77_1.html") + PAGER),
    ("/rss.xml", "<?xml?><rss><item><title>{n}</title><link>/c/{n}.shtml</link><pubDate>{d}</pubDate></item></rss>"),
    ("/atom.xml", "<feed><entry><link href='/c/{d}/{n}.html'/><updated>{d}</updated></entry></feed>"),
    ("/sitemap.xml", '<?xml?><urlset><url><loc>/c/{n}</loc><lastmod>{d}</lastmod></url><t s="&#{n};"'),
    ("/zxww/", "item[1]=new title_array('/zxww/2024/09/25/ARTI{n}.shtml','要闻','{d}');"),
    ("/zxyw/", ROW.format("http://www.zx.test:{n}/a/1.html") + ROW.format("https://mp.weixin.qq.com:{n}/s")),
    ("/zxyw/", "<a href='http://www.zx.test:{n}/zxyw/2.html'>下一页</a>"),
)  # fmt: skip
NESTS = ("[", '{"data":', "<div>", "<?xml?><b>")
ODD = (
    "&#55357;", "&#{n};", "\ud83d", "\x00", "\x1b[31m", "<a href='http://[::1/'>下一页</a>", "<base href='http://a.cn:{n}/'>",
    "<a href='http://www.zx.test@a.cn/'>下页</a>", "<![CDATA[", "<!--", "<!DOCTYPE a [<!ENTITY b '{n}'>]>", "&b;", "'",
    "<title>", "</title>", "<item><link>", "&#xD83D;&#xDE00;",
)  # fmt: skip
DATES = (
    "2024年5月1日",
    "2024-05-01",
    "2024/13/01",
    "２０２４．５．１",
    "二〇二四年五月一日",
    "1900年2月29日",
    "2099.12.31",
)
CLOCKS = ("00:00", "24:00", "09:30", "9时30分", "１１：３０", "23:59:59", "22:05:02.000", "8点", "")
PARTS = ("", "", "T", "t", "下午", "晚上", "（星期三）", "PM ", "日 ")
JOINTS = ("-", "+", "～", "—", " ", "至", "Z", "T", "")
ADDRESSES = ("/t20241399_1.html", "/20240231/", "/2024-99/99/", "/2024/{n}/{n}/", "/ARTI1999999999999999.shtml")
ARTICLES = (
    "http://www.nxzx.gov.cn/zxyw/202409/t20240925_101.html", "http://www.nxzx.gov.cn/zxyw/202409/t20240925_101_1.html",
    "http://www.gxzx.gov.cn/index.php?id=101&page=2", "http://[::1/t20240925_101.html", "http://℀/?id=101&page=1", "http://www.cppcc.gov.cn/2024/13/99/ARTI1999999999999999.shtml",
)  # fmt: skip
BESIDE = (
    '<script>createPageHTML({n}, 0, "t20240925_101", "html");</script>', "<a href='t20240925_101_{n}.html'>下一页</a>",
    '<script>var a = "t20240925_101";\nvar countPage = {n};</script>', "<a href='?id=101&page={n}'>下一页</a>",
    "<p>发布时间：{d}</p>", "<p>公示时间：2024年5月1日 00:00-24:00</p>", "<meta name=PubDate content='{d}'>",
    "<p>来源：{n}</p>", "<meta name=PubDate content='2024-05-01 22:05:02+99:00'>", "&amp;#{n};", "&#{n};",
    "&amp;amp;#55357;", "<!--",
    "<p><img src='http://a.cn:{n}/1.jpg'></p>", '<a href="t20240925_101.html"></a>\ncountPage = {n};',
    "<a href='http://a.cn:{n}/1.pdf'>附件</a>", "<p>1、{n}\n2、{n}\n{n}、</p>",
    "<meta charset='{n}'>", "<p>《要点.docx》由会员分享，可在线阅读</p>", "\x1b$B", "<![if", "<div>" * 50, "\x00",
)  # fmt: skip
SENTENCES = "<p>市政协召开主席会议，研究提案办理工作，委员围绕养老服务建言。</p>\n" * 4
TEXT = "<h1>市政协召开主席会议</h1>{}" + SENTENCES + "{}"
CODECS = ("utf-8", "gb18030", "big5", "utf-16", "iso2022_jp")


@st.composite
def filled(draw: DrawFn, piece: str) -> str:
    """A piece with numbers and moments in its places."""
    for place, values in (("{n}", NUMBERS), ("{d}", MOMENTS)):
        first, *rest = piece.split(place)
        piece = first + "".join(draw(st.sampled_from(values)) + each for each in rest)
    return piece


def some(*pieces: str) -> SearchStrategy[str]:
    """A few of the pieces, one after the other, and among them anything."""
    anything = st.text(st.characters(), max_size=8)
    return st.lists(st.sampled_from(pieces).flatmap(filled) | anything, max_size=4).map("".join)


@st.composite
def lists(draw: DrawFn) -> ListPage:
    """A list page, a feed or the answer of an API."""
    address, page = draw(st.sampled_from(LISTS))
    text = draw(filled(page))
    if draw(st.sampled_from((False, False, True))):
        text = draw(some(*ODD)) + text + draw(some(*ODD))
    if UNIT in address:
        text = json.dumps({"success": True, "data": {"html": text}})
    if draw(st.integers(0, 15)) == 0:
        text = draw(st.sampled_from(NESTS)) * 3000 + text
        address = draw(st.sampled_from((address, f"{UNIT}?paramJson={'[' * 3000}")))
    return ListPage(url="http://www.zx.test" + draw(filled(address)), text=text)


@st.composite
def dates(draw: DrawFn) -> str:
    """A date, a time behind it, and what may be a zone, a second time or neither."""
    pieces = (
        DATES,
        JOINTS,
        PARTS,
        CLOCKS,
        JOINTS,
        (*CLOCKS, "08:00", "0800", "99:00", "1200", HUGE),
        ("", ":00", "Z", " UTC", " PM"),
    )
    return "".join(draw(st.sampled_from(each)) for each in pieces)


@given(lists())
@settings(max_examples=400)
def test_every_list_is_read(page: ListPage) -> None:
    assert recognise(page).name in DIALECTS
    found = linked_rows(page, frozenset({"www.zx.test"}))
    for dialect in DIALECTS.values():
        assert dialect.recognise(page) in (True, False)
        found += dialect.rows(page)
        following = dialect.next_page(page)
        url = following.url if isinstance(following, Form) else following
        assert url is None or is_web_address(url)
        dialect.published_on(page.url)
    assert all(is_web_address(row.url) for row in found)
    assert all(1900 <= row.published_on.year < 2100 for row in found if row.published_on)
    assert (stated_pages(page) or 0) >= 0
    assert (stated_rows(page) or 0) >= 0


@given(st.lists(dates() | st.sampled_from(ADDRESSES).flatmap(filled) | st.text(), max_size=3).map("".join))
@settings(max_examples=1200)
def test_every_text_has_its_dates(text: str) -> None:
    for dated in find_dates(text):
        assert dated.at.utcoffset() is not None
        assert 0 <= dated.start < dated.end <= len(text)
    day = date_in_url(text)
    assert day is None or day.utcoffset() is not None


@given(st.data(), st.sampled_from(ARTICLES), st.sampled_from(CODECS))
@settings(max_examples=800)
def test_every_page_is_an_article_or_rejected(data: st.DataObject, url: str, codec: str) -> None:
    page = TEXT.format(*(data.draw(some(*BESIDE)) for _ in range(2))).encode(codec, "replace")
    assert isinstance(clean(page, url=url), Article | Rejected)


@given(st.binary(max_size=300), st.sampled_from(ARTICLES))
def test_any_bytes_are_an_article_or_rejected(body: bytes, url: str) -> None:
    assert isinstance(clean(body, url=url), Article | Rejected)


@pytest.mark.parametrize(
    "end", ["<p><img src='/1.jpg'></p>", "<div><div><img src='/1.jpg'>", "<table><td><img src='/1.jpg'>"]
)
def test_a_page_may_end_with_a_picture(end: str) -> None:
    page = clean(TEXT.format("", end).encode(), url="http://www.nxzx.gov.cn/zxyw/101.html")
    assert isinstance(page, Article)
    assert [media.url for media in page.media] == ["http://www.nxzx.gov.cn/1.jpg"]
