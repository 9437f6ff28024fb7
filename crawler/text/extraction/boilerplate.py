"""What stands on a page and is never its article; the phrases are in `furniture_table.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import TypeVar

from crawler.text.extraction.boilerplate_table import ANYWHERE, BEGINNINGS, ENDINGS, LABELS, NOTICES, TOOLS
from crawler.text.han.script import in_both_scripts

_LEAD = " \t[]【】(（|·•>»《<※*■□◆●★▲→・-"
_HOLDS = re.compile("|".join(in_both_scripts(ANYWHERE)))
_PAGE_COUNT = re.compile(r"第?\d{1,3}/\d{1,3}页?")
_NOTICE = re.compile("|".join(in_both_scripts(NOTICES)))
_COLON = re.compile("[:：|｜丨]")
_TOOL = re.compile("|".join(in_both_scripts(TOOLS)))
_LABELS = {label: field for field, words in LABELS.items() for label in in_both_scripts(words)}
_WIDEST_LABEL = 12  # characters before a colon, spaces between them included
_TRIM = " \t|[]【】()（）<>《》,，;；:：·-—\u3000"
_NO_FIELDS: Mapping[str, str] = MappingProxyType({})
_REMEMBERED = 512  # lines, as many as a page has
_LONGEST_REMEMBERED = 500  # characters
Answer = TypeVar("Answer")


def _remembered(answer: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """A question about a line, its answer kept for a while: one page asks for each line several times."""
    kept: dict[str, Answer] = {}

    @wraps(answer)
    def ask(line: str) -> Answer:
        known = kept.get(line)
        if known is None:
            known = answer(line)
            if len(line) <= _LONGEST_REMEMBERED:  # of a line that is a whole text in itself, nothing is kept
                if len(kept) >= _REMEMBERED:
                    kept.clear()
                kept[line] = known
        return known

    return ask


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


@_remembered
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
    return (length < 200 and bool(_HOLDS.search(line))) or (length < 10 and bool(_PAGE_COUNT.fullmatch(line)))


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


def _find_labels(line: str) -> list[tuple[int, int, str]]:
    """The labels in a line: where each begins, where the value after it begins, and the field it names."""
    found = []
    last = 0
    for colon in _COLON.finditer(line):
        # A label may be spaced out, as in 来 源：, and it ends at its colon whatever it begins after.
        letters = [
            at for at in range(max(last, colon.start() - _WIDEST_LABEL), colon.start()) if not line[at].isspace()
        ]
        written = "".join(line[at] for at in letters)
        for skipped in range(len(letters) - 1):
            if field := _LABELS.get(written[skipped:]):
                found.append((letters[skipped], colon.end(), field))
                break
        last = colon.end()
    return found


@_remembered
def labelled(line: str) -> Mapping[str, str]:
    """The fields that a line names before a colon, each up to the next label.

    >>> dict(labelled("2024-09-25 11:12作者: 市政协党组理论学习中心组来源:本站"))
    {'author': '市政协党组理论学习中心组', 'source': '本站'}
    >>> dict(labelled("发布日期：2024-09-25 来 源：浙江政协 作者： 字号：[大][中][小]"))
    {'published': '2024-09-25', 'source': '浙江政协', 'other': '大][中][小'}
    """
    if not _COLON.search(line):
        return _NO_FIELDS
    labels = _find_labels(line)
    fields: dict[str, str] = {}
    ends = [*(start for start, _, _ in labels[1:]), len(line)]
    for (_, start, field), end in zip(labels, ends, strict=False):
        value = line[start:end]
        if tool := _TOOL.search(value):
            value = value[: tool.start()]
        if value := _balanced(value.strip(_TRIM)):
            fields.setdefault(field, value)
    return MappingProxyType(fields)


def unlabelled(text: str) -> str:
    """The part of a text before the first label in it.

    >>> unlabelled(" 新京报作者：新京报")
    ' 新京报'
    """
    labels = _find_labels(text)
    return text[: labels[0][0]] if labels else text
