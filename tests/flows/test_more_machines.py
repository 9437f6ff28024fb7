"""Machines with a home folder each and one database: who runs what, and who finishes what a killed run left."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING
from urllib.request import Request

import pytest
from waiting import PATIENCE

from crawler.sites.registry import load_registry, select, sharded
from flows.prefect_server import OPENER
from flows.steps.fetch import read_landed
from sql import query

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runs

    from flows.prefect_server import PrefectServer
    from flows.store.postgres import Connection

SHARD = "import sys; from flows.daily import run_daily; print(run_daily(['replica'], sys.argv[1], shard={!r}))"

LOOK_FOR_KILLED = """
from datetime import UTC, datetime
from flows.prefect_cleanup import crash_killed
from flows.store.postgres import open_database
from flows.settings import Settings
with open_database(Settings.from_environment()).connect() as connection:
    crash_killed(connection, datetime(2999, 1, 1, tzinfo=UTC))
print(0)
"""


@pytest.fixture
def machines(tmp_path: Path, runs: Runs, server: PrefectServer) -> tuple[Runs, Runs]:
    """Two, which share everything but their home folders."""
    homes = tmp_path / "a", tmp_path / "b"
    for home in homes:
        home.mkdir()
    first, second = (type(runs)(home, runs.database, server, runs.replica) for home in homes)
    return first, second


def test_two_machines_share_the_sites_out_and_no_file_has_the_name_of_another(
    machines: tuple[Runs, Runs], connection: Connection
) -> None:
    shards = ["1/2", "2/2"]
    started = [machine.start(SHARD.format(shard)) for machine, shard in zip(machines, shards, strict=True)]
    for process in started:
        _, complaint = process.communicate(timeout=PATIENCE)
        assert (process.returncode, complaint) == (0, "")
    assert machines[0].articles() == len(machines[0].replica.world.by_url)
    files = {name: machine for machine in machines for name in (file.name for file in machine.home.glob("landing/*"))}
    assert len(files) == 2
    of_sites = connection.execute("select distinct warc_file, site from fetches").fetchall()
    for machine, shard in zip(machines, shards, strict=True):
        keys = {site.key for site in sharded(select(load_registry(), ["replica"]), shard)}
        assert {site for name, site in of_sites if files[name] is machine} == keys


def test_what_a_killed_run_left_is_loaded_where_it_is(machines: tuple[Runs, Runs], connection: Connection) -> None:
    status = "select status from runs order by id"
    first, second = machines
    first.kill_when_landed(20)
    second.run()
    assert connection.execute(status).fetchall() == [("running",), ("done",)]
    # Only the first has the bytes; meanwhile another has asked for the same pages, so that nothing is missing.
    assert first.articles() == len(first.replica.world.by_url)
    before = first.content()
    first.run()
    assert connection.execute(status).fetchall() == [("interrupted",), ("done",), ("done",)]
    assert first.content() == before
    loaded = connection.execute("select count(*) from fetches where warc_file = 'cppcc-000001.warc.gz'").fetchone()
    assert loaded is not None
    assert loaded[0] > 0


def test_where_the_home_folder_is_shared_anybody_finishes_it(
    runs: Runs, connection: Connection, server: PrefectServer
) -> None:
    runs.kill_when_landed(20)
    [receipt] = runs.home.glob("runs/*/receipt.jsonl")
    read = read_landed(receipt, runs.home / "landing", {site.key for site in load_registry()})
    landed = {each.url for each in read.landed if each.kind == "article"}
    mounted = runs.home / "mounted elsewhere"
    mounted.symlink_to(runs.home)
    type(runs)(mounted, runs.database, server, runs.replica).run()
    assert connection.execute("select status from runs order by id").fetchall() == [("interrupted",), ("done",)]
    asked = Counter(request.url for request in runs.replica.requests)
    assert landed
    assert {asked[url] for url in landed} == {1}


def running(server: PrefectServer) -> set[str]:
    """The flow runs that Prefect takes for going on."""
    said = json.dumps({"flow_runs": {"state": {"type": {"any_": ["RUNNING"]}}}}).encode()
    headers = {"Content-Type": "application/json"}
    request = Request(f"{server.api_url}/flow_runs/filter", data=said, headers=headers)  # noqa: S310  (ours)
    with OPENER.open(request) as answer:
        return {each["id"] for each in json.load(answer)}


def test_what_went_down_with_its_machine_is_ended_in_prefect_s_records(
    runs: Runs, connection: Connection, server: PrefectServer
) -> None:
    before = running(server)
    runs.kill_when_landed(1)
    [killed] = running(server) - before
    connection.execute(query("flow_run_lock"), {"flow_run": killed})  # as if it went on after all
    runs.run(LOOK_FOR_KILLED)
    assert running(server) & {killed} == {killed}
    connection.execute("select pg_advisory_unlock_all()")
    runs.run(LOOK_FOR_KILLED)
    assert running(server) & {killed} == set()
