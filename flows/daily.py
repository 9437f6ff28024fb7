"""The daily run: fetch what is new, clean it, keep it. Read `daily` first; it stands at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from prefect import flow
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker

from crawler.article import Rejected, Site
from crawler.errors import CppccError, CrawlError
from crawler.landing.receipt import Landed, Receipt
from crawler.sites.registry import load_registry, select
from crawler.text.clean import RULES_VERSION
from flows.postgres import Connection, Database, open_database
from flows.settings import Settings
from flows.steps.fetch import landing_folder, read_landed, receipt_file
from flows.steps.furniture import furnished, learn
from flows.steps.load import Cleaned, Loaded
from flows.steps.runs import (
    InterruptedRun,
    SiteRun,
    begin_run,
    finish_run,
    interrupted_runs,
    known_urls,
    record_failures,
    record_receipt,
    record_site_runs,
    single_run,
    unsettled_sites,
    upsert_sites,
)
from flows.tasks import clean_batch, fetch_new, load_batch

BATCH = 100
"""Pages of one site in a transaction: enough to share its cost, few enough to lose little to a kill."""

GONE = {404: "not found", 410: "gone"}
"""Answers that are final: such a page is rejected with its reason, and not asked for again."""


def _by_site(landed: Sequence[Landed]) -> Mapping[str, list[Landed]]:
    sites: defaultdict[str, list[Landed]] = defaultdict(list)
    for each in landed:
        sites[each.site].append(each)
    return sites


def _gone(landed: Landed) -> Cleaned:
    return Cleaned(landed=landed, outcome=Rejected(url=landed.url, reason=GONE[landed.status]))


def _take_in_site(
    settings: Settings,
    database: Database,
    connection: Connection,
    run_id: int,
    *,
    site: Site,
    landed: Sequence[Landed],
) -> Loaded:
    """What one site landed, cleaned and loaded in batches; what recurs through one is taken off the next."""
    articles = [each for each in landed if each.kind == "article"]
    pages = [each for each in articles if each.status == 200]
    others = [each for each in landed if each.kind != "article" or each.status not in {200, *GONE}]
    gone = [_gone(each) for each in articles if each.status in GONE]
    total = load_batch(database, run_id, gone, others)
    for start in range(0, len(pages), BATCH):
        batch = pages[start : start + BATCH]
        cleaned = clean_batch(furnished(connection, site), batch, landing_folder(settings))
        total += load_batch(database, run_id, cleaned, [])
        learn(connection, site.key)
    return total


def _site_run(site: Site, receipt: Receipt, loaded: Loaded) -> SiteRun:
    """What the run came to on one site: what its lists showed, and what became of it."""
    channels = [channel for channel in receipt.channels if channel.site == site.key]
    failed = [each for each in receipt.failed if each.site == site.key and not _is_gone(each.reason)]
    return SiteRun(
        site=site.key,
        listed=sum(channel.listed for channel in channels),
        new=loaded.new,
        changed=loaded.changed,
        unchanged=sum(channel.known for channel in channels) + loaded.unchanged,
        rejected=loaded.rejected,
        failed=len(failed),
        stopped_because=", ".join(dict.fromkeys(channel.stopped_because for channel in channels)) or None,
    )


def _is_gone(reason: str) -> bool:
    return reason in {f"status {status}" for status in GONE}


def _take_in(
    settings: Settings,
    database: Database,
    connection: Connection,
    run_id: int,
    *,
    sites: Sequence[Site],
    receipt: Receipt,
) -> None:
    """Everything a receipt lists into the store, site by site, with what failed and what it all came to."""
    landed = _by_site(receipt.landed)
    rows = []
    for site in sites:
        loaded = Loaded()
        if site.key in landed:
            loaded = _take_in_site(settings, database, connection, run_id, site=site, landed=landed[site.key])
        rows.append(_site_run(site, receipt, loaded))
    record_failures(connection, run_id, [each for each in receipt.failed if not _is_gone(each.reason)])
    record_site_runs(connection, run_id, rows)


def _finish_interrupted(settings: Settings, database: Database, connection: Connection, run: InterruptedRun) -> None:
    """Load what a killed run had landed: it was fetched once, and is not asked for again."""
    if run.receipt is not None and run.receipt.exists():
        receipt = read_landed(run.receipt, landing_folder(settings))
        landed = {each.site for each in receipt.landed}
        sites = [site for site in load_registry() if site.key in landed]
        _take_in(settings, database, connection, run.run_id, sites=sites, receipt=receipt)
    finish_run(connection, run.run_id, "interrupted")


@flow(name="daily", flow_run_name="daily {asked}", persist_result=False)
def daily(asked: list[str] | None = None, proxy: str | None = None) -> int:
    """One run over the sites that `asked` names (by default all enabled ones); its number in the table `runs`.

    What an earlier run had landed when it was killed is loaded first. `proxy` is the HTTP proxy the crawl goes through.
    Raises CppccError; what was landed by then is loaded all the same.
    """
    settings = Settings.from_environment()
    database = open_database(settings)
    registry = load_registry()
    sites = select(registry, asked or ["all"])
    with database.connect() as connection, single_run(connection):
        upsert_sites(connection, registry)
        for run in interrupted_runs(connection):
            _finish_interrupted(settings, database, connection, run)
        run_id = begin_run(connection, asked=asked or [], rules_version=RULES_VERSION)
        record_receipt(connection, run_id, receipt_file(settings, run_id))
        try:
            known = known_urls(connection, [site.key for site in sites])
            unsettled = unsettled_sites(connection)
            crawl = fetch_new(settings, run_id, sites, known=known, read_through=unsettled, proxy=proxy)
            _take_in(settings, database, connection, run_id, sites=sites, receipt=crawl.receipt)
            if crawl.trouble:
                raise CrawlError(crawl.trouble)
        except CppccError as error:
            finish_run(connection, run_id, "failed", str(error))
            raise
        finish_run(connection, run_id, "done")
    return run_id


def run_daily(asked: list[str], proxy: str | None = None) -> int:
    """`daily` from a process that ends soon: what Prefect still has to tell its server is told before this returns."""
    try:
        return daily(asked=asked, proxy=proxy)
    finally:
        APILogWorker.drain_all()
        EventsWorker.drain_all()
