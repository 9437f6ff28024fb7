"""The pages of a split article in one text: what a page break cut is joined, what a page repeats is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.text.extraction.paragraphs import plain

_CLOSED = tuple("。！？；：…”’』」）)】》〉.!?;:>]—～~")
_OPEN = tuple("，、,（(《〈“‘「『【")
_END = re.compile("[。！？；]")
_LONG = 25  # characters; most headings are shorter, unless they are numbered
_NEW = re.compile(r"[（(【☆★●■◆▲]|第?[一二三四五六七八九十百\d]{1,4}(?:[、章节節條条)）]|[.．](?!\d))")
"""How a paragraph begins that is not the rest of another: a number, a bracket around who signs."""


def _is_cut(last: str, following: str) -> bool:
    """Whether a page broke off in a sentence that the next page ends; a heading has no full stop either."""
    if last.endswith(_CLOSED) or _NEW.match(following):
        return False
    is_heading = not _END.search(last) and (len(last) < _LONG or _NEW.match(last))
    return last.endswith(_OPEN) or not is_heading


def join_paragraphs(parts: Sequence[Sequence[str]], title: str | None) -> list[str]:
    """The paragraphs of an article from those of its pages, in their order.

    >>> join_paragraphs([["会议召开。会议强调，要提高"], ["市政协召开会议", "提案质量。"]], "市政协召开会议")
    ['会议召开。会议强调，要提高提案质量。']
    """
    joined = list(parts[0])
    opening = joined[0] if joined else ""
    seen = [tuple(parts[0])]
    for part in parts[1:]:
        lines = list(part)
        if tuple(lines) in seen:  # a site that knows no such page shows another one of the article again
            continue
        seen.append(tuple(lines))
        while lines and (lines[0] == opening or (title and plain(lines[0]) == plain(title))):
            del lines[0]
        if lines and joined and _is_cut(joined[-1], lines[0]):
            joined[-1] += lines.pop(0)
        joined += lines
    return joined
