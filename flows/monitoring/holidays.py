"""Which days Chinese offices work: weekends, public holidays, and the weekends worked in their stead."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from flows.monitoring.holiday_table import FIXED, LUNAR, NOTICES

_EVE, _SEVENTH = -1, 7
"""Spring Festival is off from its eve to the seventh day after it, as notices have it at the most."""


def is_working_day(day: date) -> bool:
    """Whether offices work on a day, by the notice for its year; without one, by the festivals as far as known.

    A year without a notice has no worked weekends, and Spring Festival, Labour Day and National Day at their longest:
    who waits for working days then waits a little longer. Of years after 2035 the lunar festivals are not known.

    >>> [is_working_day(date(2026, 2, day)) for day in (13, 14, 16, 23, 24, 28)]  # 春节 2026
    [True, True, False, False, True, True]
    >>> is_working_day(date(2027, 2, 12)), is_working_day(date(2027, 2, 15))  # by the lunar calendar
    (False, True)
    """
    off, worked = _year(day.year)
    return day in worked if day.weekday() >= 5 else day not in off


def working_days(after: date, before: date) -> int:
    """How many working days lie between two days, neither of them counted.

    >>> working_days(date(2025, 9, 30), date(2025, 10, 13))  # 国庆 and 中秋, with Saturday the 11th worked
    3
    """
    return max(0, _worked_before(before) - _worked_before(after + timedelta(days=1)))


def _worked_before(day: date) -> int:
    """Working days from the beginning of the millennium to the day before."""
    return _worked(day.year)[(day - date(day.year, 1, 1)).days]


@cache
def _worked(year: int) -> tuple[int, ...]:
    """The same for each day of a year, and for the first of the next."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]
    return tuple(accumulate(map(is_working_day, days), initial=_worked(year - 1)[-1] if year > 2000 else 0))


@cache
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The weekdays of a year that are off, and its weekends that are worked."""
    if year in NOTICES:
        weekdays, weekends = NOTICES[year]
        return frozenset(_days(year, weekdays)), frozenset(_days(year, weekends))
    festivals = LUNAR.get(year, ())
    off: set[date] = {*_days(year, FIXED), *festivals}
    if festivals:
        off |= {festivals[0] + timedelta(days=number) for number in range(_EVE, _SEVENTH + 1)}
    return frozenset(off), frozenset()


def _days(year: int, words: str) -> list[date]:
    return [date(year, int(word[:2]), int(word[2:])) for word in words.split()]
