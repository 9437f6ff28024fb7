"""Strings that a source site hides in its paragraphs to know its copies by: `R8c安康新闻网` after every one."""

from __future__ import annotations

import re
from collections import Counter

from crawler.article import Repaired, Step

_HAN = "\u3400-\u9fff"
_SITE = f"[{_HAN}]{{2,10}}(?:网|網|论坛|論壇|社区|社區|在线|在線|新闻|新聞|日报|日報|内容管理系统)"
_ADDRESS = r"(?<![\w.@/-])(?:[a-z0-9-]{1,30}\.){1,3}(?:com|cn|net|org)"
# A random token before a site's name, a site's name after the full stop, an address, or the words of a CMS that ships
# with such strings switched on.
_TAIL = re.compile(
    rf"(?:[A-Za-z0-9]{{2,8}}(?P<site>{_SITE})"
    rf"|(?<=[。！？”）…])(?P<name>{_SITE})"
    rf"|(?:(?i:copyright)\s{{0,2}}|内容来自|本文来自|來自|来自)?(?P<address>(?i:{_ADDRESS}))/?"
    r"|(?P<cms>copyright dedecms|内容来自dedecms|本文来自织梦|织梦好，好织梦|织梦内容管理系统))\s*$"
)
_LAST = frozenset("网網坛壇区區线線闻聞报報统織织mntgsMNTGS/ ")  # how all of them end
_LONGEST = 60  # characters
_PARAGRAPH = 12  # characters; a shorter line is a heading, which sites leave unmarked
_MANY = 3
_SHARE = 3  # at least every third paragraph


def _tail(line: str) -> re.Match[str] | None:
    return _TAIL.search(line, max(0, len(line) - _LONGEST)) if line[-1:] in _LAST else None


def _what(tail: re.Match[str]) -> str:
    """What is the same in each of them; the token before it may be another every time."""
    return next(part for part in tail.groups() if part).lower()


def drop_hidden_strings(text: str) -> Repaired:
    """Take out a site's mark that stands at the end of at least three paragraphs and of every third one.

    A mark in a line of its own takes its line with it, so this is for a text and not for a page's lines.

    >>> drop_hidden_strings("会议开幕。R8c安康新闻网\\n委员报到。x2K安康新闻网\\n会议闭幕。R8c安康新闻网").text
    '会议开幕。\\n委员报到。\\n会议闭幕。'
    >>> drop_hidden_strings("会议开幕。\\n据安康新闻网").steps
    ()
    """
    lines = text.split("\n")
    if sum(line[-1:] in _LAST for line in lines) < _MANY:
        return Repaired(text=text)
    tails = [_tail(line) for line in lines]
    often = Counter(_what(tail) for tail in tails if tail)
    fewest = max(_MANY, sum(len(line) >= _PARAGRAPH for line in lines) / _SHARE)
    kept: list[str] = []
    count = 0
    for line, tail in zip(lines, tails, strict=True):
        if tail is None or often[_what(tail)] < fewest:
            kept.append(line)
            continue
        count += 1
        if rest := line[: tail.start()].rstrip():
            kept.append(rest)
    steps = (Step(name="hidden string dropped", count=count),) if count else ()
    return Repaired(text="\n".join(kept), steps=steps)
