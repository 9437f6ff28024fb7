"""Dates as pages write them: which moment is meant, and how precisely."""

from __future__ import annotations

import pytest

from crawler.article import Article
from crawler.text.clean import clean
from crawler.text.han.dates import date_in_url, find_dates

MANY = "9" * 5000
"""More digits than Python reads as a number."""

# text, moment, precision, what follows
DATES = {
    "a day": ("2024年5月1日", "2024-05-01 00:00", "day", ""),
    "a minute": ("2024年5月1日 09:30 张三", "2024-05-01 09:30", "minute", " 张三"),
    "a second": ("2024-05-01 09:30:15", "2024-05-01 09:30:15", "second", ""),
    "words for a second": ("2024年5月1日9时30分15秒", "2024-05-01 09:30:15", "second", ""),
    "Chinese numerals": ("二〇二四年五月一日", "2024-05-01 00:00", "day", ""),
    "full width": ("２０２４年５月１日　０９：３０", "2024-05-01 09:30", "minute", ""),
    "full width throughout": ("２０２４－０５－０１ ０９：３０", "2024-05-01 09:30", "minute", ""),
    "full-width slashes": ("２０２４／０５／０１", "2024-05-01 00:00", "day", ""),
    "full-width stops": ("２０２４．５．１ 9:30", "2024-05-01 09:30", "minute", ""),
    "digits alone": ("2024-05-01 9:5:7", "2024-05-01 09:05:07", "second", ""),
    "digits alone in words": ("2024年5月1日9时5分7秒", "2024-05-01 09:05:07", "second", ""),
    # 24:00 is the end of its day; what no clock shows is no time.
    "24 o'clock": ("2024年5月1日 24:00", "2024-05-02 00:00", "minute", ""),
    "24 o'clock with seconds": ("2024-05-01 24:00:00", "2024-05-02 00:00:00", "second", ""),
    "24 o'clock, in UTC": ("2024-05-01T24:00:00Z", "2024-05-02 08:00:00", "second", ""),
    "24 o'clock on the last day of a year": ("2024-12-31 24:00", "2025-01-01 00:00", "minute", ""),
    "half past 24": ("2024-05-01 24:30", "2024-05-01 00:00", "day", "24:30"),
    "a second past 24": ("2024-05-01 24:00:01", "2024-05-01 00:00", "day", "24:00:01"),
    "25 o'clock": ("2024-05-01 25:00", "2024-05-01 00:00", "day", "25:00"),
    "60 minutes": ("2024-05-01 09:60", "2024-05-01 00:00", "day", "09:60"),
    "60 seconds": ("2024-05-01 09:30:60", "2024-05-01 09:30", "minute", ":60"),
    "minutes that go on": ("2024-05-01 09:305", "2024-05-01 00:00", "day", "09:305"),
    "minutes of 5,000 digits": (f"2024-05-01 09:{MANY}", "2024-05-01 00:00", "day", f"09:{MANY}"),
    "seconds of 5,000 digits": (f"2024-05-01 09:30:{MANY}", "2024-05-01 09:30", "minute", f":{MANY}"),
    # Parts of the day.
    "PM": ("2024-05-01 3:05:09 PM", "2024-05-01 15:05:09", "second", ""),
    "12 AM": ("2024-05-01 12:05:09 AM", "2024-05-01 00:05:09", "second", ""),
    "12 PM": ("2024-05-01 12:05 PM", "2024-05-01 12:05", "minute", ""),
    "0 PM, as some clocks count": ("2024-05-01 0:05 PM", "2024-05-01 12:05", "minute", ""),
    "pm": ("2024-05-01 3:05 pm", "2024-05-01 15:05", "minute", ""),
    "p.m.": ("2024-05-01 3:05 p.m. 张三", "2024-05-01 15:05", "minute", " 张三"),
    "PM in front": ("2024-05-01 PM 3:05", "2024-05-01 15:05", "minute", ""),
    "PM behind a clock with 24 hours": ("2024-05-01 15:05 PM", "2024-05-01 15:05", "minute", ""),
    "AM behind an hour that it has not": ("2024-05-01 15:05 AM", "2024-05-01 00:00", "day", "15:05 AM"),
    "a name that begins with AM": ("2024-05-01 9:30 AMD公司", "2024-05-01 09:30", "minute", " AMD公司"),
    "下午": ("2024年5月1日下午3:00", "2024-05-01 15:00", "minute", ""),
    "下午 in words": ("2024年5月1日 下午3时30分", "2024-05-01 15:30", "minute", ""),
    "下午12": ("2024年5月1日下午12:30", "2024-05-01 12:30", "minute", ""),
    "下午 before a clock with 24 hours": ("2024年5月1日下午15:00", "2024-05-01 15:00", "minute", ""),
    "上午": ("2024年5月1日上午9:30", "2024-05-01 09:30", "minute", ""),
    "上午 before an hour that it has not": ("2024年5月1日上午15:00", "2024-05-01 00:00", "day", "上午15:00"),
    "ambiguous: 上午12:00 is noon or midnight": ("2024年5月1日上午12:00", "2024-05-01 00:00", "day", "上午12:00"),
    "早上": ("2024年5月1日早上8:00", "2024-05-01 08:00", "minute", ""),
    "中午": ("2024年5月1日中午12:00", "2024-05-01 12:00", "minute", ""),
    "中午 after noon": ("2024年5月1日中午1:30", "2024-05-01 13:30", "minute", ""),
    "傍晚": ("2024年5月1日傍晚6:30", "2024-05-01 18:30", "minute", ""),
    "晚": ("2024年5月1日晚8:00", "2024-05-01 20:00", "minute", ""),
    "晚上": ("2024年5月1日 晚上 8:00", "2024-05-01 20:00", "minute", ""),
    "晚上12": ("2024年5月1日晚上12:00", "2024-05-02 00:00", "minute", ""),
    "ambiguous: 晚上1:30 is of this night or the next": ("2024年5月1日晚上1:30", "2024-05-01 00:00", "day", "晚上1:30"),
    "凌晨": ("2024年5月1日凌晨0:30", "2024-05-01 00:30", "minute", ""),
    "凌晨12": ("2024年5月1日凌晨12:30", "2024-05-01 00:30", "minute", ""),
    "a span of a part of the day": ("2024年5月1日上午9:30-11:30", "2024-05-01 09:30", "minute", ""),
    "a span of two parts": ("2024年5月1日上午9:30至下午5:00 张三", "2024-05-01 09:30", "minute", " 张三"),
    "a weekday": ("2024年5月1日 星期三 09:30", "2024-05-01 09:30", "minute", ""),
    "a weekday in brackets": ("2024年5月1日（星期三）09:30", "2024-05-01 09:30", "minute", ""),
    "a weekday and a part of the day": ("2024年5月1日(周三) 下午2:30", "2024-05-01 14:30", "minute", ""),
    "a weekday without a time": ("2024年5月1日（星期三）", "2024-05-01 00:00", "day", "（星期三）"),
    # One time until another is a span: the first is meant, and the second is no zone.
    "a span": ("2024年5月1日 09:30-11:30", "2024-05-01 09:30", "minute", ""),
    "a span without a blank": ("2024年5月1日9:30-11:30", "2024-05-01 09:30", "minute", ""),
    "a span of a whole day": ("2024年5月1日 00:00-24:00", "2024-05-01 00:00", "minute", ""),
    "a span that could be a zone": ("2024-05-01 09:00-11:00", "2024-05-01 09:00", "minute", ""),
    "a span with seconds": ("2024年5月1日 09:30:00-11:30:00", "2024-05-01 09:30:00", "second", ""),
    "a span with seconds that could be a zone": ("2024-05-01 09:00:00-11:00:00", "2024-05-01 09:00:00", "second", ""),
    "a span with seconds at first": ("2024-05-01 09:30:00-11:30", "2024-05-01 09:30:00", "second", ""),
    "such a span that could be a zone": ("2024-05-01 09:00:00-11:00", "2024-05-01 09:00:00", "second", ""),
    "a span over midnight": ("2024-05-01 22:00:00-06:00:00", "2024-05-01 22:00:00", "second", ""),
    "a span with a wave": ("2024年5月1日 09:30～11:30 张三", "2024-05-01 09:30", "minute", " 张三"),
    "a span with a tilde": ("2024年5月1日 09:30~11:30", "2024-05-01 09:30", "minute", ""),
    "a span with a dash": ("2024年5月1日 09:30—11:30", "2024-05-01 09:30", "minute", ""),
    "a span with two dashes": ("2024年5月1日 09:30——11:30", "2024-05-01 09:30", "minute", ""),
    "a span with a short dash": ("2024年5月1日 09:30–11:30", "2024-05-01 09:30", "minute", ""),
    "a span with a wide hyphen": ("2024年5月1日 09:30－11:30", "2024-05-01 09:30", "minute", ""),
    "a span with a word": ("2024年5月1日9时30分至11时30分", "2024-05-01 09:30", "minute", ""),
    "a span with blanks": ("2024年5月1日 09:30 - 11:30", "2024-05-01 09:30", "minute", ""),
    "a span of blanks": ("2024年5月1日 09:30 11:30", "2024-05-01 09:30", "minute", " 11:30"),
    "a span of blanks in words": ("2024年5月1日9时30分 11时30分", "2024-05-01 09:30", "minute", " 11时30分"),
    "a span of days": ("2024年5月1日-3日 09:30", "2024-05-01 00:00", "day", "-3日 09:30"),
    # Machines name a zone, behind a T or behind seconds.
    "RFC 3339": ("2024-05-01T08:00:00+08:00", "2024-05-01 08:00:00", "second", ""),
    "UTC": ("2024-05-01T22:05:02Z", "2024-05-02 06:05:02", "second", ""),
    "UTC with milliseconds": ("2024-05-01T22:05:02.000Z", "2024-05-02 06:05:02", "second", ""),
    "UTC as an offset": ("2024-05-01 22:05:02+00:00", "2024-05-02 06:05:02", "second", ""),
    "no colon in the offset": ("2024-05-01 08:00:00+0800", "2024-05-01 08:00:00", "second", ""),
    "no seconds": ("2024-05-01T08:00Z", "2024-05-01 16:00", "minute", ""),
    "a zone of half hours": ("2024-05-01T08:00:00+05:30", "2024-05-01 10:30:00", "second", ""),
    "a zone of quarters": ("2024-05-01T08:00:00+05:45", "2024-05-01 10:15:00", "second", ""),
    "the easternmost zone": ("2024-05-01T08:00:00+14:00", "2024-05-01 02:00:00", "second", ""),
    "the westernmost zone": ("2024-05-01T08:00:00-12:00", "2024-05-02 04:00:00", "second", ""),
    "a western zone behind a T": ("2024-05-01T09:00:00-11:00", "2024-05-02 04:00:00", "second", ""),
    "a western zone behind seconds": ("2024-05-01 20:00:00-05:00", "2024-05-02 09:00:00", "second", ""),
    "a western zone without a colon": ("2024-05-01 03:00:00-0500", "2024-05-01 16:00:00", "second", ""),
    "the zone of Chatham in summer": ("2024-05-01T13:45:00+13:45", "2024-05-01 08:00:00", "second", ""),
    "a comma before the fraction": ("2024-05-01T09:30:00,5Z", "2024-05-01 17:30:00", "second", ""),
    "a fraction of 5,000 digits": (f"2024-05-01T09:30:00.{MANY}Z", "2024-05-01 17:30:00", "second", ""),
    "a fraction without a zone": (f"2024-05-01T09:30:00.{MANY}", "2024-05-01 09:30:00", "second", f".{MANY}"),
    "a blank before the zone": ("2024-05-01 01:30:00 +0000", "2024-05-01 09:30:00", "second", ""),
    "a blank before a western zone": ("2024-05-01 20:00:00.000 -05:00", "2024-05-02 09:00:00", "second", ""),
    "hours alone": ("2024-05-01T01:30:00+00", "2024-05-01 09:30:00", "second", ""),
    "hours alone without a T": ("2024-05-01 01:30:00+00", "2024-05-01 09:30:00", "second", ""),
    "UTC by name": ("2024-05-01 01:30:00 UTC", "2024-05-01 09:30:00", "second", ""),
    "GMT by name": ("2024-05-01 01:30:00 GMT", "2024-05-01 09:30:00", "second", ""),
    "GMT with an offset": ("2024-05-01 09:30:00 GMT+0800", "2024-05-01 09:30:00", "second", ""),
    "small letters": ("2024-05-01t09:30:00z", "2024-05-01 17:30:00", "second", ""),
    "PM in a zone": ("2024-05-01 3:05:09 PM +0000", "2024-05-01 23:05:09", "second", ""),
    "a name that begins with Z": ("2024-05-01 09:30:00 Zhang", "2024-05-01 09:30:00", "second", " Zhang"),
    "a span until an hour": ("2024-05-01 09:00:00-11时", "2024-05-01 09:00:00", "second", ""),
    "a span behind a blank": ("2024-05-01 22:00:00 -06:00", "2024-05-01 22:00:00", "second", ""),
    "a span until a day": ("2024-05-01 09:30:00-05-07", "2024-05-01 09:30:00", "second", "-05-07"),
    # No rule tells a night's watch from a western zone: both end before they begin. A page for machines is likelier.
    "ambiguous: a night or a western zone": ("2024-05-01 22:00:00-06:00", "2024-05-02 12:00:00", "second", ""),
    # What is no zone of the world says nothing.
    "99 hours": ("2024-05-01 22:05:02+99:00", "2024-05-01 22:05:02", "second", "+99:00"),
    "99 hours behind a T": ("2024-05-01T22:05:02+99:00", "2024-05-01 22:05:02", "second", "+99:00"),
    "24 hours": ("2024-05-01T22:05:02+24:00", "2024-05-01 22:05:02", "second", "+24:00"),
    "15 hours": ("2024-05-01T22:05:02+15:00", "2024-05-01 22:05:02", "second", "+15:00"),
    "61 minutes": ("2024-05-01T22:05:02+07:61", "2024-05-01 22:05:02", "second", "+07:61"),
    "an offset of five digits": ("2024-05-01T22:05:02+08000", "2024-05-01 22:05:02", "second", "+08000"),
    "a zone behind minutes": ("2024-05-01 08:00Z", "2024-05-01 08:00", "minute", "Z"),
}
NONE = (
    "2024年2月30日", "2024-13-01", "二〇二四年二月三十日", "1899-01-01", "20241-05-01", "09:30-11:30", "2024", "",
    "9" * 5000,
)  # fmt: skip
IN_ADDRESSES = {
    "/t20240501_101.html": "2024-05-01",
    "/20240501/": "2024-05-01",
    "/2024-05/01/content_1.htm": "2024-05-01",
    "/ARTI1714521600000101.shtml": "2024-05-01",
    "/ARTI1999999999999999.shtml": "2033-05-18",
    "/t20241399_101.html": None,
    "/20240231/": None,
    "/2024-99/99/": None,
    f"/t{'9' * 5000}_101.html": None,
}


@pytest.mark.parametrize(("text", "moment", "precision", "rest"), DATES.values(), ids=DATES)
def test_a_date_is_read(text: str, moment: str, precision: str, rest: str) -> None:
    [found] = find_dates(f"发布时间：{text}")
    written = moment if precision == "second" else f"{moment}:00"
    assert (str(found.at), found.precision) == (f"{written}+08:00", precision)
    assert f"发布时间：{text}"[found.end :] == rest


@pytest.mark.parametrize("text", NONE, ids=[text[:12] for text in NONE])
def test_what_is_no_date_is_none(text: str) -> None:
    assert not [*find_dates(text)]


@pytest.mark.parametrize(("address", "day"), IN_ADDRESSES.items(), ids=[address[:30] for address in IN_ADDRESSES])
def test_the_day_of_an_address(address: str, day: str | None) -> None:
    found = date_in_url(f"http://www.nxzx.gov.cn{address}")
    assert (str(found) if found else None) == (f"{day} 00:00:00+08:00" if day else None)


@pytest.mark.parametrize("case", [name for name in DATES if "span" in name or "hours" in name])
def test_an_article_is_dated_by_it(case: str) -> None:
    text, moment, precision, _ = DATES[case]
    sentence = "<p>市政协召开主席会议，研究提案办理工作，委员围绕养老服务建言。</p>" * 4
    page = f"<h1>市政协召开主席会议</h1><p>发布时间：{text}</p>{sentence}"
    found = clean(page.encode(), url="http://www.nxzx.gov.cn/zxyw/101.html")
    assert isinstance(found, Article)
    assert (f"{found.published_at:%Y-%m-%d %H:%M}", found.precision) == (moment[:16], precision)
