"""The backfill from WARC files: what anybody has archived of registered sites."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from prefect import flow, get_run_logger

from crawler.article import SHANGHAI
from crawler.errors import CppccError
from crawler.sites.registry import load_registry, select
from crawler.text.clean import RULES_VERSION
from flows.cluster import spread
from flows.postgres import open_database
from flows.road import finish_interrupted
from flows.settings import Settings
from flows.steps.captures import PAGES, Capture, Parts, Scan, Tally, matching, pieces, unknown_pages
from flows.steps.fetch import landing_folder
from flows.steps.furniture import furnished, learn
from flows.steps.runs import SiteRun, begin_run, finish_run, record_site_runs, upsert_sites
from flows.tasks import (
    join_captures,
    leave_report,
    seen_to_go_on,
    sort_and_index,
    take_in_captures,
    told_to_the_server,
)
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.article import Site
    from crawler.landing.archive import Bad
    from crawler.landing.receipt import Landed
    from flows.postgres import Connection, Database
    from flows.steps.captures import TakenIn


@flow(name="archives", flow_run_name="archives {warc}", persist_result=False)
def archives(warc: list[str], asked: list[str] | None = None, *, dask: str | None = None) -> tuple[int, Tally]:
    """Take in what WARC files hold of these sites (by default of all registered ones); the run, and what was met.

    `warc` are paths and patterns; - is standard input. The same order given again goes on where it was left; what was
    read already is passed over. `dask` is as in `flows.cluster.spread`: the workers need the files at the same paths.
    Raises CppccError; what was loaded by then stays.
    """
    files = matching(warc)
    settings = Settings.from_environment()
    database = open_database(settings)
    registry = load_registry()
    sites = select(registry, asked) if asked else registry
    with database.connect() as connection:
        seen_to_go_on(connection)
        upsert_sites(connection, registry, datetime.now(SHANGHAI))
        finish_interrupted(settings, database, connection)
        run_id = begin_run(connection, kind="warc", asked=warc, rules_version=RULES_VERSION, now=datetime.now(SHANGHAI))

        def is_bad(file: str, bad: Bad) -> None:
            words = {"run_id": run_id, "file": file, "offset": bad.offset, "reason": bad.reason}
            connection.execute(query("insert_bad_record"), words)

        scan = Scan(sites, landing_folder(settings), is_bad)
        try:
            captures = (capture for file in files for capture in scan.captures(file))
            _Reading(settings, database, connection, run_id, scan.tally).take_in(captures, dask)
            sort_and_index(database)
        except CppccError as error:
            finish_run(connection, run_id, "failed", str(error), now=datetime.now(SHANGHAI))
            raise
        finish_run(connection, run_id, "done", now=datetime.now(SHANGHAI))
    leave_report(settings, database, run_id)
    get_run_logger().info(scan.tally.words)
    return run_id, scan.tally


class _Reading:
    """One run's road from captures into the store."""

    def __init__(
        self, settings: Settings, database: Database, connection: Connection, run_id: int, tally: Tally
    ) -> None:
        self._landing = landing_folder(settings)
        self._database = database
        self._connection = connection
        self._run_id = run_id
        self._tally = tally
        self._sites: dict[str, Site] = {}
        self._parts = Parts()
        self._either: list[Capture] = []
        """Pages that are articles unless they turn out to be further pages of others."""
        self._unfinished: list[Landed] = []

    def take_in(self, captures: Iterable[Capture], dask: str | None) -> None:
        """All captures: first what is whole, then what goes on on other pages, then what was no such page after all."""
        self._spread(self._sorted(captures), dask)
        used: set[tuple[str, int]] = set()
        for start in range(0, len(self._unfinished), PAGES):
            first = self._unfinished[start : start + PAGES]
            taken, parts = join_captures(
                self._database,
                self._run_id,
                sites=self._sites,
                pages=first,
                parts=self._parts,
                landing=self._landing,
            )
            self._count(taken)
            used |= parts
        self._tally.joined = len(self._unfinished)
        left = (each for each in self._either if (each.landed.file, each.landed.offset) not in used)
        self._spread(left, dask, holds_back=False)
        rows = [
            SiteRun(
                site=key,
                listed=self._tally.pages[key],
                new=loaded.new,
                changed=loaded.changed,
                unchanged=loaded.unchanged,
                rejected=loaded.rejected,
                stopped_because="end of the archives",
            )
            for key, loaded in self._tally.loaded.items()
        ]
        record_site_runs(self._connection, self._run_id, rows)

    def _sorted(self, captures: Iterable[Capture]) -> Iterator[Capture]:
        """The captures that are certainly articles; the others are kept for later."""
        for capture in captures:
            self._tally.pages[capture.site.key] += capture.is_article
            if capture.is_part:
                self._parts.add(capture)
                if capture.is_article:
                    self._either.append(capture)
            else:
                yield capture

    def _spread(self, captures: Iterable[Capture], dask: str | None, *, holds_back: bool = True) -> None:
        for _, taken in spread(take_in_captures, self._work(captures, holds_back=holds_back), dask=dask):
            self._count(taken)
            self._unfinished += taken.unfinished

    def _work(self, captures: Iterable[Capture], *, holds_back: bool) -> Iterator[dict[str, Any]]:
        """What each task is called with; sites with what was learned of them by then."""
        for piece in pieces(captures):
            fresh = unknown_pages(self._connection, piece)
            self._tally.known += len(piece.pages) - len(fresh.pages)
            self._sites |= {key: furnished(self._connection, site) for key, site in fresh.sites.items()}
            if fresh.pages:
                yield {
                    "database": self._database,
                    "run_id": self._run_id,
                    "piece": replace(fresh, sites={key: self._sites[key] for key in fresh.sites}),
                    "landing": self._landing,
                    "holds_back": holds_back,
                }

    def _count(self, taken: TakenIn) -> None:
        for site, loaded in taken.loaded.items():
            self._tally.loaded[site] += loaded
            learn(self._connection, site)
        self._tally.rejected += taken.rejected


def run_archives(warc: Sequence[str], asked: Sequence[str] | None, *, dask: str | None = None) -> tuple[int, Tally]:
    """`archives` from a process that ends soon."""
    with told_to_the_server():
        return archives(list(warc), list(asked) if asked else None, dask=dask)
