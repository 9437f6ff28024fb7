"""Dates as pages write them: which moment is meant, and how precisely."""

from __future__ import annotations

import pytest

from crawler.article import Article
from crawler.text.clean import clean
from crawler.text.han.dates import date_in_url, find_dates

# text, moment, precision, what follows
DATES = {
    "a day": ("2024年5月1日", "2024-05-01 00:00", "day", ""),
    "a minute": ("2024年5月1日 09:30 张三", "2024-05-01 09:30", "minute", " 张三"),
    "a second": ("2024-05-01 09:30:15", "2024-05-01 09:30:15", "second", ""),
    "words for a second": ("2024年5月1日9时30分15秒", "2024-05-01 09:30:15", "second", ""),
    "Chinese numerals": ("二〇二四年五月一日", "2024-05-01 00:00", "day", ""),
    "full width": ("２０２４年５月１日　０９：３０", "2024-05-01 09:30", "minute", ""),
    "24 o'clock": ("2024年5月1日 24:00", "2024-05-01 00:00", "minute", ""),
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
