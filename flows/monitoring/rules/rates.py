"""Fields and damage by how many pages have them: what has become rarer, and what has not recovered."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.article import SHANGHAI
from flows.monitoring.alarm import Standing
from flows.monitoring.baseline import (
    Change,
    Rate,
    chance_of_so_few,
    rarer,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flows.monitoring.observations import Page


DRIFT = 1e-5
"""So few hits are a change when they are less likely than this. Each page asks the question anew, for each field: some
300,000 times a year at a hundred sites, mostly about pages that were asked about before. Of a field that all pages had,
the fourth page in a row without it is less likely, as long as there are 36 before; of one that half have, the 15th."""


DRIFT_BY_DAY = 1e-4
"""So few days with hits must also be less likely than this: three days of pages without what all days had, if
there are 37 before. What a site puts out in one day is often of one kind."""


A_DAY = 5
"""Pages of a day that are looked at: a session's fifty do not outweigh a month."""


SPANS = (4, 6, 10, 15, 20, 30)
"""How many of the latest pages are held against the older ones: few notice what all pages lost, many what some did."""


FEWEST_PAGES = 30
"""Older pages without which nothing is usual yet."""


USUAL_AGAIN = 0.05
"""A change is over when the latest pages are at least as likely as this, as of old."""


SETTLES = timedelta(days=30)
"""After so long, pages as they are have become the usual ones."""


def thinned(pages: Sequence[Page]) -> list[Page]:
    """Of each day the latest pages, as many as count."""
    days: Counter[date] = Counter()
    kept = []
    for page in pages:
        day = page.day or page.read_at.astimezone(SHANGHAI).date()
        days[day] += 1
        if days[day] <= A_DAY:
            kept.append(page)
    return kept


def changes_in(
    pages: Sequence[Page],
    marks: Mapping[str, Callable[[Page], bool]],
    standing: Standing | None,
    cleared_at: datetime | None,
    now: datetime,
) -> dict[str, Change]:
    """What has become rarer through these pages, and what had before and has not recovered."""
    if standing is not None and now - standing.raised_at > SETTLES:
        return {}
    fresh = sum(page.read_at > cleared_at for page in pages) if cleared_at else len(pages)
    known = standing.noticed["changes"] if standing else {}
    changes = {}
    days = [page.day or page.read_at.astimezone(SHANGHAI).date() for page in pages]
    for name, has in marks.items():
        seen = [has(page) for page in pages]
        if name in known:
            change = _still(seen, Rate(**known[name]["before"]), known[name]["chance"])
        else:
            change = rarer(seen, days, SPANS, fewest=FEWEST_PAGES, fresh=fresh)
            is_news = change and change.chance < DRIFT and change.chance_by_day < DRIFT_BY_DAY
            change = change if is_news else None
        if change:
            changes[name] = change
    return changes


def _still(seen: Sequence[bool], before: Rate, chance: float) -> Change | None:
    """The change as the latest pages show it: as many as would do to notice it. None if they are as before."""
    enough = next((span for span in SPANS if chance_of_so_few(before, Rate(hits=0, pages=span)) < DRIFT), SPANS[-1])
    latest = seen[:enough]
    after = Rate(hits=sum(latest), pages=len(latest))
    if chance_of_so_few(before, after) >= USUAL_AGAIN:
        return None
    return Change(before=before, after=after, chance=chance, chance_by_day=chance)


def numbers_of(
    changes: Mapping[str, Change], pages: Sequence[Page], standing: Standing | None, example: Page
) -> dict[str, Any]:
    first = pages[max(change.after.pages for change in changes.values()) - 1 :][:1]
    return {
        "changes": {
            name: {
                "before": {"hits": change.before.hits, "pages": change.before.pages},
                "after": {"hits": change.after.hits, "pages": change.after.pages},
                "chance": change.chance,
            }
            for name, change in changes.items()
        },
        "since": standing.noticed["since"] if standing else (first or pages[-1:])[0].read_at.isoformat(),
        "example": {
            "article": example.article_id,
            "url": example.url,
            "file": example.file,
            "offset": example.offset,
            "reason": example.reason,
        },
    }
