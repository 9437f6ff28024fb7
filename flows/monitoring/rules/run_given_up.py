"""Runs whose landed pages could not be loaded in three tries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence


def run_given_up(runs: Sequence[int]) -> Notice | None:
    """Runs that were stopped, and whose landed pages could not be loaded in three tries."""
    if not runs:
        return None
    numbers = "、".join(f"第 {run} 次" for run in runs)
    return Notice(
        kind="run given up",
        noticed={"runs": list(runs)},
        message=(
            f"{numbers}运行中断后三次补录都失败，取回的内容还没有入库。"
            f"原因见表 runs；修好后用 cppcc retry {runs[0]} 再试。"
        ),
    )
