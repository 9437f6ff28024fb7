"""The store's memory of runs: which one goes on, what it was asked, what it found, what is known already."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from crawler.errors import BusyError, SettingsError
from crawler.landing.storable import storable, storable_key
from flows.outcome import Counts, outcome_of
from flows.store.postgres import records
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from crawler.article import Site
    from crawler.landing.receipt import Failed, Linked, Receipt, Warned
    from flows.outcome import Outcome
    from flows.store.postgres import Connection


Kind = Literal["daily", "recheck", "backfill", "attachments", "warc", "reclean"]

READS_LISTS = {"daily", "backfill"}
"""The kinds of runs that are for reading lists."""

KILLED = "Its process was killed, or its machine went down"
"""What stopped a run that could not say so itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptedRun:
    """A run that was stopped before what it landed was loaded."""

    run_id: int
    kind: Kind
    receipt: Path | None
    """None if it ended before its crawl began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRun:
    """What a run found on one site; the numbers are those a user is shown."""

    site: str
    listed: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    failed: int = 0
    stopped_because: str | None = None


@contextmanager
def held_sites(connection: Connection, sites: Sequence[Site], *, gives_way: bool = False) -> Iterator[list[Site]]:
    """Keep these sites to one run for as long as the block lasts, and get those of them that no other run has.

    A crash ends it, too. A site that is held by somebody who `gives_way`, as a backfill does after each of its parts,
    is waited for; one that `gives_way` itself waits until the first of its sites is free. The connection must stay open
    and be used by nobody else. Raises BusyError if there are sites and other runs have all of them.
    """
    keys = sorted({site.key for site in sites})
    if gives_way:
        connection.execute(query("give_way"))
        taken = _take_sites(connection, keys, wait_for=keys[:1])
    else:
        taken = _take_sites(connection, keys)
        parameters = {"sites": sorted(set(keys) - set(taken))}
        if come_free := [key for (key,) in connection.execute(query("sites_that_come_free"), parameters)]:
            connection.execute(query("release_sites"), {"sites": taken})  # who waits holds nothing out of turn
            taken = _take_sites(connection, keys, wait_for=come_free)
    try:
        if keys and not taken:
            raise BusyError("Another run has all of these sites: wait for it, or stop it first")
        yield [site for site in sites if site.key in set(taken)]
    finally:
        if not connection.closed:
            connection.execute(query("release_sites"), {"sites": taken})
            if gives_way:
                connection.execute(query("stop_giving_way"))


def _take_sites(connection: Connection, keys: Sequence[str], wait_for: Sequence[str] = ()) -> list[str]:
    parameters = {"sites": list(keys), "wait_for": list(wait_for)}
    return [key for (key,) in connection.execute(query("take_sites"), parameters)]


def interrupted_runs(connection: Connection) -> Iterator[InterruptedRun]:
    """The runs that were killed, oldest first, whose receipts must be loaded again; before `begin_run`.

    Runs that go on are not among them. Each is ours alone until `finish_run`, to be called before the next is asked
    for. Where two processes come at once, the second waits for the first, and then finds nothing left.
    """
    connection.execute(query("finishing_lock"))
    try:
        for (run_id,) in connection.execute(query("unfinished_runs")).fetchall():
            parameters = {"run_id": run_id}
            if connection.execute(query("try_run_lock"), parameters).fetchone() != (True,):
                continue
            row = connection.execute(query("interrupted_run"), parameters).fetchone()
            if row is None:  # it was about to end when we looked
                connection.execute(query("release_run_lock"), parameters)
                continue
            _, kind, receipt = row
            yield InterruptedRun(run_id=run_id, kind=kind, receipt=Path(receipt) if receipt else None)
    finally:
        if not connection.closed:
            connection.execute(query("release_finishing_lock"))


def count_try(connection: Connection, run: InterruptedRun) -> tuple[int, str]:
    """Count one more try to load what a stopped run had landed; the number of this try, and what stopped the run."""
    words = {"run_id": run.run_id, "killed": KILLED}
    row = connection.execute(query("count_try"), words).fetchone()
    assert row is not None
    tries, error = row
    return tries, error


def leave_unfinished(connection: Connection, run_id: int, error: str) -> None:
    """Record what stopped a run, and leave it to a later one to load what it had landed."""
    connection.execute(query("leave_unfinished"), {"run_id": run_id, "error": storable(error)[0]})
    connection.execute(query("release_run_lock"), {"run_id": run_id})


def retry_run(connection: Connection, run_id: int) -> None:
    """Let the next run take up a run that was given up. Raises SettingsError if it was not."""
    if connection.execute(query("retry_run"), {"run_id": run_id}).fetchone() is None:
        raise SettingsError(f"Run {run_id} is not one that was given up: cppcc status lists those")


def leave_interrupted(connection: Connection, run: InterruptedRun) -> None:
    """Instead of `finish_run`: somebody else has to finish it."""
    connection.execute(query("release_run_lock"), {"run_id": run.run_id})


def upsert_sites(connection: Connection, sites: Sequence[Site], now: datetime) -> None:
    """Put the site lists into the store; rows that say the same already are left alone."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(
            query("upsert_site"),
            [
                {
                    "key": site.key,
                    "name": site.name,
                    "level": site.level,
                    "adcode": site.adcode,
                    "base_url": site.base_url,
                    "dialect": site.dialect,
                    "confidence": site.confidence,
                    "enabled": site.enabled,
                    "now": now,
                }
                for site in sites
            ],
        )


def known_urls(connection: Connection, sites: Sequence[str] | None = None) -> Iterator[str]:
    """Every address of these sites (None: of all) that is an article or was rejected, in no order, streamed."""
    with connection.transaction(), connection.cursor(name="known_urls") as cursor:
        cursor.itersize = 10_000
        cursor.execute(query("known_urls"), {"sites": None if sites is None else list(sites)})
        for (url,) in cursor:
            yield url


def begin_run(
    connection: Connection, *, kind: Kind = "daily", asked: Sequence[str], rules_version: str, now: datetime
) -> int:
    """A new run's number; it begins `now`. `asked` are the words that chose the sites; none means every enabled one.

    Until `finish_run`, or until the session ends, others see that somebody works on it.
    """
    words = {"kind": kind, "asked": list(asked), "rules_version": rules_version, "now": now}
    row = connection.execute(query("begin_run"), words).fetchone()
    assert row is not None
    return int(row[0])


def record_receipt(connection: Connection, run_id: int, receipt: Path) -> None:
    """Say where the crawl's receipt will be, before the crawl starts: what is landed is then never forgotten."""
    connection.execute(query("record_receipt"), {"run_id": run_id, "receipt": str(receipt)})


def _storable(event: Failed | Linked | Warned) -> dict[str, Any]:
    """An event's fields as Postgres can hold them, the ones that rows are told apart by short enough for an index."""
    said = {name: storable(value)[0] if isinstance(value, str) else value for name, value in asdict(event).items()}
    return said | {name: storable_key(said[name]) for name in said.keys() & {"url", "words"}}


def record_site_runs(connection: Connection, run_id: int, rows: Sequence[SiteRun]) -> None:
    """Keep what the run found, site by site."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(query("record_site_run"), [{"run_id": run_id, **asdict(row)} for row in rows])


def record_damaged_lines(connection: Connection, run_id: int, file: Path, receipt: Receipt) -> None:
    """Keep which lines of the receipt `file` are no events."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(
            query("insert_bad_record"),
            [
                {"run_id": run_id, "file": str(file), "offset": line.offset, "reason": storable(line.reason)[0]}
                for line in receipt.damaged
            ],
        )


def read_outcome(connection: Connection, runs: Sequence[int]) -> Outcome:
    """What these runs came to, taken together; several are the parts of one order."""
    [row] = records(connection, query("run_outcome"), {"runs": list(runs)})
    kind = row.pop("kind")  # None of no runs at all
    reasons: dict[bool, dict[str, int]] = {True: {}, False: {}}
    for is_list, reason, times in connection.execute(query("run_failure_reasons"), {"runs": list(runs)}):
        reasons[is_list][reason] = times
    counts = Counts(**row, reasons=reasons[True], missing=reasons[False])
    return outcome_of(counts, reads_lists=kind in READS_LISTS)


def record_failures(connection: Connection, run_id: int, failed: Sequence[Failed]) -> None:
    """Keep what the run asked for in vain."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(query("record_failure"), [{"run_id": run_id, **_storable(each)} for each in failed])


def record_links(connection: Connection, receipt: Receipt, now: datetime) -> None:
    """Keep the rows that lead to other hosts."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(query("insert_link"), [{"now": now, **_storable(each)} for each in receipt.linked])


def record_warnings(connection: Connection, run_id: int, receipt: Receipt) -> None:
    """Keep what the crawl did for a site that somebody should know of."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(query("insert_warning"), [{"run_id": run_id, **_storable(each)} for each in receipt.warned])


def finish_run(
    connection: Connection,
    run_id: int,
    status: Literal["done", "failed", "interrupted", "given up"],
    error: str | None = None,
    *,
    now: datetime,
) -> None:
    """Record how a run ended, and that it ended `now`."""
    said = storable(error)[0] if error else None  # it may quote a page
    connection.execute(query("finish_run"), {"run_id": run_id, "status": status, "error": said, "now": now})
    connection.execute(query("release_run_lock"), {"run_id": run_id})
