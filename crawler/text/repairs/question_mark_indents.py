"""Full-width indents that a conversion turned into question marks: `????昨日`."""

from __future__ import annotations

import re
from collections import Counter

from crawler.article import Repaired, Step

# 年, 月 and 日 after question marks are a date that is not known.
_INDENT = re.compile(
    r"^[ \t\u3000]*(?P<marks>\?{2,8})[ \t\u3000]*(?=[\u3400-\u9fff“‘《（【〔](?<![年月日号届次])|\d+[月日年、])"
    r"(?!.*(?:\?\?|[?？]$))",
    re.MULTILINE,
)
_WHOLE = frozenset((4, 6))  # two U+3000, in the bytes of GBK or of UTF-8


def drop_indents(text: str) -> Repaired:
    """Take out the question marks that stand for an indent at the beginning of paragraphs.

    Two wide blanks give four marks in GBK and six in UTF-8: once is enough. Any other number must begin two
    paragraphs. A paragraph that asks something keeps its marks. Never adds or takes away a line.

    >>> drop_indents("????昨日，市政协召开会议。\\n??什么是协商??").text
    '昨日，市政协召开会议。\\n??什么是协商??'
    """
    if "?" not in text or "??" not in text:
        return Repaired(text=text)
    lengths = Counter(len(indent["marks"]) for indent in _INDENT.finditer(text))
    count = 0

    def drop(indent: re.Match[str]) -> str:
        nonlocal count
        length = len(indent["marks"])
        if length not in _WHOLE and lengths[length] < 2:
            return indent[0]
        count += 1
        return ""

    text = _INDENT.sub(drop, text)
    return Repaired(text=text, steps=(Step(name="indent of question marks dropped", count=count),) if count else ())
