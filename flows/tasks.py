"""The steps as Prefect tasks: every name, retry and timeout of the project is on this page.

A task is a batch or a crawl, never a page: a task costs about five milliseconds of bookkeeping. Nothing is cached,
since the store itself is what makes a second run find nothing to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE, CachePolicy
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.runtime import flow_run

from crawler.article import SHANGHAI, Site
from crawler.landing.receipt import Landed
from flows.page.reading import read_page
from flows.page.render import brief, render
from flows.postgres import Connection, Database
from flows.settings import Settings
from flows.steps.captures import Parts, Piece, TakenIn, join_unfinished, take_in_piece
from flows.steps.chunks import Chunk
from flows.steps.clean import clean_all
from flows.steps.fetch import Crawl, Plan, fetch, landing_folder
from flows.steps.load import Cleaned, Loaded, load
from flows.steps.page import keep_page, page_file
from flows.steps.reclean import Recleaned, StoredPiece, reclean_piece
from flows.steps.search import make_searchable
from flows.steps.stories import sort_stories
from sql import query


class Retrying(TypedDict):
    """The options of a task that is told twice without harm."""

    cache_policy: CachePolicy
    persist_result: bool
    retries: int
    retry_delay_seconds: list[float]


RETRIED: Retrying = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": 2,
    "retry_delay_seconds": [1, 5],
}
"""For what writes into the store: a server may restart, and a load told twice changes nothing."""


@contextmanager
def told_to_the_server() -> Iterator[None]:
    """For a process that ends soon: what Prefect has to tell its server is told when the block is left."""
    try:
        yield
    finally:
        APILogWorker.drain_all()
        EventsWorker.drain_all()


def seen_to_go_on(connection: Connection) -> None:
    """Let `cppcc serve` see that this flow run goes on, for as long as the connection stays open."""
    connection.execute(query("flow_run_lock"), {"flow_run": str(flow_run.id)})


@task(name="fetch", task_run_name="fetch run {run_id}", cache_policy=NO_CACHE, persist_result=False)
def fetch_planned(settings: Settings, run_id: int, plan: Plan, *, proxy: str | None) -> Crawl:
    """Crawl in a child process. Not retried: Scrapy retries requests, and a crash is for a person to see."""
    return fetch(settings, run_id, plan, proxy=proxy)


@task(name="clean", task_run_name="clean {words}", cache_policy=NO_CACHE, persist_result=False)
def clean_batch(words: str, batch: Sequence[Chunk], landing: Path) -> list[list[Cleaned]]:  # noqa: ARG001  (its name)
    """Landed pages to articles, a list for each chunk. Not retried: the same bytes give the same answer."""
    return [clean_all(chunk.pages, landing, chunk.site) for chunk in batch]


@task(name="load", task_run_name="load {words}", **RETRIED)
def load_batch(
    words: str,  # noqa: ARG001  (its name)
    database: Database,
    run_id: int,
    batch: Sequence[Chunk],
    cleaned: Sequence[Sequence[Cleaned]],
) -> list[Loaded]:
    """A transaction for each chunk. Retried, because a server may restart and a load told twice changes nothing."""
    with database.connect() as connection:
        return [
            load(connection, run_id, [*chunk.gone, *pages], chunk.others)
            for chunk, pages in zip(batch, cleaned, strict=True)
        ]


@task(name="stories", **RETRIED)
def sort_loaded(database: Database) -> int:
    """Whatever was loaded and not sorted yet, by whichever run. Retried like a load."""
    with database.connect() as connection:
        return sort_stories(connection)


@task(name="search", **RETRIED)
def index_loaded(database: Database) -> int:
    """Whatever was loaded and cannot be found yet, by whichever run. Retried like a load."""
    with database.connect() as connection:
        return make_searchable(connection)


def sort_and_index(database: Database) -> None:
    """Stories and the search index, side by side: one keeps this process busy, the other a server's."""
    indexing = index_loaded.submit(database)
    sort_loaded(database)
    indexing.result()


@task(name="archives", task_run_name="archives {piece.file}", **RETRIED)
def take_in_captures(database: Database, run_id: int, piece: Piece, landing: Path, *, holds_back: bool) -> TakenIn:
    """Some hundreds of pages out of an archive, cleaned and loaded, on whichever machine. Retried like a load."""
    return take_in_piece(database, run_id, piece, landing, holds_back=holds_back)


@task(name="join", **RETRIED)
def join_captures(
    database: Database, run_id: int, *, sites: Mapping[str, Site], pages: Sequence[Landed], parts: Parts, landing: Path
) -> tuple[TakenIn, set[tuple[str, int]]]:
    """Articles that go on on further pages, out of archives. Retried like a load."""
    return join_unfinished(database, run_id, sites=sites, pages=pages, parts=parts, landing=landing)


@task(name="reclean", task_run_name="reclean {piece.file}", **RETRIED)
def reclean_stored(
    database: Database, piece: StoredPiece, sites: Mapping[str, Site], landing: Path, *, run_id: int | None
) -> Recleaned:
    """Some hundreds of stored pages, cleaned again, on whichever machine. Retried like a load."""
    return reclean_piece(database, piece, sites, landing, run_id=run_id)


@task(name="report", task_run_name="report on run {run_id}", cache_policy=NO_CACHE, persist_result=False)
def report_on(settings: Settings, database: Database, run_id: int) -> None:
    """The run's page, and its short version as an artifact. Not retried: `cppcc report` makes the page at any time."""
    with database.connect() as connection:
        page = read_page(connection, run_id, landing_folder(settings), datetime.now(SHANGHAI))
    file = page_file(settings, run_id)
    keep_page(render(page), file)
    create_markdown_artifact(f"{brief(page)}\n\n`{file}`", key="report", description=f"Run {run_id}")


def leave_report(settings: Settings, database: Database, run_id: int) -> None:
    """Report on a run that has ended. A report that cannot be made says so in the log, and takes nothing back."""
    state = report_on(settings, database, run_id, return_state=True)
    if not state.is_completed():
        get_run_logger().warning(
            "Run %s has no report: %s. Make it with: cppcc report %s", run_id, state.message, run_id
        )
