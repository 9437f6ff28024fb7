"""What is looked after in a store that is left alone for years, and what is left alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flows.settings import Settings
from flows.steps.upkeep import KEPT_LOG, LONGEST_LOG, look_after

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from conftest import Runs

    from flows.postgres import Connection

MAINTENANCE = "from flows.maintenance import run_maintenance; print(len(run_maintenance()))"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_what_is_due_is_done_and_what_is_needed_stays(runs: Runs, connection: Connection) -> None:
    number = runs.run()
    going_on = runs.home / "runs" / "000099"
    going_on.mkdir()
    (going_on / "known.txt").write_text("http://127.0.0.1/\n", encoding="utf-8")
    landed = contents(runs.home / "landing")
    settings = Settings(home=runs.home)
    settings.logs.mkdir(exist_ok=True)
    (settings.logs / "postgres.log").write_bytes(b"a line of a log\n" * (LONGEST_LOG // 16 + 1))
    short = settings.logs / "schedule.log"
    short.write_bytes(b"short\n")

    told = {each.what: each.result for each in look_after(settings, connection, runs.began())}
    assert told["working files"] == "0 MiB freed"
    assert told["logs"] == "postgres.log"
    assert told["stories"] == "few new texts"
    assert KEPT_LOG - 16 <= (settings.logs / "postgres.log").stat().st_size <= KEPT_LOG
    assert (settings.logs / "postgres.log").read_bytes().startswith(b"a line")
    assert short.read_bytes() == b"short\n"

    folder = runs.home / "runs" / f"{number:06d}"
    list(look_after(settings, connection, runs.began() + timedelta(days=2)))
    assert {file.name for file in folder.iterdir()} == {"receipt.jsonl", "job.json", "crawl.log"}
    connection.execute(
        "update runs set started_at = started_at - interval '1 year', finished_at = finished_at - interval '1 year'"
    )
    assert runs.run(MAINTENANCE) == 6
    assert {file.name for file in folder.iterdir()} == {"receipt.jsonl"}
    assert contents(runs.home / "landing") == landed
    assert contents(going_on)


def test_tables_that_changed_much_are_vacuumed(connection: Connection, settings: Settings, now: datetime) -> None:
    connection.execute("create table worn (n integer); create table quiet (n integer)")
    connection.execute("insert into worn select generate_series(1, 5000)")
    connection.execute("insert into quiet values (1)")
    connection.execute("select pg_stat_force_next_flush()")
    [done] = [each for each in look_after(settings, connection, now) if each.what == "vacuum"]
    assert "worn" in done.result.split(", ")
    assert "quiet" not in done.result.split(", ")
