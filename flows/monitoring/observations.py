"""What the store and the disks say of the sites and the runs: the questions of the watch, and their answers."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.article import SHANGHAI
from flows.home import halt_file
from flows.store.postgres import records
from sql import query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from crawler.article import Site
    from flows.settings import Settings
    from flows.store.postgres import Connection

PAGES = 300
"""The latest pages of a site that are looked at: a rate to a few percent, and ten days of a busy site."""
HISTORY = timedelta(days=400)
"""The published days that are looked at: a year, with its holidays and its Two Sessions, and a month."""
READINGS = timedelta(days=60)
"""How far back it is looked how lists were found, and how late articles came."""
ACTIVE = timedelta(days=3)
"""Pages of sites that were not read for so long are not looked at: they are those that were looked at before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page gave, when it was last read."""

    article_id: int | None
    """None if it gave no article."""
    url: str
    read_at: datetime
    day: date | None
    """When it was published; None if that is not known, or it gave no article."""
    present: frozenset[str]
    """Which of the fields of `alarm_table.FIELDS` it gave."""
    damage: frozenset[str]
    """The names of its repairs and of what cannot be repaired."""
    reason: str | None
    """Why it gave no article; None for most."""
    file: str
    offset: int
    """Where its bytes are: the WARC file, and where its record begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the runs of one day found one list."""

    day: date
    is_failed: bool
    """Whether none of them could read it."""
    is_budget_spent: bool
    read_at: datetime | None
    """The last time it was read, if it was."""
    failure: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A site turns the crawl away."""

    sign: str
    times: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSeen:
    """All that is known of one site."""

    site: Site
    days: tuple[date, ...] = ()
    """The days it published on, in order."""
    newest_id: int | None = None
    newest_title: str | None = None
    delay: int = 1
    """Days after which nine in ten of its articles are in the store; a morning's run brings those of the day before."""
    pages: tuple[Page, ...] = ()
    """The latest, newest first."""
    readings: Mapping[str, tuple[Reading, ...]]
    """Of each of its lists, the latest first."""
    block: Block | None = None
    never_read: Mapping[str, str] = field(default_factory=dict)
    """The lists that no run could read since they stand in the registry, and why the last could not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTried:
    """How the last daily run over all sites that had lists of one site to read found it."""

    site: str
    run: int
    started_at: datetime
    is_unread: bool
    """Whether it could read no list of the site."""
    reasons: tuple[str, ...]
    """Why not, a list each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What this program itself failed at and what waits for it to be mended."""

    pages: int = 0
    """Pages without an article, whose bytes are kept."""
    lists: int = 0
    retries: int = 0
    """Pages that are asked for again."""
    records: int = 0
    """Records of archives and lines of receipts, of the last week."""
    example: str = ""
    """An address, or a file and a place in it."""
    detail: str = ""
    """What the program failed with, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSeen:
    """One daily run over all sites."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    status: str
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A file system that something of ours grows on."""

    name: str
    folder: str
    free: int
    """Bytes."""
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Everything the watch looks at."""

    sites: tuple[SiteSeen, ...] = ()
    runs: tuple[RunSeen, ...] = ()
    """The latest first; none while the crawl is halted, when none is due."""
    disks: tuple[Disk, ...] = ()
    landed_daily: int = 0
    """Bytes that are landed a day, by the last week."""
    last_tried: tuple[LastTried, ...] = ()
    """Of each site that a daily run over all sites had lists of to read."""
    faults: Faults = Faults()
    given_up: tuple[int, ...] = ()
    """Runs whose landed pages could not be loaded."""


def observe(
    connection: Connection, settings: Settings, sites: Sequence[Site], standing: Collection[str], now: datetime
) -> Observed:
    """What the store and the disks say at `now`; `standing` are the sites whose pages are looked at in any case."""
    keys = [site.key for site in sites]
    today = now.astimezone(SHANGHAI).date()
    asked = {"sites": keys, "now": now, "today": today}
    days = {row["site"]: row for row in records(connection, query("watch_days"), asked | {"since": today - HISTORY})}
    delays: dict[str, int] = dict(
        connection.execute(query("watch_delays"), asked | {"since": now - READINGS}).fetchall()
    )
    never_read: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in records(connection, query("watch_never_read"), {"sites": keys}):
        never_read[row["site"]][row["name"]] = row["failure"]
    blocks = {row.pop("site"): Block(**row) for row in records(connection, query("watch_blocks"), asked)}
    readings = _readings(records(connection, query("watch_readings"), asked | {"since": now - READINGS}))
    active = {key for key, lists in readings.items() if _last_day(lists) > today - ACTIVE}
    pages = _pages(connection, sorted(active | {*standing} & {*keys}), now)
    return Observed(
        sites=tuple(
            SiteSeen(
                site=site,
                days=tuple(days[site.key]["days"]) if site.key in days else (),
                newest_id=days[site.key]["newest_id"] if site.key in days else None,
                newest_title=days[site.key]["newest_title"] if site.key in days else None,
                delay=max(1, delays.get(site.key, 1)),
                pages=pages.get(site.key, ()),
                readings=_listed(site, readings.get(site.key, {})),
                block=blocks.get(site.key),
                never_read={name: why for name, why in never_read[site.key].items() if _has_list(site, name)},
            )
            for site in sites
        ),
        runs=() if halt_file(settings.home).exists() else _runs(connection, now),
        disks=tuple(_disks(connection, settings)),
        landed_daily=_landed_daily(connection, now),
        last_tried=_last_tried(connection, keys, now),
        faults=Faults(**records(connection, query("watch_faults"), {"since": now - timedelta(days=7), "now": now})[0]),
        given_up=tuple(row["id"] for row in records(connection, query("watch_given_up"), {})),
    )


def _has_list(site: Site, name: str) -> bool:
    return any(channel.name == name for channel in site.channels)


def _last_tried(connection: Connection, sites: Sequence[str], now: datetime) -> tuple[LastTried, ...]:
    asked = {"sites": list(sites), "since": now - READINGS, "now": now}
    rows = records(connection, query("watch_last_tried"), asked)
    return tuple(LastTried(**{**row, "reasons": tuple(row["reasons"])}) for row in rows)


def _runs(connection: Connection, now: datetime) -> tuple[RunSeen, ...]:
    return tuple(RunSeen(**row) for row in records(connection, query("watch_runs"), {"now": now}))


def _readings(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, tuple[Reading, ...]]]:
    lists: defaultdict[str, defaultdict[str, list[Reading]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        lists[row.pop("site")][row.pop("channel")].append(Reading(**row))
    return {site: {name: tuple(each) for name, each in own.items()} for site, own in lists.items()}


def _listed(site: Site, readings: Mapping[str, tuple[Reading, ...]]) -> dict[str, tuple[Reading, ...]]:
    """The readings of the lists that the site still has."""
    return {channel.name: readings[channel.name] for channel in site.channels if channel.name in readings}


def _last_day(lists: Mapping[str, tuple[Reading, ...]]) -> date:
    return max(readings[0].day for readings in lists.values())


def _pages(connection: Connection, sites: Sequence[str], now: datetime) -> dict[str, tuple[Page, ...]]:
    """The latest pages of each site, the newest first."""
    asked = {"sites": sites, "now": now, "since": now - READINGS, "pages": PAGES}
    rows = records(connection, query("latest_pages"), asked)
    found: defaultdict[str, list[tuple[tuple[int, date, int], Page]]] = defaultdict(list)
    known: dict[tuple[str, int], date] = {}
    for row in sorted(rows, key=lambda row: int(row["fetch_id"])):
        site, run, fetch = row.pop("site"), row.pop("run_id"), row.pop("fetch_id")
        sets = {name: frozenset(row[name]) for name in ("present", "damage")}
        page = Page(**{**row, **sets})
        # A page without a day is of the day of its neighbours in the list: a site's first run reads it back for months.
        day = page.day or known.get((site, run)) or page.read_at.astimezone(SHANGHAI).date()
        known[site, run] = day
        found[site].append(((run, day, fetch), page))
    newest_first = {site: sorted(pages, key=itemgetter(0), reverse=True) for site, pages in found.items()}
    return {site: tuple(page for _, page in pages[:PAGES]) for site, pages in newest_first.items()}


def _landed_daily(connection: Connection, now: datetime) -> int:
    week = timedelta(days=7)
    row = connection.execute(query("landed_bytes"), {"since": now - week, "now": now}).fetchone()
    assert row is not None
    return int(row[0]) // week.days


def _disks(connection: Connection, settings: Settings) -> list[Disk]:
    """The home's file system, and the database's where it is on this machine and may be looked at."""
    folders = {"home": settings.home}
    row = connection.execute(query("data_folder")).fetchone()
    is_here = connection.info.host.startswith("/") or connection.info.host in {"127.0.0.1", "::1", "localhost"}
    if row is not None and is_here and Path(row[0]).is_dir():
        folders["database"] = Path(row[0])
    usage = {name: shutil.disk_usage(folder) for name, folder in folders.items() if folder.is_dir()}
    return [
        Disk(name=name, folder=str(folders[name]), free=used.free, total=used.total) for name, used in usage.items()
    ]
