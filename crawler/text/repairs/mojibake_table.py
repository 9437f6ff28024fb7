"""Which bytes a character stands for when its codec was the wrong one, and what wreckage looks like.

The codec tables come from Python; on top of them stand the places where browsers and libraries differ from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from crawler.text.han.frequency_table import level_one, weights

LATIN_LETTERS = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
WINDOWS_1252 = {char: byte for byte in range(0x80, 0xA0) if (char := bytes((byte,)).decode("cp1252", "ignore"))}
"""Its 27 characters outside Latin-1. The bytes 81, 8D, 8F, 90 and 9D are undefined and come as C1 controls."""

UNKNOWN_CHARACTERS = {"锟斤拷": 2, "ï¿½": 1}
"""U+FFFD, written as UTF-8 and read with the wrong codec, and how many of them each form stands for."""

UNINITIALISED = "烫屯"
"""The bytes CC and CD, with which a debugger fills memory, read as GBK; three in a row or more."""

_LEADS = range(0x81, 0xFF)
_TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_WIDE_LEADS = (*range(0xE2, 0xEA), 0xEE, 0xEF)  # signs, Han, private use and full-width forms
_FOLLOWERS = range(0x80, 0xC0)


def _characters(codec: str, leads: Iterable[int], trails: Iterable[int]) -> dict[str, bytes]:
    """Every single character that two bytes of a codec give, and those bytes."""
    pairs = [bytes((lead, trail)) for lead in leads for trail in trails]
    # An unassigned pair leaves an empty line or an ASCII one: neither can be mistaken for a character.
    lines = b"\n".join(pairs).decode(codec, "ignore").split("\n")
    return {char: pair for char, pair in zip(lines, pairs, strict=True) if len(char) == 1 and char > "\x7f"}


@cache
def gbk_pairs() -> dict[str, bytes]:
    """The two bytes of every GBK character, private use included.

    >>> gbk_pairs()["政"].hex(), gbk_pairs()["鏀"].hex()
    ('d5fe', 'e694')
    """
    return _characters("gb18030", _LEADS, _TRAILS)


@cache
def big5_pairs() -> dict[str, bytes]:
    """The two bytes of every Big5 character, as browsers have it and where they have none, as Windows has it.

    >>> big5_pairs()["政"].hex(), big5_pairs()["淉"].hex()
    ('ac46', 'd5fe')
    """
    return _characters("cp950", _LEADS, _TRAILS) | _characters("big5hkscs", _LEADS, _TRAILS)


def _han(codec: str, leads: Iterable[int], trails: Iterable[int]) -> set[str]:
    return {char for char in _characters(codec, leads, trails) if "\u3400" <= char <= "\u9fff"}


@cache
def big5_from_gbk() -> dict[str, str]:
    """What Big5 makes of the bytes of each GBK character.

    >>> big5_from_gbk()["い"], big5_from_gbk()["瓣"]
    ('中', '國')
    """
    big5 = {pair: char for char, pair in big5_pairs().items()}
    return {char: big5[pair] for char, pair in gbk_pairs().items() if pair in big5}


@cache
def gbk_from_big5() -> dict[str, str]:
    """What GBK makes of the bytes of each Big5 character.

    >>> gbk_from_big5()["淉"], gbk_from_big5()["ㄛ"]
    ('政', '，')
    """
    gbk = {pair: char for char, pair in gbk_pairs().items() if not "\ue000" <= char <= "\uf8ff"}
    table: dict[str, str] = {}
    # Browsers and Windows place some 300 characters apart: the place that gives the commoner character is meant.
    for codec in ("big5hkscs", "cp950"):
        for char, pair in _characters(codec, _LEADS, _TRAILS).items():
            after = gbk.get(pair)
            if after and (char not in table or weights().get(after, 0.0) > weights().get(table[char], 0.0)):
                table[char] = after
    return table


@cache
def utf8_beginnings() -> str:
    """What GBK makes of the first two bytes of a sign or a Han character in UTF-8.

    >>> "鏀" in utf8_beginnings(), "锛" in utf8_beginnings(), "政" in utf8_beginnings()
    (True, True, False)
    """
    return "".join(_han("gbk", _WIDE_LEADS, _FOLLOWERS))


@cache
def utf8_followers() -> str:
    """What GBK makes of any other two bytes that follow each other in UTF-8."""
    trails = (*range(0x40, 0x7F), *_FOLLOWERS, 0xC2, 0xC3, 0xC5, 0xC6, 0xCB, *_WIDE_LEADS)
    latin = _characters("gb18030", range(0xC2, 0xC4), _FOLLOWERS).keys()
    return "".join(_characters("gb18030", _FOLLOWERS, trails).keys() | latin) + "艗艙艩拧鸥沤啪茠藛藴"


@cache
def big5_wreckage() -> str:
    """Rare characters that GBK makes of the everyday characters of Big5."""
    return "".join(_han("gbk", range(0xA4, 0xC7), range(0x40, 0x7F)) - level_one())


@cache
def gbk_wreckage() -> str:
    """Rare characters that Big5 makes of the everyday characters of GBK."""
    mainland = _han("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
    return "".join(_han("big5", range(0xC9, 0xD8), range(0xA1, 0xFF)) - mainland - level_one()) + "ㄛ﹝﹜"
