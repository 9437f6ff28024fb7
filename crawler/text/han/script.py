"""Traditional characters to simplified ones, and how to tell which a text is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from opencc import OpenCC

from crawler.text.han.script_table import AFTER_ZHU, BEFORE_ZHE, BEFORE_ZHU, LEFT_SIMPLE, NEVER_LEFT, VARIANTS

_ZHU = re.compile(f"(?<=[{BEFORE_ZHE}])著|(?<![{BEFORE_ZHU}])著(?![{AFTER_ZHU}])")
_VARIANT = re.compile(f"[{''.join(VARIANTS)}]")
_LEFT_SIMPLE = re.compile("|".join(LEFT_SIMPLE))
_NEVER_LEFT = re.compile(f"[{NEVER_LEFT}]")
_SEVERAL = 3
_HAN = [chr(code) for code in range(0x4E00, 0xA000)]


@cache
def _t2s() -> OpenCC:
    return OpenCC("t2s")


def _changed_by(config: str) -> frozenset[str]:
    """The Han characters that a conversion changes when they stand alone."""
    converted = OpenCC(config).convert("\n".join(_HAN)).split("\n")
    return frozenset(before for before, after in zip(_HAN, converted, strict=True) if before != after)


def _encodable(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@cache
def traditional_only() -> frozenset[str]:
    """The characters that simplified text never uses.

    >>> "協" in traditional_only(), "于" in traditional_only()
    (True, False)
    """
    return _changed_by("t2s") | frozenset(VARIANTS)


@cache
def simplified_only() -> frozenset[str]:
    """The characters that traditional text never uses: changed by the reform and unknown to Big5.

    >>> "协" in simplified_only(), "后" in simplified_only()
    (True, False)
    """
    return frozenset(char for char in _changed_by("s2t") if not _encodable(char, "big5"))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(f"[{''.join(traditional_only())}]"), re.compile(f"[{''.join(simplified_only())}]")


@cache
def _convertible() -> re.Pattern[str]:
    """What a text must hold for its conversion to change more than 著."""
    return re.compile(f"[{''.join(VARIANTS)}{''.join(traditional_only())}]")


def is_traditional(text: str) -> bool:
    """Whether a text has more characters that only traditional script uses than ones that only simplified does.

    >>> is_traditional("市政協召開常委會"), is_traditional("市政协召开常委会"), is_traditional("中共中央")
    (True, False, False)
    """
    traditional, simplified = _patterns()
    if not traditional.search(text):
        return False
    return len(traditional.findall(text)) > len(simplified.findall(text))


def is_converted(text: str) -> bool:
    """Whether a traditional text was made from a simplified one, character by character, by a table with gaps.

    >>> is_converted("由于工作需要，會議聽取了今后五年的規劃，干部群眾什么都談，并且達成共識")
    True
    >>> is_converted("由於工作需要，會議聽取了今後五年的規劃，幹部群眾什麼都談，並且達成共識")
    False
    """
    if not _patterns()[0].search(text) or _NEVER_LEFT.search(text) or not is_traditional(text):
        return False
    return len(_LEFT_SIMPLE.findall(text)) >= _SEVERAL


@cache
def _to_traditional() -> list[OpenCC]:
    """The conversions to the traditional characters of the mainland, of Hong Kong and of Taiwan."""
    return [OpenCC(config) for config in ("s2t", "s2hk", "s2tw")]


def in_both_scripts(words: Iterable[str]) -> list[str]:
    """Simplified words, each followed by its traditional forms where they differ: for tables of phrases.

    >>> in_both_scripts(["相关新闻", "首页"])
    ['相关新闻', '相關新聞', '首页', '首頁']
    """
    return [
        form for word in words for form in dict.fromkeys((word, *(each.convert(word) for each in _to_traditional())))
    ]


def to_simplified(text: str) -> str:
    """The text in simplified characters, for text that was simplified before somebody converted it.

    Not for an author's own traditional text, whose choice of characters says more than this can keep.

    >>> to_simplified("隨著作風建設深入,著名作家陜西人著力創作,成效顯著")
    '随着作风建设深入,著名作家陕西人着力创作,成效显著'
    """
    if not _convertible().search(text):
        return _ZHU.sub("着", text) if "著" in text else text
    given = _VARIANT.sub(lambda found: VARIANTS[found[0]], text)
    in_words = converted = _t2s().convert(given)
    if len(in_words) == len(given):
        # OpenCC also rewrites whole words (沈思 to 沉思); a mirror only ever mapped characters, so what simplified text
        # may hold is what its author wrote.
        converted = _patterns()[0].sub(lambda char: in_words[char.start()], given)
    return _ZHU.sub("着", converted)
