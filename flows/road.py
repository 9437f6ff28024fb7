"""The road from a receipt into the store, which every flow takes: clean what was landed, load it, sum it up."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from crawler.article import Rejected
from crawler.errors import CppccError, CrawlError
from crawler.sites.canonical import canonical
from crawler.sites.registry import load_registry
from crawler.text.clean import RULES_VERSION
from flows.steps.attachments import record_attachments
from flows.steps.channels import record_channel_runs, record_channels
from flows.steps.clean import grouped, known_as
from flows.steps.fetch import landing_folder, read_landed, receipt_file
from flows.steps.furniture import furnished, learn
from flows.steps.load import Cleaned, Loaded
from flows.steps.manners import record_blocks
from flows.steps.runs import (
    SiteRun,
    begin_run,
    finish_run,
    interrupted_runs,
    record_failures,
    record_links,
    record_receipt,
    record_site_runs,
    record_warnings,
)
from flows.steps.search import make_searchable
from flows.steps.wanted import record_retries
from flows.tasks import clean_batch, fetch_planned, load_batch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.article import Site
    from crawler.landing.receipt import Landed, Receipt
    from flows.postgres import Connection, Database
    from flows.settings import Settings
    from flows.steps.fetch import Plan
    from flows.steps.runs import InterruptedRun, Kind

BATCH = 100
"""Pages of one site in a transaction: enough to share its cost, few enough to lose little to a kill."""

GONE = {404: "not found", 410: "gone"}
"""Answers that are final: such a page is rejected with its reason, and not asked for again."""


def _by_site(landed: Sequence[Landed]) -> Mapping[str, list[Landed]]:
    sites: defaultdict[str, list[Landed]] = defaultdict(list)
    for each in landed:
        sites[each.site].append(each)
    return sites


def _gone(landed: Landed, site: Site) -> Cleaned:
    outcome = Rejected(url=canonical(landed.url, site), reason=GONE[landed.status])
    return Cleaned(landed=known_as(landed, site), outcome=outcome)


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
    groups = grouped(landed)
    gone = [each for each in landed if each.kind == "article" and each.status in GONE]
    placed = {each for group in groups for each in group}.union(gone)
    others = [each for each in landed if each not in placed]
    total = load_batch(database, run_id, [_gone(each, site) for each in gone], others)
    for start in range(0, len(groups), BATCH):
        batch = [each for group in groups[start : start + BATCH] for each in group]
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


def take_in(
    settings: Settings,
    database: Database,
    connection: Connection,
    run_id: int,
    *,
    sites: Sequence[Site],
    receipt: Receipt,
) -> None:
    """Everything a receipt lists into the store, site by site, searchable, with what failed and what it came to."""
    landed = _by_site(receipt.landed)
    rows = []
    for site in sites:
        loaded = Loaded()
        if site.key in landed:
            loaded = _take_in_site(settings, database, connection, run_id, site=site, landed=landed[site.key])
        rows.append(_site_run(site, receipt, loaded))
    record_attachments(connection, receipt.landed, landing_folder(settings))
    record_failures(connection, run_id, [each for each in receipt.failed if not _is_gone(each.reason)])
    record_channel_runs(connection, run_id, receipt)
    record_warnings(connection, run_id, receipt)
    record_links(connection, receipt)
    record_retries(connection, receipt)
    record_blocks(connection, receipt)
    record_site_runs(connection, run_id, rows)
    make_searchable(connection)


def _finish_interrupted(settings: Settings, database: Database, connection: Connection, run: InterruptedRun) -> None:
    """Load what a killed run had landed: it was fetched once, and is not asked for again."""
    if run.receipt is not None and run.receipt.exists():
        receipt = read_landed(run.receipt, landing_folder(settings))
        landed = {each.site for each in receipt.landed}
        sites = [site for site in load_registry() if site.key in landed]
        take_in(settings, database, connection, run.run_id, sites=sites, receipt=receipt)
        if run.kind == "daily":
            record_channels(connection, sites, receipt)
    finish_run(connection, run.run_id, "interrupted")


def finish_interrupted(settings: Settings, database: Database, connection: Connection) -> None:
    """Load what killed runs had landed, oldest first."""
    for run in interrupted_runs(connection):
        _finish_interrupted(settings, database, connection, run)


def crawl_and_load(
    settings: Settings,
    database: Database,
    connection: Connection,
    plan: Plan,
    *,
    kind: Kind,
    asked: Sequence[str],
    proxy: str | None,
) -> tuple[int, Receipt]:
    """One run: its number, and the receipt of its crawl; everything that was landed is in the store then.

    Raises CppccError; what was landed by then is loaded all the same.
    """
    run_id = begin_run(connection, kind=kind, asked=asked, rules_version=RULES_VERSION)
    record_receipt(connection, run_id, receipt_file(settings, run_id))
    try:
        crawl = fetch_planned(settings, run_id, plan, proxy=proxy)
        take_in(settings, database, connection, run_id, sites=plan.sites, receipt=crawl.receipt)
        if kind == "daily":
            record_channels(connection, plan.sites, crawl.receipt)
        if crawl.trouble:
            raise CrawlError(crawl.trouble)
    except CppccError as error:
        finish_run(connection, run_id, "failed", str(error))
        raise
    finish_run(connection, run_id, "done")
    return run_id, crawl.receipt
