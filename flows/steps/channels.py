"""The crawl's memory of each list: how it is to be read this time, and what to remember of how it was found."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.article import SHANGHAI
from crawler.landing.reason import is_passing
from crawler.spiders.job import Visit
from flows.postgres import records
from flows.rhythm import FIRST, next_interval
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from crawler.article import Channel, Site
    from crawler.landing.receipt import ChannelDone, Receipt
    from flows.postgres import Connection

PATIENCE = 3
"""Failures in a row after which a list is no longer read to its end for what a cut-short reading left behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMemory:
    """One row of `channels`, whose columns are explained there."""

    site: str
    name: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    list_hash: str | None = None
    covers_from: date | None = None
    newest: tuple[date, ...] = ()
    is_settled: bool = True
    every: timedelta = FIRST
    due_at: datetime
    read_at: datetime
    changed_at: datetime
    new_at: datetime | None = None
    soft_failures: int = 0
    hard_failures: int = 0
    failure: str | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether it is time; a little before counts, or a daily run would miss what is due a minute after it."""
        return self.due_at <= now + min(self.every / 4, timedelta(hours=6))


def known_channels(connection: Connection, sites: Sequence[str]) -> dict[tuple[str, str], ChannelMemory]:
    """What is remembered of the lists of these sites, by site and name."""
    rows = records(connection, query("known_channels"), {"sites": list(sites)})
    return {(row["site"], row["name"]): ChannelMemory(**{**row, "newest": tuple(row["newest"])}) for row in rows}


def visit(site: Site, channel: Channel, memory: ChannelMemory | None) -> Visit:
    """How a list is to be read, by what is remembered of it.

    One that was read in full before is read as far as items may still have come in late, and only if it changed where
    its first page reaches so far. One whose last reading was cut short, or that was never read, is read to its end.
    """
    first = Visit(site=site.key, channel=channel.name)
    if memory is None or memory.url != channel.url:
        return first
    if not memory.is_settled:
        return replace(first, known_ends=False)
    overlap_from = memory.newest[0] - timedelta(days=site.overlap) if memory.newest else None
    reaches = overlap_from is None or memory.covers_from is None or memory.covers_from < overlap_from
    return replace(
        first,
        overlap_from=overlap_from,
        ends_before=overlap_from,
        etag=memory.etag if reaches else None,
        last_modified=memory.last_modified if reaches else None,
    )


def plan_visits(connection: Connection, sites: Sequence[Site], now: datetime, *, only_due: bool) -> list[Visit]:
    """How each list of these sites is to be read in the next crawl; without those whose time has not come."""
    memories = known_channels(connection, [site.key for site in sites])
    visits = []
    for site in sites:
        for channel in site.channels:
            memory = memories.get((site.key, channel.name))
            if not (only_due and memory and memory.url == channel.url and not memory.is_due(now)):
                visits.append(visit(site, channel, memory))
    return visits


def remembered(memory: ChannelMemory, done: ChannelDone, *, failure: str | None) -> ChannelMemory:
    """What is remembered of a list after a reading that ended at `memory.read_at`.

    `memory` is what was remembered before, with that time; `failure` the reason of its failed list page.
    """
    now = memory.read_at
    today = now.astimezone(SHANGHAI).date()
    if done.stopped_because in {"budget spent", "halted", "blocked"}:
        return replace(memory, due_at=now, is_settled=memory.is_settled and not done.pages)
    if done.stopped_because == "failed":
        soft = memory.soft_failures + is_passing(failure or "")
        hard = memory.hard_failures + (not is_passing(failure or ""))
        wait = timedelta(days=min(2 ** min(hard, 4), 7)) if hard else timedelta(hours=min(2 ** min(soft, 5), 24))
        return replace(
            memory,
            soft_failures=soft,
            hard_failures=hard,
            failure=failure,
            is_settled=soft + hard >= PATIENCE or (memory.is_settled and not done.pages),
            due_at=now + wait,
        )
    if done.stopped_because != "not modified":
        is_whole = done.pages == 1 and done.stopped_because == "last page"
        memory = replace(
            memory,
            etag=done.etag,
            last_modified=done.last_modified,
            list_hash=done.list_hash,
            covers_from=None if is_whole else done.covers_from,
            newest=done.newest,
            changed_at=memory.changed_at if done.list_hash == memory.list_hash else now,
            new_at=now if done.new else memory.new_at,
            is_settled=True,
        )
    every = next_interval(memory.newest, today, memory.every, brought_new=bool(done.new))
    return replace(memory, every=every, due_at=now + every, soft_failures=0, hard_failures=0, failure=None)


def record_channels(connection: Connection, sites: Iterable[Site], receipt: Receipt, now: datetime) -> None:
    """Remember how the lists of these sites were found, as far as the crawl came.

    After a crawl that was killed or stopped, a list it had begun is unsettled: any article of it may be missing.
    """
    urls = {(site.key, channel.name): channel.url for site in sites for channel in site.channels}
    keys = sorted({key for key, _ in urls})
    before = known_channels(connection, keys)
    reasons = _list_failures(receipt)
    rows = []
    for done in receipt.channels:
        key = (done.site, done.channel)
        if key in urls:
            rows.append(remembered(_begun(before, key, urls, now), done, failure=reasons.get(key)))
    if not receipt.is_complete:
        begun = {(each.site, each.channel) for each in receipt.landed if each.kind in {"list", "article"}}
        rows = [replace(_begun(before, key, urls, now), is_settled=False, due_at=now) for key in begun & urls.keys()]
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(query("upsert_channel"), [{**asdict(row), "newest": list(row.newest)} for row in rows])


def _list_failures(receipt: Receipt) -> dict[tuple[str, str], str]:
    """Why a list could not be read, by site and name."""
    return {(each.site, each.channel): each.reason for each in receipt.failed if each.kind == "list"}


def _begun(
    before: Mapping[tuple[str, str], ChannelMemory],
    key: tuple[str, str],
    urls: Mapping[tuple[str, str], str],
    now: datetime,
) -> ChannelMemory:
    """What was remembered of a list, with the time it was now read; a fresh memory where there is none of it."""
    site, name = key
    memory = before.get(key)
    if memory is None or memory.url != urls[key]:
        return ChannelMemory(site=site, name=name, url=urls[key], due_at=now, read_at=now, changed_at=now)
    return replace(memory, read_at=now)


def record_channel_runs(connection: Connection, run_id: int, receipt: Receipt) -> None:
    """Keep what the run read of each list, and why it read no further."""
    reasons = _list_failures(receipt)
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(
            query("record_channel_run"),
            [
                {"run_id": run_id, "failure": reasons.get((done.site, done.channel)), **asdict(done)}
                for done in receipt.channels
            ],
        )
