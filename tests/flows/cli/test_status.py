"""Is it well? What the store knows, what counts as trouble, and what Prefect has on its schedule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from flows.cli.status import LATEST, LEAST_FREE, Status, next_runs, read_status, status_view
from flows.html_report.model import Alarm
from flows.outcome import Counts, outcome_of
from flows.prefect_server import ask
from flows.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runs

    from flows.prefect_server import PrefectServer
    from flows.store.postgres import Connection

NOW = datetime(2026, 3, 4, 1, tzinfo=UTC)
NOBODY = "http://127.0.0.1:9/api"
"""Where no server answers."""


def daily(**fields: Any) -> dict[str, Any]:
    return {"id": 7, "started_at": NOW - timedelta(hours=2), "status": "done", "error": None} | fields


WELL = Status(
    now=NOW, runs=(), last_daily=daily(), outcome=outcome_of(Counts(read=4)), stopped=(),
    scheduled=None, halted=None, alarms=(), levels=(), blocks=(), lists_due=3,
    owed=1, given_up=0, database_bytes=10**9, landed_bytes=10**9, disk_free=LEAST_FREE, disk_total=10 * LEAST_FREE,
)  # fmt: skip
ALARM = Alarm(site="nx", name="宁夏政协", kind="gone quiet", message="12 days", raised_at=NOW)

TROUBLES = {
    "all is well": (WELL, []),
    "a new installation": (replace(WELL, last_daily=None), []),
    "the last run failed": (replace(WELL, last_daily=daily(status="failed")), ["run 7 failed"]),
    "a killed run is taken up by the next": (replace(WELL, last_daily=daily(status="interrupted")), []),
    "nothing was due": (replace(WELL, outcome=outcome_of(Counts())), []),
    "the last run read nothing": (
        replace(WELL, last_daily=daily(status="failed"), outcome=outcome_of(Counts(failed=8))),
        ["run 7: None of the 8 lists could be read: no reason is known"],
    ),
    "the last run read little": (
        replace(WELL, outcome=outcome_of(Counts(read=3, failed=5))),
        ["run 7: Fewer than half of the lists were read, 3 of 8: no reason is known"],
    ),
    "a run whose process has gone": (
        replace(WELL, stopped=({"id": 6, "status": "unfinished"},)),
        ["run 6 was stopped and is not loaded yet: the next run does that"],
    ),
    "a run that was given up": (
        replace(WELL, stopped=({"id": 5, "status": "given up"},)),
        ["run 5 was given up, what it landed is not in the store: cppcc retry 5"],
    ),
    "nobody runs it": (
        replace(WELL, last_daily=daily(started_at=NOW - LATEST - timedelta(minutes=1))),
        ["no daily run since 2026-03-03 06:59"],
    ),
    "halted": (replace(WELL, halted="The crawl is halted since then"), ["The crawl is halted since then"]),
    "an alarm": (replace(WELL, alarms=(ALARM,)), ["1 open alarm"]),
    "alarms": (replace(WELL, alarms=(ALARM, ALARM)), ["2 open alarms"]),
    "an alarm that somebody knows of": (replace(WELL, alarms=(replace(ALARM, muted_until=NOW.date()),)), []),
    "a full disk": (replace(WELL, disk_free=3 * 1024**2), ["only 3.0 MiB of disk are free"]),
}


@pytest.mark.parametrize(("status", "troubles"), TROUBLES.values(), ids=TROUBLES)
def test_what_is_trouble(status: Status, troubles: list[str]) -> None:
    assert status.troubles == troubles


def shown(status: Status) -> str:
    console = Console(width=100)
    with console.capture() as captured:
        console.print(status_view(status))
    return captured.get()


def test_the_status_of_a_store(crawled: Runs) -> None:
    with crawled.database.connect() as connection:
        status = read_status(Settings(home=crawled.home), connection, NOBODY, crawled.began())
    assert status.troubles == []
    assert status.scheduled is None
    assert sum(row["today"] for row in status.levels) == sum(row["week"] for row in status.levels) == crawled.articles()
    assert status.landed_bytes > 10_000
    said = [line.split() for line in shown(status).splitlines()]
    assert said[0] == ["All", "is", "well."]
    assert said[3][0:2] == ["1", "daily"]
    assert said[3][5:] == ["done", "4", str(crawled.articles()), "0", "0", "0"]
    assert ["articles", "owed", "0,", "given", "up", "0"] in said


def test_one_screen_whatever_is_wrong(crawled: Runs) -> None:
    blocks = [{"key": f"site_{n}", "name": "县政协", "sign": "status 521" * 20, "until": NOW} for n in range(50)]
    with crawled.database.connect() as connection:
        found = read_status(Settings(home=crawled.home), connection, NOBODY, crawled.began())
    alarm = replace(ALARM, message="[bold]十二天[/bold]" * 20)
    lines = shown(replace(found, alarms=(alarm,) * 50, blocks=tuple(blocks), halted="halted")).splitlines()
    assert len(lines) < 50
    assert lines[0].startswith("Not well: halted; 50 open alarms")
    assert "… and 42 more" in lines
    assert any("[bold]十二天" in line for line in lines)


def test_what_comes_next_is_asked_of_prefect(server: PrefectServer) -> None:
    flow = ask(server.api_url, "flows/", {"name": "status"})
    deployment = ask(server.api_url, "deployments/", {"name": "watch", "flow_id": flow["id"]})
    later = NOW.replace(year=2999)
    for at in (later + timedelta(hours=1), later):
        state = {"type": "SCHEDULED", "state_details": {"scheduled_time": at.isoformat()}}
        ask(server.api_url, f"deployments/{deployment['id']}/create_flow_run", {"state": state})
    found = next_runs(server.api_url, limit=200)
    assert found is not None
    assert [each.at for each in found if each.deployment == "watch"] == [later, later + timedelta(hours=1)]


def test_no_server_and_a_stranger_have_no_schedule(crawled: Runs) -> None:
    assert next_runs(NOBODY) is None
    assert next_runs(f"{crawled.replica.address}/api") is None


def test_alarms_are_told(connection: Connection, now: datetime, tmp_path: Path) -> None:
    connection.execute(
        "insert into alarms (kind, raised_at, seen_at, noticed, message) "
        "values ('disk low', %(now)s, %(now)s, '{}', '1 GiB')",
        {"now": now},
    )
    status = read_status(Settings(home=tmp_path), connection, NOBODY, now)
    assert status.troubles == ["1 open alarm"]
    assert "alarm: disk low, since" in shown(status)
