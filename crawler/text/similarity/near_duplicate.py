"""Whether two texts are one story: equal, nearly so, or one a part of the other; and not two fillings of one form.

All of it is a matter of the two texts alone: no other text, and no order in which they came, changes the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from crawler.text.similarity.minhash import SHORTEST, different, trigrams
from crawler.text.similarity.near_duplicate_table import AFTER_NAMES, ANY_PLACE, BEFORE_NAMES, COUNTED, PLACES, SURNAMES

Reason = Literal["same text", "near copy", "part of"]

NEAR: Final = 0.45
"""Share of all stretches of three characters that both have, from which two texts are copies. One character in ten
changed leaves .57; two articles about one meeting by two writers have .2."""

NEAR_SHORT: Final = 0.75
"""The same for texts of less than SHORT characters, which are mostly set phrases."""

SHORT: Final = 200

PART: Final = 0.8
"""Share of the shorter text's stretches that stand in the longer one, from which it is a part of that."""

LEAST_PART: Final = 0.2
"""Share of the longer text's length that the shorter one has at least; below, it is a quotation."""

MOST_PART: Final = 0.8
"""The same at most; above, a text is no part but a near copy, if that."""

PARTICULARS: Final = 2
"""Particulars of one kind that two fillings of a form each have for themselves at least; short ones one."""

OF_A_PART: Final = 0.25
"""The share of a part's particulars that it must have for itself, to be no part but a shorter form filled in."""

IN_PARTICULARS: Final = 0.4
"""The share, at least, of what each has for itself that stands in particulars. In copies with changes all over it is
below .33; half of all fillings have more than .5."""

_PARTICULAR = re.compile(
    rf"(?P<number>\d+[^\W\d_]?|[一二三四五六七八九十百千零〇两]+[{COUNTED}])"
    rf"|(?P<name>(?:(?<={')|(?<='.join(BEFORE_NAMES)}))[{SURNAMES}]\w{{1,2}}?(?={'|'.join(AFTER_NAMES)}|[{SURNAMES}]|$)"
    rf"|[{SURNAMES}]\w{{1,2}}?(?={'|'.join(AFTER_NAMES)}))"
    rf"|(?P<place>\w[^\W{ANY_PLACE}][{PLACES}](?!政协))"
)


DOUBT: Final = 4.0
"""Standard deviations by which a sketch must be off, for a pair to be dropped wrongly by it: one of 30,000 at the very
threshold, and fewer above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text as it is compared."""

    folded: str
    grams: NDArray[np.uint64]
    """Every three characters in a row, once, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What makes two texts one story."""

    reason: Reason
    similarity: float
    """0 to 1: the Jaccard index of their grams; of a part, the share of it that stands in the whole."""
    kept: tuple[float, float]
    """The share of each text's grams that the other has."""


def wording(folded: str) -> Wording:
    """A folded text (crawler.text.similarity.fingerprint.fold) made ready to be compared."""
    return Wording(folded=folded, grams=different(trigrams(folded)))


def particulars(folded: str) -> tuple[frozenset[tuple[str, str]], NDArray[np.uint64]]:
    """The dates, numbers, names and places of a folded text, each after its kind, and the grams that touch one.

    >>> sorted(particulars("3月5日王建国主持会议，徐州市")[0])
    [('name', '王建国'), ('place', '徐州市'), ('日', '5日'), ('月', '3月')]
    """
    grams = trigrams(folded)
    touched = np.zeros(len(grams), dtype=bool)
    words = set()
    for found in _PARTICULAR.finditer(folded):
        words.add((found[0][-1] if found["number"] else found.lastgroup or "", found[0]))
        touched[max(found.start() - 2, 0) : found.end()] = True
    return frozenset(words), grams[touched]


def _are_mostly_particulars(own: NDArray[np.uint64], grams: NDArray[np.uint64]) -> bool:
    return bool(np.isin(own, grams).sum() >= IN_PARTICULARS * len(own))


def _are_fillings(one: Wording, other: Wording, common: NDArray[np.uint64]) -> bool:
    """Whether two texts are one form filled twice: each has mostly particulars for itself, and of the same kinds."""
    (words, grams), (other_words, other_grams) = particulars(one.folded), particulars(other.folded)
    changed = Counter(kind for kind, _ in words - other_words) & Counter(kind for kind, _ in other_words - words)
    is_short = min(len(one.folded), len(other.folded)) < SHORT
    return (
        changed.total() >= (1 if is_short else PARTICULARS)
        and _are_mostly_particulars(np.setdiff1d(one.grams, common, assume_unique=True), grams)
        and _are_mostly_particulars(np.setdiff1d(other.grams, common, assume_unique=True), other_grams)
    )


def _is_shorter_filling(shorter: Wording, longer: Wording, common: NDArray[np.uint64]) -> bool:
    """Whether a text is no part of the longer one, but much the same form filled otherwise."""
    words, grams = particulars(shorter.folded)
    changed = len(words - particulars(longer.folded)[0])
    return changed >= max(PARTICULARS, OF_A_PART * len(words)) and _are_mostly_particulars(
        np.setdiff1d(shorter.grams, common, assume_unique=True), grams
    )


def may_be_related(
    sketches: NDArray[np.uint8], sizes: NDArray[np.int64], ones: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Of pairs of texts by their places, those whose sketches do not rule out a `relation`, without a look at them.

    `sketches` has a row of SKETCH bytes for each text (`minhash.sketch`), `sizes` how many different
    trigrams it has. A matter of the two texts alone, like `relation`.

    >>> from crawler.text.similarity.minhash import sketch
    >>> texts = ["".join(chr(0x4E00 + n * n % prime) for n in range(400)) for prime in (1999, 2003, 1999)]
    >>> texts[2] = texts[2][:380] + "徐州日报"
    >>> drawn, sizes = zip(*map(sketch, texts))
    >>> sketches = np.frombuffer(b"".join(drawn), dtype=np.uint8).reshape(len(texts), -1)
    >>> may_be_related(sketches, np.array(sizes), np.array([0, 0]), np.array([1, 2])).tolist()
    [False, True]
    """
    one, other = sketches[ones], sketches[others]
    agree = ((one == other) & (one > 0)).sum(axis=1)
    full = ((one > 0) | (other > 0)).sum(axis=1)
    seen = agree / np.maximum(full, 1)
    shorter, longer = np.minimum(sizes[ones], sizes[others]), np.maximum(sizes[ones], sizes[others])
    part = PART * shorter
    needed = np.minimum(NEAR, part / (shorter + longer - part))
    # bins that neither fills say nothing, so short texts leave more doubt
    doubt = DOUBT * np.sqrt(needed * (1 - needed) / np.maximum(full, 1))
    may_be: NDArray[np.bool_] = seen >= needed - doubt
    return may_be


def relation(one: Wording, other: Wording) -> Relation | None:
    """What makes the two one story; None where nothing does. The same either way round.

    >>> from crawler.text.similarity.fingerprint import fold
    >>> notice = "市政协定于{}召开主席会议，请{}同志出席，地点在{}会议中心，" + "请提前入场并关闭通信工具。" * 6
    >>> first, second = notice.format("3月5日", "王建国", "鼓楼区"), notice.format("4月9日", "李红梅", "泉山区")
    >>> relation(wording(fold(first)), wording(fold(second))) is None
    True
    >>> relation(wording(fold(first)), wording(fold(first + "（来源：徐州日报）"))).reason
    'near copy'
    """
    shorter, longer = sorted((one, other), key=lambda each: len(each.folded))
    if len(shorter.folded) < SHORTEST:
        return None
    if one.folded == other.folded:
        return Relation(reason="same text", similarity=1.0, kept=(1.0, 1.0))
    places = longer.grams.searchsorted(shorter.grams)
    common = shorter.grams[longer.grams.take(places, mode="clip") == shorter.grams]
    kept = (len(common) / len(one.grams), len(common) / len(other.grams))
    jaccard = len(common) / (len(one.grams) + len(other.grams) - len(common))
    share = len(common) / len(shorter.grams)
    size = len(shorter.folded) / len(longer.folded)
    if share >= PART and LEAST_PART <= size <= MOST_PART:
        is_part = not _is_shorter_filling(shorter, longer, common)
        return Relation(reason="part of", similarity=share, kept=kept) if is_part else None
    if jaccard < (NEAR_SHORT if len(shorter.folded) < SHORT else NEAR) or _are_fillings(one, other, common):
        return None
    return Relation(reason="near copy", similarity=jaccard, kept=kept)
