"""Copies from document-sharing sites: their advertisement out, and sentences that a page number cut joined again."""

from __future__ import annotations

import re

from crawler.article import Repaired, Step

_ADVERTISEMENT = re.compile(
    r"^.{0,120}由会员(?:上传)?分享[,，].{0,12}(?:在线阅读|免费).{0,200}$\n?"
    r"|^.{0,120}[（(]\d+页(?:珍藏|典藏)版[)）]》请在.{2,12}上搜索[。.]?$\n?",
    re.MULTILINE,
)
_SHARED_NAME = re.compile(r"《([^《》]{4,80}?)\.(?:docx?|pdf|pptx?|wps|txt)》由会员")
_PAGE_NUMBER = re.compile(r"^(\d{1,3})、", re.MULTILINE)
_SENTENCE_END = "。！？!?：:；;”）)》…"


def shared_name(text: str) -> str | None:
    """The document's name as the sharing site's advertisement gives it.

    >>> shared_name("《政协提案工作要点.docx》由会员分享，可在线阅读")
    '政协提案工作要点'
    """
    found = _SHARED_NAME.search(text)
    return found[1] if found else None


def _page_starts(text: str) -> list[re.Match[str]]:
    """The page numbers 1、2、3、… that begin lines, or none when they can be a list that the author numbered.

    They are a sharing site's when they count up from 1 without a gap and most of them stand where a sentence has not
    ended yet; an author's list begins each item after a full stop.
    """
    numbers = list(_PAGE_NUMBER.finditer(text))
    if len(numbers) < 2 or [int(number[1]) for number in numbers] != list(range(1, len(numbers) + 1)):
        return []
    cut = sum(text[: number.start()].rstrip()[-1:] not in _SENTENCE_END for number in numbers[1:])
    return numbers if 2 * cut > len(numbers) - 1 else []


def undo_sharing(text: str) -> Repaired:
    """Take out what a document-sharing site put into a text: its advertisement, its page numbers with their breaks,
    and the document's name where it runs into the first sentence.

    >>> undo_sharing("1、大家贯彻中央部署和市\\n2、委要求、勤奋工作的成果。").text
    '大家贯彻中央部署和市委要求、勤奋工作的成果。'
    >>> undo_sharing("1、听取报告。\\n2、审议草案。").steps
    ()
    """
    name = shared_name(text)
    text, advertisements = _ADVERTISEMENT.subn("", text)
    numbers = _page_starts(text)
    for number in reversed(numbers):
        before = text[: number.start()].rstrip() if number is not numbers[0] else text[: number.start()]
        text = before + text[number.end() :]
    if name and text.startswith(name):
        text = text.removeprefix(name).lstrip()
    counts = {"sharing advertisement dropped": advertisements, "page break joined": len(numbers)}
    return Repaired(text=text, steps=tuple(Step(name=name, count=count) for name, count in counts.items() if count))
