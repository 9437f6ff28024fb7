"""How a WARC file is packed: gzip members or Zstandard frames, one after the other, or not at all.

Nothing here believes a file: a damaged member is told of, and the next one is looked for behind it.
"""

from __future__ import annotations

import os
import re
import sys
import zlib
from typing import TYPE_CHECKING, BinaryIO, Protocol

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdDict, ZstdError, decompress
else:
    from backports.zstd import ZstdDecompressor, ZstdDict, ZstdError, decompress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GZIP = zlib.MAX_WBITS + 16
_BLOCK = 1 << 16
_PIECE = 1 << 20  # bytes unpacked at once: a few kilobytes may hold gigabytes
_GZIP_MAGIC, _ZSTD_MAGIC = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_LARGEST_DICTIONARY = 1 << 24
WARC = b"WARC/"
"""How every record begins."""


class Damaged(Exception):  # noqa: N818  (it is counted, and never leaves this room)
    """What was being unpacked cannot be, from here to the end of its member."""


class _Unpacker(Protocol):
    """One member's, as zlib and Zstandard give it in two ways."""

    needs_input: bool
    unused: bytes
    """What was handed in behind the member's end; empty until then."""
    eof: bool

    def __call__(self, packed: bytes) -> bytes: ...


class _Gunzip:
    def __init__(self) -> None:
        self._member = zlib.decompressobj(GZIP)
        self.needs_input, self.unused, self.eof = True, b"", False

    def __call__(self, packed: bytes) -> bytes:
        try:
            found = self._member.decompress(self._member.unconsumed_tail or packed, _PIECE)
        except zlib.error as error:
            raise Damaged(str(error)) from error
        self.eof, self.unused = self._member.eof, self._member.unused_data
        self.needs_input = not self._member.unconsumed_tail and len(found) < _PIECE
        return found


class _Unzstd:
    def __init__(self, dictionary: ZstdDict | None) -> None:
        self._frame = ZstdDecompressor(dictionary)
        self.needs_input, self.unused, self.eof = True, b"", False

    def __call__(self, packed: bytes) -> bytes:
        try:
            found = self._frame.decompress(packed, _PIECE)
        except ZstdError as error:
            raise Damaged(str(error)) from error
        self.eof = self._frame.eof
        self.needs_input = self._frame.needs_input
        self.unused = self._frame.unused_data if self.eof else b""
        return found


class _Plain:
    """What is not packed is one member that never ends."""

    needs_input, unused, eof = True, b"", False

    def __call__(self, packed: bytes) -> bytes:
        return packed


class _Input:
    """A file that is read in blocks, with the place of the next byte."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._rest = b""
        self.place = 0

    def take(self) -> bytes:
        piece, self._rest = self._rest or self._file.read(_BLOCK), b""
        self.place += len(piece)
        return piece

    def give_back(self, piece: bytes) -> None:
        self._rest = piece
        self.place -= len(piece)

    def seek(self, place: int) -> None:
        self._file.seek(place)
        self._rest, self.place = b"", place

    def left(self) -> int:
        """Return how many bytes there are from the next one on."""
        read_to = self._file.tell()
        end = self._file.seek(0, os.SEEK_END)
        self._file.seek(read_to)
        return end - self.place


class Member:
    """A part of a file that is unpacked by itself."""

    def __init__(self, source: _Input, unpacker: _Unpacker) -> None:
        self.offset = source.place
        """Where it begins in the file."""
        self.is_packed = not isinstance(unpacker, _Plain)
        self.is_checked = isinstance(unpacker, _Gunzip)
        """Whether its packing notices a changed bit."""
        self.is_over = False
        self.is_damaged = False
        self._source = source
        self._unpacker = unpacker

    @property
    def end(self) -> int:
        """Where the next one begins, once this one is over."""
        return self._source.place

    def may_hold(self, size: int) -> bool:
        """Return whether it can hold so many bytes more than were read; of what is packed nobody knows."""
        return self.is_packed or size <= self._source.left()

    def read(self) -> bytes:
        """The next piece of what it holds, empty at its end. Raises Damaged."""
        while not self.is_over:
            packed = self._source.take() if self._unpacker.needs_input else b""
            if self._unpacker.needs_input and not packed:
                self.is_over = True
                if self.is_packed:
                    self.is_damaged = True
                    raise Damaged("cut short by the end of the file")
                break
            try:
                found = self._unpacker(packed)
            except Damaged:
                self.is_over = self.is_damaged = True
                raise
            if self._unpacker.eof:
                self.is_over = True
                self._source.give_back(self._unpacker.unused)
            if found:
                return found
        return b""


def _dictionary(file: BinaryIO) -> ZstdDict | None:
    """What a file's frames are packed with: its first frame, which decompressors skip, holds it."""
    file.seek(0)
    magic, size = file.read(4), int.from_bytes(file.read(4), "little")
    if magic != _DICTIONARY or size > _LARGEST_DICTIONARY:
        return None
    content = file.read(size)
    try:
        return ZstdDict(decompress(content) if content.startswith(_ZSTD_MAGIC) else content)
    except (ZstdError, ValueError) as error:
        raise Damaged(f"its dictionary cannot be read: {error}") from error


def _packing(file: BinaryIO, start: int) -> tuple[bytes, Callable[[], _Unpacker]]:
    """How what begins at a place is packed: how its members begin, and what unpacks one. Raises Damaged."""
    file.seek(start)
    magic = file.read(4)
    if magic.startswith(_GZIP_MAGIC[:2]):
        return _GZIP_MAGIC, _Gunzip
    if magic == _ZSTD_MAGIC or _SKIPPABLE.fullmatch(magic):
        dictionary = _dictionary(file)
        return _ZSTD_MAGIC, lambda: _Unzstd(dictionary)
    return b"", _Plain


def members(file: BinaryIO, start: int = 0) -> Iterator[Member]:
    """What a file holds from a place on, member by member; each must be read to its end before the next is asked for.

    Behind one that raised Damaged, the next is the next place at which a record can be unpacked. Raises Damaged itself
    if nothing of the file can be.
    """
    magic, unpacker = _packing(file, start)
    source = _Input(file)
    source.seek(start)
    while piece := source.take():
        source.give_back(piece)
        member = Member(source, unpacker())
        yield member
        if not member.is_packed:
            return
        if member.is_damaged:
            following = _following(file, member.offset + 1, magic, unpacker)
            if following is None:
                return
            source.seek(following)


def _following(file: BinaryIO, start: int, magic: bytes, unpacker: Callable[[], _Unpacker]) -> int | None:
    """The next place at which a member begins that holds a record."""
    seen, file_place = b"", start
    file.seek(start)
    while block := file.read(_BLOCK):
        seen += block
        at = seen.find(magic)
        while at >= 0:
            source = _Input(file)
            source.seek(file_place + at)
            try:
                if Member(source, unpacker()).read().lstrip(b"\r\n").startswith(WARC):
                    return file_place + at
            except Damaged:
                pass
            at = seen.find(magic, at + 1)
        kept = len(magic) - 1
        file_place += len(seen) - kept
        seen = seen[-kept:]
        file.seek(file_place + kept)
    return None
