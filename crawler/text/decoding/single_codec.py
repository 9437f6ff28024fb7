"""Bytes that are all in one codec, read with no more lost than the bytes that are damaged.

In the two-byte codecs a lost byte puts everything after it out of step: Python's decoder reads on in the wrong pairs
until the next ASCII byte. Here a damaged stretch is read in every alignment at once, and the reading that makes the
most sense is kept. Stretches end at bytes that no Chinese codec uses inside a character, so damage never crosses them.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from operator import add

from crawler.text.decoding.codec_table import ALARMS, BIG5_LEFT_OUT, GB18030_PRIVATE
from crawler.text.han.frequency_table import known_pairs, log_shares, weights

STRETCH = re.compile(rb"[\x80-\xff][0-9@-~\x80-\xff]*+")
"""From a first byte that is not ASCII to the next that stands for itself in UTF-8, GB18030 and Big5 alike: one up to
2F, 3A to 3F, 7F."""

_PRIVATE = re.compile(f"[{''.join(map(chr, GB18030_PRIVATE))}]")
_ALARM = re.compile(f"[{ALARMS}]")
_UNREADABLE = re.compile("[\udc80-\udcff]+")
_LONE_LETTER = "[\u3000-\u9fff\uff00-\uffef][@-~](?![0-9@-~])"
_MOST_SEEN = 1 << 13  # characters of a page that tell which stand side by side in it
_MOST_MENDED = 1 << 16  # bytes; a page with more damage is no page, and the plain decoder will do

# Natural logarithms of how likely a sign is, beside the measured ones of `log_shares`.
_PAIR_SEEN = -2.0  # a character after one that it follows elsewhere
_RARE = -13.0  # a character of neither standard's common set
_ODD = -16.0  # no Chinese at all
_DIGIT = -6.0
_LETTER = -12.0
_SYMBOL = -14.0
_LETTER_AFTER_LETTER = -4.0
_LOST = -10.0  # a byte that is no character
_LOST_AFTER_LOST = -7.0
_NEVER = -2.0  # FF, which no character has
_DOUBT = 6.0  # how much likelier another reading must be than one in which every byte fits

Way = tuple[int, str, float]
"""How many bytes, what they stand for, and the logarithm of how likely that is."""


@cache
def _likelihood(char: str) -> float:
    if char.isascii():
        return _DIGIT if char.isdigit() else _LETTER if char.isalpha() else _SYMBOL
    return log_shares().get(char) or (_ODD if _ALARM.match(char) else _RARE)


def _public(text: str) -> str:
    """A text read from GB18030 without characters of private use; translating costs a microsecond for 20 of them."""
    return text.translate(GB18030_PRIVATE) if _PRIVATE.search(text) else text


@cache
def _pair(pair: bytes, codec: str) -> Way | None:
    """What two bytes stand for; None for two that are no character."""
    try:
        char = pair.decode(codec)
    except UnicodeDecodeError:
        char = BIG5_LEFT_OUT.get(pair, "") if codec == "big5hkscs" else ""
    char = _public(char) if codec == "gb18030" else char
    return (2, char, _likelihood(char[0])) if char else None


def _ways(stretch: bytes, at: int, codec: str) -> list[Way]:
    """The ways to read on at a byte of a stretch."""
    byte = stretch[at]
    if byte < 0x80:
        return [(1, chr(byte), _likelihood(chr(byte)))]
    if byte == 0xFF:
        return [(1, "\ufffd", _NEVER)]
    # Windows writes the euro sign as 80 in GBK (WHATWG Encoding Standard, "gb18030 decoder").
    ways: list[Way] = [(1, "€", _LOST) if byte == 0x80 and codec == "gb18030" else (1, "\ufffd", _LOST)]
    second = stretch[at + 1 : at + 2]
    if second >= b"@" and (pair := _pair(stretch[at : at + 2], codec)):
        ways.append(pair)
    elif b"0" <= second <= b"9" and codec == "gb18030":
        char = stretch[at : at + 4].decode(codec, "ignore")
        if len(char) == 1:
            ways.append((4, char, _ODD))
    return ways


def _in_context(before: str, sign: str, likelihood: float, seen: frozenset[str]) -> float:
    """How likely a sign is after the one before it; "" before the first."""
    if before + sign in seen:
        return max(likelihood, _PAIR_SEEN)
    if before == "\ufffd" == sign and likelihood == _LOST:
        return _LOST_AFTER_LOST
    if before.isascii() and sign.isascii() and before:
        return max(likelihood, _LETTER_AFTER_LETTER)
    return likelihood


def _likeliest(stretch: bytes, codec: str, seen: frozenset[str]) -> tuple[list[str], float]:
    """The likeliest signs a stretch can be read as, and the logarithm of how likely (Viterbi, over all alignments)."""
    # For each place, for each sign that can end there: how likely, where that sign began, and the sign before it.
    ends: list[dict[str, tuple[float, int, str]]] = [{} for _ in range(len(stretch) + 1)]
    ends[0][""] = (0.0, 0, "")
    for at in range(len(stretch)):
        if not ends[at]:
            continue
        # What lies further behind than any pair is worth can no longer win.
        hopeless = max(ends[at].values())[0] + _ODD
        befores = [(before, so_far) for before, (so_far, _, _) in ends[at].items() if so_far > hopeless]
        for width, sign, likelihood in _ways(stretch, at, codec):
            ends[at + width][sign] = max(
                (so_far + _in_context(before, sign, likelihood, seen), at, before) for before, so_far in befores
            )
    at = len(stretch)
    sign = max(ends[at], key=lambda sign: ends[at][sign][0])
    total = ends[at][sign][0]
    signs: list[str] = []
    while at:
        signs.append(sign)
        _, at, sign = ends[at][sign]
    return signs[::-1], total


def _likelihood_of(text: str, seen: frozenset[str]) -> float:
    """The logarithm of how likely a text is that reads every byte of a stretch."""
    return sum(_in_context(before, sign, _likelihood(sign), seen) for before, sign in pairwise(["", *text]))


def _whole(stretch: bytes, codec: str) -> str | None:
    """The text of a stretch in which every byte fits, or None."""
    try:
        text = stretch.decode(codec)
    except UnicodeDecodeError:
        return None
    return _public(text) if codec == "gb18030" else text


def mend(stretch: bytes, codec: str, seen: frozenset[str]) -> str:
    """The likeliest reading of a stretch that may be damaged; linear in its length.

    `seen` are pairs of characters known to stand side by side, in the rest of the page or in general. Bytes that fit
    nowhere become U+FFFD, one for every two in a row, which is a character.

    >>> body = "深入协商议政".encode("gb18030")
    >>> mend(body[:3] + body[4:], "gb18030", known_pairs()) == "深\\ufffd协商议政"
    True
    """
    signs, total = _likeliest(stretch, codec, seen)
    whole = _whole(stretch, codec)
    if whole is not None and (signs.count("\ufffd") > 1 or total < _likelihood_of(whole, seen) + _DOUBT):
        return whole
    return re.sub("\ufffd{2}", "\ufffd", "".join(signs))


@cache
def _suspect(codec: str) -> re.Pattern[str]:
    """What undamaged text rarely holds: private use, characters outside the national standards, a lone letter.

    A stretch that is out of step, or UTF-8, and decodes all the same holds some of it.
    """
    rare = []
    for first in range(0x81, 0xFF):
        for second in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            char = bytes((first, second)).decode(codec, "ignore")
            in_standard = first > 0xA0 and (codec != "gb18030" or second > 0xA0)
            if len(char) == 1 and not in_standard and char not in weights() and "\u4e00" <= char <= "\u9fff":
                rare.append(char)
    han = f"[\ue000-\uf8ff{''.join(rare)}]"
    return re.compile(han if codec == "gb18030" else f"{han}|{_LONE_LETTER}")


def strictly(body: bytes, codec: str) -> str | None:
    """The text of undamaged bytes in a two-byte codec, or None when they may be damaged or in another codec.

    >>> strictly("政协委员".encode("gbk"), "gb18030")
    '政协委员'
    >>> strictly("政协委员".encode(), "gb18030")
    """
    try:
        text = body.decode(codec)
    except UnicodeDecodeError:
        return None
    return None if _suspect(codec).search(text) else text


def _pieces(body: bytes, codec: str) -> Iterator[str | bytes]:
    """The text of all that is undamaged, and the bytes of what may not be."""
    for line in body.splitlines(keepends=True):
        text = strictly(line, codec)
        if text is not None:
            yield text
            continue
        at = 0
        for found in STRETCH.finditer(line):
            text = strictly(found[0], codec)
            # Out of step beside a bracket is what a mirror's readings are; undoing them needs the text as it stands.
            if text is None and (
                line[max(0, found.start() - 1) : found.start()] == b")" or line.startswith(b"(", found.end())
            ):
                text = _whole(found[0], codec)
            yield line[at : found.start()].decode("ascii")
            yield found[0] if text is None else text
            at = found.end()
        yield line[at:].decode("ascii")


def _before_cut(stretch: bytes, codec: str) -> str | None:
    """The text of a page's last stretch when all that is wrong with it is that it ends inside a character."""
    decoder = getincrementaldecoder(codec)()
    try:
        text = decoder.decode(stretch)
    except UnicodeDecodeError:
        return None
    return text if decoder.getstate()[0] else None


def _read_two_byte(body: bytes, codec: str) -> str:
    # Where every byte fits, nothing is mended: rare names and a mirror's out-of-step runs must stay as they are.
    text = _whole(body, codec)
    if text is not None:
        return text
    pieces = list(_pieces(body, codec))
    if isinstance(pieces[-1], str) and not pieces[-1] and len(pieces) > 1:
        pieces.pop()
    if isinstance(pieces[-1], bytes) and (beginning := _before_cut(pieces[-1], codec)) is not None:
        pieces[-1] = beginning + "\ufffd"
    undamaged = "".join(piece for piece in pieces if isinstance(piece, str))[:_MOST_SEEN]
    seen = known_pairs().union(map(add, undamaged, undamaged[1:]))
    budget = _MOST_MENDED
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif len(piece) > budget:
            texts.append(piece.decode(codec, "replace"))
        else:
            budget -= len(piece)
            texts.append(mend(piece, codec, seen))
    return "".join(texts)


def _read_utf8(body: bytes) -> str:
    """UTF-8 with one U+FFFD for every character whose bytes are broken, not for every broken byte."""
    text = body.decode("utf-8", "surrogateescape")
    return _UNREADABLE.sub(lambda run: "\ufffd" * -(-len(run[0]) // 3), text)


def read(body: bytes, codec: str) -> str:
    """All of some bytes in one codec; what is damaged becomes U+FFFD, and nothing else is lost.

    >>> read("政协".encode()[:-1], "utf-8") == "政\\ufffd"
    True
    """
    if codec == "utf-8":
        return _read_utf8(body)
    if codec in ("gb18030", "big5hkscs"):
        return _read_two_byte(body, codec)
    return body.decode(codec, "replace")
