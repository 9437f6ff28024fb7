"""What stands on a page and is never its article; the phrases are in `furniture_table.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.text.furniture_table import ANYWHERE, BEGINNINGS, ENDINGS, LABELS, NOTICES
from crawler.text.script import in_both_scripts

_LEAD = " \t[]【】(（|·•>»《<※*■□◆●★▲→・-"
_HOLDS = re.compile("|".join(in_both_scripts(ANYWHERE)), re.IGNORECASE)
_NOTICE = re.compile("|".join(in_both_scripts(NOTICES)))
_LABEL = re.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{'|'.join(in_both_scripts([words]))})" for name, words in LABELS.items())
    + r")\s*[:：|｜丨]\s*"
    r"|(?P<words>打\s*印|关\s*闭|收\s*藏|分\s*享|【字体|字号)"
)
_TRIM = " \t|[]【】()（）<>《》,，;；:：·-—\u3000"
_MARKED = re.compile("[:：|｜丨印闭藏享体号]")


def _by_first(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Words by their first character, so that most lines are done with after one look."""
    table: dict[str, tuple[str, ...]] = {}
    for word in in_both_scripts(words):
        table[word[0]] = (*table.get(word[0], ()), word)
    return table


_BEGINNINGS = _by_first(BEGINNINGS)
_ENDINGS = _by_first(ENDINGS)


def _begins(line: str, table: dict[str, tuple[str, ...]]) -> bool:
    line = line.lstrip(_LEAD)
    words = table.get(line[:1])
    return words is not None and line.startswith(words)


def is_furniture(line: str) -> bool:
    """Whether a line is the page's and not the article's.

    >>> is_furniture("【打印本页】 【关闭窗口】"), is_furniture("主办：某市政协办公室 苏ICP备00000000号")
    (True, True)
    >>> is_furniture("承办单位负责人表示，已列入计划。"), is_furniture("相關新聞")
    (False, True)
    """
    length = len(line)
    is_sentence = length >= 12 and line.endswith(("。", "！", "？", "”"))
    if not is_sentence and _begins(line, _BEGINNINGS):
        return True
    return length < 200 and bool(_HOLDS.search(line))


def is_notice(line: str) -> bool:
    """Whether a line reads like the site's own notice: of copyright, of liability, of where to complain.

    >>> is_notice("凡本网注明“来源：某某网”的所有作品，未经授权不得转载。"), is_notice("会议强调，要保护知识产权。")
    (True, False)
    """
    return len(line) < 300 and bool(_NOTICE.search(line))


def ends_article(line: str) -> bool:
    """Whether the article is over where this line begins."""
    return len(line) < 2000 and not line.endswith("。") and _begins(line, _ENDINGS)


def _balanced(value: str) -> str:
    """A value that was stripped of the brackets around it, with its own last one back."""
    for opening, closing in ("（）", "()"):
        if value.count(opening) > value.count(closing):
            value += closing
    return value


def labelled(line: str) -> dict[str, str]:
    """The fields that a line names before a colon, each up to the next label.

    >>> labelled("2024-09-25 11:12作者: 市政协党组理论学习中心组来源:本站")
    {'author': '市政协党组理论学习中心组', 'source': '本站'}
    >>> labelled("发布日期：2024-09-25 来源：浙江政协 作者： 字号：[大][中][小]")
    {'published': '2024-09-25', 'source': '浙江政协', 'other': '大][中][小'}
    """
    if not _MARKED.search(line):
        return {}
    marks = list(_LABEL.finditer(line))
    fields: dict[str, str] = {}
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(line)
        value = _balanced(line[mark.end() : end].strip(_TRIM))
        if value and mark.lastgroup and mark.lastgroup != "words":
            fields.setdefault(mark.lastgroup, value)
    return fields


def unlabelled(text: str) -> str:
    """The part of a text before the first label in it.

    >>> unlabelled(" 新京报作者：新京报")
    ' 新京报'
    """
    found = _LABEL.search(text)
    return text[: found.start()] if found else text
