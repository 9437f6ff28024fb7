"""Which lines of a region are the article's text, and the paragraphs they make."""

from __future__ import annotations

import re
from itertools import groupby

from crawler.text.extraction.boilerplate import ends_article, is_notice, labelled
from crawler.text.extraction.line_scores import FAINT, NOTHING, kin
from crawler.text.extraction.main_block import Region
from crawler.text.extraction.media import LONGEST_CAPTION, is_caption
from crawler.text.extraction.page import Page

_DATED = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}")
_SUMMARY = re.compile(r"(?:内容)?(?:摘\s*要|提\s*要|导\s*读)\s*[:：]")
_LONGEST_CREDIT = 60  # characters of a line that names fields
_LONGEST_ROW = 300  # characters of a table's row that is read as one line


def plain(text: str) -> str:
    """A text's letters and digits."""
    return re.sub(r"\W+", "", text)


def _is_teaser(paragraph: str, following: str) -> bool:
    """Whether a paragraph is the beginning of a later one, cut off."""
    head = paragraph.rstrip("。….")
    return len(head) >= 12 and len(following) >= len(paragraph) and following.startswith(head)


def _without_teaser(paragraphs: list[str], title: str | None) -> list[str]:
    """The paragraphs without what repeats at their head: the title, and a teaser of the text."""
    plain_title = plain(title or "")
    while len(paragraphs) > 1:
        head, rest = paragraphs[0], paragraphs[1:]
        is_title = plain_title and plain(head) == plain_title
        if is_title or _SUMMARY.match(head) or any(_is_teaser(head, later) for later in rest[:3]):
            paragraphs = rest
        else:
            break
    return paragraphs


def _speaking(page: Page, region: Region, first: int) -> list[bool]:
    """Which of a region's lines are sentences of this article, and not of a comment or a teaser beside it.

    Where short lines weigh more than sentences (verse, a list of names) they are what the article is made of.
    """
    alone = region.alone[first : region.end]
    positive = [max(0.0, worth) for worth in region.worths[first : region.end]]
    said = sum(worth for worth, by_itself in zip(positive, alone, strict=True) if by_itself > 0)
    counts_short = sum(positive) > 2 * said
    return [
        worth > FAINT * len(text) and (by_itself > 0 or (counts_short and not _DATED.search(text)))
        for text, worth, by_itself in zip(page.lines[first : region.end], positive, alone, strict=True)
    ]


def text_lines(page: Page, region: Region, title_line: int | None) -> list[int]:
    """The numbers of the lines that are the article's text: without head, foot and furniture in between.

    Between two sentences of it everything stays that is neither links nor furniture. Before the first and after the
    last stays what stands among the boxes that they stand in: subtitles, sign-offs, tables.
    """
    first = region.first
    if title_line is not None and region.first <= title_line < region.end - 1:
        first = title_line + 1
    speaks = _speaking(page, region, first)
    spoken = [number for number, does in enumerate(speaks, first) if does]
    while spoken and is_notice(page.lines[spoken[-1]]):
        spoken.pop()
    if not spoken:
        return []
    homes = {kin(page, line) for line in spoken}
    has_pictures = next(page.pictures(first, region.end + 1), None) is not None
    kept: list[int] = []
    for number in range(first, region.end):
        line = page.lines[number]
        if number > region.middle and ends_article(line):
            break
        if has_pictures and len(line) <= LONGEST_CAPTION and is_caption(page, number):
            continue
        if speaks[number - first]:
            if number <= spoken[-1]:
                kept.append(number)
            continue
        is_home = spoken[0] < number < spoken[-1] or any(page.firsts[box] <= number < page.ends[box] for box in homes)
        if not is_home or region.alone[number] > 0 or region.alone[number] <= NOTHING:
            continue
        fields = labelled(line)
        is_head = number < spoken[0] and (fields or (_DATED.search(line) and not line.startswith(("（", "("))))
        if not is_head and not (fields and len(line) < _LONGEST_CREDIT):
            kept.append(number)
    return kept


def _row(page: Page, region: Region, line: int) -> int:
    """The table row inside a region that a line stands in, or 0."""
    box = page.inside[line]
    while box > region.box:
        if page.tags[box] == "tr":
            return box
        box = page.parents[box]
    return 0


def paragraphs(page: Page, region: Region, kept: list[int], title: str | None) -> list[str]:
    """The paragraphs that the lines of a text make: a line each, the cells of a table's row in one."""
    if "tr" not in page.tags[region.box :]:
        return _without_teaser([page.lines[line] for line in kept], title)
    made: list[str] = []
    for row, group in groupby(kept, key=lambda line: _row(page, region, line)):
        lines = list(group)
        texts = [page.lines[line] for line in lines]
        cells = len({page.inside[line] for line in lines})
        is_one_line = row and cells == len(lines) and sum(map(len, texts)) <= _LONGEST_ROW
        made += [" ".join(texts)] if is_one_line else texts
    return _without_teaser(made, title)
