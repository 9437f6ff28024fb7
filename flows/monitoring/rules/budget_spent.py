"""A site whose budget of requests has not sufficed for days in a row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice
from flows.monitoring.rules.phrases import called

if TYPE_CHECKING:
    from flows.monitoring.observations import SiteSeen


BUDGET_DAYS = 3
"""Days in a row: one or two catch up with what a weekend brought."""


FIRST_WEEKS = timedelta(days=14)
"""A new site spends its budget until its lists have been read to their end."""


def budget_spent(seen: SiteSeen) -> Notice | None:
    """A site whose budget has not sufficed for days in a row."""
    spent: dict[date, bool] = {}
    for reading in (each for readings in seen.readings.values() for each in readings):
        spent[reading.day] = spent.get(reading.day, False) or reading.is_budget_spent
    days = sorted(spent, reverse=True)
    row = next((place for place, day in enumerate(days) if not spent[day]), len(days))
    if row < BUDGET_DAYS or days[0] - days[-1] < FIRST_WEEKS:
        return None
    return Notice(
        site=seen.site.key,
        kind="budget spent",
        noticed={"days": row, "since": days[row - 1].isoformat(), "budget": seen.site.budget},
        message=(
            f"{called(seen.site)}自 {days[row - 1]} 起连续 {row} 天用尽每日 {seen.site.budget} 次请求的额度，"
            "仍有文章未取。"
        ),
    )
