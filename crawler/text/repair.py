"""Text back to what its author wrote, each repair named and counted. Unsure means unchanged.

Repairs come in two kinds. Those of characters never add or take away a line, so that a page can be repaired whole and
its lines still belong to the boxes they stood in. Those of paragraphs look at a text from line to line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from crawler.article import Repaired, Step
from crawler.text.invisible import drop_invisible
from crawler.text.punctuation import drop_inserted_commas, widen_punctuation
from crawler.text.readings import undo_readings
from crawler.text.script import to_simplified
from crawler.text.sharing import undo_sharing


def undo_mirror(text: str) -> Repaired:
    """A mirror's readings out, and its traditional characters back to the simplified ones they were made from.

    A text without readings keeps its script: traditional characters alone may be its author's.

    >>> undo_mirror("區(qū)政協(xié)召開(kāi)會(huì)議").text
    '区政协召开会议'
    """
    without = undo_readings(text)
    if not without.steps:
        return without
    simplified = to_simplified(without.text)
    changed = sum(before != after for before, after in zip(without.text, simplified, strict=False))
    steps = (*without.steps, Step(name="traditional character simplified", count=changed))
    return Repaired(text=simplified, steps=steps, losses=without.losses)


CHARACTER_REPAIRS: tuple[Callable[[str], Repaired], ...] = (drop_invisible, undo_mirror)
PARAGRAPH_REPAIRS: tuple[Callable[[str], Repaired], ...] = (undo_sharing, drop_inserted_commas, widen_punctuation)


def apply(repairs: tuple[Callable[[str], Repaired], ...], text: str) -> Repaired:
    """One repair after the other, their steps added up."""
    steps: Counter[str] = Counter()
    losses = 0
    for each in repairs:
        repaired = each(text)
        text = repaired.text
        losses += repaired.losses
        steps.update({step.name: step.count for step in repaired.steps})
    return Repaired(
        text=text, steps=tuple(Step(name=name, count=count) for name, count in steps.items()), losses=losses
    )


def repair(text: str) -> Repaired:
    """Undo all the damage this project knows in a plain text, and say what was done.

    >>> repaired = repair("各級(jí)政協(xié)深入?yún)f(xié)商議政")
    >>> repaired.text
    '各级政协深入协商议政'
    >>> [f"{step.name}: {step.count}" for step in repaired.steps]
    ['reading taken out: 2', 'lost byte put back: 1', 'traditional character simplified: 4']
    """
    return apply(CHARACTER_REPAIRS + PARAGRAPH_REPAIRS, text)
