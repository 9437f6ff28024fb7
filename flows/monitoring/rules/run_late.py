"""No daily run over all sites has finished when one should have."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice
from flows.monitoring.baseline import (
    quantile,
)
from flows.monitoring.rules.phrases import to_the_minute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.monitoring.observations import RunSeen


FEWEST_RUNS = 5
"""Finished runs without which nobody can say when the next is due."""


DAY = timedelta(days=1)


GRACE = timedelta(hours=2)
"""How much later than ever a run may finish: a slow site, a restart."""


def run_late(runs: Sequence[RunSeen], now: datetime) -> Notice | None:
    """No daily run over all sites has finished when one should have: a usual interval and the longest duration ago."""
    done = [run for run in runs if run.status == "done" and run.finished_at is not None]
    if len(done) < FEWEST_RUNS:
        return None
    began = [run.started_at for run in done]
    apart = [int((later - earlier).total_seconds()) for later, earlier in pairwise(began)]
    usual = max(DAY, timedelta(seconds=quantile(apart, 0.9)))
    longest = max(run.finished_at - run.started_at for run in done if run.finished_at)
    due = began[0] + usual + longest + GRACE
    if now <= due:
        return None
    last = runs[0]
    state = (
        "正在运行"
        if last.status == "running"
        else f"失败：{last.error}"
        if last.status == "failed"
        else "中断后补录失败"
        if last.status == "given up"
        else "已中断"
    )
    since = f"其后的第 {last.id} 次{state}" if last.id != done[0].id else "其后没有再开始"
    return Notice(
        kind="run late",
        noticed={
            "last_done": done[0].id,
            "began": to_the_minute(began[0]),
            "due": to_the_minute(due),
            "usual_hours": round(usual / timedelta(hours=1), 1),
            "longest_minutes": round(longest / timedelta(minutes=1), 1),
        },
        message=(
            f"每日采集已过时限：上一次完成的是 {to_the_minute(began[0])} 开始的第 {done[0].id} 次，{since}；"
            f"按平常间隔和最长用时，应在 {to_the_minute(due)} 前完成。"
        ),
    )
