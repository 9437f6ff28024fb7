"""WARC files: append a response byte for byte, read records back. The only module that knows the format.

ISO 28500 (WARC/1.1). A record is its own gzip member, so that it can be read from its offset alone. warcio builds the
record and we compress it: at warcio's fixed level 9 the compression costs four times as much as the rest of the crawl.
"""

from __future__ import annotations

import zlib
from base64 import b32encode
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.article import Fetched
from crawler.errors import LandingError
from crawler.landing.coding import LARGEST, codings, undo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_GZIP = zlib.MAX_WBITS + 16
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
        member = zlib.compress(self._buffer.getvalue(), 1, _GZIP)
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
        member = zlib.decompressobj(_GZIP)
        while block := file.read(_BLOCK):
            while block:
                member.decompress(block)
                block = member.unused_data
                if member.eof:
                    end = file.tell() - len(block)
                    member = zlib.decompressobj(_GZIP)
        cut = file.tell() - end
        file.truncate(end)
    return cut


def read_response(path: Path, offset: int) -> Fetched:
    """The response whose record starts at a byte offset.

    Raises LandingError if there is no whole response there.
    """
    with _explained(path), path.open("rb") as file:
        file.seek(offset)
        record = next(iter(ArchiveIterator(file)), None)
        if record is None or not _is_response(record):
            raise LandingError(f"{path}: no response starts at byte {offset}; take offsets from the receipt")
        return _fetched(record)


def read_responses(path: Path) -> Iterator[Fetched]:
    """Every HTTP response of a WARC file in its order, also of a file that somebody else wrote.

    Raises LandingError at the first record that cannot be read; `recover` first if its writer was killed.
    """
    with _explained(path), path.open("rb") as file:
        for record in ArchiveIterator(file):
            if _is_response(record):
                yield _fetched(record)


def _is_response(record: Any) -> bool:
    return record.rec_type == "response" and record.http_headers is not None


def _fetched(record: Any) -> Fetched:
    headers = tuple((str(name), str(value)) for name, value in record.http_headers.headers)
    body = _body(record, headers)
    return Fetched(
        url=record.rec_headers["WARC-Target-URI"],
        status=int(record.http_headers.get_statuscode()),
        headers=headers,
        body=body or b"",
        is_too_large=body is None,
        fetched_at=datetime.fromisoformat(record.rec_headers["WARC-Date"]),
    )


def _body(record: Any, headers: tuple[tuple[str, str], ...]) -> bytes | None:
    """The payload of a record's response without chunks and codings; None if it is larger than LARGEST bytes.

    warcio would unpack a chunk at a time, and a chunk may hold everything.
    """
    if getattr(record.raw_stream, "limit", 0) > 2 * LARGEST:  # chunks of a few bytes take more room than they hold
        return None
    named: dict[str, list[str]] = {}
    for name, value in headers:
        named.setdefault(name.lower(), []).append(value)
    is_chunked = any(value.strip().lower() == "chunked" for value in named.get("transfer-encoding", []))
    packed = (ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream).read()
    if record.raw_stream.read(1) or getattr(record.raw_stream, "limit", 0):
        raise LandingError(f"the record of {record.rec_headers['WARC-Target-URI']} is not whole")
    return undo(packed, codings(named.get("content-encoding", [])))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the file system, zlib or warcio says about a file into a LandingError that names the file."""
    try:
        yield
    except FileExistsError as error:
        raise LandingError(f"{path} exists: a landing is written once, give the next crawl another name") from error
    except (OSError, EOFError, ValueError, zlib.error, ArchiveLoadFailed) as error:
        raise LandingError(f"{path} cannot be used as a WARC file: {error}") from error
