"""The content codings of a body undone, up to a bound: a few kilobytes on the wire may hold gigabytes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST = 32 * 2**20
"""Bytes of the largest body that is kept, on the wire and unpacked."""

_GZIP, _ZLIB, _RAW = zlib.MAX_WBITS + 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_WINDOWS = {
    "gzip": (_GZIP,),
    "x-gzip": (_GZIP,),
    "deflate": (_ZLIB, _RAW),  # the standard means the first, some servers the second
    "identity": (),
}
_LAYERS = 3  # more codings, one over the other, are nothing but an attack
_PIECE = 4096  # bytes read at once: what is behind a damaged place in them is lost


def codings(headers: Iterable[str]) -> list[str]:
    """The codings that Content-Encoding headers name, in the order in which they were applied.

    >>> codings(["GZIP, deflate", ""])
    ['gzip', 'deflate']
    """
    return [word for header in headers for each in header.split(",") if (word := each.strip().lower())]


def unknown(applied: list[str]) -> str | None:
    """The first coding that cannot be undone, or None."""
    return next((coding for coding in applied if coding not in _WINDOWS), None)


def undo(body: bytes, applied: list[str]) -> bytes | None:
    """The body without its codings; None if that is more than LARGEST bytes.

    A body that is not what its header says is returned as it is, one that is damaged as far as it can be read.

    >>> undo(zlib.compress("政协".encode()), ["deflate"]).decode()
    '政协'
    >>> undo("政协".encode(), ["gzip"]).decode()
    '政协'
    """
    if len(applied) > _LAYERS:
        return None
    for coding in reversed(applied):
        if len(body) > LARGEST or coding not in _WINDOWS:
            break
        for window in _WINDOWS[coding]:
            unpacked = _inflated(body, window)
            if unpacked is not None:
                body = unpacked
                break
    return body if len(body) <= LARGEST else None


def _inflated(packed: bytes, window: int) -> bytes | None:
    """What compressed bytes hold, at most one byte more than LARGEST; None if they are not compressed so."""
    found = bytearray()
    inflater = zlib.decompressobj(window)
    for start in range(0, len(packed), _PIECE):
        piece = packed[start : start + _PIECE]
        while piece and len(found) <= LARGEST:
            if inflater.eof:  # another member of the same file
                inflater = zlib.decompressobj(window)
            try:
                found += inflater.decompress(piece, LARGEST + 1 - len(found))
            except zlib.error:
                return bytes(found) if found else None
            piece = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
    return bytes(found)
