"""Where two texts differ, character by character: what a terminal and a page mark each in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of one of two texts."""

    text: str
    is_changed: bool
    """Whether the other text has it not, or otherwise."""


def marked(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, in their order; what differs stands in pieces of its own.

    >>> [piece.text for piece in marked("區(qū)政協", "区政协")[0] if piece.is_changed]
    ['區(qū)', '協']
    """
    old: list[Piece] = []
    new: list[Piece] = []
    for kind, first, last, new_first, new_last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old += [Piece(before[first:last], kind != "equal")] * (first < last)
        new += [Piece(after[new_first:new_last], kind != "equal")] * (new_first < new_last)
    return old, new
