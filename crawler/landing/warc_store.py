"""Our own WARC files: append a response byte for byte, read it back from its place.

ISO 28500 (WARC/1.1). A record is its own gzip member, so that it can be read from its offset alone. warcio builds the
record and we compress it: at warcio's fixed level 9 the compression costs four times as much as the rest of the crawl.
"""

from __future__ import annotations

import zlib
from base64 import b32encode
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha1
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import LandingError
from crawler.faults import Fault, contained
from crawler.landing.compression import GZIP
from crawler.landing.warc_reader import Bad, Record, fetched, http_head, moment, records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from crawler.article import Fetched

_BLOCK = 1 << 20
_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a record lies."""

    file: str
    """The file's name without its folder: a landing can be moved."""
    offset: int
    length: int
    """In bytes of the compressed file."""


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio publishes no types
    """Status line and headers as they were received: warcio would write them anew, and escape what is not ASCII."""

    def __init__(self, received: bytes) -> None:
        first = received.split(b"\n", 1)[0].decode("latin-1").strip()
        super().__init__(first, [])
        self.received = received

    def compute_headers_buffer(self, header_filter: object = None) -> None:  # noqa: ARG002
        self.headers_buff = self.received


class WarcWriter:
    """A new WARC file, opened by entering the context.

    Raises LandingError if the file exists or cannot be written.
    """

    def __init__(self, path: Path, *, software: str = "cppcc-news-crawler") -> None:
        self.path = path
        self._software = software
        self._buffer = BytesIO()
        self._records = WARCWriter(self._buffer, gzip=False, warc_version="1.1")

    def __enter__(self) -> Self:
        with _explained(self.path):
            self._file = self.path.open("xb")
        self._append(
            self._records.create_warcinfo_record(
                self.path.name, {"software": self._software, "format": "WARC File Format 1.1"}
            )
        )
        return self

    def __exit__(self, *_: object) -> None:
        with _explained(self.path):
            self._file.close()

    def write_response(self, *, url: str, head: bytes, body: bytes, fetched_at: datetime) -> Position:
        """Append one response and hand its bytes to the operating system before saying where it lies.

        `head` is the status line and the headers with the empty line that ends them; `body` is what followed on the
        wire, with any transfer and content encoding. A process that is killed can lose only an unfinished last record.
        """
        record = self._records.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            warc_headers_dict={
                "WARC-Date": fetched_at.astimezone(UTC).strftime(_DATE),
                # As warcio would, but in one piece each: it stops every other thread of the process less often.
                "WARC-Payload-Digest": _digest(body),
                "WARC-Block-Digest": _digest(head + body),
            },
            http_headers=_Head(head),
        )
        return self._append(record)

    def _append(self, record: Any) -> Position:
        self._buffer.seek(0)
        self._buffer.truncate()
        self._records.write_record(record)
        member = zlib.compress(self._buffer.getvalue(), 1, GZIP)
        with _explained(self.path):
            offset = self._file.tell()
            self._file.write(member)
            self._file.flush()
        return Position(file=self.path.name, offset=offset, length=len(member))


def _digest(content: bytes) -> str:
    return "sha1:" + b32encode(sha1(content, usedforsecurity=False).digest()).decode("ascii")


def recover(path: Path) -> int:
    """Cut off an unfinished last record, as a killed writer leaves it, and return how many bytes were cut.

    Raises LandingError if the file cannot be read, or is damaged before its end: then nothing is cut.
    """
    end = 0
    with _explained(path), path.open("r+b") as file:
        member = zlib.decompressobj(GZIP)
        while block := file.read(_BLOCK):
            while block:
                member.decompress(block)
                block = member.unused_data
                if member.eof:
                    end = file.tell() - len(block)
                    member = zlib.decompressobj(GZIP)
        cut = file.tell() - end
        file.truncate(end)
    return cut


class WarcReader:
    """A WARC file whose responses are read from their places; opened by entering the context, closed by leaving it.

    Raises LandingError if there is no such file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        with _explained(self.path):
            self._file = self.path.open("rb")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def response(self, offset: int) -> Fetched:
        """The response whose record starts at a byte offset.

        Raises LandingError if there is no whole response there; the file can be read on.
        """
        with _explained(self.path):
            found = next(records(self._file, offset), None)
        if isinstance(found, Bad):
            raise LandingError(f"{self.path} cannot be used as a WARC file at byte {offset}: {found.reason}")
        if found is None or (response := _response(self.path, found)) is None:
            raise LandingError(f"{self.path}: no response starts at byte {offset}; take offsets from the receipt")
        return response


def read_response(path: Path, offset: int) -> Fetched:
    """The response whose record starts at a byte offset.

    Raises LandingError if there is no whole response there.
    """
    with WarcReader(path) as warc:
        return warc.response(offset)


def read_responses(path: Path) -> Iterator[Fetched]:
    """Every HTTP response of a WARC file in its order, also of a file that somebody else wrote.

    Raises LandingError at the first record that cannot be read; `recover` first if its writer was killed.
    """
    with _explained(path), path.open("rb") as file:
        for found in records(file):
            if isinstance(found, Bad):
                raise LandingError(f"{path} cannot be used as a WARC file at byte {found.offset}: {found.reason}")
            if (response := _response(path, found)) is not None:
                yield response


def _response(path: Path, record: Record) -> Fetched | None:
    """What a record holds if it is a response of a web server."""
    head = http_head(record) if record.kind == "response" else None
    if head is None:
        return None
    if moment(record.headers.get("warc-date", "")) is None:
        raise LandingError(f"{path}: the record at byte {record.offset} does not say when it was made")
    response = contained(fetched, record, head)
    if isinstance(response, Fault):
        raise LandingError(f"{path}: the record at byte {record.offset} cannot be unpacked ({response.reason})")
    return response


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the file system or zlib says about a file into a LandingError that names the file."""
    try:
        yield
    except FileExistsError as error:
        raise LandingError(f"{path} exists: a landing is written once, give the next crawl another name") from error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise LandingError(f"{path} cannot be used as a WARC file: {error}") from error
