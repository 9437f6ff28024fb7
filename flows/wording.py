"""How terminal, report and pages word things: short names, moments, shortened lines, and where two texts differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from crawler.article import SHANGHAI, DateWitness


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


SHORT = {
    "reading taken out": "readings",
    "lost byte put back": "lost bytes",
    "traditional character simplified": "simplified",
    "full-width mark restored": "marks",
    "inserted comma dropped": "commas",
    "invisible character dropped": "invisible",
    "sharing advertisement dropped": "advertisement",
    "page break joined": "page breaks",
    "page stamp dropped": "page stamps",
    "link farm dropped": "link farm",
    "hidden string dropped": "hidden strings",
    "keyword line dropped": "keyword line",
    "indent of question marks dropped": "indents",
    "stars after a title dropped": "stars",
    "entity read": "entities",
    "UTF-8 read as GBK": "UTF-8 as GBK",
}
"""Names of repairs as a narrow column has room for."""


WITNESSES: dict[DateWitness, str] = {
    "meta": "its page's meta tags",
    "page": "the text of its page",
    "url": "its address",
    "list": "the list it stood in",
}
"""What says when an article was published, in words."""


def described(codec: str, votes: Iterable[dict[str, str]], repairs: Iterable[dict[str, Any]], losses: int) -> str:
    """What was done to an article, in a few words.

    >>> described("gb18030", [{"witness": "meta", "codec": "utf-8"}], [{"name": "reading taken out", "count": 7}], 0)
    'read as gb18030, not utf-8; 7 readings'
    >>> described("utf-8", [], [], 0)
    ''
    """
    claimed = {vote["codec"] for vote in votes if vote["witness"] in {"header", "meta"}} - {codec}
    parts = [f"read as {codec}, not {' or '.join(sorted(claimed))}"] if claimed else []
    parts += [f"{step['count']} {SHORT.get(step['name'], step['name'])}" for step in repairs]
    parts += [f"{losses} lost"] if losses else []
    return "; ".join(parts)


def moment(at: datetime | None, precision: str | None) -> str:
    """A date as precise as it is known."""
    if at is None:
        return "–"
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d" if precision == "day" else "%Y-%m-%d %H:%M")


def shortened(line: str, length: int = 40) -> str:
    """A line's beginning, with an ellipsis for the rest.

    >>> shortened("欢迎扫描二维码，关注市政协公众号", 8)
    '欢迎扫描二维码…'
    """
    return line if len(line) <= length else line[: length - 1] + "…"
