"""The steps as Prefect tasks: every name, retry and timeout of the project is on this page.

A task is a batch or a crawl, never a page: a task costs about five milliseconds of bookkeeping. Nothing is cached,
since the store itself is what makes a second run find nothing to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from crawler.article import Site
from crawler.landing.receipt import Landed
from flows.postgres import Database
from flows.settings import Settings
from flows.steps.clean import clean_all
from flows.steps.fetch import Crawl, Plan, fetch
from flows.steps.load import Cleaned, Loaded, load
from flows.steps.stories import sort_stories


@task(name="fetch", task_run_name="fetch run {run_id}", cache_policy=NO_CACHE, persist_result=False)
def fetch_planned(settings: Settings, run_id: int, plan: Plan, *, proxy: str | None) -> Crawl:
    """Crawl in a child process. Not retried: Scrapy retries requests, and a crash is for a person to see."""
    return fetch(settings, run_id, plan, proxy=proxy)


@task(name="clean", task_run_name="clean {site.key}", cache_policy=NO_CACHE, persist_result=False)
def clean_batch(site: Site, landed: Sequence[Landed], landing: Path) -> list[Cleaned]:
    """Landed pages of one site to articles. Not retried: the same bytes give the same answer."""
    return clean_all(landed, landing, site)


@task(
    name="load",
    task_run_name="load run {run_id}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[1, 5],
)
def load_batch(database: Database, run_id: int, cleaned: Sequence[Cleaned], others: Sequence[Landed]) -> Loaded:
    """One transaction. Retried, because a server may restart and a load told twice changes nothing."""
    with database.connect() as connection:
        return load(connection, run_id, cleaned, others)


@task(
    name="stories",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[1, 5],
)
def sort_loaded(database: Database) -> int:
    """Whatever was loaded and not sorted yet, by whichever run. Retried like a load."""
    with database.connect() as connection:
        return sort_stories(connection)
