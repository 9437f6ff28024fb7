"""A site that has published nothing for longer than its own rhythm makes likely."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.article import SHANGHAI
from flows.monitoring.alarm import Notice, Standing
from flows.monitoring.baseline import (
    chance_of_silence,
    longest_usual,
    quantile,
    silences,
    usual_silence,
)
from flows.monitoring.holidays import working_days
from flows.monitoring.rules.phrases import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.monitoring.observations import SiteSeen


QUIET = 1e-4
"""A silence is an alarm when it is less likely than this. A busy site ends some hundred silences a year: of a hundred
sites, one falls silent so by chance in a year. One that publishes daily is noticed after 3 working days."""


AS_LONG_AGAIN = 2
"""A silence must also be longer than this many times the site's usual one, and than any that came twice: in bursts, and
in a quiet August, silences follow no single chance."""


FEWEST_SILENCES = 12


SHORTEST_HISTORY = timedelta(days=56)
"""A site is not said to be quiet that has published on fewer days, or for less than eight weeks: it may be on leave."""


def gone_quiet(seen: SiteSeen, standing: Standing | None, now: datetime) -> Notice | None:
    """A site that has published nothing for longer than its own rhythm makes likely, in working days.

    Only days count on which its lists could be read later, and that its articles' usual delay leaves to be known.
    """
    today = now.astimezone(SHANGHAI).date()
    days = [day for day in seen.days if day <= today]
    last_on = days[-1] if days else None
    known_until = _known_until(seen)
    if standing is not None and (last_on is None or last_on.isoformat() <= standing.noticed["last_on"]):
        # The history must not change under an alarm, though its oldest days leave it one by one.
        usual, chance = standing.noticed["usual"], standing.noticed["chance"]
        last_on = date.fromisoformat(standing.noticed["last_on"])
        known_until = known_until or date.fromisoformat(standing.noticed["known_until"])
    elif last_on is None or known_until is None or _is_young(days):
        return None
    else:
        before = silences(days)
        usual = {
            "median": quantile(before, 0.5),
            "nine_in_ten": quantile(before, 0.9),
            "longest": max(before),
            "silences": len(before),
        }
        silent = working_days(last_on, known_until)
        chance = chance_of_silence(before, silent)
        if chance >= QUIET or silent <= max(AS_LONG_AGAIN * usual_silence(before), longest_usual(before)):
            return None
    silent = working_days(last_on, known_until)
    newest = f"，最后一篇是 {last_on}《{seen.newest_title}》" if seen.newest_title else f"，最后一篇在 {last_on}"
    return Notice(
        site=seen.site.key,
        kind="gone quiet",
        noticed={
            "silent": silent,
            "last_on": last_on.isoformat(),
            "known_until": known_until.isoformat(),
            "usual": usual,
            "chance": chance,
            "example": {"article": seen.newest_id},
        },
        message=(
            f"{called(seen.site)}已有 {silent} 个工作日没有新文章（至 {known_until}）{newest}。"
            f"平常相隔 {usual['median']} 个工作日，十次有九次不超过 {usual['nine_in_ten']} 个，"
            f"最长 {usual['longest']} 个（{usual['silences']} 次）。"
        ),
    )


def _is_young(days: Sequence[date]) -> bool:
    return len(days) <= FEWEST_SILENCES or days[-1] - days[0] < SHORTEST_HISTORY


def _known_until(seen: SiteSeen) -> date | None:
    """The first day of which it cannot be known yet whether the site published; None if its lists were never read."""
    last = [max((each.read_at for each in list_ if each.read_at), default=None) for list_ in seen.readings.values()]
    read = [moment for moment in last if moment is not None]
    if not read or len(read) < len(last):
        return None
    return min(read).astimezone(SHANGHAI).date() - timedelta(days=seen.delay - 1)
