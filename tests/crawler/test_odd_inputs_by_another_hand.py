"""Odd inputs of somebody who had not read the code: what a Chinese reader makes of a date, and what costs no other.

Each date's moments were written down before the reader was asked; a day stands for its first second.
"""

from __future__ import annotations

import gzip
import io
import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from backports import zstd

from crawler.article import SHANGHAI, Article, Fetched
from crawler.dialects import recognise
from crawler.dialects.dialect import ListPage
from crawler.landing.receipt import Ended, ReceiptWriter, Warned, read_receipt
from crawler.landing.warc_reader import Record, records
from crawler.spiders.download.ban_signs import LONGEST_WAIT, wait_asked
from crawler.text.clean import clean, clean_pages
from crawler.text.han.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# bs4 warns whoever hands it XML where HTML was meant, and reads both.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:bs4", "ignore::UserWarning:crawler")

MANY = "9" * 5000
"""More digits than Python reads as a number."""

# Dates ----------------------------------------------------------------------------------------------------------------

DATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "span ascii hyphen": ("公示时间：2024年5月1日 09:30-11:30", ("2024-05-01 09:30:00",)),
    "span en dash": ("2024年5月1日 09:30–11:30", ("2024-05-01 09:30:00",)),
    "span em dash": ("2024年5月1日 09:30—11:30", ("2024-05-01 09:30:00",)),
    "span double em dash": ("2024年5月1日 09:30——11:30", ("2024-05-01 09:30:00",)),
    "span full tilde": ("2024年5月1日 09:30～11:30", ("2024-05-01 09:30:00",)),
    "span ascii tilde": ("2024年5月1日 09:30~11:30", ("2024-05-01 09:30:00",)),
    "span wave dash": ("2024年5月1日 09:30〜11:30", ("2024-05-01 09:30:00",)),
    "span minus sign": ("2024年5月1日 09:30−11:30", ("2024-05-01 09:30:00",)),
    "span full hyphen": ("2024年5月1日 09:30－11:30", ("2024-05-01 09:30:00",)),
    "span 至": ("2024年5月1日 09:30至11:30", ("2024-05-01 09:30:00",)),
    "span 到": ("2024年5月1日9:30到11:30", ("2024-05-01 09:30:00",)),
    "span spaced": ("2024-05-01 09:30 - 11:30", ("2024-05-01 09:30:00",)),
    "span plus": ("2024-05-01 09:30+11:30", ("2024-05-01 09:30:00",)),
    "span 00:00-24:00": ("2024年5月1日 00:00-24:00", ("2024-05-01 00:00:00",)),
    "span seconds": ("2024-05-01 09:30:00-11:30:00", ("2024-05-01 09:30:00",)),
    "span seconds first": ("2024-05-01 09:30:00-11:30", ("2024-05-01 09:30:00",)),
    "span seconds second": ("2024-05-01 09:30-11:30:45", ("2024-05-01 09:30:00",)),
    "span seconds early morning": ("2024-05-01 00:30:00-08:00:00", ("2024-05-01 00:30:00",)),
    "span seconds across midnight": ("2024-05-01 22:00:00-06:00:00", ("2024-05-01 22:00:00",)),
    "span minutes across midnight": ("2024-05-01 22:00-06:00", ("2024-05-01 22:00:00",)),
    "span 次日": ("2024年5月1日22:00至次日6:00", ("2024-05-01 22:00:00",)),
    "span full-width digits": ("２０２４年５月１日 ０９：３０－１１：３０", ("2024-05-01 09:30:00",)),
    "full-width colon": ("2024-05-01 09：30：15", ("2024-05-01 09:30:15",)),
    "both sides days 至": ("2024年5月1日至2024年5月7日", ("2024-05-01", "2024-05-07")),
    "both sides iso": ("2024-05-01至2024-05-07", ("2024-05-01", "2024-05-07")),
    "both sides iso hyphen": ("2024-05-01-2024-05-07", ("2024-05-01", "2024-05-07")),
    "both sides dots": ("2024.05.01-2024.05.07", ("2024-05-01", "2024-05-07")),
    "both sides slash tilde": ("2024/05/01～2024/05/07", ("2024-05-01", "2024-05-07")),
    "both sides with times": ("2024年5月1日 09:30-2024年5月7日 17:00", ("2024-05-01 09:30:00", "2024-05-07 17:00:00")),
    "both sides iso with times": ("2024-05-01 09:30-2024-05-07 17:00", ("2024-05-01 09:30:00", "2024-05-07 17:00:00")),
    "both sides iso with secs": (
        "2024-05-01 09:30:00-2024-05-07 17:00:00",
        ("2024-05-01 09:30:00", "2024-05-07 17:00:00"),
    ),
    "both sides iso with secs tilde": (
        "2024-05-01 09:30:00~2024-05-07 17:00:00",
        ("2024-05-01 09:30:00", "2024-05-07 17:00:00"),
    ),
    "half year omitted": ("2024年5月1日—5月7日", ("2024-05-01",)),
    "AM suffix": ("2024-05-01 9:05:09 AM", ("2024-05-01 09:05:09",)),
    "12 PM suffix": ("2024-05-01 12:05:09 PM", ("2024-05-01 12:05:09",)),
    "no blank chinese": ("2024年5月1日09:30:15", ("2024-05-01 09:30:15",)),
    "dot date": ("2024.5.1 9:30", ("2024-05-01 09:30:00",)),
    "slash date": ("2024/5/1 9:30:01", ("2024-05-01 09:30:01",)),
    "chinese numerals": ("二〇二四年五月一日", ("2024-05-01",)),
    "chinese numerals o": ("二○二四年五月三十一日", ("2024-05-31",)),
    "chinese numerals 零": ("二零二四年十二月二十日", ("2024-12-20",)),
    "rfc Z": ("2024-05-01T09:30:00Z", ("2024-05-01 17:30:00",)),
    "rfc +08:00": ("2024-05-01T09:30:00+08:00", ("2024-05-01 09:30:00",)),
    "rfc +0800": ("2024-05-01T09:30:00+0800", ("2024-05-01 09:30:00",)),
    "rfc +00:00": ("2024-05-01T09:30:00+00:00", ("2024-05-01 17:30:00",)),
    "rfc -00:00": ("2024-05-01T09:30:00-00:00", ("2024-05-01 17:30:00",)),
    "rfc -05:00": ("2024-05-01T09:30:00-05:00", ("2024-05-01 22:30:00",)),
    "rfc -11:00": ("2024-05-01T09:30:00-11:00", ("2024-05-02 04:30:00",)),
    "rfc -12:00": ("2024-05-01T23:30:00-12:00", ("2024-05-02 19:30:00",)),
    "rfc +14:00": ("2024-05-01T01:30:00+14:00", ("2024-04-30 19:30:00",)),
    "rfc +05:30": ("2024-05-01T05:30:00+05:30", ("2024-05-01 08:00:00",)),
    "rfc +05:45": ("2024-05-01T05:45:00+05:45", ("2024-05-01 08:00:00",)),
    "rfc -03:30": ("2024-05-01T00:00:00-03:30", ("2024-05-01 11:30:00",)),
    "rfc fraction Z": ("2024-05-01T09:30:00.000Z", ("2024-05-01 17:30:00",)),
    "rfc fraction +08": ("2024-05-01T09:30:00.123456+08:00", ("2024-05-01 09:30:00",)),
    "rfc fraction 7 digits": ("2024-05-01T09:30:00.1234567+08:00", ("2024-05-01 09:30:00",)),
    "rfc minutes only T": ("2024-05-01T09:30+08:00", ("2024-05-01 09:30:00",)),
    "rfc minutes only T Z": ("2024-05-01T09:30Z", ("2024-05-01 17:30:00",)),
    "rfc space secs zone": ("2024-05-01 09:30:00+08:00", ("2024-05-01 09:30:00",)),
    "rfc space secs +0800": ("2024-05-01 09:30:00 +0800", ("2024-05-01 09:30:00",)),
    "rfc space secs Z": ("2024-05-01 01:30:00Z", ("2024-05-01 09:30:00",)),
    "rfc short +08": ("2024-05-01T09:30:00+08", ("2024-05-01 09:30:00",)),
    "rfc T end of year": ("2023-12-31T23:30:00Z", ("2024-01-01 07:30:00",)),
    "CST word": ("2024-05-01 09:30:00 CST", ("2024-05-01 09:30:00",)),
    "GMT+8": ("2024-05-01 09:30:00 GMT+08:00", ("2024-05-01 09:30:00",)),
    "iana brackets": ("2024-05-01T09:30:00+08:00[Asia/Shanghai]", ("2024-05-01 09:30:00",)),
    "zone +99:00": ("2024-05-01T22:05:02+99:00", ("2024-05-01 22:05:02",)),
    "zone +24:00": ("2024-05-01T22:05:02+24:00", ("2024-05-01 22:05:02",)),
    "zone -24:00": ("2024-05-01T22:05:02-24:00", ("2024-05-01 22:05:02",)),
    "zone +15:00": ("2024-05-01T22:05:02+15:00", ("2024-05-01 22:05:02",)),
    "zone -13:00": ("2024-05-01T22:05:02-13:00", ("2024-05-01 22:05:02",)),
    "zone +08:60": ("2024-05-01T22:05:02+08:60", ("2024-05-01 22:05:02",)),
    "zone +8": ("2024-05-01T22:05:02+8", ("2024-05-01 22:05:02",)),
    "zone +08:0": ("2024-05-01T22:05:02+08:0", ("2024-05-01 22:05:02",)),
    "zone +14:30": ("2024-05-01T22:05:02+14:30", ("2024-05-01 22:05:02",)),
    "zone -12:30": ("2024-05-01T22:05:02-12:30", ("2024-05-01 22:05:02",)),
    "zone fullwidth": ("2024-05-01T22:05:02＋０８：００", ("2024-05-01 22:05:02",)),
    "zone of other digits": ("2024-05-01T22:05:02+०८:००", ("2024-05-01 22:05:02",)),
    "year 0001 Z": ("0001-01-01T00:00:00Z", ()),
    "year 0001 +23:59": ("0001-01-01T00:00:00+23:59", ()),
    "year 9999 -12": ("9999-12-31T23:59:59-12:00", ()),
    "year 0000": ("0000-00-00 00:00:00", ()),
    "year 1899": ("1899-12-31 10:00", ()),
    "not a leap": ("2023-02-29 10:00", ()),
    "month 13": ("2024-13-01", ()),
    "superscripts": ("2024-0⁵-0¹", ()),
    "circled": ("2024年⑤月①日", ()),
    "document number": ("政协〔2024〕5号 2024-05-01", ("2024-05-01",)),
    "two dates": ("2024-05-01 编辑 2024-04-30 23:59", ("2024-05-01", "2024-04-30 23:59:00")),
    "zone of 5,000 digits": (f"2024-05-01T22:05:02+{MANY}", ("2024-05-01 22:05:02",)),
    "year of 5,000 digits": (f"{MANY}-05-01", ()),
    "day of 5,000 digits": (f"2024-05-{MANY}", ()),
    "minutes of 5,000 digits before another date": (
        f"2024-05-01 09:{MANY} 2024-05-02 09:30",
        ("2024-05-01", "2024-05-02 09:30:00"),
    ),
    "a date instead of seconds": ("2024-05-01 09:30:2024-05-07", ("2024-05-01 09:30:00", "2024-05-07")),
    "24 o'clock between dates": ("2024-05-01 24:00 2024-05-01", ("2024-05-02 00:00:00", "2024-05-01")),
    "RFC 3339 interval": ("2024-05-01T01:30:00+00:00/2024-05-07", ("2024-05-01 09:30:00", "2024-05-07")),
}


@pytest.mark.parametrize(("text", "moments"), DATES.values(), ids=DATES)
def test_dates_are_read_as_a_chinese_reader_does(text: str, moments: tuple[str, ...]) -> None:
    read = [f"{each.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" for each in find_dates(text)]
    assert read == [moment if " " in moment else f"{moment} 00:00:00" for moment in moments]


WAITS: dict[str, tuple[str, str | None]] = {
    "seconds of 5,000 digits": (MANY, f"wait {LONGEST_WAIT} s"),
    "zeros in front": ("0" * 5000 + "5", "wait 5 s"),
    "below zero": ("-5", None),
    "a fraction": ("1.5", None),
    "full width": ("１２", None),
    "the end of the calendar": ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    "a year of 5,000 digits": (f"Wed, 21 Oct {MANY} 07:28:00 GMT", None),
    "brackets without end": ("(" * 20_000, None),
    "two numbers": ("120, 60", None),
}


@pytest.mark.parametrize(("said", "words"), WAITS.values(), ids=WAITS)
def test_a_wait_that_is_asked_for_has_bounds(said: str, words: str | None) -> None:
    assert wait_asked(said) == words


# Lists and pages ------------------------------------------------------------------------------------------------------

LIST = "http://www.zx.test/zxyw/"
ROW = "<li><a href='{}'>市政协召开主席会议研究提案</a><span>2024-09-25</span></li>"
ROWS = "".join(ROW.format(f"./202409/t20240925_10{number}.html") for number in range(1, 6))
ADDRESSES = (
    "http://[", "//[::1", "http://www.zx.test:99999/a/1.html", f"http://www.zx.test:{MANY}/1.html", "http://\ud83d.cn/1.html",
    "http://a b/", "http:///x.html", "?", "#", "javascript:void(0)", "data:text/html,x", "\\\\a\\b", "http://℀.cn/", "http://%00/",
    "http://①②⑦.⓪.⓪.①/1.html", "http://[v1.x]/1.html", "http://[fe80::1%25en0]/", "http://a..b/", "///", "http:1.html",
)  # fmt: skip
LISTS = {
    "addresses that are none": ROWS + "".join(map(ROW.format, ADDRESSES)),
    "a pager of 5,000 digits": f"{ROWS}<script>createPageHTML({MANY}, {MANY}, 'index', 'html')</script>",
    "a pager of full width": f"{ROWS}共{'９' * 5000}页 第１页 1/{MANY}页",
    "a next page without a host": f"{ROWS}<a href='http://[::1'>下一页</a>",
    "a next page of another alphabet": f"{ROWS}<a href='http://℀/2.html'>下一页</a>",
    "a next page with a NUL": f"{ROWS}<a href='in\x00dex_1.html'>下一页</a>",
    "half a surrogate pair": f"{ROWS}\ud83d\udc00\udc00&#55357;&#xDFFF;",
    "no characters": f"{ROWS}\ufffe\uffff\U0010ffff\x0b\x1b&#0;&#1114112;&#{MANY};",
    "an open comment": f"{ROWS}<!-- ",
    "an entity of its own": f"<!DOCTYPE a [<!ENTITY b 'x'>]>{ROWS}",
    "a byte order mark, twice": f"\ufeff\ufeff{ROWS}",
    "XML in name": f"<?xml version='1.0'?><html>{ROWS}",
    "parts of a page of Word": f"<![if !IE]>{ROWS}<![endif]><o:p>",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_what_is_odd_in_a_list_costs_none_of_its_rows(text: str) -> None:
    page = ListPage(url=LIST, text=text)
    dialect = recognise(page)
    dialect.next_page(page)
    urls = {row.url for row in dialect.rows(page)}
    assert {f"{LIST}202409/t20240925_10{number}.html" for number in range(1, 6)} <= urls


SECOND = "<item><title>乙</title><link>/c/2.shtml</link><pubDate>Wed, 25 Sep 2024 08:30:00 GMT</pubDate></item>"
FIRST = "<item><title>甲{}</title><link>/c/1.shtml</link><pubDate>{}</pubDate></item>"
ENTRIES = {
    "the end of the calendar": ("", "Fri, 31 Dec 9999 23:59:59 -2359"),
    "its beginning": ("", "Mon, 01 Jan 0001 00:00:00 +2359"),
    "a zone of 5,000 digits": ("", f"Wed, 25 Sep 2024 08:30:00 +{MANY}"),
    "a year of 5,000 digits": ("", f"Wed, 25 Sep {MANY} 08:30:00 GMT"),
    "seconds since 1970": ("", "1727253000"),
    "a leap second": ("", "Sat, 31 Dec 2016 23:59:60 GMT"),
    "brackets without end": ("", "(" * 20_000),
    "an ampersand": (" & 丙", ""),
    "an entity of HTML": ("&nbsp;&hellip;", ""),
    "a character that XML has not": ("\x08\uffff&#8;", ""),
    "a character of 5,000 digits": (f"&#{MANY};", ""),
    "a surrogate": ("\ud83d", ""),
    "a comment with dashes": ("<!-- a -- b -->", ""),
    "a sign for less": (" < 丙", ""),
    "a bracket for a quotation": (" ‹ 丙›", ""),
    "a name in angle brackets": ("<丙>", ""),
    "half of a surrogate pair, by number": ("&#55357;", ""),
    "a surrogate pair, by numbers": ("&#xD83D;&#xDE00;", ""),
    "a CDATA section that is not closed": ("<![CDATA[丙", ""),
    "an element that is not closed": ("<b>丙", ""),
    "a line break of HTML": ("<br>", ""),
    "an attribute without quotes": ("<a href=x>丙</a>", ""),
    "an end of nothing": ("</b>丙", ""),
    "its own end": ("</title>丙", ""),
    "a comment that is not closed": ("<!-- 丙", ""),
    "an instruction that is not closed": ("<?丙", ""),
    "no end": ("<title>", ""),
}


@pytest.mark.parametrize(("title", "moment"), ENTRIES.values(), ids=ENTRIES)
def test_one_odd_entry_of_a_feed_costs_no_other(title: str, moment: str) -> None:
    text = f"<?xml version='1.0'?><rss><channel>{FIRST.format(title, moment)}{SECOND}</channel></rss>"
    page = ListPage(url="http://www.zx.test/rss.xml", text=text)
    rows = recognise(page).rows(page)
    assert [row.url for row in rows] == ["http://www.zx.test/c/1.shtml", "http://www.zx.test/c/2.shtml"]
    assert rows[0].title.startswith("甲")
    assert (rows[1].title, str(rows[1].published_on)) == ("乙", "2024-09-25")


PAGE = (
    "<title>市政协召开主席会议</title><h1>市政协召开主席会议</h1><div>发布时间：2024-09-25 08:30 来源：市政协</div>"
    "<p>市政协召开主席会议，研究提案办理工作，委员围绕养老服务建言献策，提出意见建议。</p>\n"
)
BESIDE = {
    "a count of parts": f'<script>createPageHTML({MANY}, 1, "t20240925_101", "html");</script>',
    "the next part": f"<a href='t20240925_101_{MANY}.html'>下一页</a>",
    "pictures without an address": "<img src='http://a.cn:x/1.jpg'><a href='http://[::1/1.pdf'>附件</a><img src='//['>",
    "sizes": f"<table><tr><td colspan={MANY} rowspan={MANY}>x</table><ol start={MANY}><li value={MANY}>一</ol>",
    "styles": f"<p style='font-size:{MANY}px;text-indent:{MANY}em;line-height:1e999'></p>",
    "a base without a host": "<base href='http://[::1/'>",
    "a codec that is none": f"<meta charset='{MANY}'>",
    "a codec that is no codec of text": "<meta charset='base64'><meta charset='idna'><meta charset='undefined'>",
    "a date at the end of the calendar": "<meta name=PubDate content='9999-12-31T23:59:59-12:00'>",
    "nested data": f"<script type='application/ld+json'>{'[' * 50_000}</script>",
    "characters": f"&#55357;&#xDFFF;&#0;&#1114112;&#{MANY};\x00\x1b[31m\ufffe\u202e",
}


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
def test_what_is_odd_beside_an_article_leaves_it_as_it_is(beside: str) -> None:
    for page in (beside + PAGE, PAGE + beside):
        article = clean(page.encode(), url=f"{LIST}202409/t20240925_101.html", content_type="text/html; charset=utf-8")
        assert isinstance(article, Article)
        assert (article.title, f"{article.published_at:%F %H:%M}") == ("市政协召开主席会议", "2024-09-25 08:30")
        assert "委员围绕养老服务建言献策，提出意见建议。" in article.body


NO_ADDRESSES = ("http://[::1/", "http://℀/", "http://[zz]/", "//[", "http://\ud83d/", "http://[::1/?id=101&page=1", "")
GOING_ON = (
    "<p><img src='1.jpg'></p><a href='?id=101&page=2'>下一页</a><a href='http://℀/?page=2'>下一页</a>",
    "<base href='http://[::1/'><a href='t20240925_101_1.html'>下一页</a>",
    '<script>createPageHTML(5, 0, "t20240925_101", "html");</script>',
)


@pytest.mark.parametrize("url", [*NO_ADDRESSES, *(f"{url}t20240925_101_1.html" for url in NO_ADDRESSES)], ids=ascii)
@pytest.mark.parametrize("beside", GOING_ON)
def test_a_page_whose_address_is_none_is_an_article(beside: str, url: str) -> None:
    body = (PAGE + beside).encode()
    day = datetime(2024, 9, 25, tzinfo=SHANGHAI)
    pages = [Fetched(url=each, status=200, headers=(), body=body, fetched_at=day) for each in (url, url, LIST)]
    for article in (clean(body, url=url), clean_pages(pages)):
        assert isinstance(article, Article)
        assert (article.url, article.title) == (url, "市政协召开主席会议")


# Receipts and archives ------------------------------------------------------------------------------------------------

LANDED = {
    "event": "landed", "site": "xuzhou", "channel": "要闻", "kind": "article", "url": "http://www.xzzx.gov.cn/1.htm",
    "status": 200, "fetched_at": "2026-03-05T08:00:00+08:00",
    "file": "cppcc-000001.warc.gz", "offset": 10, "length": 20,
}  # fmt: skip
WHOLE = json.dumps(LANDED)
NO_VALUES: tuple[object, ...] = (True, 1.0, float("nan"), float("inf"), None, [], {}, -1, 2**31, 10**4000)
LINES: dict[str, bytes] = {
    **{
        f"{name} is {json.dumps(value)[:9]}": json.dumps({**LANDED, name: value}).encode()
        for name in ("url", "status", "fetched_at", "offset", "length")
        for value in NO_VALUES
    },
    "a status of 5,000 digits": WHOLE.replace("200", MANY).encode(),
    "a zone of 24 hours": WHOLE.replace("+08:00", "+24:00").encode(),
    "a file of another folder": WHOLE.replace("cppcc-", "/etc/cppcc-").encode(),
    "two lines that were merged": f"{WHOLE}{WHOLE}".encode(),
    "NULs in front": b"\0" * 10 + WHOLE.encode(),
    "NULs alone": b"\0" * 4096,
    "a byte that is no UTF-8": WHOLE.encode().replace(b"xuzhou", b"xu\xffou"),
    "an event that is a list": b'{"event": []}',
    "an event deeper than JSON is read": b'{"event":' * 100_000,
    "a field deeper than JSON is read": WHOLE.replace("200", "[" * 100_000).encode(),
    "a number": b"5",
    "blanks": b" \t\x0b ",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_one_odd_line_of_a_receipt_costs_no_other(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "receipt.jsonl"
    with ReceiptWriter(path) as receipt:
        receipt.write(Warned(site="xuzhou", words="甲"))
        receipt.write(Ended(reason="finished"))
    first, last = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + line + b"\n" + last)
    read = read_receipt(path)
    assert ([each.words for each in read.warned], read.ended) == (["甲"], Ended(reason="finished"))
    assert (len(read.damaged), read.landed) == (1, ())


def record(number: int, **headers: bytes) -> bytes:
    """A response record, with some headers changed."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    said = {
        b"WARC-Type": b"response",
        b"WARC-Target-URI": b"http://www.zx.test/%d.html" % number,
        b"WARC-Date": b"2026-03-09T01:02:03Z",
        b"Content-Length": b"%d" % len(block),
    } | {name.replace("_", "-").encode(): value for name, value in headers.items()}
    return b"\r\n".join([b"WARC/1.1", *(b"%s: %s" % each for each in said.items()), b"", block, b"", b""])


ODD = {
    "a length of zeros": record(9, Content_Length=b"0" * 5000 + b"5"),
    "a length of 2 to the 63": record(9, Content_Length=b"9223372036854775808"),
    "a length that is too short": record(9, Content_Length=b"10"),
    "two lengths": record(9).replace(b"Content-Length", b"Content-Length: 3\r\nContent-Length", 1),
    "a version of 5,000 digits": record(9).replace(b"WARC/1.1", b"WARC/" + MANY.encode()),
    "carriage returns alone": record(9).replace(b"\r\n", b"\r"),
    "no end of its headers": record(9).replace(b"\r\n\r\n", b"\r\n", 1),
    "a header without a name": record(9).replace(b"WARC-Date", b"xx\r\nWARC-Date", 1),
    "another record": record(9, WARC_Type=b"resource").replace(b"</p>", record(8), 1),
    "a digest that is none": record(9, WARC_Block_Digest=b"sha3:\xff:x"),
    "a segment of 5,000 digits": record(9, WARC_Type=b"continuation", WARC_Segment_Number=MANY.encode()),
    "its beginning": record(9)[:200],
    "garbage": b"\x8b\0\xffgarbage\r\n" * 40,
    "NULs": b"\0" * 100_000,
    "a page without a record": PAGE.encode(),
}


def one_by_one(pack: Callable[[bytes], bytes]) -> Callable[[list[bytes]], bytes]:
    """Each part packed by itself."""
    return lambda parts: b"".join(map(pack, parts))


def cut(parts: list[bytes]) -> bytes:
    """Each part packed by itself, and half of the third lost."""
    packed = [*map(gzip.compress, parts)]
    return b"".join([*packed[:2], packed[2][: len(packed[2]) // 2], *packed[3:]])


FORMS: dict[str, Callable[[list[bytes]], bytes]] = {
    "plain": b"".join,
    "gzip, each": one_by_one(gzip.compress),
    "gzip, as a whole": lambda parts: gzip.compress(b"".join(parts)),
    "gzip, each, and one cut": cut,
    "gzip, one of plain ones": lambda parts: b"".join([*parts[:2], gzip.compress(parts[2]), *parts[3:]]),
    "plain, one of gzip": lambda parts: b"".join(
        [*map(gzip.compress, parts[:2]), parts[2], *map(gzip.compress, parts[3:])]
    ),
    "zstd, each": one_by_one(zstd.compress),
    "zstd, as a whole": lambda parts: zstd.compress(b"".join(parts)),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_is_odd_between_records_costs_no_other(odd: bytes, form: Callable[[list[bytes]], bytes]) -> None:
    file = io.BytesIO(form([record(1), record(2), odd, record(3), record(4)]))
    urls = [each.url for each in records(file) if isinstance(each, Record)]
    expected = [f"http://www.zx.test/{number}.html" for number in (1, 2, 3, 4)]
    assert [url for url in urls if url in expected] == expected
