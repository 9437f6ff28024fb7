"""Chinese dates to aware datetimes in Asia/Shanghai, with the precision the page gives and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from crawler.article import SHANGHAI, Precision
from crawler.bounds import instant, number

_WIDE_DIGITS = str.maketrans("０１２３４５６７８９：", "0123456789:")
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TIME = (
    r"(?:[T\s日]*(?P<hour>[01]?\d|2[0-4])\s*[:时時点點]\s*(?P<minute>[0-5]?\d)(?:\s*分)?"
    # Two digits without a colon are no seconds where they begin another time: 09:30 11:30.
    r"(?:\s*(?:(?P<colon>:)\s*)?(?P<second>[0-5]\d)(?(colon)|(?!\d|\s*[:时時点點]))秒?)?)?"
)
_DIGITS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s*(?P<mark>[-/.])\s*|\s*年\s*)(?P<month>1[0-2]|0?[1-9])"
    r"(?(mark)\s*(?P=mark)\s*|\s*月\s*)(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s*日?" + _TIME
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


# What follows a time in the formats meant for machines (RFC 3339); people write Beijing time and say nothing. The
# offsets are those of the tz database.
_ZONE = re.compile(
    r"(?:\.\d{1,9})?(?:Z|(?P<offset>[+-]00:?00|-(?:0[1-9]|1[0-2]):?00|\+(?:0[1-9]|1[0-4]):?00"
    r"|-0[239]:?30|\+(?:0[34569]|10):?30|\+(?:05|08|12):?45)(?!\d|:\d))"
)
# The second time of a span, as in 09:30-11:30 and 9时至11时30分.
_UNTIL = re.compile(
    r"\s*(?:[-‐-―−－~～〜∼至到]\s*){1,2}(?:[01]?\d|2[0-4])\s*[:时時点點](?:\s*[0-5]?\d(?:\s*分)?(?:\s*:\s*[0-5]\d)?)?"
)
_MAY_HOLD = re.compile("(?:19|20|１９|２０)[0-9０-９]|[一二][〇○零一二三四五六七八九]{3}年")


def _zone(found: re.Match[str]) -> re.Match[str] | None:
    """Return what names the zone of a time; None for a time that names none, such as the first of a span.

    Only machines name one, and they write a T or seconds. 09:30:00-11:00 has both readings: a span ends later than it
    begins, and no Chinese site lies eleven hours west of Greenwich.
    """
    is_machines = found.string[found.start("hour") - 1] == "T"
    if not is_machines and not found["second"]:
        return None
    zone = _ZONE.match(found.string, found.end())
    offset = (zone and zone["offset"]) or ""
    is_span = offset.startswith("-") and offset[1:] > f"{found['hour']:0>2}:{found['minute']:0>2}" and ":" in offset
    return None if is_span and not is_machines else zone


def _moment(found: re.Match[str]) -> Dated | None:
    year, month, day, hour, minute, second = found.group("year", "month", "day", "hour", "minute", "second")
    precision: Precision = "second" if second else "minute" if minute else "day"
    written, end = f"{year}-{month:0>2}-{day:0>2}", found.end()
    if minute:
        zone = _zone(found)
        offset = (zone["offset"] or "+00:00") if zone else ""
        written += f"T{'00' if hour == '24' else hour:0>2}:{minute:0>2}:{second or '00'}{offset}"
        rest = zone or _UNTIL.match(found.string, end)
        end = rest.end() if rest else end
    at = instant(written, SHANGHAI)  # None for 30 February and the like: somebody's typing, not a date
    return Dated(at=at, precision=precision, start=found.start(), end=end) if at else None


def find_dates(text: str) -> Iterator[Dated]:
    """Every date in a text, in the order they stand there.

    >>> [str(d.at) for d in find_dates("发布时间：2024年9月25日 08时30分 二〇二六年三月五日")]
    ['2024-09-25 08:30:00+08:00', '2026-03-05 00:00:00+08:00']
    >>> [d.precision for d in find_dates("[2018-01-28]来源： 2024-02-30")]
    ['day']
    >>> [str(d.at) for d in find_dates("2024-05-20T22:05:02.000Z 2024年5月1日 09:30-11:30")]
    ['2024-05-21 06:05:02+08:00', '2024-05-01 09:30:00+08:00']
    """
    if not _MAY_HOLD.search(text):
        return iter(())
    plain = text.translate(_WIDE_DIGITS)
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
