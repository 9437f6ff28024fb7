"""How tests wait: for events, and with one limit, which only what never happens ever meets."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

PATIENCE = 600.0
"""Seconds after which what has not happened never will. How long anything takes is nobody's business here: on a machine
with other work to do, a run of seconds takes minutes.
"""


def until(happened: Callable[[], Answer], unless: Callable[[], object] = lambda: None) -> Answer:
    """Ask until the answer is true, and return it.

    Fail as soon as `unless` has an answer, such as the last words of a process that should have gone on.
    """
    deadline = time.monotonic() + PATIENCE
    while not (answer := happened()):
        trouble = unless()
        assert not trouble, trouble
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.005)
    return answer
