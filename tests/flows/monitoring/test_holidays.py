"""The working days of Chinese offices, against the notices and the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from flows.monitoring.holiday_table import LUNAR, NOTICES
from flows.monitoring.holidays import is_working_day, working_days

# what a notice says, in its own words: first day off, days off, days worked in their stead
STRETCHES = {
    "春节 2024, 2月10日至17日": (date(2024, 2, 10), 8, (date(2024, 2, 4), date(2024, 2, 18))),
    "劳动节 2024, 5月1日至5日": (date(2024, 5, 1), 5, (date(2024, 4, 28), date(2024, 5, 11))),
    "中秋 2024, 9月15日至17日": (date(2024, 9, 15), 3, (date(2024, 9, 14),)),
    "春节 2025, 1月28日至2月4日": (date(2025, 1, 28), 8, (date(2025, 1, 26), date(2025, 2, 8))),
    "国庆、中秋 2025, 10月1日至8日": (date(2025, 10, 1), 8, (date(2025, 9, 28), date(2025, 10, 11))),
    "元旦 2026, 1月1日至3日": (date(2026, 1, 1), 3, (date(2026, 1, 4),)),
    "春节 2026, 2月15日至23日": (date(2026, 2, 15), 9, (date(2026, 2, 14), date(2026, 2, 28))),
    "国庆 2026, 10月1日至7日": (date(2026, 10, 1), 7, (date(2026, 9, 20), date(2026, 10, 10))),
}


@pytest.mark.parametrize(("first", "length", "worked"), STRETCHES.values(), ids=STRETCHES)
def test_a_notice(first: date, length: int, worked: tuple[date, ...]) -> None:
    assert not any(is_working_day(first + timedelta(days=number)) for number in range(length))
    assert all(is_working_day(day) and day.weekday() >= 5 for day in worked)
    assert working_days(first - timedelta(days=1), first + timedelta(days=length)) == 0


@pytest.mark.parametrize("year", NOTICES)
def test_a_year_has_as_many_working_days_as_the_law_leaves(year: int) -> None:
    # 11 days of holidays until 2024, 13 since; what a weekend swallows is given back on another day
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
    worked = sum(is_working_day(day) for day in days if day.year == year)
    assert worked in range(247, 252)


@pytest.mark.parametrize("year", LUNAR)
def test_a_festival_is_off_whether_a_notice_stands_for_its_year_or_not(year: int) -> None:
    assert not any(is_working_day(festival) for festival in LUNAR[year])
    assert date(year, 1, 21) <= LUNAR[year][0] <= date(year, 2, 20)


def test_a_year_nobody_has_reckoned_still_has_its_fixed_holidays() -> None:
    assert not is_working_day(date(2040, 10, 3))
    assert is_working_day(date(2040, 10, 8))
