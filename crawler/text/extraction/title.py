"""The title of an article, as the page shows it."""

from __future__ import annotations

import re

from crawler.text.extraction.boilerplate import is_furniture, labelled
from crawler.text.extraction.page import Page
from crawler.text.han.dates import find_dates

_META = ("articletitle", "og:title", "title", "twitter:title")
_JOINTS = re.compile(r"\s*(?:[-_|–—]{1,2}|::|>|»)\s*")
_NAMES = re.compile(r"title|tit\b|biaoti|\bbt\b|headline|h1")
_HEADINGS = {"h1": 4.0, "h2": 2.5, "h3": 2.0}
_DATED = re.compile(r"\D{0,20}(?:19|20)\d\d\s*[-./年]\s*\d{1,2}")
_HEAD = 30  # lines above the body in which the title is looked for
_NEAR = 6  # lines above the body in which date and source stand
_MOST_LINES = 3  # of a title
_ABOVE_CREDITS = 1.5  # what it is worth to stand there
_SITE_ENDS = tuple("网 網 网站 網站 门户 平台 在线 政协 政府 报 報 馆 新闻 消息 动态 公告 要闻 讲话 首页".split())
"""What the names of sites and of their columns end in."""
_LONGEST = 120  # characters of a title
_SHORTEST_TOLD = 6  # characters that tell one title from another
_SHORTEST_SEGMENT = 4  # of one that is a whole part of the told title
_SHORTEST_UNTOLD = 8  # of an `<h1>` that nothing else on the page repeats: shorter ones are names of sites


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _told(page: Page) -> list[str]:
    """What the page says outside its text that its title is."""
    return [text for text in (page.title, *(page.meta.get(name, "") for name in _META)) if text]


def _is_certain(is_told: bool, plain: str) -> bool:
    """Whether a line is a title even where it begins as furniture does, as 关注青少年心理健康 and 分享… do."""
    return is_told and len(plain) >= _SHORTEST_UNTOLD


def find_anchors(page: Page) -> list[int]:
    """The lines that may be the title, the likeliest first: `<title>` or a meta tag says the same, or it is an `<h1>`.

    They are looked for in the whole page, before anything else is known of it.
    """
    told = _told(page)
    starts = "\n".join(told)
    plain_told = [_plain(text) for text in told]
    segments = {_plain(segment) for text in told for segment in _JOINTS.split(text)}
    found: list[tuple[float, int]] = []
    largest = {box for box, tag in enumerate(page.tags) if tag == "h1"} if "h1" in page.tags else frozenset()
    for number, (text, box) in enumerate(zip(page.lines, page.inside, strict=True)):
        # A title that is told shares its first characters: most lines are ruled out by that alone.
        if text[:2] not in starts and box not in largest:
            continue
        if not 2 <= len(text) <= _LONGEST or page.is_linked(number):
            continue
        tag = page.tags[box]
        plain = _plain(text)
        worth = _HEADINGS.get(tag, 0.0)
        is_told = any(plain in each for each in plain_told) if len(plain) >= _SHORTEST_TOLD else plain in segments
        if is_told and len(plain) < _SHORTEST_SEGMENT and not worth:
            continue
        if is_furniture(text) and not _is_certain(is_told, plain):
            continue
        if not is_told:
            if tag != "h1" or len(plain) < _SHORTEST_UNTOLD:
                continue
            worth -= 1.0
        worth += 2.0 * bool(_NAMES.search(page.names(box))) + min(len(plain), 30) / 15
        found.append((-worth, number))
    return [number for _, number in sorted(found)]


def _joined(page: Page, line: int) -> str:
    """The title that a line is part of: all lines of a heading that was broken in two."""
    box = page.inside[line]
    lines = page.lines[page.firsts[box] : page.ends[box]]
    if page.tags[box] in _HEADINGS and 1 < len(lines) <= _MOST_LINES and sum(map(len, lines)) <= _LONGEST:
        return " ".join(text for text in lines if not labelled(text) and not next(find_dates(text), None))
    return page.lines[line]


def _above_credits(page: Page, start: int) -> int | None:
    """The line above the first line near the body that gives a date or names fields: where a title stands."""
    for number in range(max(1, start - _NEAR), start + 1):
        text = page.lines[number]
        if len(text) < _LONGEST and ({"source", "published", "author"} & labelled(text).keys() or _DATED.match(text)):
            return number - 1
    return None


def _nearest(page: Page, start: int) -> str | None:
    """The line above the text that could be its title, where nothing says which is."""
    for number in range(start - 1, max(-1, start - 1 - _NEAR), -1):
        text = page.lines[number]
        if _SHORTEST_UNTOLD <= len(text) <= _LONGEST and not (
            text.endswith(("：", ":", "。"))
            or is_furniture(text)
            or labelled(text)
            or _DATED.match(text)
            or "位置" in text
        ):
            return text
    return None


def find_title(page: Page, start: int, anchor: int | None) -> tuple[str | None, int | None]:
    """The title, and the number of the line it stands in when it stands in one.

    `start` is the body's first line, `anchor` the line that the body was found by, if it was by one.
    """
    if chosen := page.field("title"):
        return chosen, page.firsts[page.chosen["title"]]
    told = [_plain(text) for text in _told(page)]
    above = _above_credits(page, start)
    best: tuple[float, int | None] = (1.0, None)
    for number in range(max(0, start - _HEAD), min(start + 1, len(page.lines))):
        text = page.lines[number]
        if not (len(text) >= 4 or number == anchor) or len(text) > _LONGEST:
            continue
        plain = _plain(text)
        is_told = any(len(plain) >= _SHORTEST_TOLD and plain in each for each in told)
        if page.is_linked(number) or labelled(text) or (is_furniture(text) and not _is_certain(is_told, plain)):
            continue
        box = page.inside[number]
        worth = _HEADINGS.get(page.tags[box], 0.0) + 2.0 * bool(_NAMES.search(page.names(box)))
        worth += 4.0 * is_told
        worth += 2.0 * any(len(each) >= _SHORTEST_TOLD and each in plain for each in told)
        worth += _ABOVE_CREDITS * (number == above and len(plain) >= _SHORTEST_TOLD)
        worth += 3.0 * (number == anchor)
        worth -= 1.0 * text.endswith(("。", "；"))
        if worth > best[0]:
            best = (worth, number)
    named = next((page.meta[name] for name in _META[:2] if name in page.meta), None)
    named = named or max(_JOINTS.split(page.title), key=len)
    is_site = len(named) < _SHORTEST_UNTOLD or named.endswith(_SITE_ENDS)
    if best[1] is not None and (best[0] > _ABOVE_CREDITS or is_site):
        return _joined(page, best[1]), best[1]
    if named and not is_site:
        return named, None
    return _nearest(page, start) or named or None, None
