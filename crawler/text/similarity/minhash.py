"""What is kept of a text to find its reprints again: numbers of which two texts share one if they have much in common.

A quarter are bands of a one-permutation MinHash over pairs of characters: copies with edits all over share some. The
others are the least hashes of longer stretches: a text that was cut down shares some, since a stretch that is among
the least of the whole is so among the fewer of the part.
"""

from __future__ import annotations

from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

BANDS: Final = 16
ROWS: Final = 4
STRETCHES: Final = 48
"""More find hardly more, and each is an entry in the store's index."""

SHARED: Final = 2
"""Numbers that two texts share at least, to be compared. A single one is mostly a set phrase; of true copies and parts,
998 in 1,000 share two."""

SKETCH: Final = 128
"""Bytes of a sketch."""

SHORTEST: Final = 60
"""Folded characters that a text has at least; what is shorter says too little to be known again by."""

Number = TypeVar("Number", np.uint64, np.int32)

_BINS = BANDS * ROWS
_TURN = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)
_POWERS = tuple(np.uint64(pow(0x100000001B3, 2**step, 2**64)) for step in range(4))


def _edges(bins: int) -> NDArray[np.uint64]:
    """Where each of so many equal bins of the numbers below 2^64 begins, and where the last ends."""
    starts = np.arange(bins, dtype=np.uint64) * np.uint64(2**64 // bins)
    return np.append(starts, np.uint64(2**64 - 1))


_EDGES = _edges(_BINS)
_SKETCH_EDGES = _edges(SKETCH)
_ROW_TURNS = np.array([pow(0x9E3779B97F4A7C15, row + 1, 2**64) for row in range(ROWS)], dtype=np.uint64)
_BAND_NAMES = np.arange(1, BANDS + 1, dtype=np.uint64) * _SECOND


def codes(folded: str) -> NDArray[np.uint64]:
    """The code point of each character."""
    return np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)


def different(values: NDArray[Number]) -> NDArray[Number]:
    """The values in order, each once, sorted where they are; np.unique takes thrice as long."""
    values.sort()
    return values[np.flatnonzero(np.diff(values, prepend=~values[:1]))]


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    values = values * _TURN
    values ^= values >> _HALF
    values *= _SECOND
    return values


def _least(hashes: NDArray[np.uint64], edges: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """Of sorted hashes, the least in each bin, and which bins are empty: those hold any number."""
    first = hashes.searchsorted(edges[:-1])
    least = hashes[np.minimum(first, len(hashes) - 1)]
    return least, (first == len(hashes)) | (least >= edges[1:])


def _bands(points: NDArray[np.uint64]) -> NDArray[np.uint64]:
    pairs = np.sort(_mixed((points[:-1] << np.uint64(21)) | points[1:]))
    least, empty = _least(pairs, _EDGES)
    if empty.any():
        # An empty bin takes the next full one's, turned by the distance: two texts that agree there agree here.
        full = np.flatnonzero(~empty)
        bins = np.flatnonzero(empty)
        lender = full[full.searchsorted(bins) % len(full)]
        least[bins] = least[lender] + ((lender - bins) % _BINS).astype(np.uint64) * _TURN
    return _mixed((least.reshape(BANDS, ROWS) * _ROW_TURNS).sum(axis=1, dtype=np.uint64) + _BAND_NAMES)


def trigrams(folded: str) -> NDArray[np.uint64]:
    """A number for every three characters in a row of a folded text."""
    points = codes(folded)
    return (points[:-2] << np.uint64(42)) | (points[1:-1] << np.uint64(21)) | points[2:]


def _stretches(points: NDArray[np.uint64]) -> NDArray[np.uint64]:
    # Of 1, 2, 4, 8 and 16 characters, each from two of half the length; of 20, from one of 16 and one of 4. Many set
    # phrases are longer than 16; of a text cut sentence by sentence, few stretches of more than 24 are left whole.
    widths = [points]
    for step, power in enumerate(_POWERS):
        width = 2**step
        widths.append(widths[-1][:-width] * power + widths[-1][width:])
    hashes = _mixed(widths[4][:-4] * _POWERS[2] + widths[2][16:])
    return different(hashes)[:STRETCHES]


def signature(folded: str) -> NDArray[np.int32]:
    """The numbers of a folded text (see `fingerprint.fold`), in order; none for one shorter than SHORTEST.

    >>> text = "".join(chr(0x4E00 + number * number % 2003) for number in range(900))
    >>> len(set(signature(text).tolist()) & set(signature(text[300:600]).tolist())) > 4
    True
    >>> signature("市政协召开会议").tolist()
    []
    """
    if len(folded) < SHORTEST:
        return np.empty(0, dtype=np.int32)
    points = codes(folded)
    both = np.concatenate((_bands(points), _stretches(points)))
    return different((both >> _HALF).astype(np.uint32).view(np.int32))


def sketch(folded: str) -> tuple[bytes, int]:
    """A one-permutation MinHash over a folded text's trigrams, and how many different ones it has.

    It has a byte for each of SKETCH bins: 1 to 255, or 0 for an empty one. Two texts agree in about as many of their
    bins as their Jaccard index says, and in one of 255 by chance.

    >>> drawn, trigrams = sketch("市政协召开会议，市政协召开会议，市政协召开会议")
    >>> len(drawn), trigrams
    (128, 8)
    """
    hashes = different(_mixed(trigrams(folded)))
    least, empty = _least(hashes, _SKETCH_EDGES)
    # the lowest bits, since the highest say which bin it is
    return np.where(empty, 0, least % np.uint64(255) + np.uint64(1)).astype(np.uint8).tobytes(), len(hashes)
