"""What searches find a text by, made as the database's zh_fold() and search_grams() make it, in a tenth of their time.

Nearly every text is written in characters that fold by themselves, whatever stands beside them. The database says once
what each of those becomes; any other text is left to the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from crawler.text.similarity.minhash import different

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

APART: Final = "\x01"
"""Between characters that are to be folded each by itself."""

_ALONE: Final = (
    range(0x09, 0x7F),
    range(0xA0, 0x100),
    range(0x2000, 0x2065),
    range(0x2100, 0x2800),
    range(0x2E80, 0x2FD6),
    range(0x3000, 0x302A),
    range(0x3200, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),
    range(0xFF01, 0xFF5F),
)
"""Latin, punctuation, symbols, Han and full-width forms: among them is none that joins another."""

CHARACTERS: Final = "".join(map(chr, chain.from_iterable(_ALONE)))
"""All that may fold alone. What becomes of each is for the database to say."""

_HAN_BEYOND = (range(0x20000, 0x2A6E0), range(0x2A700, 0x2EBE1), range(0x30000, 0x323B0))
"""Rare Han characters, as in names. They are their own foldings, and indexed like all beyond the first plane."""

_LAST: Final = 0xFFFF
"""The number that stands for all beyond it, too. No character has it."""
_ASK: Final = _LAST
_SHIFT: Final = np.uint32(16)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alphabet:
    """How a database folds the characters of texts, and which it indexes."""

    folded: NDArray[np.uint32]
    """By the number of a character, that of what it becomes; 0xFFFF if this is not known, or not a single character."""
    longer: Mapping[str, str]
    """What becomes several characters."""
    is_word: NDArray[np.bool_]
    """By the number of a folded character, whether it is part of a word, and so of pairs."""
    counts_alone: NDArray[np.bool_]
    """By the number of a folded character, whether it is indexed by itself, too."""


@cache
def alphabet(*, folded: str, traditional: str, simplified: str, words: str, everyday: str) -> Alphabet:
    """The alphabet of a database that folds `CHARACTERS`, put APART, so; but for script, which two more strings tell.

    `words` are those that are part of words, `everyday` those that are not indexed by themselves.

    >>> letters = dict(traditional="會", simplified="会", words="a会议", everyday="会")
    >>> found = alphabet(folded=APART.join(CHARACTERS).lower(), **letters)
    >>> indexed("會议A", 7, found)
    ('会议a', array([-1951530911,           7,       35758,  1327139758], dtype=int32))
    """
    script = str.maketrans(traditional, simplified)
    known = set(CHARACTERS)
    table = np.full(_LAST + 1, _ASK, dtype=np.uint32)
    longer = {}
    for given, alone in zip(CHARACTERS, folded.split(APART), strict=True):
        becomes = alone.translate(script)
        if not known.issuperset(becomes):
            continue  # it may join what stands beside it
        if len(becomes) == 1:
            table[ord(given)] = ord(becomes)
        else:
            longer[given] = becomes
    is_word = np.zeros(_LAST + 1, dtype=np.bool_)
    is_word[[_LAST, *map(ord, words)]] = True
    counts_alone = is_word.copy()
    counts_alone[:181] = False
    counts_alone[list(map(ord, everyday))] = False
    return Alphabet(folded=table, longer=longer, is_word=is_word, counts_alone=counts_alone)


def indexed(text: str, extra: int, of: Alphabet) -> tuple[str, NDArray[np.int32]] | None:
    """A text folded, and the distinct numbers it is indexed by, `extra` among them; None if the database must be asked.

    For an example, see alphabet().
    """
    codes = _folded(text, of)
    if codes is None:
        return None
    is_word = of.is_word.take(codes, mode="clip")
    pairs = (codes[:-1] << _SHIFT) ^ codes[1:]
    parts = (
        pairs[is_word[:-1] & is_word[1:]],
        codes[of.counts_alone.take(codes, mode="clip")],
        np.array([extra], dtype=np.int32).view(np.uint32),
    )
    return codes.tobytes().decode("utf-32-le"), different(np.concatenate(parts).view(np.int32))


def _folded(text: str, of: Alphabet) -> NDArray[np.uint32] | None:
    codes = _codes(text)
    folded = of.folded.take(codes, mode="clip")
    unknown = np.unique(codes[folded == _ASK])
    if not len(unknown):
        return folded
    for code in unknown.tolist():
        if longer := of.longer.get(chr(code)):
            text = text.replace(chr(code), longer)
        elif not any(code in stretch for stretch in _HAN_BEYOND):
            return None
    codes = _codes(text)
    return np.where(codes > _LAST, codes, of.folded.take(codes, mode="clip"))


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
