"""What stands on a page and is never its article; the phrases are in `furniture_table.py`."""

from __future__ import annotations

import re

from crawler.text.furniture_table import ANYWHERE, BEGINNINGS, ENDINGS, LABELS

_LEAD = r"^[\s【\[（(|·•>»《<]*"
_BEGINS = re.compile(_LEAD + f"(?:{'|'.join(sorted(BEGINNINGS, key=len, reverse=True))})")
_ENDS = re.compile(_LEAD + f"(?:{'|'.join(ENDINGS)})")
_HOLDS = re.compile("|".join(ANYWHERE), re.IGNORECASE)
_LABEL = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in LABELS.items()).join(("(?:", r")\s*[:：]\s*"))
    + r"|(?P<words>打\s*印|关\s*闭|收\s*藏|分\s*享|【字体|字号)"
)
_TRIM = " \t|[]【】()（）<>《》,，;；:：·-—\u3000"


def is_furniture(line: str) -> bool:
    """Whether a line is the page's and not the article's.

    >>> is_furniture("【打印本页】 【关闭窗口】"), is_furniture("主办：某市政协办公室 苏ICP备00000000号")
    (True, True)
    >>> is_furniture("承办单位负责人表示，已列入计划。")
    False
    """
    if _HOLDS.search(line) and len(line) < 200:
        return True
    is_sentence = len(line) >= 12 and line.endswith(("。", "！", "？", "”"))
    return not is_sentence and bool(_BEGINS.match(line))


def ends_article(line: str) -> bool:
    """Whether the article is over where this line begins."""
    return bool(_ENDS.match(line)) and len(line) < 2000 and not line.endswith("。")


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
    marks = list(_LABEL.finditer(line))
    fields: dict[str, str] = {}
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(line)
        value = _balanced(line[mark.end() : end].strip(_TRIM))
        if value and mark.lastgroup and mark.lastgroup != "words":
            fields.setdefault(mark.lastgroup, value)
    return fields
