"""Chinese punctuation as it was: inserted commas out, full-width marks back between Han and only there."""

from __future__ import annotations

import re

from crawler.article import Repaired, Step

_HAN = "\u3400-\u9fff"
_INSERTED = re.compile("[,，](?=[,，、。；：！？])")
_HALF = re.compile(
    rf"(?<=[{_HAN}”’》〉）\)])[,;:?!](?=[{_HAN}“‘《〈（\(]|$)|(?<=[{_HAN}])[,;:](?=\d)|(?<=\d)[,;](?=[{_HAN}“《])",
    re.MULTILINE,
)
_HALF_BRACKETS = re.compile(rf"\(([{_HAN}0-9、·：\s]*[{_HAN}][{_HAN}0-9、·：，\s]*)\)")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MANY = 3


def drop_inserted_commas(text: str) -> Repaired:
    """Take out the comma that some mirrors insert beside every mark, when a text has it throughout.

    >>> drop_inserted_commas("议政,,在协商中找到最大公约数,、画出最大同心圆,。").text
    '议政,在协商中找到最大公约数、画出最大同心圆。'
    """
    if len(_INSERTED.findall(text)) < _MANY:
        return Repaired(text=text)
    text, count = _INSERTED.subn("", text)
    return Repaired(text=text, steps=(Step(name="inserted comma dropped", count=count),))


def widen_punctuation(text: str) -> Repaired:
    """Put full-width marks back where a whole text has lost them; numbers, times and Latin text keep theirs.

    A text that uses both kinds was written so, and stays; a tenth is let pass, since a mirror that narrowed a text's
    commas could not see those it had itself put out of step.

    >>> widen_punctuation("7月26日,全国会议在北京召开,共2,000人,历时11:12,强调:要抓落实(略)").text
    '7月26日，全国会议在北京召开，共2,000人，历时11:12，强调：要抓落实（略）'
    """
    narrow = len(_HALF.findall(text))
    if narrow < _MANY or text.count("，") * 10 > narrow:
        return Repaired(text=text)
    text, count = _HALF.subn(lambda mark: _FULL[mark[0]], text)
    text, brackets = _HALF_BRACKETS.subn(r"（\1）", text)
    return Repaired(text=text, steps=(Step(name="full-width mark restored", count=count + brackets),))
