"""How far independent signs agree that what was taken is the page's article and nothing else."""

from __future__ import annotations

from dataclasses import replace

from crawler.article import Extracted
from crawler.text.extraction.main_block import Region
from crawler.text.extraction.page import Page

_TITLE_TOLD = 0.3
_TITLE_SHOWN = 0.15
_DATED = 0.15
_CREDITED = 0.1
_AGREED = 0.35
_ENOUGH = 0.1
_CLOSE = 10  # lines between a title and its text
_ENOUGH_SAID = 120  # characters


def _longest_run(worths: tuple[float, ...]) -> tuple[int, int]:
    """The run of lines with the greatest sum: where the text is if one looks at nothing but the lines themselves."""
    best, best_run = 0.0, (0, 0)
    total, first = 0.0, 0
    for line, worth in enumerate(worths):
        if total <= 0:
            total, first = 0.0, line
        total += worth
        if total > best:
            best, best_run = total, (first, line + 1)
    return best_run


def _agreement(page: Page, region: Region, kept: list[int]) -> float:
    """The share of the characters that this extractor and the plainest one took which both took."""
    first, end = _longest_run(region.alone)
    run = {line for line in range(first, end) if region.alone[line] > 0}
    mine = {line for line in kept if region.alone[line] > 0}
    either = sum(len(page.lines[line]) for line in run | mine)
    return sum(len(page.lines[line]) for line in run & mine) / either if either else 0.0


def weigh(page: Page, region: Region, kept: list[int], title_line: int | None, found: Extracted) -> Extracted:
    """The same with how far it can be trusted. `kept` are the lines of the text, `title_line` the one of its title."""
    is_titled = title_line is not None and 0 < kept[0] - title_line <= _CLOSE
    is_told = is_titled and page.lines[title_line or 0] in "\n".join((page.title, *page.meta.values()))
    said = sum(len(page.lines[line]) for line in kept if region.worths[line] > 0)
    signs = (
        _TITLE_TOLD * is_told
        + _TITLE_SHOWN * (is_titled and not is_told)
        + _DATED * (found.published_from in {"meta", "page"})
        + _CREDITED * bool(found.source or found.author or found.column)
        + _AGREED * _agreement(page, region, kept)
        + _ENOUGH * (said >= _ENOUGH_SAID)
    )
    return replace(found, confidence=min(1.0, signs), said=said, is_titled=is_titled)
