"""Archives that come to stay: standard input, and files that are packed so that no record can be read by itself."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from hashlib import sha256
from shutil import copyfileobj
from typing import TYPE_CHECKING, BinaryIO

from crawler.errors import LandingError
from crawler.landing.compression import GZIP
from crawler.landing.warc_reader import Bad, Record, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PARTIAL, INPUT = "archive.partial", "archive.input"
"""The files in the landing that are being written: what is kept of an archive, and what comes through a pipe."""


def is_packed_as_a_whole(path: Path) -> bool:
    """Whether a file's first record is packed together with others. Raises LandingError if it cannot be opened."""
    with opened(path) as file:
        first = next((each for each in records(file) if isinstance(each, Record)), None)
        return first is not None and first.length is None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file that somebody named. Raises LandingError for what the file system says of it, here or in the block."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise LandingError(f"{path} cannot be read: {error.strerror}") from error


def land(path: Path, landing: Path, *, keeps: Callable[[Record], bool], told: Callable[[Record | Bad], None]) -> Path:
    """Copy the records that are to be kept into a file of the landing, each packed by itself; that file.

    It is named by what it holds: the same records give the same file, which is then left as it is. `told` is called
    with everything that is met, kept or not. One copy at a time: what a killed one left is written over.
    """
    landing.mkdir(parents=True, exist_ok=True)
    partial = landing / PARTIAL
    digest = sha256()
    with opened(path) as source, partial.open("wb") as file:
        for each in records(source):
            told(each)
            if isinstance(each, Record) and not each.is_too_long and keeps(each):
                packed = zlib.compress(each.head + each.block + b"\r\n\r\n", 1, GZIP)
                digest.update(packed)
                file.write(packed)
    return partial.replace(landing / f"archive-{digest.hexdigest()[:16]}.warc.gz")


@contextmanager
def copied(stream: BinaryIO, landing: Path) -> Iterator[Path]:
    """A stream as a file, for as long as the block lasts: where one is damaged, reading has to go back."""
    landing.mkdir(parents=True, exist_ok=True)
    copy = landing / INPUT
    try:
        with copy.open("wb") as file:
            copyfileobj(stream, file, 1 << 20)
        yield copy
    finally:
        copy.unlink(missing_ok=True)
