"""A run that could read no list of nearly all its sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice
from flows.monitoring.rules.phrases import to_the_minute

if TYPE_CHECKING:
    from flows.monitoring.observations import LastTried


NEARLY_ALL = 0.9
"""Of the sites that a run was to read, so many unread at once are the network's fault, or ours, and no site's."""


FEWEST_SITES = 3
"""Sites unread at once that say so; fewer only where they are half of all that are enabled."""


def nothing_read(last: LastTried | None, enabled: int) -> Notice | None:
    """A run that could read no list of nearly all its sites: the network's fault, the proxy's or this machine's.

    Of fewer than FEWEST_SITES sites it is believed only where they are half of those that are enabled.
    """
    if last is None or len(last.unread) < NEARLY_ALL * len(last.sites):
        return None
    if len(last.sites) < FEWEST_SITES and 2 * len(last.sites) < enabled:
        return None
    reasons = "、".join(f"{reason} {number} 次" for reason, number in list(last.reasons.items())[:3])
    return Notice(
        kind="nothing read",
        noticed={
            "run": last.id,
            "sites": len(last.sites),
            "unread": len(last.unread),
            "reasons": dict(last.reasons),
        },
        message=(
            f"第 {last.id} 次运行（{to_the_minute(last.started_at)}）要读的 {len(last.sites)} 个站点中"
            f" {len(last.unread)} 个全部读不到（{reasons}）。请检查网络、域名解析和代理（CPPCC_PROXY）。"
        ),
    )
