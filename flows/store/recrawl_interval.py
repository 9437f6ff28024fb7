"""How often a list is read: by its own rhythm, between once an hour and once a week."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=7)
FIRST = timedelta(days=1)
"""For a list that shows no days and has been read but once."""


def next_interval(newest: Sequence[date], today: date, previous: timedelta | None, *, brought_new: bool) -> timedelta:
    """How long a list can wait: half the mean gap between its latest items, the silence since the newest among them.

    `newest` are the latest days it shows, newest first. A list without days is read twice as often after something new
    and half as often again after nothing.

    >>> from datetime import date
    >>> busy = [date(2026, 3, 9), date(2026, 3, 9), date(2026, 3, 8), date(2026, 3, 8), date(2026, 3, 7)]
    >>> str(next_interval(busy, date(2026, 3, 9), None, brought_new=True))
    '4:48:00'
    >>> str(next_interval([date(2025, 1, 7)], date(2026, 3, 9), None, brought_new=False))
    '7 days, 0:00:00'
    >>> str(next_interval([], date(2026, 3, 9), timedelta(days=2), brought_new=True))
    '1 day, 0:00:00'
    """
    undated = (previous or FIRST) * (0.5 if brought_new else 1.5)
    wait = (today - newest[-1]) / len(newest) / 2 if newest else undated
    return min(max(wait, SHORTEST), LONGEST)
