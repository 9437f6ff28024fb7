"""Is it well? What the store, the disk and the scheduler know, on one screen."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, LiteralString

from rich.console import Group
from rich.table import Table
from rich.text import Text

from crawler.errors import SettingsError
from flows.home import landing_folder
from flows.html_report.queries import open_alarms
from flows.prefect_server import ask
from flows.store.politeness import check_not_halted
from flows.store.postgres import records
from flows.store.runs import read_outcome
from flows.wording import moment
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.html_report.model import Alarm
    from flows.outcome import Outcome
    from flows.settings import Settings
    from flows.store.postgres import Connection

RUNS = 5
"""Last runs that are shown."""
SHOWN = 8
"""Alarms and blocked sites that are shown."""
LATEST = timedelta(hours=26)
"""After so long without a daily run something has stopped: a day, and time for a late one."""
LEAST_FREE = 2 * 1024**3
"""Bytes of free disk below which something has to be done: what some thousand sites send in a few days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A run that Prefect will start."""

    deployment: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What there is to say of an installation."""

    now: datetime
    runs: tuple[dict[str, Any], ...]
    """The last ones, newest first; columns of the query `status_runs`."""
    last_daily: dict[str, Any] | None
    """The last daily run that has ended or was stopped."""
    outcome: Outcome | None
    """The outcome of that run."""
    stopped: tuple[dict[str, Any], ...]
    """Runs whose landed pages are not in the store: unfinished, or given up; the oldest first."""
    scheduled: tuple[Scheduled, ...] | None
    """The next ones; None if no Prefect server answers."""
    halted: str | None
    """Since when and why the crawl is halted."""
    alarms: tuple[Alarm, ...]
    """Those that are open, muted ones last."""
    levels: tuple[dict[str, Any], ...]
    blocks: tuple[dict[str, Any], ...]
    lists_due: int
    owed: int
    given_up: int
    database_bytes: int
    landed_bytes: int
    disk_free: int
    disk_total: int

    @property
    def loud(self) -> int:
        """Open alarms that nobody has muted."""
        return sum(alarm.muted_until is None for alarm in self.alarms)

    @property
    def troubles(self) -> list[str]:
        """What somebody has to look at, each in a few words; empty if all is well."""
        return list(self._troubles())

    def _troubles(self) -> Iterator[str]:
        if self.halted:
            yield self.halted
        for run in self.stopped:
            yield (
                f"run {run['id']} was given up, what it landed is not in the store: cppcc retry {run['id']}"
                if run["status"] == "given up"
                else f"run {run['id']} was stopped and is not loaded yet: the next run does that"
            )
        if self.last_daily is not None:
            if self.outcome and not self.outcome.is_well:
                yield f"run {self.last_daily['id']}: {self.outcome.words.partition('. ')[0].rstrip('.')}"
            elif self.last_daily["status"] == "failed":
                yield f"run {self.last_daily['id']} failed"
            if self.now - self.last_daily["started_at"] > LATEST:
                yield f"no daily run since {moment(self.last_daily['started_at'], None)}"
        if loud := self.loud:
            yield f"{loud} open alarms" if loud > 1 else "1 open alarm"
        if self.disk_free < LEAST_FREE:
            yield f"only {size(self.disk_free)} of disk are free"


def read_status(settings: Settings, connection: Connection, api_url: str | None, now: datetime) -> Status:
    """How it is `now`; `api_url` is where the Prefect server answers that keeps the schedule, if there is one."""

    def rows(statement: LiteralString, **parameters: Any) -> tuple[dict[str, Any], ...]:
        return tuple(records(connection, statement, parameters))

    last_daily = next(iter(rows(query("status_daily"))), None)
    landing = landing_folder(settings.home)
    disk = shutil.disk_usage(settings.home)
    return Status(
        now=now,
        runs=rows(query("status_runs"), limit=RUNS),
        last_daily=last_daily,
        outcome=read_outcome(connection, [last_daily["id"]]) if last_daily else None,
        stopped=rows(query("stopped_runs")),
        scheduled=next_runs(api_url) if api_url else None,
        halted=_halted(settings),
        alarms=open_alarms(connection, now),
        levels=rows(query("status_levels"), now=now),
        blocks=rows(query("blocks"), now=now),
        **rows(query("status_counts"), now=now)[0],
        landed_bytes=sum(file.stat().st_size for file in landing.glob("**/*") if file.is_file()),
        disk_free=disk.free,
        disk_total=disk.total,
    )


def next_runs(api_url: str, limit: int = 3) -> tuple[Scheduled, ...] | None:
    """The next runs that the Prefect server at `api_url` has on its schedule; None if none answers there."""

    try:
        deployments = {each["id"]: each["name"] for each in ask(api_url, "deployments/filter", {})}
        scheduled = {"state": {"type": {"any_": ["SCHEDULED"]}}, "deployment_id": {"any_": list(deployments)}}
        question = {"flow_runs": scheduled, "sort": "EXPECTED_START_TIME_ASC", "limit": limit}
        runs = ask(api_url, "flow_runs/filter", question)
    except (OSError, HTTPException, ValueError):  # nobody listens there, or something that is no Prefect server
        return None
    return tuple(
        Scheduled(deployment=deployments[run["deployment_id"]], at=datetime.fromisoformat(run["expected_start_time"]))
        for run in runs
    )


def _halted(settings: Settings) -> str | None:
    try:
        check_not_halted(settings)
    except SettingsError as error:
        return str(error).partition(": cppcc")[0]
    return None


def size(amount: float) -> str:
    """Bytes as people say them.

    >>> size(512), size(3.2 * 1024**3)
    ('512 B', '3.2 GiB')
    """
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{amount:.0f} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TiB"


def status_view(status: Status) -> Group:
    """The status as a screen of tables."""
    return Group(
        _verdict(status),
        "",
        _runs(status),
        "",
        _levels(status),
        "",
        _facts(status),
        *([""] if status.alarms or status.blocks else []),
        *_told("alarm", [(_about(each), each.message, each.raised_at) for each in status.alarms], "red", "since"),
        *_told("blocked", [(each["key"], each["sign"], each["until"]) for each in status.blocks], "yellow", "until"),
    )


def _verdict(status: Status) -> Text:
    if status.troubles:
        return Text(f"Not well: {'; '.join(status.troubles)}", "bold red")
    return Text("All is well.", "bold green") if status.runs else Text("No run has been made yet: cppcc run", "yellow")


def _plain_table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, justify="left" if name in {"kind", "began", "ended", "level"} else "right", no_wrap=True)
    return table


def _runs(status: Status) -> Table:
    table = _plain_table("run", "kind", "began", "took", "ended", "sites", "new", "changed", "rejected", "failed")
    colours = {"done": "green", "failed": "red", "running": "cyan", "interrupted": "yellow"}
    colours |= {"unfinished": "yellow", "given up": "red"}
    for row in status.runs:
        took = str((row["finished_at"] or status.now) - row["started_at"]).partition(".")[0]
        counts = (str(row[name]) for name in ("sites", "new", "changed", "rejected", "failed"))
        began = moment(row["started_at"], None)
        table.add_row(str(row["id"]), row["kind"], began, took, Text(row["status"], colours[row["status"]]), *counts)
    return table


def _levels(status: Status) -> Table:
    table = _plain_table("level", "sites enabled", "new today", "in seven days")
    for row in status.levels:
        table.add_row(row["level"], *(str(row[name]) for name in ("sites", "today", "week")))
    total = (str(sum(row[name] for row in status.levels)) for name in ("sites", "today", "week"))
    table.add_row("all", *total, style="bold")
    return table


def _facts(status: Status) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    if status.scheduled is None:
        following = "nothing is scheduled by this machine's Prefect (cppcc serve is not running)"
    else:
        following = "; ".join(f"{each.deployment} {moment(each.at, None)}" for each in status.scheduled) or "nothing"
    table.add_row("next", following)
    muted = len(status.alarms) - status.loud
    table.add_row("alarms", f"{status.loud} open" + (f", {muted} muted" if muted else ""))
    table.add_row("lists due", str(status.lists_due))
    table.add_row("articles owed", f"{status.owed}, given up {status.given_up}")
    table.add_row("sites blocked", str(len(status.blocks)))
    table.add_row("landed files", size(status.landed_bytes))
    table.add_row("database", size(status.database_bytes))
    used = 1 - status.disk_free / status.disk_total
    table.add_row("disk", f"{size(status.disk_free)} free of {size(status.disk_total)}, {used:.0%} used")
    return table


def _about(alarm: Alarm) -> str:
    return f"{alarm.site} {alarm.kind}" if alarm.site else alarm.kind


def _told(kind: str, rows: list[tuple[str, str, datetime]], colour: str, word: str) -> Iterator[Text]:
    """A line each, as far as there is room."""
    for about, words, at in rows[:SHOWN]:
        line = Text(f"{kind}: ", colour, no_wrap=True, overflow="ellipsis").append(about, "default")
        yield line.append(f", {word} {moment(at, None)}", "dim").append(f": {' '.join(words.split())}", "default")
    if len(rows) > SHOWN:
        yield Text(f"… and {len(rows) - SHOWN} more", "dim")
