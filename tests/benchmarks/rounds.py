"""Timing by turns: every contender in every round, so that a busy machine is busy for all of them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter

SHORTEST = 0.02  # seconds that one contender's turn takes at least


def _turns(run: Callable[[], object]) -> int:
    """How often to run so that a turn is long enough for the clock."""
    run()
    start = perf_counter()
    run()
    return max(1, round(SHORTEST / (perf_counter() - start)))


def compare(contenders: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median seconds of one run of each contender."""
    turns = {name: _turns(run) for name, run in contenders.items()}
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    gc.disable()
    for _ in range(rounds):
        for name, run in contenders.items():
            start = perf_counter()
            for _ in range(turns[name]):
                run()
            taken[name].append((perf_counter() - start) / turns[name])
    gc.enable()
    return {name: median(times) for name, times in taken.items()}


def table(tasks: dict[str, dict[str, float]]) -> str:
    """The medians in milliseconds, and as multiples of the first contender's."""
    names = list(next(iter(tasks.values())))
    lines = [f"{'milliseconds (times ours)':32}" + "".join(f"{name:>26}" for name in names)]
    for task, taken in tasks.items():
        ours = taken[names[0]]
        cells = [f"{taken[name] * 1000:.3f} ({taken[name] / ours:.1f}x)" for name in names]
        lines.append(f"{task:32}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)
