"""Runs that could read no list of nearly all their sites."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from crawler.landing.failure_reasons import is_passing
from flows.monitoring.alarm import Notice
from flows.monitoring.rules.phrases import to_the_minute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.monitoring.observations import LastTried

NEARLY_ALL = 0.9
"""Of the sites that a run was to read, so many unread at once are the network's fault, or ours, and no site's."""
FEWEST_SITES = 3
"""Sites unread at once that say so; fewer only where they are half of all that are enabled."""


def unread_together(tried: Sequence[LastTried], enabled: int) -> list[LastTried]:
    """Return the sites that could not be read together with nearly all others: of all sites, or of one run.

    A run may be over one of several shards, each on a machine with a network of its own. Each site is judged by the
    last run that had lists of it to read: one in which little was due takes nothing back of what was found before.
    """
    runs: defaultdict[int, list[LastTried]] = defaultdict(list)
    for each in tried:
        runs[each.run].append(each)
    groups = [list(tried), *runs.values()]
    together = {each.site: each for group in groups if _is_dead(group, enabled) for each in group if each.is_unread}
    return list(together.values())


def _is_dead(group: Sequence[LastTried], enabled: int) -> bool:
    unread = sum(each.is_unread for each in group)
    is_enough = unread >= FEWEST_SITES or 2 * unread >= enabled
    return unread > 0 and is_enough and unread >= NEARLY_ALL * len(group)


def nothing_read(unread: Sequence[LastTried]) -> Notice | None:
    """Sites that could not be read together: one alarm for all of them, however many runs it was."""
    if not unread:
        return None
    reasons = Counter(reason for each in unread for reason in each.reasons)
    named = "、".join(f"{reason} {number} 次" for reason, number in reasons.most_common(3))
    is_network = any(is_passing(reason) for reason, _ in reasons.most_common(1))
    last = max(unread, key=lambda each: each.started_at)
    advice = "请检查网络、域名解析和代理（CPPCC_PROXY）" if is_network else f"详见 cppcc receipt {last.run}"
    return Notice(
        kind="nothing read",
        noticed={
            "run": last.run,
            "sites": sorted(each.site for each in unread),
            "reasons": dict(reasons.most_common()),
        },
        message=(
            f"第 {last.run} 次运行（{to_the_minute(last.started_at)}）为止，{len(unread)} 个站点的列表全部读不到"
            f"（{named}）。{advice}。"
        ),
    )
