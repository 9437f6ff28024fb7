"""What a page's hijackers sell on it: a first line of keywords, and a farm of links at the foot."""

from __future__ import annotations

import re

from crawler.article import Repaired, Step
from crawler.text.repairs.seo_spam_table import FARM, PLACES, STRONG, WEAK

_STRONG = re.compile("|".join(STRONG))
_WEAK = re.compile("|".join(WEAK), re.IGNORECASE)
_APART = re.compile(r"[\s,，、|_/\\\-—+·]+")
_SENTENCE = re.compile("[。！？；：“”]")
_FARM = re.compile(rf"^\W{{0,12}}{FARM}.*$\n?|[ \t]*{FARM}.*$", re.MULTILINE)
_ITEM = 12  # characters: the longest name of a county
_FEWEST = 20  # a province's own list of its cities is shorter
_LONGEST = 200


def is_keyword_line(line: str) -> bool:
    """Whether a line is a list of advertisers' keywords; a sentence about them never is.

    >>> is_keyword_line("皇冠体育注册_比分直播官网_备用网址"), is_keyword_line("公安机关查处一批博彩平台。")
    (True, False)
    """
    if len(line) > _LONGEST or _SENTENCE.search(line):
        return False
    strong = len(set(_STRONG.findall(line)))
    if strong >= 2:
        return True
    words = [word for word in _APART.split(line.strip()) if word]
    weak = sum(bool(_WEAK.search(word) or _STRONG.search(word)) for word in words)
    if strong:
        return len(set(_WEAK.findall(line))) >= 2 and 2 * weak > len(words)
    return len(words) >= 4 and weak == len(words) and all(len(word) <= 4 for word in words)


def is_place_list(line: str) -> bool:
    """Whether a line is twenty or more names of places between upright bars, and nothing else.

    >>> is_place_list("| ".join(["灵丘县", "安顺市", "城关区", "双桥区"] * 5)), is_place_list("灵丘县|安顺市")
    (True, False)
    """
    if line.count("|") < _FEWEST - 1:
        return False
    items = [item.strip() for item in line.split("|") if item.strip()]
    places = sum(len(item) <= _ITEM and item[-1] in PLACES for item in items)
    return len(items) >= _FEWEST and 5 * places >= 4 * len(items)


def drop_keyword_line(text: str) -> Repaired:
    """Take out a first line of advertisers' keywords above a text that has none.

    >>> drop_keyword_line("皇冠体育 注册 比分直播 官网\\n市政协召开会议\\n9月24日，会议召开。").text
    '市政协召开会议\\n9月24日，会议召开。'
    """
    first, newline, rest = text.partition("\n")
    if not newline or len(first) > _LONGEST or not is_keyword_line(first) or not rest.strip() or _STRONG.search(rest):
        return Repaired(text=text)
    return Repaired(text=rest, steps=(Step(name="keyword line dropped", count=1),))


def drop_link_farm(text: str) -> Repaired:
    """Take out a link farm: what follows its well-known name, and lists of places that end a text.

    >>> drop_link_farm("会议闭幕。\\n主站蜘蛛池模板: 灵丘县| 安顺市| 城关区|").text
    '会议闭幕。'
    """
    dropped = 0
    if FARM[2] in text and FARM in text:  # the third character, 蜘, is rare: one look for it is the cheap gate
        text, dropped = _FARM.subn("", text)
        text = text.rstrip("\n")
    while "|" in text and text.count("|") >= _FEWEST - 1:
        before, _, last = text.rstrip().rpartition("\n")
        if not before or not is_place_list(last):
            break
        text = before
        dropped += 1
    return Repaired(text=text, steps=(Step(name="link farm dropped", count=dropped),) if dropped else ())
