"""What a store needs that is left alone for years, each with the reason why. Landed WARC files are never touched."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.postgres import vacuum
from flows.steps.fetch import landing_folder, run_folder
from flows.steps.stories import settle_keys
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from flows.postgres import Connection
    from flows.settings import Settings

WORKING_FILES = {"known.txt": 1, "wanted.jsonl": 1, "job.json": 90, "crawl.log": 90}
"""What a run's folder holds beside its receipt, and for how many days after the run it stays."""
LONGEST_LOG = 10 * 2**20
"""Bytes of a server's log from which on it is shortened."""
KEPT_LOG = 2**20
"""Bytes of it that stay: its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing that was looked after."""

    what: str
    result: str
    why: str


def look_after(settings: Settings, connection: Connection, now: datetime) -> Iterator[Done]:
    """Do what is due, one thing after the other. Safe while runs go on, and any number of times."""
    yield vacuum_worn(connection)
    yield flush_search(connection)
    yield settle_stories(connection)
    yield drop_working_files(settings, connection, now)
    yield shorten_logs(settings)
    yield space(settings, connection)


def vacuum_worn(connection: Connection) -> Done:
    """Clean up and count the tables that changed much."""
    worn = [table for (table,) in connection.execute(query("worn_tables")).fetchall()]
    for table in worn:
        vacuum(connection, table)
    return Done(
        what="vacuum",
        result=", ".join(worn) or "no table changed much",
        why="Postgres itself waits until a fifth of a table changed: of a million articles that is years of them, and "
        "until then counts are wrong, and queries that an index could answer read the table",
    )


def flush_search(connection: Connection) -> Done:
    """Empty the lists of news of the search's indexes."""
    years = [year for (year,) in connection.execute(query("search_years")).fetchall()]
    connection.execute(query("flush_search"), {"years": years})
    return Done(
        what="search",
        result=f"{len(years)} indexes, a year each",
        why="what is left in an index's list of news is read through by every search",
    )


def settle_stories(connection: Connection) -> Done:
    """Put what new texts are found by among the others', once it is much."""
    return Done(
        what="stories",
        result="new texts put among the others" if settle_keys(connection) else "few new texts",
        why="what new texts are found by waits in a table of its own, which each look-up reads, too",
    )


def drop_working_files(settings: Settings, connection: Connection, now: datetime) -> Done:
    """Remove what runs needed while they went on. Receipts stay: they say which pages are one article's parts."""
    freed = 0
    for name, days in WORKING_FILES.items():
        found = {
            int(file.parent.name): file
            for file in (settings.home / "runs").glob(f"*/{name}")
            if file.parent.name.isdigit()
        }
        asked = {"runs": sorted(found), "days": days, "now": now}
        over = connection.execute(query("runs_long_over"), asked).fetchall()
        for (run_id,) in over:
            file = run_folder(settings, run_id) / name
            freed += file.stat().st_size
            file.unlink()
    return Done(
        what="working files",
        result=f"{_mebibytes(freed)} freed",
        why="each run writes down every address it need not ask for: of a million articles, 80 MiB a run",
    )


def shorten_logs(settings: Settings) -> Done:
    """Keep the ends of long logs."""
    shortened = [file.name for file in sorted(settings.logs.glob("*.log")) if _shorten(file)]
    return Done(
        what="logs",
        result=", ".join(shortened) or "none is long",
        why="servers append to theirs for as long as they run",
    )


def _shorten(file: Path) -> bool:
    """In place, since whoever writes it keeps it open, at its end: a line that comes meanwhile may be lost."""
    size = file.stat().st_size
    if size <= LONGEST_LOG:
        return False
    with file.open("r+b") as log:
        log.seek(size - KEPT_LOG)
        _, _, end = log.read().partition(b"\n")
        log.truncate(0)
        log.seek(0)
        log.write(end)
    return True


def space(settings: Settings, connection: Connection) -> Done:
    """How much room there is, and what takes it."""
    row = connection.execute(query("database_size")).fetchone()
    assert row is not None
    disk = shutil.disk_usage(settings.home)
    landed = sum(file.stat().st_size for file in landing_folder(settings).glob("*"))
    return Done(
        what="disk",
        result=f"{_mebibytes(disk.free)} of {_mebibytes(disk.total)} free; landed files {_mebibytes(landed)}, "
        f"database {_mebibytes(row[0])}",
        why="landed files are kept for good: somebody must add a disk before this one is full",
    )


def _mebibytes(count: int) -> str:
    """Bytes as people read them.

    >>> _mebibytes(5 * 2**30)
    '5,120 MiB'
    """
    return f"{count / 2**20:,.0f} MiB"
