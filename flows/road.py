"""The road from a receipt into the store, which every flow takes: clean what was landed, load it, sum it up."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.article import SHANGHAI
from crawler.errors import CppccError, CrawlError
from crawler.sites.registry import load_registry
from crawler.text.clean import RULES_VERSION
from flows.steps.attachments import record_attachments
from flows.steps.channels import record_channel_runs, record_channels
from flows.steps.chunks import GONE, batches
from flows.steps.fetch import landing_folder, read_landed, receipt_file, run_folder
from flows.steps.furniture import furnished, learn
from flows.steps.load import Loaded
from flows.steps.manners import record_blocks
from flows.steps.runs import (
    SiteRun,
    begin_run,
    finish_run,
    interrupted_runs,
    leave_interrupted,
    record_failures,
    record_links,
    record_receipt,
    record_site_runs,
    record_warnings,
)
from flows.steps.wanted import record_retries
from flows.tasks import clean_batch, fetch_planned, leave_report, load_batch, sort_and_index

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from crawler.article import Site
    from crawler.landing.receipt import ChannelDone, Receipt
    from flows.postgres import Connection, Database
    from flows.settings import Settings
    from flows.steps.fetch import Plan
    from flows.steps.runs import InterruptedRun, Kind


IS_GONE = {f"status {status}" for status in GONE}
"""How the receipt says that a page is gone: rejected, and no failure."""


def _site_runs(sites: Sequence[Site], receipt: Receipt, loaded: Mapping[str, Loaded]) -> list[SiteRun]:
    """What the run came to on each site: what its lists showed, and what became of it."""
    channels: defaultdict[str, list[ChannelDone]] = defaultdict(list)
    for channel in receipt.channels:
        channels[channel.site].append(channel)
    failed = Counter(each.site for each in receipt.failed if each.reason not in IS_GONE)
    return [
        SiteRun(
            site=key,
            listed=sum(channel.listed for channel in channels[key]),
            new=loaded[key].new,
            changed=loaded[key].changed,
            unchanged=sum(channel.known for channel in channels[key]) + loaded[key].unchanged,
            rejected=loaded[key].rejected,
            failed=failed[key],
            stopped_because=", ".join(dict.fromkeys(channel.stopped_because for channel in channels[key])) or None,
        )
        for key in (site.key for site in sites)
    ]


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
    loaded: defaultdict[str, Loaded] = defaultdict(Loaded)
    for batch in batches(sites, receipt.landed):
        ready = [replace(chunk, site=furnished(connection, chunk.site)) for chunk in batch]
        words = ready[0].site.key if len(ready) == 1 else f"{ready[0].site.key} and {len(ready) - 1} more"
        cleaned = clean_batch(words, ready, landing_folder(settings))
        for chunk, result in zip(ready, load_batch(words, database, run_id, ready, cleaned), strict=True):
            loaded[chunk.site.key] += result
            learn(connection, chunk.site.key)
    record_attachments(connection, receipt.landed, landing_folder(settings))
    record_failures(connection, run_id, [each for each in receipt.failed if each.reason not in IS_GONE])
    record_channel_runs(connection, run_id, receipt)
    record_warnings(connection, run_id, receipt)
    now = datetime.now(SHANGHAI)
    record_links(connection, receipt, now)
    record_retries(connection, receipt, now)
    record_blocks(connection, receipt, now)
    record_site_runs(connection, run_id, _site_runs(sites, receipt, loaded))
    sort_and_index(database)


def _finish_interrupted(settings: Settings, database: Database, connection: Connection, run: InterruptedRun) -> None:
    """Load what a killed run had landed: it was fetched once, and is not asked for again."""
    file = receipt_file(settings, run.run_id)
    if run.receipt is not None and file.exists():
        receipt = read_landed(file, landing_folder(settings))
        landed = {each.site for each in receipt.landed}
        sites = [site for site in load_registry() if site.key in landed]
        take_in(settings, database, connection, run.run_id, sites=sites, receipt=receipt)
        if run.kind == "daily":
            record_channels(connection, sites, receipt, datetime.now(SHANGHAI))
    finish_run(connection, run.run_id, "interrupted", now=datetime.now(SHANGHAI))
    leave_report(settings, database, run.run_id)


def finish_interrupted(settings: Settings, database: Database, connection: Connection) -> None:
    """Load what killed runs had landed in this home folder, oldest first; before `begin_run`.

    The others' bytes are on other machines, which load them when they run next. They stay unfinished until then.
    """
    for run in interrupted_runs(connection):
        if run.receipt is None or run_folder(settings, run.run_id).exists():
            _finish_interrupted(settings, database, connection, run)
        else:
            leave_interrupted(connection, run)


def record_left_out(
    connection: Connection,
    run_id: int,
    sites: Sequence[Site],
    *,
    free: Collection[Site],
    blocked: Mapping[str, datetime],
) -> None:
    """Say of each of `sites` that a run did not work on why it did not."""
    busy = {site.key: "in another run" for site in sites if site not in free}
    turned_away = {key: f"left alone until {until:%Y-%m-%d %H:%M}" for key, until in blocked.items()}
    reasons = turned_away | busy
    rows = [SiteRun(site=site.key, stopped_because=reasons[site.key]) for site in sites if site.key in reasons]
    record_site_runs(connection, run_id, rows)


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
    run_id = begin_run(connection, kind=kind, asked=asked, rules_version=RULES_VERSION, now=datetime.now(SHANGHAI))
    run_folder(settings, run_id).mkdir(parents=True, exist_ok=True)  # the sign that this run is this home folder's
    record_receipt(connection, run_id, receipt_file(settings, run_id))
    try:
        crawl = fetch_planned(settings, run_id, plan, proxy=proxy)
        take_in(settings, database, connection, run_id, sites=plan.sites, receipt=crawl.receipt)
        if kind == "daily":
            record_channels(connection, plan.sites, crawl.receipt, datetime.now(SHANGHAI))
        if crawl.trouble:
            raise CrawlError(crawl.trouble)
    except CppccError as error:
        finish_run(connection, run_id, "failed", str(error), now=datetime.now(SHANGHAI))
        leave_report(settings, database, run_id)
        raise
    finish_run(connection, run_id, "done", now=datetime.now(SHANGHAI))
    leave_report(settings, database, run_id)
    return run_id, crawl.receipt
