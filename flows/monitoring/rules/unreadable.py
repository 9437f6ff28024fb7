"""Lists that could not be read for days: a site out of reach, or lists that moved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice
from flows.monitoring.baseline import (
    Rate,
    chance_of_so_few,
)
from flows.monitoring.rules.phrases import called

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.monitoring.observations import Reading, SiteSeen


OUT_OF_REACH = 0.005
"""A site is out of reach when so many days without a single list are less likely than this: two, if it never failed
before. It is a small chance for one site, but a site that fails twice is worth a look, and few do."""


UP_LIKE_OTHERS = 19
"""Good days that a site is given beforehand: most are down on less than one day in twenty."""


FEWEST_GOOD = 3
"""Good days without which a site was never in reach."""


FEWEST_FAILED = 2
"""Days; one alone is a restart or a night's work on the site."""


REDESIGNED = ("no rows", "status 404", "status 410")
"""How the failures of a list begin that was redesigned or moved; the others are the site's."""


LIST_FAILED = 3
"""Days after which such a list is believed: what shows no rows for a day was being worked on."""


def unreadable(seen: SiteSeen) -> list[Notice]:
    """Lists that could not be read for days: all of them, and the site is out of reach; or some, which have changed."""
    failing = {name: _failed_days(readings) for name, readings in seen.readings.items()}
    if not failing or seen.block:
        return []
    days = min(failing.values())
    reasons = {name: seen.readings[name][0].failure or "" for name in failing}
    if days >= FEWEST_FAILED and not all(reason.startswith(REDESIGNED) for reason in reasons.values()):
        older = [_is_good(each) for each in _by_day(seen.readings)[days:]]
        before = Rate(hits=sum(older), pages=len(older))
        likely = Rate(hits=before.hits + UP_LIKE_OTHERS, pages=before.pages + UP_LIKE_OTHERS)
        chance = chance_of_so_few(likely, Rate(hits=0, pages=days))
        if chance >= OUT_OF_REACH or before.hits < FEWEST_GOOD:
            return []
        reason = " / ".join(sorted(set(reasons.values())))
        since = min(readings[days - 1].day for readings in seen.readings.values())
        return [
            Notice(
                site=seen.site.key,
                kind="blocked",
                subject="out of reach",
                noticed={
                    "days": days,
                    "since": since.isoformat(),
                    "before": {"hits": before.hits, "pages": before.pages},
                    "failure": reason,
                    "chance": chance,
                },
                message=(
                    f"{called(seen.site)}自 {since} 起连续 {days} 天所有列表都读不到（{reason}），"
                    f"此前读到的天数为 {before}。"
                ),
            )
        ]
    changed = {
        name: count
        for name, count in failing.items()
        if count >= LIST_FAILED and reasons[name].startswith(REDESIGNED) and any(map(_is_good, seen.readings[name]))
    }
    if not changed:
        return []
    words = "；".join(f"“{name}” {count} 天（{reasons[name]}）" for name, count in changed.items())
    return [
        Notice(
            site=seen.site.key,
            kind="layout drift",
            subject="lists",
            noticed={"lists": {name: {"days": count, "failure": reasons[name]} for name, count in changed.items()}},
            message=f"{called(seen.site)}的列表可能改版或搬迁，读不出条目：{words}。",
        )
    ]


def _is_good(reading: Reading) -> bool:
    return not reading.is_failed


def _failed_days(readings: Sequence[Reading]) -> int:
    """The latest days on which a list could not be read, without one between on which it could."""
    return next((place for place, reading in enumerate(readings) if not reading.is_failed), len(readings))


def _by_day(readings: Mapping[str, Sequence[Reading]]) -> list[Reading]:
    """The best reading of each day, the latest first."""
    best: dict[date, Reading] = {}
    for reading in (each for list_ in readings.values() for each in list_):
        if reading.day not in best or not reading.is_failed:
            best[reading.day] = reading
    return [best[day] for day in sorted(best, reverse=True)]
