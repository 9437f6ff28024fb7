"""Chinese dates to aware datetimes in Asia/Shanghai, with the precision the page gives and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.article import SHANGHAI, Precision
from crawler.bounds import instant, number

_WIDE_DIGIT = re.compile("[０-９]")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DIGITS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s*(?P<mark>[-/.－／．])\s*|\s*年\s*)(?P<month>1[0-2]|0?[1-9])"
    r"(?(mark)\s*(?P=mark)\s*|\s*月\s*)(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s*日?"
)
_WRITTEN = re.compile(
    r"(?P<year>[一二][〇○零一二三四五六七八九]{3})年(?P<month>十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_IN_URL = re.compile(
    r"/t(?P<run>20\d{6})_|/(?P<folder>20\d{6})/|/(?P<year>20\d\d)[-_/]?(?P<month>\d{1,2})[-_/](?P<day>\d{1,2})/"
    r"|ARTI(?P<seconds>1\d{9})\d{6}\.s?html"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date found in a text, and where."""

    at: datetime
    precision: Precision
    start: int
    end: int


def _numeral(written: str) -> int:
    """A Chinese numeral below 100, such as 二十一.

    >>> _numeral("十"), _numeral("三十一"), _numeral("九")
    (10, 31, 9)
    """
    digits = "零一二三四五六七八九"
    if "十" not in written:
        return digits.index(written)
    tens, units = written.split("十")
    return 10 * (digits.index(tens) if tens else 1) + (digits.index(units) if units else 0)


_HOURS = {
    word: hours
    for words, hours in (
        ("AM", range(12)),
        ("PM 下午 午后 午後", range(12, 24)),
        ("凌晨 淩晨", range(7)),
        ("早 早上 早晨 早间 早間 清晨", range(4, 12)),
        ("上午", range(1, 12)),  # 上午12:00 is noon to most who write it, and midnight to some clocks
        ("中午 正午", range(11, 15)),
        ("傍晚", range(16, 21)),
        ("晚 晚上 晚间 晚間 夜 夜间 夜間 深夜", range(17, 25)),
    )
    for word in words.split()
}
"""The part of a day that a word names, as hours of a clock with 24; 24 is its end."""
_HALF = r"(?i:[AP]\.?M(?![A-Z])\.?)"
_PART = rf"(?:{_HALF}|{'|'.join(sorted(_HOURS.keys() - {'AM', 'PM'}, key=len, reverse=True))})"
_CLOCK = r"(?:[01]?[0-9]|2[0-4])\s*[:时時点點]"
_TIME = re.compile(
    r"[Tt\s日]*+(?:[(（]?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][)）]?\s*+)?"
    rf"(?:(?P<part>{_PART})\s*+)?"
    r"(?P<hour>[01]?[0-9]|2[0-4])\s*[:时時点點]\s*(?P<minute>[0-5]?[0-9])(?![0-9])(?:\s*分)?"
    # Two digits without a colon are no seconds where they begin another time: 09:30 11:30.
    r"(?:\s*(?:(?P<colon>:)\s*)?(?P<second>[0-5]?[0-9])(?![0-9])"
    r"(?:秒|(?(colon)|(?<=[0-9][0-9])(?!\s*[:时時点點]))))?"
    rf"(?:\s*(?P<half>{_HALF}))?"
)
# What follows a time in the formats meant for machines (RFC 3339, ISO 8601); people write Beijing time and say nothing.
_ZONE = re.compile(
    r"(?P<fraction>[.,][0-9]++)?(?:\s?[Zz](?![A-Za-z])|\s?(?:UTC|GMT)(?![A-Za-z]|\s?[-+])"
    r"|(?P<blank>\s?)(?:(?:UTC|GMT)\s?)?(?P<sign>[-+])(?P<hours>[0-9]{2})"
    r"(?:(?P<between>:?)(?P<minutes>[0-9]{2})(?!:?[0-9])|(?![-/.:]?[0-9]|\s*[时時点點月日])))"
)
_OFFSETS = frozenset(
    (
        *(f"-{hours:02}:00" for hours in range(13)),
        *(f"+{hours:02}:00" for hours in range(15)),
        *"-09:30 -03:30 -02:30 +03:30 +04:30 +05:30 +05:45 +06:30 +08:45 +09:30 +10:30 +12:45 +13:45".split(),
    )
)
"""The offsets of the tz database."""
# The second time of a span, as in 09:30-11:30 and 9时至11时30分.
_UNTIL = re.compile(
    rf"\s*(?:[-‐-―−－~～〜∼至到]\s*){{1,2}}(?:{_PART}\s*)?{_CLOCK}"
    rf"(?:\s*[0-5]?\d(?:\s*分)?(?:\s*:\s*[0-5]\d)?)?(?:\s*{_HALF})?"
)
_MAY_HOLD = re.compile("(?:19|20|１９|２０)[0-9０-９]|[一二][〇○零一二三四五六七八九]{3}年")


def _hour(found: re.Match[str]) -> int | None:
    """Return the hour of a time on a clock with 24; None where the part of the day that it names has no such hour."""
    hour = number(found["hour"], 24)
    part = found["part"] or found["half"]
    if hour is None or part is None:
        return hour
    could_be = {hour, hour + 12, *([0] if hour == 12 else [])}
    return next((each for each in _HOURS[part.upper().replace(".", "")] if each in could_be), None)


def _zone(found: re.Match[str]) -> tuple[str, int] | None:
    """Return the offset that a time names, and where it ends; None for a time that names none, as the first of a span.

    Only machines name one, and they write a T or seconds. 09:30:00-11:00 has both readings: a span ends later than it
    begins, and no Chinese site lies eleven hours west of Greenwich.
    """
    is_machines = found.string[found.start("hour") - 1] in "Tt"
    zone = _ZONE.match(found.string, found.end()) if is_machines or found["second"] else None
    if zone is None:
        return None
    if not zone["sign"]:
        return "+00:00", zone.end()
    offset = f"{zone['sign']}{zone['hours']}:{zone['minutes'] or '00'}"
    is_later = bool(zone["blank"]) or offset[1:] > f"{found['hour']:0>2}:{found['minute']:0>2}"
    has_span = zone["sign"] == "-" and is_later and (zone["between"] or not zone["minutes"])
    is_span = has_span and not is_machines and not zone["fraction"]
    return None if is_span or offset not in _OFFSETS else (offset, zone.end())


def _time(found: re.Match[str], day: str) -> tuple[datetime, int] | None:
    """Return the moment of a time on a day, and where it ends; None for what is no time, such as 24:30."""
    hour, minute, second = _hour(found), found["minute"], found["second"] or "0"
    is_end = hour == 24
    if hour is None or (is_end and (minute.strip("0") or second.strip("0"))):
        return None
    zone = _zone(found)
    offset, end = zone or ("", found.end())
    at = instant(f"{day}T{hour % 24:02}:{minute:0>2}:{second:0>2}{offset}", SHANGHAI)
    if at is None:
        return None
    until = None if zone else _UNTIL.match(found.string, end)
    return at + timedelta(days=is_end), until.end() if until else end


def _moment(found: re.Match[str]) -> Dated | None:
    """Return a day with the time that stands behind it; None for 30 February and the like, which are typing errors."""
    day = f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"
    clock = _TIME.match(found.string, found.end())
    if clock and (timed := _time(clock, day)):
        precision: Precision = "second" if clock["second"] else "minute"
        return Dated(at=timed[0], precision=precision, start=found.start(), end=timed[1])
    at = instant(day, SHANGHAI)
    return Dated(at=at, precision="day", start=found.start(), end=found.end()) if at else None


def find_dates(text: str) -> Iterator[Dated]:
    """Every date in a text, in the order they stand there.

    >>> [str(d.at) for d in find_dates("发布时间：2024年9月25日 08时30分 二〇二六年三月五日")]
    ['2024-09-25 08:30:00+08:00', '2026-03-05 00:00:00+08:00']
    >>> [d.precision for d in find_dates("[2018-01-28]来源： 2024-02-30")]
    ['day']
    >>> [str(d.at) for d in find_dates("2024-05-20T22:05:02.000Z 2024年5月1日 09:30-11:30")]
    ['2024-05-21 06:05:02+08:00', '2024-05-01 09:30:00+08:00']
    >>> [str(d.at) for d in find_dates("2024-05-01 24:00 2024年5月1日（星期三）下午3:00 2024-05-01 09:60")]
    ['2024-05-02 00:00:00+08:00', '2024-05-01 15:00:00+08:00', '2024-05-01 00:00:00+08:00']
    """
    if not _MAY_HOLD.search(text):
        return iter(())
    plain = text.replace("：", ":")
    if _WIDE_DIGIT.search(plain):  # few texts have any, and translating is slow
        plain = plain.translate(_WIDE_DIGITS)
    found = [moment for match in _DIGITS.finditer(plain) if (moment := _moment(match))]
    for match in _WRITTEN.finditer(text):
        year, month, day = match["year"].translate(_YEAR_DIGITS), _numeral(match["month"]), _numeral(match["day"])
        if at := instant(f"{year}-{month:02}-{day:02}", SHANGHAI):
            found.append(Dated(at=at, precision="day", start=match.start(), end=match.end()))
    return iter(sorted(found, key=lambda dated: dated.start))


def date_in_url(url: str) -> datetime | None:
    """The day an article's address names, for the families that write it there.

    >>> str(date_in_url("http://www.nxzx.gov.cn/zxgz/202409/t20240925_101.html"))
    '2024-09-25 00:00:00+08:00'
    >>> date_in_url("http://www.xzzx.gov.cn/info/1001/123.htm")
    """
    match = _IN_URL.search(url)
    if not match:
        return None
    if match["seconds"]:
        at = instant(number(match["seconds"], 10**10) or 0, SHANGHAI)
        return at and at.replace(hour=0, minute=0, second=0)
    run = match["run"] or match["folder"]
    year, month, day = (run[:4], run[4:6], run[6:]) if run else match.group("year", "month", "day")
    return instant(f"{year}-{month:0>2}-{day:0>2}", SHANGHAI)
