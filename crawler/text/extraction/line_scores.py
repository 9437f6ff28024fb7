"""How much each line of a page speaks for being the article's.

A line speaks by what it is: sentences for, links and furniture against. Then by what it stands in: sentences in a list
of records (teasers, comments) or in a box named for what it is (`comment`, `sidebar`) do not count. Then, where the
title is certain, by how it follows from the title: what stands before it counts little, and with every break between
sentences the rest counts less.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import accumulate, islice

from crawler.text.extraction.boilerplate import ends_article, is_furniture, labelled
from crawler.text.extraction.boilerplate_table import ASIDE_NAMES, BODY_NAMES
from crawler.text.extraction.page import Page
from crawler.text.extraction.title import find_anchors

_SENTENCE_MARKS = re.compile("[，。；：？！、,;“”「」]")
_SENTENCE_ENDS = tuple("。！？”）)」")
_SHORTEST_SENTENCE = 12  # characters
_LONGEST_LABELLED = 100
_MOST_LINKED = 30.0  # characters a line of links counts against its box
_MOST_FURNITURE = 60.0
_SHORT = -2.0  # of a line too short to be anything
NOTHING = -3.0
"""A line worth more than this is neither links nor furniture."""

_ASIDE = re.compile(rf"(?<![a-z])(?:{'|'.join(ASIDE_NAMES)})(?![a-z])")
_BODY = re.compile("|".join(BODY_NAMES))
_WHOLE = 0.7  # the share of a page's sentences from which a box's name says nothing about them
_IN_ASIDE = 0.1
_IN_RECORD = -0.2
_LARGEST_RECORD = 10  # lines
_MOST_SENTENCES = 2  # of a record
_NEAREST_RECORD = 4  # boxes from a sentence outwards that may be one record of several
_STAMP = re.compile(r"\d{1,2}-\d{1,2}\s*\d{1,2}:\d\d|\d+\s*(?:分[钟鐘]|小[时時]|天)前|回复|回覆|举报|\d楼")
_LONGEST_STAMP = 40  # characters of a line that says who wrote a comment, and when

_AFTER_TITLE = 0.15  # the share of a page's sentences that follow a title
_BEFORE_TITLE = 0.1
_SHORT_BELOW_TITLE = 0.3
_SHORTEST_ARTICLE = 60  # characters
_BY_DISTANCE = (1.0, 0.9, 0.8, 0.5)
"""What is left by how many boxes lie between a sentence and the one before it."""
_BEHIND_FURNITURE = 0.5
_ELSEWHERE = 0.7  # behind furniture and three boxes away, when no article has been read yet
_ELSEWHERE_AFTER_ARTICLE = 0.06
_AFTER_END = 0.2
_SPENT = 0.01  # the strength from which on nothing of a page can be its article

FAINT = 0.11
"""The worth of a character below which a sentence is somebody else's: a comment's, a teaser's."""


def line_worth(text: str, linked: int) -> float:
    """What a line by itself is worth to the box it stands in: its characters, for or against.

    >>> line_worth("会议强调，要落实提案。要见效。", 0), line_worth("上一篇：市政协召开会议", 0), line_worth("首页", 2)
    (15.0, -11.0, -2.0)
    """
    length = len(text)
    if 2 * linked > length:
        return -min(float(length), _MOST_LINKED)
    if is_furniture(text):
        return -min(float(length), _MOST_FURNITURE)
    if length >= _SHORTEST_SENTENCE and _SENTENCE_MARKS.search(text):
        is_credit = length < _LONGEST_LABELLED and not text.endswith(_SENTENCE_ENDS) and labelled(text)
        return _SHORT if is_credit else float(length)
    return _SHORT if length < 8 else 0.0


def _ancestors(page: Page, box: int) -> Iterator[int]:
    """A box and the boxes around it, inside out, without the page itself."""
    while box:
        yield box
        box = page.parents[box]


def _siblings(page: Page, box: int) -> Iterator[int]:
    """The boxes of the same kind that follow a box and precede it at once, under the same parent."""
    parent, tag = page.parents[box], page.tags[box]
    for other in range(box + 1, len(page.tags)):
        if page.firsts[other] >= page.ends[box]:
            if page.parents[other] == parent and page.tags[other] == tag:
                yield other
            break
    for other in range(box - 1, parent, -1):
        if page.parents[other] == parent:
            if page.tags[other] == tag:
                yield other
            break


class _Surroundings:
    """What is known of the boxes around sentences, each asked for once."""

    def __init__(self, page: Page, worths: list[float]) -> None:
        self.page = page
        self.sentences = [*accumulate((max(0.0, worth) for worth in worths), initial=0.0)]
        self.counts = [*accumulate((worth > 0 for worth in worths), initial=0)]
        self.asides: dict[int, bool] = {0: False}
        self.records: dict[int, bool] = {}

    def _is_named_aside(self, box: int) -> bool:
        """Whether a box's name says that it holds no article; the name of a box with nearly all text says nothing."""
        held = self.sentences[self.page.ends[box]] - self.sentences[self.page.firsts[box]]
        if held >= _WHOLE * self.sentences[-1]:
            return False
        names = self.page.names(box)
        return bool(names and _ASIDE.search(names)) and not _BODY.search(names)

    def is_aside(self, box: int) -> bool:
        """Whether the name of a box, or of one around it, says that what it holds is no article."""
        unknown: list[int] = []
        while (known := self.asides.get(box)) is None:
            unknown.append(box)
            box = self.page.parents[box]
        for inner in reversed(unknown):
            known = self.asides[inner] = known or self._is_named_aside(inner)
        return known

    def _looks_like_record(self, box: int) -> bool:
        """Whether a box is a teaser or a comment: a few lines, some of them links or stamps, one sentence or two."""
        page = self.page
        first, end = page.firsts[box], page.ends[box]
        return (
            2 <= end - first <= _LARGEST_RECORD
            and self.counts[end] - self.counts[first] <= _MOST_SENTENCES
            and any(
                page.is_linked(line) or (len(page.lines[line]) < _LONGEST_STAMP and _STAMP.search(page.lines[line]))
                for line in range(first, end)
            )
        )

    def is_in_record(self, box: int) -> bool:
        """Whether a box, or one of those next around it, is one of several records alike."""
        page = self.page
        for around in islice(_ancestors(page, box), _NEAREST_RECORD):
            if 2 <= page.ends[around] - page.firsts[around] <= _LARGEST_RECORD:
                if (known := self.records.get(around)) is None:
                    known = self.records[around] = self._looks_like_record(around) and any(
                        map(self._looks_like_record, _siblings(page, around))
                    )
                if known:
                    return True
        return False

    def share(self, line: int) -> float:
        """The share of a sentence's worth that what it stands in leaves it."""
        box = self.page.inside[line]
        return _IN_RECORD if self.is_in_record(box) else _IN_ASIDE if self.is_aside(box) else 1.0


def kin(page: Page, line: int) -> int:
    """The box whose paragraphs a line is one of: the one around its own, if it has one to itself."""
    box = page.inside[line]
    return page.parents[box] if page.ends[box] - page.firsts[box] == 1 else box


def _distance(page: Page, one: int, other: int) -> int:
    """How many boxes at most have to be left to come from one box to another."""
    steps = [0, 0]
    boxes = [one, other]
    while boxes[0] != boxes[1]:
        later = 1 if boxes[1] > boxes[0] else 0  # a box's number is greater than its parent's
        boxes[later] = page.parents[boxes[later]]
        steps[later] += 1
    return max(steps)


def _columns(page: Page, anchor: int) -> list[tuple[int, int, int, int]]:
    """The table cells the title stands in and their rows: first line and end of each cell, then of its row."""
    return [
        (page.firsts[box], page.ends[box], page.firsts[page.parents[box]], page.ends[page.parents[box]])
        for box in _ancestors(page, page.inside[anchor])
        if page.tags[box] == "td"
    ]


class _Fading:
    """How strongly the next sentence still follows from the title."""

    def __init__(self, page: Page, anchor: int) -> None:
        self.page = page
        self.columns = _columns(page, anchor)
        self.start()

    def start(self) -> None:
        self.strength = 1.0
        self.last: int | None = None
        """The sentence read last."""
        self.against = 0.0
        """What speaks against an article since then."""
        self.said = 0
        self.is_whole = False
        """Whether what was read could be an article by itself."""
        self.is_over = False
        """Whether a line since then says that the article is over."""

    def pass_by(self, line: int, worth: float) -> None:
        """Read a line that is no sentence."""
        self.against -= worth
        self.is_over = self.is_over or (self.is_whole and ends_article(self.page.lines[line]))

    def read(self, line: int) -> float:
        """Read a sentence, and tell what a character of it is worth."""
        page = self.page
        if self.last is not None:
            here, before = kin(page, line), kin(page, self.last)
            distance = 0 if here == before else _distance(page, here, before)
            self.strength *= _BY_DISTANCE[min(distance, 3)]
            beside = any(row <= line < row_end and not first <= line < end for first, end, row, row_end in self.columns)
            if (distance > 2 and self.against > 0) or (beside and distance):
                self.strength *= _ELSEWHERE_AFTER_ARTICLE if self.is_whole else _ELSEWHERE
            elif distance and self.against > 8:
                self.strength *= _BEHIND_FURNITURE
            if distance and self.is_over:
                self.strength *= _AFTER_END
        text = page.lines[line]
        self.last, self.against, self.is_over = line, 0.0, False
        self.said += len(text)
        self.is_whole = self.said >= _SHORTEST_ARTICLE and text.endswith(_SENTENCE_ENDS)
        return self.strength


def _faded(page: Page, alone: list[float], anchor: int, around: _Surroundings) -> list[float]:
    """The lines' worth, fading from the title on."""
    faded = [worth if worth < 0 else _BEFORE_TITLE * worth for worth in alone[: anchor + 1]]
    fading = _Fading(page, anchor)
    for line in range(anchor + 1, len(alone)):
        worth, text = alone[line], page.lines[line]
        if fading.strength < _SPENT:
            faded.append(min(worth, 0.0))
            continue
        if worth > 0:
            worth *= around.share(line)
        if text == page.lines[anchor] and fading.said < _SHORTEST_ARTICLE:
            fading.start()
            faded.append(0.0)
        elif worth > 0:
            faded.append(worth * fading.read(line))
        else:
            fading.pass_by(line, worth)
            # Short lines below a title are names, verse, cells of a table: they count a little.
            is_text = worth > NOTHING and not (page.linked[line] or labelled(text) or is_furniture(text))
            faded.append(_SHORT_BELOW_TITLE * len(text) * fading.strength if is_text else worth)
    return faded


def find_worths(page: Page, learned: Container[str] = ()) -> tuple[int | None, list[float], list[float]]:
    """The line of the title, and how much each line of a page speaks for an article: by itself, and where it stands.

    `learned` are lines that are known to be this site's furniture.
    """
    alone = list(map(line_worth, page.lines, page.linked))
    if learned:
        alone = [-_MOST_FURNITURE if text in learned else worth for text, worth in zip(page.lines, alone, strict=True)]
    around = _Surroundings(page, alone)
    for anchor in find_anchors(page):
        if around.sentences[-1] - around.sentences[anchor + 1] >= _AFTER_TITLE * around.sentences[-1]:
            return anchor, alone, _faded(page, alone, anchor, around)
    return None, alone, [worth * around.share(line) if worth > 0 else worth for line, worth in enumerate(alone)]
