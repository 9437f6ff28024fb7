"""Chinese punctuation as it was: inserted commas out, full-width marks back between Han and only there."""

from __future__ import annotations

import re

from crawler.article import Repaired, Step

_HAN = "\u3400-\u9fff"
_COMMAS = ",，"
_OTHERS = "、。；：！？"
_INSERTED = re.compile(rf"[{_OTHERS}]*[{_COMMAS}][{_COMMAS}{_OTHERS}]+|[{_OTHERS}]+[{_COMMAS}]")
_MARK = re.compile(rf"[{_COMMAS}{_OTHERS}]+")
_HALF = re.compile(
    rf"(?<=[{_HAN}”’》〉）\)])[,;:?!](?=[{_HAN}“‘《〈（\(]|$)|(?<=[{_HAN}])[,;:](?=\d)|(?<=\d)[,;](?=[{_HAN}“《])",
    re.MULTILINE,
)
_HALF_BRACKETS = re.compile(rf"\(([{_HAN}0-9、·： ]*[{_HAN}][{_HAN}0-9、·： ，]*)\)")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
_LATIN = re.compile(r"[A-Za-z]")
_ONE_HAN = re.compile(rf"[{_HAN}]")
_MANY = 3


def drop_inserted_commas(text: str) -> Repaired:
    """Take out the comma that some mirrors insert beside every mark, when a text has it throughout.

    Throughout means three times and at every tenth place where marks stand, and beside another mark than a comma at
    least once: empty fields between commas are a table's.

    >>> drop_inserted_commas("议政,,在协商中找到最大公约数,、画出最大同心圆,。").text
    '议政,在协商中找到最大公约数、画出最大同心圆。'
    """
    # Where it is the full-width comma that was inserted, it stands before others like it and before full stops.
    if "," not in text and "，，" not in text and "，。" not in text:
        return Repaired(text=text)
    found = _INSERTED.findall(text)
    beside = sum(bool(run.strip(_COMMAS)) for run in found)
    if len(found) < _MANY or not beside or 10 * len(found) < len(_MARK.findall(text)):
        return Repaired(text=text)
    text = _INSERTED.sub(lambda run: run[0].replace(",", "").replace("，", "") or run[0][-1], text)
    return Repaired(text=text, steps=(Step(name="inserted comma dropped", count=len(found)),))


def _widen_line(line: str) -> tuple[str, int]:
    """One line with its marks widened, and how many; a line that is mostly Latin text or code stays."""
    if 2 * len(_LATIN.findall(_ADDRESS.sub("", line))) >= len(_ONE_HAN.findall(line)):
        return line, 0
    line, count = _HALF.subn(lambda mark: _FULL[mark[0]], line)
    line, brackets = _HALF_BRACKETS.subn(r"（\1）", line)
    return line, count + brackets


def _is_table(text: str) -> bool:
    """Whether every line has as many commas as the next, two at least, and none is a sentence."""
    commas = {line.count(",") for line in text.split("\n") if line}
    return "\n" in text and "。" not in text and len(commas) == 1 and commas.pop() > 1


def widen_punctuation(text: str) -> Repaired:
    """Put full-width marks back where a whole text has lost them; numbers, times and Latin text keep theirs.

    A text that uses both kinds was written so, and stays; a tenth is let pass, since a mirror that narrowed a text's
    commas could not see those it had itself put out of step.

    >>> widen_punctuation("7月26日,全国会议在北京召开,共2,000人,历时11:12,强调:要抓落实(略)").text
    '7月26日，全国会议在北京召开，共2,000人，历时11:12，强调：要抓落实（略）'
    """
    half = sum(map(text.count, _FULL))
    if half < _MANY or 10 * text.count("，") > half:
        return Repaired(text=text)
    narrow = len(_HALF.findall(text))
    if narrow < _MANY or text.count("，") * 10 > narrow or _is_table(text):
        return Repaired(text=text)
    lines, counts = zip(*map(_widen_line, text.split("\n")), strict=True)
    count = sum(counts)
    return Repaired(text="\n".join(lines), steps=(Step(name="full-width mark restored", count=count),) if count else ())
