"""Articles out of the store, into files that other programs read: a row at a time, however many there are."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from crawler.article import SHANGHAI
from crawler.errors import SettingsError
from flows.terminal import as_file, poured
from sql import query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from flows.cli.options import Format
    from flows.store.postgres import Connection

ROWS = 500
"""Rows that are held at a time."""
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would run as a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which articles are wanted; days are those of publication, both included. Without days, undated ones are, too."""

    site: str | None = None
    since: date | None = None
    until: date | None = None


def export(connection: Connection, chosen: Chosen, file: IO[bytes], form: Format) -> int:
    """Write the chosen articles in the order of their publication, and return how many they are.

    Raises SettingsError for parquet if pyarrow is not installed.
    """
    writers = {"jsonl": _write_jsonl, "csv": _write_csv, "parquet": _write_parquet}
    with connection.transaction(), connection.cursor(name="export") as cursor:
        cursor.itersize = ROWS
        cursor.execute(query("export_articles"), {"site": chosen.site, "since": chosen.since, "until": chosen.until})
        names = [column.name for column in cursor.description or ()]
        return writers[form](file, names, iter(cursor))


@contextmanager
def opened(output: str) -> Iterator[IO[bytes]]:
    """A file to export to, or standard output for `-`; a reader that has seen enough ends the export in good order.

    Raises SettingsError if the file cannot be written.
    """
    if output == "-":
        try:
            with as_file("standard output"):
                yield poured()
                sys.stdout.flush()
        except BrokenPipeError:  # Python would stumble over it once more when it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    file, part = Path(output), Path(f"{output}.part")
    if file.exists() and not file.is_file():  # a pipe or a device, which a file must not take the place of
        part = file
    try:
        with part.open("wb") as writing:
            yield writing
        if part != file:
            part.replace(file)  # what stood there before is kept until the new file is whole
    except OSError as error:
        raise SettingsError(f"{output} cannot be written: {error.strerror}") from error
    finally:
        if part != file:
            part.unlink(missing_ok=True)


def spoken(value: Any) -> Any:
    """A moment as ISO 8601 in Shanghai time; everything else as it is.

    >>> from datetime import UTC
    >>> spoken(datetime(2026, 3, 4, 1, 30, tzinfo=UTC))
    '2026-03-04T09:30:00+08:00'
    """
    return value.astimezone(SHANGHAI).isoformat() if isinstance(value, datetime) else value


def cell(value: Any) -> Any:
    """A value as a cell of a spreadsheet: a list in one line, and no text that would be run as a formula.

    >>> cell("=cmd|' /C calc'!A1"), cell(["short", "incomplete"]), cell("政协"), cell(-3)
    ("'=cmd|' /C calc'!A1", 'short; incomplete', '政协', -3)
    """
    value = "; ".join(value) if isinstance(value, list) else spoken(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value


def _write_jsonl(file: IO[bytes], names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
    count = 0
    for row in rows:
        count += 1
        article = {name: spoken(value) for name, value in zip(names, row, strict=True)}
        file.write(json.dumps(article, ensure_ascii=False).encode() + b"\n")
    return count


def _write_csv(file: IO[bytes], names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
    # With a byte order mark, without which Excel takes the file for GBK; and with the line ends of RFC 4180.
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    lines, count = csv.writer(text), 0
    lines.writerow(names)
    for row in rows:
        count += 1
        lines.writerow([cell(value) for value in row])
    text.detach()
    return count


def _write_parquet(file: IO[bytes], names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SettingsError("parquet needs pyarrow: pip install pyarrow, or choose --format jsonl or csv") from error
    moment = pyarrow.timestamp("us", tz="Asia/Shanghai")
    kinds = {
        "id": pyarrow.int64(),
        "losses": pyarrow.int32(),
        "codec_confidence": pyarrow.float32(),
        "confidence": pyarrow.float32(),
        "flags": pyarrow.list_(pyarrow.string()),
        **dict.fromkeys(("published_at", "first_seen", "last_seen", "gone_at"), moment),
    }
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in names])
    count = 0
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(rows, ROWS)):
            articles = [dict(zip(names, row, strict=True)) for row in batch]
            writer.write_table(pyarrow.Table.from_pylist(articles, schema=schema))
            count += len(batch)
    return count
