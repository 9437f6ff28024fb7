"""Numbers and moments that strangers wrote, within bounds: what lies beyond them is None, and nothing here raises.

The house test keeps `int()`, `astimezone()` and the like from being called on such text anywhere else in the package.
"""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from string import hexdigits

_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_LONGEST_NUMBER = 40
"""Digits; no bound needs as many, and Python's time to read more grows with their square, up to its limit of 4,300."""

_ENDLESS_REFERENCE = re.compile(r"&#[0-9]{100,};?")
_LONGEST_MOMENT = 100
"""Characters; those of RFC 5322 with a weekday, a zone and its name in brackets have 50."""
_WESTERNMOST, _EASTERNMOST = timedelta(hours=-12), timedelta(hours=14)
"""The time zones of the world: Baker Island and Kiritimati."""


def number(text: str, most: int, *, base: int = 10) -> int | None:
    """Return the number that digits write; None for anything else, and for more than `most`.

    Digits of full width count, signs and blanks do not. `base` is 10 or 16.

    >>> number("12", 50), number("１２", 50), number("12", 10), number("-1", 50), number("9" * 5000, 50)
    (12, 12, None, None, None)
    >>> number("1f", 255, base=16)
    31
    """
    if not text.isascii():
        text = text.translate(_WIDE_DIGITS)
    if len(text) > _LONGEST_NUMBER:
        text = text.lstrip("0") or "0"
    is_digits = text.isascii() and text.isdigit() if base == 10 else bool(text) and not text.strip(hexdigits)
    if not is_digits or len(text) > _LONGEST_NUMBER:
        return None
    found = int(text, base)
    return found if found <= most else None


def unescaped(text: str) -> str:
    """Return a text with the characters that its HTML entities stand for; U+FFFD for numbers of no character.

    >>> unescaped("&#25919;&#21327;&hellip;&#99999999;"), unescaped(f"&#{'9' * 5000};")
    ('政协…\ufffd', '\ufffd')
    """
    return html.unescape(_ENDLESS_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", text) if "&#" in text else text)


def instant(said: str | int, zone: tzinfo) -> datetime | None:
    """Return the moment that a text or a number says, in `zone`; None if it is none that every zone's calendar holds.

    A text is in the form of ISO 8601 (RFC 3339) or RFC 5322 (RFC 9110), and is of `zone` where it names no other. A
    number is seconds since 1970. The years 1 and 9999 are left out: a moment near their ends lies outside the calendar
    of another zone.

    >>> from datetime import UTC
    >>> str(instant("2024-09-25T08:30+08:00", UTC)), str(instant("Wed, 25 Sep 2024 08:30:00 GMT", UTC))
    ('2024-09-25 00:30:00+00:00', '2024-09-25 08:30:00+00:00')
    >>> instant("2024-02-30", UTC), instant("2024-09-25T08:30+99:00", UTC), instant("9999-12-31T23:59-12:00", UTC)
    (None, None, None)
    """
    try:
        at = _read(said) if isinstance(said, str) else datetime.fromtimestamp(said, zone)
        ahead = at.utcoffset()
        if ahead is None:
            at = at.replace(tzinfo=zone)
        elif not _WESTERNMOST <= ahead <= _EASTERNMOST:
            return None
        return at.astimezone(zone) if 1 < at.year < 9999 else None
    except (ValueError, OverflowError, OSError):  # the last is what the system's own calendar says
        return None


def _read(text: str) -> datetime:
    """Return what a text in either form says, also in digits of full width. Raises ValueError or OverflowError."""
    text = text.strip() if text.isascii() else text.strip().translate(_WIDE_DIGITS)
    if len(text) > _LONGEST_MOMENT:
        raise ValueError("too long")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)
