"""Copies from document-sharing sites: their advertisement out, and sentences that a page's end cut joined again."""

from __future__ import annotations

import re
from collections import Counter

from crawler.article import Repaired, Step
from crawler.bounds import number
from crawler.text.repairs.document_sharing_table import HEADINGS, LINES, RARE

_OFFER = r"[（(]?本?(?:资源|文档|《[^《》\n]{2,80}》)由会员(?:上传)?分享[,，]可?在线阅读[,，][^。\n]{0,160}上搜索[。.]?"
_ADVERTISEMENT = re.compile(
    rf"^{_OFFER}\n?|{_OFFER}"
    r"|^.{0,120}由会员(?:上传)?分享[,，].{0,12}(?:在线阅读|免费).{0,200}$\n?"
    r"|^.{0,120}[（(]\d+页(?:珍藏|典藏)版[)）]\s*》请在.{2,12}上搜索[。.]?$\n?",
    re.MULTILINE,
)
_LINE = re.compile(rf"(?:{'|'.join(LINES)})\s*")
_HEADING = re.compile(rf"{HEADINGS}\s*")
_LONGEST = 120  # characters of such a line
_CODE = r"PAGE[ \t]*\\\*[ \t]*[A-Za-z]+(?:[ \t]*\d{1,4})?"
_FIELD_CODE = re.compile(rf"^[ \t]*(?:{_CODE}|PAGE\d{{1,4}})[ \t]*(?:\n|\Z)|{_CODE}", re.MULTILINE)
_NUMERAL = r"[一二三四五六七八九十百\d]{1,4}"
_STAMP = re.compile(rf"第 ?{_NUMERAL} ?页[ ,，]{{0,2}}共 ?{_NUMERAL} ?页。?")
_PAGE_MARK = re.compile(r"\n[ \t]*[—–-]{1,2}[ \t]*\d{1,4}[ \t]*[—–-]{1,2}[ \t]*(?=\n|\Z)")
_SHARED_NAME = re.compile(r"《([^《》]{4,80}?)\.(?:docx?|pdf|pptx?|wps|txt)》由会员")
_PAGE_NUMBER = re.compile(r"^(\d{1,3})、", re.MULTILINE)
_GOES_ON = re.compile(r"\n\s*[\u3400-\u9fff]")
_OFFERED = "sharing advertisement dropped"
_SENTENCE_END = "。！？!?：:；;”）)》…"
_PAGE = 80  # characters: the items of a list without full stops are shorter, pages longer
_LINE_BREAK = 20  # characters: a line of verse, which needs no full stop either, is shorter


def _is_offered(text: str) -> bool:
    """The gate for the advertisement; each look is for a rarer sign than the next."""
    return ("享" in text and "由会员" in text) or ("搜" in text and "上搜索" in text)


def shared_name(text: str) -> str | None:
    """The document's name as the sharing site's advertisement gives it.

    >>> shared_name("《政协提案工作要点.docx》由会员分享，可在线阅读")
    '政协提案工作要点'
    """
    found = _SHARED_NAME.search(text) if _is_offered(text) else None
    return found[1] if found else None


def _ends_early(text: str) -> bool:
    """Whether a text breaks off before its sentence does."""
    return text.rstrip()[-1:] not in _SENTENCE_END


def _page_starts(text: str, *, is_shared: bool) -> list[re.Match[str]]:
    """The page numbers 1、2、3、… that begin lines, or none when they can be a list that the author numbered.

    They are a sharing site's when they count up from 1 without a gap, most of them stand where a sentence has not
    ended yet, and the text says that it was shared or the pieces are long.
    """
    if "\n2、" not in text:
        return []
    numbers = list(_PAGE_NUMBER.finditer(text))
    if len(numbers) < 2 or [number(each[1], 999) for each in numbers] != list(range(1, len(numbers) + 1)):
        return []
    length = numbers[-1].start() - numbers[0].start()
    if not is_shared and length < _PAGE * (len(numbers) - 1):
        return []
    cut = sum(_ends_early(text[: each.start()]) for each in numbers[1:])
    return numbers if 2 * cut > len(numbers) - 1 else []


def _join_pages(text: str, numbers: list[re.Match[str]]) -> str:
    for each in reversed(numbers):
        before = text[: each.start()].rstrip() if each is not numbers[0] else text[: each.start()]
        text = before + text[each.end() :]
    return text


def _cuts(text: str, mark: re.Match[str]) -> bool:
    """Whether a page mark stands in the middle of a sentence."""
    before = text[text.rfind("\n", 0, mark.start()) + 1 : mark.start()]
    return len(before) >= _LINE_BREAK and _ends_early(before) and bool(_GOES_ON.match(text, mark.end()))


def _drop_page_marks(text: str, *, is_shared: bool) -> tuple[str, int]:
    """The text without lines such as —19—, the sentences they cut joined, and how many they were.

    Nothing is done unless one of them cuts a sentence or the text was shared: parts of a poem are numbered so too.
    """
    marks = list(_PAGE_MARK.finditer(text))
    cuts = [_cuts(text, mark) for mark in marks]
    if not any(cuts) and not is_shared:
        return text, 0
    for mark, cut in zip(reversed(marks), reversed(cuts), strict=True):
        before, after = text[: mark.start()], text[mark.end() :]
        text = before.rstrip() + after.lstrip() if cut else before + after
    return text, len(marks)


def _drop_lines(text: str) -> tuple[str, int]:
    """The text without the lines a sharing site wrote, and how many they were."""
    lines = text.split("\n")
    kept = [line for line in lines if len(line) > _LONGEST or not _LINE.fullmatch(line)]
    if len(kept) == len(lines):
        return text, 0
    kept = [line for line in kept if not _HEADING.fullmatch(line)]
    return "\n".join(kept), len(lines) - len(kept)


def _undo_once(text: str) -> tuple[str, Counter[str]]:
    """One pass: each thing that comes out tells more surely that what follows is a sharing site's too."""
    name = shared_name(text)
    counts: Counter[str] = Counter()
    if _is_offered(text):
        text, counts[_OFFERED] = _ADVERTISEMENT.subn("", text)
    if "P" in text and "PAGE" in text:
        text, counts["field code dropped"] = _FIELD_CODE.subn("", text)
    if any(sign in text for sign in RARE):
        text, lines = _drop_lines(text)
        counts[_OFFERED] += lines
    if "页" in text and len(_STAMP.findall(text)) > (0 if counts.total() else 1):
        text, counts["page stamp dropped"] = _STAMP.subn("", text)
    if ("—" in text or "-" in text or "–" in text) and _PAGE_MARK.search(text):
        text, marks = _drop_page_marks(text, is_shared=counts.total() > 0)
        counts["page stamp dropped"] += marks
    numbers = _page_starts(text, is_shared=counts.total() > 0)
    counts["page break joined"] = len(numbers)
    text = _join_pages(text, numbers)
    if name and text.startswith(name):
        text = text.removeprefix(name).lstrip()
    return text, counts


def undo_sharing(text: str) -> Repaired:
    """Take out what a document-sharing site put into a text: its advertisement, its page numbers with their breaks,
    and the document's name where it runs into the first sentence.

    >>> undo_sharing("《要点.docx》由会员分享，可在线阅读。\\n1、大家贯彻中央和市\\n2、委要求、勤奋工作的成果。").text
    '大家贯彻中央和市委要求、勤奋工作的成果。'
    >>> undo_sharing("1、听取报告。\\n2、审议草案。").steps
    ()
    """
    counts: Counter[str] = Counter()
    while True:  # what one pass takes out may have stood between two pieces of something else
        undone, found = _undo_once(text)
        if undone == text:
            break
        text = undone
        counts += found
    return Repaired(text=text, steps=tuple(Step(name=name, count=count) for name, count in counts.items()))
