"""What is usual for a site, by its own history, and how likely what is seen now would be if all were as usual.

Nothing here knows a threshold. A chance is that of the next observations under everything the history allows, with all
rates equally likely beforehand: few observations make it large by themselves, so a young site seldom surprises.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import exp, lgamma
from typing import TYPE_CHECKING

from flows.monitoring.holidays import working_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

FEWEST_SILENCES = 2
"""Silences of a day or longer that make a rule: what happened once or twice does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of so many pages have something."""

    hits: int
    pages: int

    @property
    def share(self) -> float:
        """0 to 1; of no pages 0."""
        return self.hits / self.pages if self.pages else 0.0

    def __str__(self) -> str:
        """Of 58 hits in 60 pages.

        >>> str(Rate(hits=58, pages=60))
        '97% (58/60)'
        """
        return f"{self.share:.0%} ({self.hits}/{self.pages})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became rarer: its rate in older pages, and in the latest ones."""

    before: Rate
    after: Rate
    chance: float
    """Of so few hits in the latest pages, if nothing had changed."""
    chance_by_day: float
    """Of so few days with hits: pages of one day are often alike, and say less than as many of several days."""


def chance_of_so_few(before: Rate, after: Rate) -> float:
    """How likely the next `after.pages` pages have `after.hits` hits at the most, after what `before` shows.

    >>> round(chance_of_so_few(Rate(hits=60, pages=60), Rate(hits=0, pages=3)), 6)
    2.4e-05
    >>> chance_of_so_few(Rate(hits=60, pages=60), Rate(hits=2, pages=3)) > 0.04  # one missing author is no news
    True
    """
    hits, misses = before.hits + 1, before.pages - before.hits + 1
    return min(1.0, sum(_chance(hits, misses, got, after.pages) for got in range(after.hits + 1)))


def _chance(hits: int, misses: int, got: int, of: int) -> float:
    """The beta-binomial chance of exactly `got` hits of `of`."""
    ways = lgamma(of + 1) - lgamma(got + 1) - lgamma(of - got + 1)
    return exp(ways + _log_beta(hits + got, misses + of - got) - _log_beta(hits, misses))


def _log_beta(one: int, other: int) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def rarer(
    marks: Sequence[bool], days: Sequence[date], spans: Sequence[int], *, fewest: int, fresh: int
) -> Change | None:
    """The least likely of the changes for the rarer that the latest pages show; None if there is none.

    `marks` says of each page, the newest first, whether it has the thing, `days` of which day it is. The latest 4, 6, …
    pages (`spans`, of which all must be among the `fresh` newest) are held against all older ones, `fewest` at least.
    What comes in clumps, such as short news without an author, is passed over: only what never was so rare in as many
    pages in a row is a change.
    """
    found = []
    hits = list(accumulate(marks, initial=0))
    for span in spans:
        older = len(marks) - span
        if span > fresh or older < fewest or hits[span] == span:
            continue
        after, before = Rate(hits=hits[span], pages=span), Rate(hits=hits[-1] - hits[span], pages=older)
        in_a_row = [late - early for early, late in zip(hits[span:], hits[2 * span :], strict=False)]
        if after.hits < min(in_a_row, default=before.hits):
            by_day = chance_of_so_few(
                _by_day(marks[span:], days[span:], before.share), _by_day(marks[:span], days[:span], before.share)
            )
            chance = chance_of_so_few(before, after)
            found.append(Change(before=before, after=after, chance=chance, chance_by_day=by_day))
    return min(found, key=lambda change: change.chance_by_day, default=None)


def _by_day(marks: Sequence[bool], days: Sequence[date], share: float) -> Rate:
    """On how many days pages have the thing about as often as the share says, at least half as often."""
    pages, hits = Counter(days), Counter(day for day, mark in zip(days, marks, strict=True) if mark)
    return Rate(
        hits=sum(hits[day] >= share * number / 2 and hits[day] > 0 for day, number in pages.items()), pages=len(pages)
    )


def silences(days: Sequence[date]) -> list[int]:
    """The working days between each two of a site's days with articles, which are in order.

    >>> from datetime import date
    >>> silences([date(2026, 9, 29), date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 13)])  # over 国庆
    [0, 0, 3]
    """
    return [working_days(one, other) for one, other in pairwise(days)]


def longest_usual(before: Sequence[int]) -> int:
    """The second longest of a site's silences: what was but once, such as a breakdown, is not usual.

    >>> longest_usual([0] * 40 + [3, 15])
    3
    """
    return sorted(before)[-2] if len(before) > 1 else 0


def quantile(numbers: Sequence[int], share: float) -> int:
    """The smallest of the numbers that is not less than so many of them.

    >>> quantile([3, 1, 2, 9], 0.5), quantile([3, 1, 2, 9], 0.9)
    (2, 9)
    """
    return sorted(numbers)[max(0, -int(-share * len(numbers) // 1) - 1)]


def chance_of_silence(before: Sequence[int], now: int) -> float:
    """How likely the next silence of a site lasts `now` working days or longer, after its silences before.

    From the median on, each silence goes on from day to day with the same chance, which the longer half of them tells.
    A site that publishes in bursts is silent for longer than that: hold the silence against `usual_silence`, too.

    >>> daily, fortnightly = [0] * 40, [9, 10, 10, 9, 11, 9, 10, 10, 8, 10, 9, 11]
    >>> chance_of_silence(daily, 2) > 1e-4 > chance_of_silence(daily, 3)
    True
    >>> chance_of_silence(fortnightly, 12) > 0.05
    True
    """
    median = quantile(before, 0.5)
    beyond = [silence - median for silence in before if silence >= median]
    chance = min(1.0, (len(beyond) + 1) / (len(before) + 1))
    for day in range(now - median):
        chance *= (sum(beyond) + 1 + day) / (len(beyond) + sum(beyond) + 2 + day)
    return chance


def usual_silence(before: Sequence[int]) -> int:
    """Working days that nine in ten of a site's silences of a day or longer last at the most; 0 if it has but a few.

    >>> usual_silence([0] * 30 + [14, 15, 18, 20])  # bursts
    20
    >>> usual_silence([0] * 40 + [15])  # what happened once, such as a breakdown, makes no rule
    0
    """
    longer = [silence for silence in before if silence]
    return quantile(longer, 0.9) if len(longer) >= FEWEST_SILENCES else 0
