"""WARC files of anybody: Common Crawl's, wget's, Browsertrix', ours. Nothing bad in one loses anything else of it.

ISO 28500, 1.0 and 1.1, as it is met: packed record by record, as a whole or not at all, line ends of either kind, names
of headers in any case, bodies with or without the chunks and codings that their headers state.
"""

from __future__ import annotations

import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC
from hashlib import md5, sha1, sha256, sha512
from typing import TYPE_CHECKING, BinaryIO

from crawler.article import Fetched
from crawler.bounds import instant, number
from crawler.landing.compression import WARC, Damaged, Member, members
from crawler.landing.content_coding import LARGEST, codings, undo, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

LONGEST = 2 * LARGEST + (1 << 20)
"""Bytes of the longest record that is read: chunks of a few bytes take more room than they hold."""
_LONGEST_HEAD = 1 << 20
_LARGEST_FILE = 2**63 - 1
"""Bytes of the largest file that a system can hold: no record is longer."""
_TAIL = 64  # bytes looked at behind a record: line ends, and the beginning of the next one

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_RECORD = re.compile(rb"(?=WARC/\d\.\d\r?\n[\w-]+:)")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]{0,200})?\r?\n")
_PARTIAL_DATE = re.compile(r"\d{4}(?:-\d{2})?")
_HASHES = {"sha1": sha1, "sha-1": sha1, "md5": md5, "sha256": sha256, "sha-256": sha256, "sha512": sha512}
_LEFT_OUT = ("content-encoding", "transfer-encoding", "content-length")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """Something in a file that is no whole record."""

    offset: int
    """In bytes of the file; of a file that is packed as a whole, where that begins."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as it lies in its file."""

    offset: int
    """In bytes of the file as it is packed."""
    length: int | None
    """The same; None if it cannot be read from its offset alone, since others are packed together with it."""
    head: bytes
    """Its own headers, with the empty line that ends them."""
    block: bytes
    """Its content; of one that is longer than LONGEST, the beginning."""
    headers: Mapping[str, str]
    """Its own, by their names in small letters."""
    is_too_long: bool = False
    is_checked: bool = True
    """Whether its packing would have noticed a changed bit."""

    @property
    def kind(self) -> str:
        """response, request, warcinfo, metadata, revisit, resource, conversion and the like."""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The address it is about; some writers put it in angle brackets."""
        return self.headers.get("warc-target-uri", "").strip("<> ")


def records(file: BinaryIO, start: int = 0) -> Iterator[Record | Bad]:
    """Everything a WARC file holds from a place on, in its order; what is bad is told of and passed over."""
    try:
        for member in members(file, start):
            reading = _Reading(member)
            try:
                yield from reading.records()
            except Damaged as error:
                yield Bad(offset=reading.place, reason=str(error))
    except Damaged as error:
        yield Bad(offset=start, reason=str(error))


class _Reading:
    """A member, read record by record."""

    def __init__(self, member: Member) -> None:
        self._member = member
        self._ahead = bytearray()
        """What was unpacked and not yet passed by."""
        self._passed = 0

    @property
    def place(self) -> int:
        """Where in the file the next record begins, as far as one can say."""
        return self._member.offset + (0 if self._member.is_packed else self._passed)

    def _has(self, size: int) -> bool:
        """Read ahead so far, if there is so much."""
        while len(self._ahead) < size and (piece := self._member.read()):
            self._ahead += piece
        return len(self._ahead) >= size

    def _pass(self, size: int) -> bool:
        """Go on behind so many bytes, and return whether there were so many."""
        while size > len(self._ahead):
            size -= len(self._ahead)
            self._passed += len(self._ahead)
            self._ahead = bytearray(self._member.read())
            if not self._ahead:
                return False
        self._passed += size
        del self._ahead[:size]
        return True

    def _pass_blank(self) -> bool:
        """Go on behind line ends; whether there is anything."""
        while self._has(1):
            rest = len(self._ahead.lstrip(b"\r\n"))
            self._pass(len(self._ahead) - rest)
            if rest:
                return True
        return False

    def _find_record(self) -> None:
        """Go on where the next record begins, or at the end."""
        while self._has(1):
            self._has(_TAIL)
            if found := _RECORD.search(self._ahead):
                self._pass(found.start())
                return
            self._pass(max(len(self._ahead) - _TAIL, 1))

    def _head(self) -> bytes | None:
        """The headers of the record that begins here; None if none does."""
        size = 4096
        while True:
            is_all = not self._has(size)
            if not WARC.startswith(self._ahead[: len(WARC)]) and not self._ahead.startswith(WARC):
                return None
            if found := _HEAD_END.search(self._ahead, 0, _LONGEST_HEAD):
                return bytes(self._ahead[: found.end()])
            if is_all or size >= _LONGEST_HEAD:
                return None
            size *= 4

    def records(self) -> Iterator[Record | Bad]:
        is_first = True
        while self._pass_blank():
            found = self._next(is_first=is_first)
            is_first = False
            yield found
            if isinstance(found, Bad):
                self._find_record()

    def _next(self, *, is_first: bool) -> Record | Bad:
        """The record that begins here, passed by; behind one that is bad, its first bytes are passed by."""
        place = self.place
        if (head := self._head()) is None:
            self._pass(1)
            return Bad(offset=place, reason="no record begins here")
        headers = dict(_headers(head))
        length = number(headers.get("content-length", ""), _LARGEST_FILE)
        if length is None:
            self._pass(len(head))
            return Bad(offset=place, reason="a record that does not say how long it is")
        kept = min(length, LONGEST if length <= LONGEST else _LONGEST_HEAD)
        is_there = self._has(len(head) + kept)
        if not is_there or (length > kept and not self._member.may_hold(len(head) + length - len(self._ahead))):
            self._pass(len(head))
            return Bad(offset=place, reason="a record that is cut short")
        block = bytes(self._ahead[len(head) : len(head) + kept])
        if length > kept:
            if not self._pass(len(head) + length):
                return Bad(offset=place, reason="a record that is cut short")
            is_last, tail = not self._has(_TAIL), bytes(self._ahead[:_TAIL])
        else:
            end = len(head) + length
            is_last, tail = not self._has(end + _TAIL), bytes(self._ahead[end : end + _TAIL])
        is_ended = _HEAD_END.match(tail) is not None
        tail = tail.lstrip(b"\r\n")
        if tail and not is_ended and not tail.startswith(WARC):
            self._pass(len(head) if length <= kept else 0)
            return Bad(offset=place, reason="a record that is not as long as it says")
        if length <= kept:
            self._pass(len(head) + length)
        return Record(
            offset=place,
            length=self._length(place, len(head) + length, is_alone=is_first and is_last and not tail),
            head=head,
            block=block,
            headers=headers,
            is_too_long=length > kept,
            is_checked=self._member.is_checked,
        )

    def _length(self, place: int, unpacked: int, *, is_alone: bool) -> int | None:
        if not self._member.is_packed:
            return unpacked
        return self._member.end - place if is_alone else None


def _headers(head: bytes) -> Iterator[tuple[str, str]]:
    """Names in small letters, and values; a line that begins with white space belongs to the one before it."""
    for name, value in _fields(head):
        yield name.lower(), value


def _fields(head: bytes) -> Iterator[tuple[str, str]]:
    """The headers below a first line, as they are written."""
    lines: list[str] = []
    for raw in head.split(b"\n")[1:]:
        try:
            line = raw.decode().rstrip("\r")
        except UnicodeDecodeError:
            line = raw.decode("latin-1").rstrip("\r")
        if lines and line[:1] in {" ", "\t"}:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


def moment(written: str) -> datetime | None:
    """When a record was made: a whole moment, or a day, month or year alone, as WARC 1.1 allows; in UTC.

    >>> moment("2026-03-09T01:02:03.456789123Z").isoformat(), moment("2026-03").isoformat()
    ('2026-03-09T01:02:03.456789+00:00', '2026-03-01T00:00:00+00:00')
    """
    written = written.strip()
    if _PARTIAL_DATE.fullmatch(written):
        written = f"{written}-01" if "-" in written else f"{written}-01-01"
    return instant(written, UTC)


def _is_intact(block: bytes, stated: str) -> bool:
    """Whether content has the digest that is stated of it, in Base32 or in hexadecimal; so if nothing is."""
    algorithm, _, value = stated.strip().partition(":")
    make = _HASHES.get(algorithm.lower())
    if make is None or not value:
        return True
    digest = make(block, usedforsecurity=False).digest()
    return value.strip().upper().rstrip("=") in {b32encode(digest).decode().rstrip("="), digest.hex().upper()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a response says before its body."""

    status: int
    fields: tuple[tuple[str, str], ...]
    size: int
    """In bytes, with the empty line that ends it."""

    def said(self, name: str) -> list[str]:
        """The values of a header."""
        return [value for field, value in self.fields if field.lower() == name]

    @property
    def is_page(self) -> bool:
        """Whether what follows is meant to be read in a browser; a server that says no type means that."""
        types = self.said("content-type")
        return not types or any("html" in each.lower() for each in types)


def http_head(record: Record) -> Head | None:
    """The status line and headers of a response; None if its content is no answer of a web server."""
    line = _STATUS.match(record.block)
    status = number(line[1].decode("ascii"), 999) if line else None
    if status is None:
        return None
    end = _HEAD_END.search(record.block)
    size = end.end() if end else len(record.block)
    return Head(status=status, fields=tuple(_fields(record.block[:size])), size=size)


def trouble(record: Record, head: Head | None) -> str | None:
    """Why a response cannot be believed, although its record is whole; None if nothing speaks against it."""
    if head is None:
        return "no answer of a web server"
    if moment(record.headers.get("warc-date", "")) is None:
        return "a response without a date"
    if cut := record.headers.get("warc-truncated"):
        return f"a response that was cut short when it was archived ({cut})"
    if not record.is_checked and not _is_intact(record.block, record.headers.get("warc-block-digest", "")):
        return "a response that is not what its digest says"
    coding = unknown(codings(head.said("content-encoding")))
    if coding and b"<" not in record.block[head.size : head.size + 1024]:
        return f"a response packed as {coding}"
    return None


def fetched(record: Record, head: Head) -> Fetched:
    """What a response held, without chunks and codings, whether its headers still state them or not."""
    body: bytes | None = None
    if not record.is_too_long:
        body = record.block[head.size :]
        if any(value.strip().lower() == "chunked" for value in head.said("transfer-encoding")):
            body = _without_chunks(body)
        body = undo(body, codings(head.said("content-encoding")))
    at = moment(record.headers.get("warc-date", ""))
    assert at is not None, "what has no date is trouble"
    return Fetched(
        url=record.url,
        status=head.status,
        headers=head.fields,
        body=body or b"",
        is_too_large=body is None,
        fetched_at=at,
    )


def _without_chunks(body: bytes) -> bytes:
    """A body as it was before it was sent in chunks; of one whose chunks are damaged, what comes before that.

    >>> _without_chunks(b"6\\r\\n\\xe6\\x94\\xbf\\xe5\\x8d\\x8f\\r\\n0\\r\\n\\r\\n").decode(), _without_chunks(b"<p>6")
    ('政协', b'<p>6')
    """
    found = bytearray()
    at = 0
    while line := _CHUNK.match(body, at):
        stated = number(line[1].decode("ascii"), len(body), base=16)
        size = len(body) if stated is None else stated  # one that was cut short says more than there is
        found += body[line.end() : line.end() + size]
        at = line.end() + size
        if not size or at >= len(body):
            break
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    return bytes(found) if at else body
