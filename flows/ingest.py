"""The road from a receipt into the store, which every flow takes: clean what was landed, load it, sum it up."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Self

from crawler.article import SHANGHAI, Rejected
from crawler.errors import CppccError, CrawlError, StoreError
from crawler.faults import OUR_FAULT, Fault, contained, fault_of
from crawler.landing.receipt import Failed
from crawler.sites.registry import load_registry
from crawler.text.clean import RULES_VERSION
from flows.home import landing_folder, receipt_file, run_folder
from flows.steps.chunks import GONE, batches
from flows.steps.clean import failed
from flows.steps.fetch import read_landed
from flows.store.articles import Cleaned, Loaded
from flows.store.attachments import record_attachments
from flows.store.channels import record_channel_runs, record_channels
from flows.store.learned_boilerplate import furnished, learn
from flows.store.politeness import record_blocks
from flows.store.retries import record_retries
from flows.store.runs import (
    SiteRun,
    begin_run,
    count_try,
    finish_run,
    interrupted_runs,
    leave_interrupted,
    leave_unfinished,
    read_outcome,
    record_damaged_lines,
    record_failures,
    record_links,
    record_receipt,
    record_site_runs,
    record_warnings,
)
from flows.tasks import clean_batch, fetch_planned, leave_report, load_batch, log_outcome, log_trouble, sort_and_index
from sql import query

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from types import TracebackType

    from crawler.article import Site
    from crawler.landing.receipt import ChannelDone, Receipt
    from flows.outcome import Outcome
    from flows.settings import Settings
    from flows.steps.fetch import Plan
    from flows.store.postgres import Connection, Database
    from flows.store.runs import InterruptedRun, Kind


TRIES = 3
"""How often loading what a stopped run had landed is tried."""

IS_GONE = {f"status {status}" for status in GONE}
"""How the receipt says that a page is gone: rejected, and no failure."""


def _site_runs(sites: Sequence[Site], receipt: Receipt, loaded: Mapping[str, Loaded]) -> list[SiteRun]:
    """What the run came to on each site: what its lists showed, and what became of it."""
    channels: defaultdict[str, list[ChannelDone]] = defaultdict(list)
    for channel in receipt.channels:
        channels[channel.site].append(channel)
    failures = Counter(each.site for each in receipt.failed if each.reason not in IS_GONE)
    return [
        SiteRun(
            site=key,
            listed=sum(channel.listed for channel in channels[key]),
            new=loaded[key].new,
            changed=loaded[key].changed,
            unchanged=sum(channel.known for channel in channels[key]) + loaded[key].unchanged,
            rejected=loaded[key].rejected,
            failed=failures[key],
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
    """Load everything a receipt lists into the store, site by site, with what failed, and the sums of each site."""
    loaded: defaultdict[str, Loaded] = defaultdict(Loaded)
    lost: list[Failed] = []
    for batch in batches(sites, receipt.landed):
        ready = [replace(chunk, site=furnished(connection, chunk.site)) for chunk in batch]
        words = ready[0].site.key if len(ready) == 1 else f"{ready[0].site.key} and {len(ready) - 1} more"
        cleaned = clean_batch(words, ready, landing_folder(settings.home))
        lost += [each for pages in cleaned for each in pages if isinstance(each, Failed)]
        readable = [[each for each in pages if isinstance(each, Cleaned)] for pages in cleaned]
        lost += _unread_again(connection, readable)
        for chunk, result in zip(ready, load_batch(words, database, run_id, ready, readable), strict=True):
            loaded[chunk.site.key] += result
            learn(connection, chunk.site.key)
    receipt = replace(receipt, failed=(*receipt.failed, *lost))
    record_attachments(connection, receipt.landed, landing_folder(settings.home))
    record_damaged_lines(connection, run_id, receipt_file(settings.home, run_id), receipt)
    record_failures(connection, run_id, [each for each in receipt.failed if each.reason not in IS_GONE])
    record_channel_runs(connection, run_id, receipt)
    record_warnings(connection, run_id, receipt)
    now = datetime.now(SHANGHAI)
    record_links(connection, receipt, now)
    unread = {each.url for each in lost}  # they answered, and yet have to be asked for again
    read = tuple(each for each in receipt.landed if (each.asked or each.url) not in unread)
    record_retries(connection, replace(receipt, landed=read), now)
    record_blocks(connection, receipt, now)
    record_site_runs(connection, run_id, _site_runs(sites, receipt, loaded))
    sort_and_index(database)


def _unread_again(connection: Connection, cleaned: Sequence[Sequence[Cleaned]]) -> list[Failed]:
    """The failures of pages that our code failed at and of which the store has articles: they are asked for again.

    Of the others the store keeps a rejection, with the bytes; of these it keeps the article.
    """
    faulty = {
        outcome.url: failed(each.landed, f"{OUR_FAULT}: {outcome.detail}")
        for pages in cleaned
        for each in pages
        if isinstance(outcome := each.outcome, Rejected) and outcome.reason == OUR_FAULT
    }
    known = connection.execute(query("known_articles"), {"urls": list(faulty)}) if faulty else ()
    return [faulty[url] for (url,) in known]


class OpenRun:
    """One run from its first row to its end, as a context: whatever ends it leaves its cause in the table `runs`.

    Leaving the context ends the run as `done`, or by what was set with `fails`. An error of this project's before
    anything was landed, or after all of it was loaded, ends it as `failed`. Anything else that ends it, an interrupt
    included, leaves it `unfinished`: a later run loads what it had landed.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        connection: Connection,
        *,
        kind: Kind,
        asked: Sequence[str],
        has_receipt: bool = True,
    ) -> None:
        self._settings = settings
        self._database = database
        self._connection = connection
        self.id = begin_run(connection, kind=kind, asked=asked, rules_version=RULES_VERSION, now=datetime.now(SHANGHAI))
        self._failure: str | None = None
        self.is_loaded = not has_receipt
        """Whether nothing that was landed is left to be loaded."""
        if has_receipt:
            # The sign that this home folder has the run.
            run_folder(settings.home, self.id).mkdir(parents=True, exist_ok=True)
            record_receipt(connection, self.id, receipt_file(settings.home, self.id))

    def fails(self, why: str) -> None:
        """Let the run end as `failed`, without an error."""
        self._failure = why

    def _finish(self, status: Literal["done", "failed"], error: str | None) -> None:
        finish_run(self._connection, self.id, status, error, now=datetime.now(SHANGHAI))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._finish("failed" if self._failure else "done", self._failure)
        elif self._connection.closed:
            return  # Postgres has gone: its lock is free, and the next run takes this one up
        else:
            cause = str(error) if isinstance(error, CppccError) else fault_of(error).detail
            is_landed = not self.is_loaded and receipt_file(self._settings.home, self.id).exists()
            if is_landed or not isinstance(error, CppccError):
                leave_unfinished(self._connection, self.id, cause)
            else:
                self._finish("failed", cause)
        if error is None or isinstance(error, Exception):  # whoever interrupts does not wait for a report
            leave_report(self._settings, self._database, self.id)


def _finish_interrupted(settings: Settings, database: Database, connection: Connection, run: InterruptedRun) -> None:
    """Load what a stopped run had landed: it was fetched once, and is not asked for again."""
    file = receipt_file(settings.home, run.run_id)
    if run.receipt is not None and file.exists():
        registry = load_registry()
        receipt = read_landed(file, landing_folder(settings.home), {site.key for site in registry})
        landed = {each.site for each in receipt.landed}
        sites = [site for site in registry if site.key in landed]
        take_in(settings, database, connection, run.run_id, sites=sites, receipt=receipt)
        if run.kind == "daily":
            record_channels(connection, sites, receipt, datetime.now(SHANGHAI))


def finish_interrupted(settings: Settings, database: Database, connection: Connection) -> None:
    """Load what stopped runs had landed in this home folder, oldest first; before `begin_run`.

    The others' bytes are on other machines, which load them when they run next. They stay unfinished until then. A run
    that cannot be loaded fails for itself alone: it is tried again by later runs, and given up after three tries.
    Raises StoreError if Postgres went away meanwhile.
    """
    for run in interrupted_runs(connection):
        if run.receipt is not None and not run_folder(settings.home, run.run_id).exists():
            leave_interrupted(connection, run)
            continue
        tries, error = count_try(connection, run)
        done = None
        if tries <= TRIES:  # more are those that were killed
            done = contained(_finish_interrupted, settings, database, connection, run)
        if connection.closed:
            raise StoreError("Postgres went away while an interrupted run was taken up: the next run does so")
        if isinstance(done, Fault):
            error = f"{error}. Loading what it had landed failed: {done.detail}"
            log_trouble(f"Run {run.run_id}: {error} (try {tries} of {TRIES})")
        now = datetime.now(SHANGHAI)
        if tries > TRIES or (isinstance(done, Fault) and tries == TRIES):
            finish_run(connection, run.run_id, "given up", error, now=now)
        elif isinstance(done, Fault):
            leave_unfinished(connection, run.run_id, error)
        else:
            finish_run(connection, run.run_id, "interrupted", error, now=now)
        leave_report(settings, database, run.run_id)


def left_out(sites: Sequence[Site], *, free: Collection[Site], blocked: Mapping[str, datetime]) -> list[SiteRun]:
    """What to record of each of `sites` that a run does not work on: why not."""
    busy = {site.key: "in another run" for site in sites if site not in free}
    reasons = {key: f"left alone until {until:%Y-%m-%d %H:%M}" for key, until in blocked.items()} | busy
    return [SiteRun(site=site.key, stopped_because=reasons[site.key]) for site in sites if site.key in reasons]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A run that has ended."""

    id: int
    receipt: Receipt
    outcome: Outcome


def crawl_and_load(
    settings: Settings,
    database: Database,
    connection: Connection,
    plan: Plan,
    *,
    kind: Kind,
    asked: Sequence[str],
    proxy: str | None,
    others: Sequence[SiteRun] = (),
) -> Ran:
    """Crawl as planned and load everything that was landed; `others` are sites that were left out, and why.

    A run that had lists to read and read none ends as `failed`; it is for the caller to raise that. Raises CppccError;
    what was landed by then is loaded all the same, here or by the next run.
    """
    with OpenRun(settings, database, connection, kind=kind, asked=asked) as run:
        record_site_runs(connection, run.id, others)
        crawl = fetch_planned(settings, run.id, plan, proxy=proxy)
        take_in(settings, database, connection, run.id, sites=plan.sites, receipt=crawl.receipt)
        if kind == "daily":
            record_channels(connection, plan.sites, crawl.receipt, datetime.now(SHANGHAI))
        run.is_loaded = True
        if crawl.trouble:
            raise CrawlError(crawl.trouble)
        outcome = read_outcome(connection, [run.id])
        if outcome.verdict == "nothing read":
            run.fails(outcome.words)
    log_outcome(outcome, crawl.receipt)
    return Ran(id=run.id, receipt=crawl.receipt, outcome=outcome)
