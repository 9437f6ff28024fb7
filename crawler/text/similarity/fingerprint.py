"""What makes two texts the same text, whatever their script, width, punctuation or spacing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from crawler.text.han.script import to_simplified

_APART = re.compile(r"[\W_]+")
# Without the punctuation that nearly all of a text's is, most texts need no normalizing, which costs the most.
_USUAL = re.compile(r"[^\s，。、；：？！“”‘’（）《》【】—…·]+")
_UNUSUAL = re.compile(r"[A-Za-z0-9]?[^\u4e00-\u9fffA-Za-z0-9]+")  # a combining mark belongs to the letter before it


_NOTHING: Final = 0
_IN_CONTEXT: Final = 0xFFFF
_PLAIN = (
    range(0x80),
    range(0xA0, 0xC0),
    range(0x2000, 0x2070),
    range(0x2100, 0x2800),
    range(0x3000, 0x3040),
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xFF00, 0xFF66),
)
"""Where most characters are that fold alone: Latin, punctuation, symbols, Han, full-width forms."""
_HALVES = (range(0xD840, 0xD869), range(0xDC00, 0xE000))
"""Of the pairs that stand for U+20000 to U+2A3FF, all of them Han characters."""


def _bare(text: str) -> str:
    """`text` normalized, and letters, digits and Han characters alone; capitals and traditional characters stay."""
    text = "".join(_USUAL.findall(text))
    if not unicodedata.is_normalized("NFKC", text):
        text = _UNUSUAL.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    return _APART.sub("", text)


@cache
def _folded_alone() -> NDArray[np.uint16]:
    """What each UTF-16 unit folds to, whatever stands beside it: a unit, or nothing; all others need their context.

    A mark that joins the letter before it is one of the others. Traditional characters stay what they are.
    """
    table = np.full(0x10000, _IN_CONTEXT, dtype=np.uint16)
    for char in (chr(code) for codes in _PLAIN for code in codes):
        folded = _bare(char).casefold()
        if len(folded) < 2 and not unicodedata.combining(char):
            table[ord(char)] = ord(folded) if folded else _NOTHING
    for halves in _HALVES:
        table[halves.start : halves.stop] = np.arange(halves.start, halves.stop)
    return table


def _folded_but_for_script(text: str) -> str:
    try:
        units = np.frombuffer(text.encode("utf-16-le"), dtype="<u2")
    except UnicodeEncodeError:  # half a pair
        return _bare(text).casefold()
    folded = _folded_alone().take(units)
    if (folded == _IN_CONTEXT).any():
        return _bare(text).casefold()
    return str(folded[folded != _NOTHING].tobytes(), "utf-16-le")


def fold(text: str) -> str:
    """A text with everything taken away in which copies of it differ.

    >>> fold("市政協：2024年，召開（擴大）會議") == fold("市政协:2024年,召开(扩大)会议")
    True
    """
    return to_simplified(_folded_but_for_script(text))


def text_hash(text: str) -> bytes:
    """16 bytes that are equal for two texts when they are the same text."""
    return blake2b(fold(text).encode("utf-8", "surrogatepass"), digest_size=16).digest()
