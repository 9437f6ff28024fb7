"""The daily run: fetch what is new, clean it, keep it. Read `daily` first; it stands at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from prefect import flow

from crawler.article import Site
from crawler.errors import CppccError, CrawlError
from crawler.landing.receipt import Landed, Receipt
from crawler.sites.registry import load_registry, select
from crawler.text.clean import RULES_VERSION
from flows.postgres import Connection, Database, open_database
from flows.settings import Settings
from flows.steps.fetch import landing_folder, read_landed, receipt_file
from flows.steps.load import Loaded
from flows.steps.runs import (
    InterruptedRun,
    SiteRun,
    begin_run,
    finish_run,
    interrupted_runs,
    known_urls,
    record_receipt,
    record_site_runs,
    single_run,
    upsert_sites,
)
from flows.tasks import clean_batch, fetch_new, load_batch

BATCH = 100
"""Pages of one site in a transaction: enough to share its cost, few enough to lose little to a kill."""


def _by_site(receipt: Receipt) -> Mapping[str, list[Landed]]:
    landed: defaultdict[str, list[Landed]] = defaultdict(list)
    for each in receipt.landed:
        landed[each.site].append(each)
    return landed


def take_in(settings: Settings, database: Database, receipt: Receipt, run_id: int) -> dict[str, Loaded]:
    """Everything a receipt lists, cleaned and loaded in batches; what it came to, by site."""
    sites = {site.key: site for site in load_registry()}
    totals: dict[str, Loaded] = {}
    for key, landed in _by_site(receipt).items():
        pages = [each for each in landed if each.kind == "article" and each.status == 200]
        others = [each for each in landed if each not in set(pages)]
        totals[key] = load_batch(database, run_id, [], others)
        for start in range(0, len(pages), BATCH):
            cleaned = clean_batch(sites[key], pages[start : start + BATCH], landing_folder(settings))
            totals[key] += load_batch(database, run_id, cleaned, [])
    return totals


def _site_runs(sites: Sequence[Site], receipt: Receipt, totals: Mapping[str, Loaded]) -> list[SiteRun]:
    """What the run came to on each site: what its lists showed, and what became of it."""
    rows = []
    for site in sites:
        channels = [channel for channel in receipt.channels if channel.site == site.key]
        loaded = totals.get(site.key, Loaded())
        rows.append(
            SiteRun(
                site=site.key,
                listed=sum(channel.listed for channel in channels),
                new=loaded.new,
                changed=loaded.changed,
                unchanged=sum(channel.known for channel in channels) + loaded.unchanged,
                rejected=loaded.rejected,
                failed=sum(failed.site == site.key for failed in receipt.failed),
                stopped_because=", ".join(dict.fromkeys(channel.stopped_because for channel in channels)) or None,
            )
        )
    return rows


def _finish_interrupted(settings: Settings, database: Database, connection: Connection, run: InterruptedRun) -> None:
    """Load what a killed run had landed: it was fetched once, and is not asked for again."""
    if run.receipt is not None and run.receipt.exists():
        receipt = read_landed(run.receipt, landing_folder(settings))
        totals = take_in(settings, database, receipt, run.run_id)
        landed_sites = [site for site in load_registry() if site.key in totals]
        record_site_runs(connection, run.run_id, _site_runs(landed_sites, receipt, totals))
    finish_run(connection, run.run_id, "interrupted")


@flow(name="daily", flow_run_name="daily {asked}", persist_result=False)
def daily(asked: list[str] | None = None, proxy: str | None = None) -> int:
    """One run over the sites that `asked` names (by default all enabled ones); its number in the table `runs`.

    What an earlier run had landed when it was killed is loaded first. `proxy` is the HTTP proxy the crawl goes through.
    Raises CppccError; what was landed by then is loaded all the same.
    """
    settings = Settings.from_environment()
    database = open_database(settings)
    sites = select(load_registry(), asked or ["all"])
    with database.connect() as connection, single_run(connection):
        upsert_sites(connection, load_registry())
        for run in interrupted_runs(connection):
            _finish_interrupted(settings, database, connection, run)
        run_id = begin_run(connection, asked=asked or [], rules_version=RULES_VERSION)
        record_receipt(connection, run_id, receipt_file(settings, run_id))
        try:
            known = known_urls(connection, [site.key for site in sites])
            crawl = fetch_new(settings, sites, known, run_id, proxy)
            totals = take_in(settings, database, crawl.receipt, run_id)
            record_site_runs(connection, run_id, _site_runs(sites, crawl.receipt, totals))
            if crawl.trouble:
                raise CrawlError(crawl.trouble)
        except CppccError as error:
            finish_run(connection, run_id, "failed", str(error))
            raise
        finish_run(connection, run_id, "done")
    return run_id
