"""Everything that is wrong now, by every rule; of what nearly all sites have in common, one alarm."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flows.monitoring.alarm import Key, Notice, Standing
from flows.monitoring.rules.budget_spent import budget_spent
from flows.monitoring.rules.damage_rising import damage_rising
from flows.monitoring.rules.disk_low import disk_low
from flows.monitoring.rules.gone_quiet import gone_quiet
from flows.monitoring.rules.layout_drift import layout_drift
from flows.monitoring.rules.never_read import never_read
from flows.monitoring.rules.nothing_read import nothing_read, unread_together
from flows.monitoring.rules.our_fault import our_fault
from flows.monitoring.rules.run_given_up import run_given_up
from flows.monitoring.rules.run_late import run_late
from flows.monitoring.rules.turned_away import turned_away
from flows.monitoring.rules.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.monitoring.observations import Observed


def notices(
    observed: Observed, standing: Sequence[Standing], cleared: Mapping[Key, datetime], now: datetime
) -> list[Notice]:
    """Everything that is wrong at `now`, given what stood and when each thing was last over."""
    before: dict[Key, Standing] = {(each.site, each.kind, each.subject): each for each in standing}
    together = unread_together(observed.last_tried, len(observed.sites))
    unread = {each.site for each in together}
    found: list[Notice | None] = [nothing_read(together), our_fault(observed.faults), run_given_up(observed.given_up)]
    for seen in observed.sites:
        key = seen.site.key
        drift: Key = (key, "layout drift", "pages")
        damage: Key = (key, "damage rising", "")
        found += [
            gone_quiet(seen, before.get((key, "gone quiet", "")), now),
            layout_drift(seen, before.get(drift), cleared.get(drift), now),
            damage_rising(seen, before.get(damage), cleared.get(damage), now),
            budget_spent(seen),
        ]
        found.append(turned_away(seen))
        for notice in (never_read(seen), *unreadable(seen)):
            # What nearly all sites have in common is one alarm, and not one for each; what stood before goes on.
            if notice and (key not in unread or (notice.site, notice.kind, notice.subject) in before):
                found.append(notice)
    found += [
        disk_low(disk, observed.landed_daily, before.get((None, "disk low", disk.name))) for disk in observed.disks
    ]
    found.append(run_late(observed.runs, now))
    return [each for each in found if each is not None]
