"""One repaired passage of an article, before and after: the landed bytes, read once more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.text.decoding.decode import decode
from crawler.text.extraction.markup_limits import visible
from crawler.text.extraction.page import read_page
from crawler.text.extraction.read_article import read
from crawler.text.similarity.fingerprint import fold
from flows.wording import Piece, marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.article import Fetched, Site

LONGEST = 180
"""Characters of a passage that are shown, and a few more to the end of what is unchanged."""
BEFORE = 12
"""Unchanged characters that are kept in front of its first change."""


def repaired_lines(fetched: Fetched, site: Site | None, body: str) -> Iterator[tuple[str, str]]:
    """The lines of a page that stand repaired in the article `body`, each as it was decoded and as it is there."""
    html = decode(visible(fetched.body), content_type=fetched.content_type, site=site.charset if site else None).text
    mended = read(html, fetched.url, site).page.lines
    # Repairs of characters leave every line where it is. A page that was read with what it hides has other lines.
    decoded = next(
        (lines for unhide in (False, True) if len(lines := read_page(html, unhide=unhide).lines) == len(mended)), ()
    )
    paragraphs = {fold(paragraph): paragraph for paragraph in body.split("\n")}
    for before, after in zip(decoded, mended, strict=False):
        if (kept := paragraphs.get(fold(after))) and before != kept:
            yield before, kept


def most_repaired(lines: Iterator[tuple[str, str]]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]] | None:
    """Of repaired lines the one with most changes in what there is room for, cut to it; None if there is none.

    >>> before, after = most_repaired(iter([("会议", "会議"), ("區(qū)政協召開會議", "区政协召开会议")]))
    >>> "".join(piece.text for piece in before), [piece.text for piece in after if piece.is_changed]
    ('區(qū)政協召開會議', ['区', '协', '开会议'])
    """
    cut = [_cut(*marked(before, after)) for before, after in lines]
    return max(cut, key=lambda pair: sum(len(piece.text) for piece in pair[0] if piece.is_changed), default=None)


def _cut(before: Sequence[Piece], after: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts from shortly before their first change on, as far as there is room, and to the same place."""
    skipped = 0 if before and before[0].is_changed else max(0, len(before[0].text) - BEFORE) if before else 0
    length = kept = 0
    for piece in before:
        length += len(piece.text)
        kept += not piece.is_changed
        if length - skipped > LONGEST and not piece.is_changed:
            break
    return _part(before, skipped, kept), _part(after, skipped, kept)


def _part(pieces: Sequence[Piece], skipped: int, kept: int) -> tuple[Piece, ...]:
    """Without the first characters, to the last of so many unchanged pieces; to the end if there are no more."""
    unchanged = [place for place, piece in enumerate(pieces) if not piece.is_changed]
    end = unchanged[kept - 1] + 1 if kept < len(unchanged) else len(pieces)
    shown = [
        replace(piece, text=piece.text[skipped if place == 0 else 0 :]) for place, piece in enumerate(pieces[:end])
    ]
    dots = Piece("…", is_changed=False)
    return (*[dots] * (skipped > 0), *shown, *[dots] * (end < len(pieces)))
