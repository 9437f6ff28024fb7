"""Pages stitched from parts in two codecs: a server puts its header and footer, in UTF-8, around a body in GBK.

Each stretch of non-ASCII bytes is read in both codecs, and the page is cut where changing from one to the other makes
the whole read best. One change costs more than a word of doubtful reading, so a part is at least a few characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from crawler.text.decoding.codec_table import ALARMS
from crawler.text.decoding.single_codec import STRETCH, strictly
from crawler.text.han.frequency_table import weights

_ALARM = re.compile(f"[{ALARMS}]")
_WIDE = re.compile("[\u0800-\uffff\U00010000-\U0010ffff]")
_MOST_PIECES = 50_000  # in a page; what comes after is taken to be like the last
_JUDGED = 4096  # bytes of a piece; more would say the same
_CHANGE = 3.0  # what changing the codec costs, in characters' worth
_SURE = 20.0  # the worth of a line that only one of the two codecs can read


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Neighbouring bytes of a page that are in one codec."""

    start: int
    end: int
    codec: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Bytes that are judged together, and what reading them as UTF-8 gains over the other codec."""

    start: int
    end: int
    gain: float


def _worth(text: str) -> float:
    """How much sense a short text makes, in characters; 0 for ASCII."""
    weight = weights()
    signs = [char for char in text if char > "\x7f"]
    return sum(1.4 * weight.get(char, -0.3) - 0.6 for char in signs) - 2 * len(_ALARM.findall(text))


def _gain(piece: bytes, codec: str) -> float:
    piece = piece[:_JUDGED]
    return _worth(piece.decode("utf-8", "replace")) - _worth(piece.decode(codec, "replace"))


def _wide_utf8(line: bytes) -> bool:
    """Whether a line is UTF-8 with at least one character that GBK bytes do not look like by chance."""
    try:
        return bool(_WIDE.search(line.decode("utf-8")))
    except UnicodeDecodeError:
        return False


def _pieces(body: bytes, codec: str) -> Iterator[_Piece]:
    at = 0
    for line in body.splitlines(keepends=True):
        start, at = at, at + len(line)
        if line.isascii():
            continue
        utf8, other = _wide_utf8(line), strictly(line, codec) is not None
        if utf8 != other:
            yield _Piece(start=start, end=at, gain=_SURE if utf8 else -_SURE)
            continue
        for found in STRETCH.finditer(line):
            yield _Piece(start=start + found.start(), end=start + found.end(), gain=_gain(found[0], codec))


def _labels(gains: list[float]) -> list[bool]:
    """For each piece whether it is UTF-8, so that all gains less the cost of all changes are most (Viterbi)."""
    utf8 = other = 0.0
    came: list[tuple[bool, bool]] = []
    for gain in gains:
        came.append((utf8 >= other - _CHANGE, utf8 - _CHANGE > other))
        utf8, other = max(utf8, other - _CHANGE) + gain, max(other, utf8 - _CHANGE)
    label = utf8 > other
    labels = []
    for from_utf8 in reversed(came):
        labels.append(label)
        label = from_utf8[0] if label else from_utf8[1]
    return labels[::-1]


def find_parts(body: bytes, codec: str) -> list[Part]:
    """The parts of a page that is in UTF-8, in `codec`, or in both by turns; they cover it without a gap.

    >>> page = "<p>网站首页</p>".encode() + "<p>市政协召开会议</p>".encode("gbk")
    >>> [page[part.start : part.end].decode(part.codec) for part in find_parts(page, "gb18030")]
    ['<p>网站首页</p><p>', '市政协召开会议</p>']
    """
    pieces = list(islice(_pieces(body, codec), _MOST_PIECES))
    labels = _labels([piece.gain for piece in pieces])
    runs = [
        (utf8, [piece for _, piece in run])
        for utf8, run in groupby(zip(labels, pieces, strict=True), lambda one: one[0])
    ]
    starts = [0, *(run[0].start for _, run in runs[1:]), len(body)]
    return [
        Part(start=starts[number], end=starts[number + 1], codec="utf-8" if utf8 else codec)
        for number, (utf8, _) in enumerate(runs)
    ] or [Part(start=0, end=len(body), codec=codec)]
