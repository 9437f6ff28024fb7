"""Damage that a site's articles have more often than before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice, Standing
from flows.monitoring.alarm_kinds import DAMAGE
from flows.monitoring.baseline import (
    Rate,
)
from flows.monitoring.rules.phrases import called
from flows.monitoring.rules.rates import changes_in, numbers_of, thinned

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.monitoring.observations import Page, SiteSeen


def damage_rising(
    seen: SiteSeen, standing: Standing | None, cleared_at: datetime | None, now: datetime
) -> Notice | None:
    """Damage of the kinds of `alarm_table.DAMAGE` that a site's articles have more often than before."""
    pages = thinned([page for page in seen.pages if page.reason is None])
    marks: dict[str, Callable[[Page], bool]] = {name: _lacks(signs) for name, signs in DAMAGE.items()}
    changes = changes_in(pages, marks, standing, cleared_at, now)
    if not changes:
        return None
    rates = "；".join(
        f"{name}由 {_others(change.before)} 升到 {_others(change.after)}" for name, change in changes.items()
    )
    damaged = next((page for page in pages if any(not marks[name](page) for name in changes)), pages[0])
    return Notice(
        site=seen.site.key,
        kind="damage rising",
        noticed=numbers_of(changes, pages, standing, damaged),
        message=f"{called(seen.site)}的文章受损增多，可能被劫持：{rates}。例：{damaged.url}。",
    )


def _lacks(signs: frozenset[str]) -> Callable[[Page], bool]:
    return lambda page: signs.isdisjoint(page.damage)


def _others(rate: Rate) -> Rate:
    return Rate(hits=rate.pages - rate.hits, pages=rate.pages)
