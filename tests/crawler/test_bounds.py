"""Numbers and moments: what is believed, and what is None."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import SHANGHAI
from crawler.bounds import instant, number, unescaped

HUGE = "9" * 5000

# text, most, number
NUMBERS = {
    "digits": ("12", 50, 12),
    "zero": ("0", 50, 0),
    "the most": ("50", 50, 50),
    "more than the most": ("51", 50, None),
    "zeros before it": ("0012", 50, 12),
    "thousands of zeros before it": ("0" * 5000 + "12", 50, 12),
    "nothing but zeros": ("0" * 5000, 50, 0),
    "full width": ("１２", 50, 12),
    "more digits than Python reads": (HUGE, 10**30, None),
    "more digits than a machine's number has": ("9" * 20, 2**63 - 1, None),
    "nothing": ("", 50, None),
    "a sign": ("-1", 50, None),
    "a blank": (" 1", 50, None),
    "an underscore": ("1_0", 50, None),
    "a point": ("1.0", 50, None),
    "an escape sequence": ("5\x1b[31m", 50, None),
    "digits of another script": ("٣", 50, None),
    "a power": ("²", 50, None),
    "half of a pair": ("1\ud83d", 50, None),
    "letters": ("1f", 50, None),
}
SIZES = {"1f": 31, "FF": 255, "100": None, "": None, "0x1": None, "g": None, "f" * 5000: None}

# text or seconds, zone, moment
MOMENTS = {
    "RFC 3339": ("2024-09-25T08:30:00+08:00", UTC, "2024-09-25 00:30:00+00:00"),
    "no zone": ("2024-09-25 08:30", SHANGHAI, "2024-09-25 08:30:00+08:00"),
    "a day": (" 2024-09-25 ", UTC, "2024-09-25 00:00:00+00:00"),
    "full width": ("２０２４-０９-２５", UTC, "2024-09-25 00:00:00+00:00"),
    "RFC 5322": ("Wed, 25 Sep 2024 08:30:00 +0800", UTC, "2024-09-25 00:30:00+00:00"),
    "RFC 9110": ("Wed, 25 Sep 2024 08:30:00 GMT", SHANGHAI, "2024-09-25 16:30:00+08:00"),
    "seconds": (1_727_000_000, SHANGHAI, "2024-09-22 18:13:20+08:00"),
    "the westernmost zone": ("2024-09-25T00:00:00-12:00", UTC, "2024-09-25 12:00:00+00:00"),
    "the easternmost zone": ("2024-09-25T14:00:00+14:00", UTC, "2024-09-25 00:00:00+00:00"),
    "the last year": ("9998-12-31T23:59:59-12:00", SHANGHAI, "9999-01-01 19:59:59+08:00"),
    "the first year": ("0002-01-01T00:00:00+14:00", UTC, "0001-12-31 10:00:00+00:00"),
    "a zone further east": ("2024-09-25T08:30:00+14:01", UTC, None),
    "a zone further west": ("Fri, 27 Sep 2024 23:59:59 -2359", UTC, None),
    "no zone of any clock": ("2024-09-25T22:05:02+99:00", SHANGHAI, None),
    "before the calendar": ("0001-01-01T00:00:00+23:59", SHANGHAI, None),
    "before the calendar of others": ("0001-01-01T00:00:00", SHANGHAI, None),
    "behind the calendar": ("Fri, 31 Dec 9999 23:59:59 -2359", UTC, None),
    "behind the calendar of others": ("9999-12-31T23:59:59-12:00", UTC, None),
    "a year of 20 digits": (f"Fri, 31 Dec {'9' * 20} 23:59:59 GMT", UTC, None),
    "a zone of 20 digits": (f"Fri, 31 Dec 2024 23:59:59 +{'9' * 20}", UTC, None),
    "a year of 5,000 digits": (f"Fri, 31 Dec {HUGE} 23:59:59 GMT", UTC, None),
    "no day of the calendar": ("2024-02-30", UTC, None),
    "no time of any clock": ("2024-09-25T25:00", UTC, None),
    "words": ("yesterday", UTC, None),
    "nothing": ("", UTC, None),
    "half of a pair": ("\ud83d", UTC, None),
    "seconds behind the calendar": (10**30, SHANGHAI, None),
    "seconds before it": (-(10**30), SHANGHAI, None),
}
PIECES = (
    "Fri,", "31", "Dec", "9999", "0001", "2024", "-", ":", " ", ",", "T", "Z", "+", "23:59:59", "-2359", "+0800", "GMT",
    "(", ")", ".", "W01", "24:00", "9" * 20, "１", "\ud83d", "\x00",
)  # fmt: skip


@pytest.mark.parametrize(("text", "most", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_number(text: str, most: int, expected: int | None) -> None:
    assert number(text, most) == expected


@pytest.mark.parametrize(("text", "expected"), SIZES.items(), ids=[text[:9] for text in SIZES])
def test_hexadecimal_number(text: str, expected: int | None) -> None:
    assert number(text, 255, base=16) == expected


@given(st.text(st.sampled_from("0019９٣²-_ f\x1b\ud83d")) | st.text(st.characters()), st.integers(0, 10**30))
def test_any_text_is_a_number_within_bounds_or_none(text: str, most: int) -> None:
    for base in (10, 16):
        found = number(text, most, base=base)
        assert found is None or 0 <= found <= most


@pytest.mark.parametrize(("said", "zone", "expected"), MOMENTS.values(), ids=MOMENTS)
def test_instant(said: str | int, zone: timezone, expected: str | None) -> None:
    found = instant(said, zone)
    assert (str(found) if found else None) == expected


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
    | st.text(st.characters())
    | st.datetimes().map(str)
    | st.builds(datetime.isoformat, st.datetimes(timezones=st.timezones()))
    | st.integers()
)
def test_any_moment_is_one_of_every_zone_or_none(said: str | int) -> None:
    found = instant(said, SHANGHAI)
    if found:
        assert found.tzinfo is SHANGHAI
        for hours in (-12, 0, 14):
            assert found.astimezone(timezone(timedelta(hours=hours))) == found


@given(st.lists(st.sampled_from(("&#", "&#x", HUGE, "f", ";", "&amp", "协", "0")) | st.text(), max_size=9).map("".join))
def test_any_text_can_be_unescaped(text: str) -> None:
    assert isinstance(unescaped(text), str)
