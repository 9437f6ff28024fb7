"""Where on a page its article stands: the box whose lines speak most for it, on balance; see `worth.py`.

Of boxes that are worth about the same, the innermost.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from itertools import accumulate

from crawler.text.extraction.line_scores import find_worths
from crawler.text.extraction.page import Page

_CORE = 0.9  # the share of a box's sentences that an inner box must hold to stand for it


@dataclass(frozen=True, slots=True)
class Region:
    """The lines an article stands in."""

    box: int
    first: int
    """The first line of the box."""
    end: int
    """The line after its last."""
    start: int
    """Its first line that reads like a sentence."""
    middle: int
    """The line by which half of its sentences have been read."""
    worths: tuple[float, ...]
    """How much each line of the page speaks for an article, in characters, for or against."""
    anchor: int | None
    """The line of the title, where one is certain enough to have been found before the body."""
    alone: tuple[float, ...]
    """The same of each line by itself, wherever it stands."""


def _best_box(page: Page, worths: list[float], sentences: list[float]) -> int:
    """The box with the most on balance, or the innermost one that stands for it."""
    totals = [*accumulate(worths, initial=0.0)]
    firsts, ends = page.firsts, page.ends
    balances = [totals[end] - totals[first] for first, end in zip(firsts, ends, strict=True)]
    best = max(range(len(balances)), key=balances.__getitem__)
    # Among much furniture one paragraph can be worth more than the box that holds it and others.
    while (
        ends[best] - firsts[best] == 1
        and best
        and _said(page, sentences, page.parents[best]) > _said(page, sentences, best)
    ):
        best = page.parents[best]
    whole = _said(page, sentences, best)
    for box in range(best + 1, len(ends)):
        if firsts[box] >= ends[best]:
            break
        if page.parents[box] == best and _said(page, sentences, box) >= _CORE * whole:
            best = box
    return best


def _said(page: Page, sentences: list[float], box: int) -> float:
    """How much the sentences in a box are worth."""
    return sentences[page.ends[box]] - sentences[page.firsts[box]]


def find_body(page: Page, learned: Container[str] = ()) -> Region | None:
    """The box that holds the article; None when nothing on the page reads like one.

    `learned` are lines that are known to be this site's furniture.

    >>> from crawler.text.extraction.page import read_page
    >>> page = read_page("<ul><li><a href=/>首页</a></ul><div><p>9月24日，市政协召开主席会议。</div>")
    >>> page.tags[find_body(page).box]
    'p'
    """
    anchor, alone, worths = find_worths(page, learned)
    best = page.chosen.get("body")
    if best is not None:
        worths = alone  # what the site's layout names needs no other sign
    sentences = [*accumulate((max(0.0, worth) for worth in worths), initial=0.0)]
    if best is None:
        best = _best_box(page, worths, sentences)
    first, end = page.firsts[best], page.ends[best]
    if sentences[end] <= sentences[first]:
        return None
    half = (sentences[first] + sentences[end]) / 2
    start = next(line for line in range(first, end) if worths[line] > 0)
    middle = next(line for line in range(first, end) if sentences[line + 1] >= half)
    return Region(best, first, end, start, middle, tuple(worths), anchor, tuple(alone))
