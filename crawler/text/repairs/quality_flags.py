"""Damage that cannot be undone, recognised and named, so that a reader is not told what nobody wrote.

Text whose sentences were shuffled is not recognised: every sentence of it is genuine, and no sign was found that a
clean text does not show too. A near copy in better order is what tells it.
"""

from __future__ import annotations

import re

from crawler.text.repairs.quality_flags_table import BRANDS, FIXED, SPUN
from crawler.text.repairs.seo_spam import is_place_list
from crawler.text.repairs.seo_spam_table import FARM, STRONG

_HAN = "\u3400-\u9fff"
_BRAND_IN_NAME = re.compile(
    rf"政协[^，。；、\s政]{{0,12}}?(?:{BRANDS})[^，。；、\s政]{{0,10}}?第?[一二三四五六七八九十\d]{{1,3}}届(?:.{{0,4}})委员会"
)
_INSERTED_ADDRESS = re.compile(rf"[（(]?welcome[{_HAN}A-Za-z0-9]{{1,12}}(?:地址|入口)[)）]?|\d{{2,4}}备用(?:主页|网址)")
_TOKEN = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{{4}}(?=[{_HAN}，。、；])")
_MIXED = re.compile(rb"[A-Za-z]\d[A-Za-z]|\d[A-Za-z]\d")
_TURNS = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_MASK = re.compile(rf"(?<=[{_HAN}])\*(?=[{_HAN}])")
_YEAR_MASK = re.compile(r"(?<![A-Za-z\d])20(?:[xX×]{2}|\*{2})年")
_FORMULA = re.compile(r"[=＝]")
_CUT = re.compile(
    r"查看隐藏内容.{0,6}(?:登录|注册)|[（(]试读[)）](?:\.{3}|…)?\s*$|(?:登录|付费)后可?(?:查看|阅读)(?:全文|余下)"
)
_LOST = re.compile("\ufffd+")  # one place each: a lost picture sign leaves four or six
_STRONG = re.compile("|".join(STRONG))
_MANY = 3


def _has_brand(text: str) -> bool:
    if _BRAND_IN_NAME.search(text):
        return True
    return ("welcome" in text or "备用" in text) and len(_INSERTED_ADDRESS.findall(text)) > 1


def _is_spun(text: str) -> bool:
    """A report on a plenary session with none of the terms such a report is made of, and several stand-ins."""
    is_session = "政协" in text and "届" in text and "次会" in text and len(text) >= 200
    return is_session and not any(map(text.__contains__, FIXED)) and sum(map(text.__contains__, SPUN)) >= _MANY


def _has_tokens(text: str) -> bool:
    """Random fours of letters and digits between characters; a road or a model changes from one to the other once."""
    if not _MIXED.search(text.encode("ascii", "ignore")):  # the few ASCII characters of Chinese news, in one go
        return False
    return len({token for token in _TOKEN.findall(text) if len(_TURNS.findall(token)) > 1}) >= _MANY


def _is_masked(text: str) -> bool:
    if _YEAR_MASK.search(text) or "党的*大" in text:
        return True
    return sum(len(_MASK.findall(line)) for line in text.split("\n") if not _FORMULA.search(line)) > 1


def _is_farm(text: str) -> bool:
    farmed = sum(len(line) for line in text.split("\n") if FARM in line or is_place_list(line))
    return 2 * farmed > len(text)


def _is_advertising(text: str) -> bool:
    """Five different words of the trade, and one for every hundred characters."""
    words = _STRONG.findall(text)
    return len(set(words)) >= 5 and 100 * len(words) >= len(text)


def flags(text: str) -> tuple[str, ...]:
    """The damage in a repaired text that nobody can undo, by the names of `hopeless_table.py`.

    >>> flags("决策机9L3K讨论a7B2问题，会议4kQ8召开。")
    ('inserted tokens',)
    >>> flags("党的*大以来，区政协深入协商。"), flags("市政协召开主席会议。")
    (('masked words',), ())
    """
    lost = len(_LOST.findall(text)) if "\ufffd" in text else 0
    found = {
        "brand substitution": _has_brand(text),
        "spun text": "提案" not in text and _is_spun(text),
        "inserted tokens": _has_tokens(text),
        "link farm": "|" in text and _is_farm(text),
        "advertising": _is_advertising(text),
        "unreadable": 50 * lost > len(text),
        "masked words": any(mask in text for mask in "*xX×") and _is_masked(text),
        "cut short": ("登录" in text or "试读" in text or "付费" in text) and bool(_CUT.search(text)),
        "kept losses": 0 < 50 * lost <= len(text),
    }
    return tuple(name for name, is_so in found.items() if is_so)
