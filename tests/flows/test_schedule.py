"""What `cppcc serve` does with the table of deployments: taken up again, asked by hand, killed."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from waiting import PATIENCE, until

from crawler.errors import ServerError
from flows.children import start_child
from flows.prefect_server import only_serving, serving_api
from flows.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Runs

    from flows.children import Child
    from flows.postgres import Connection, Database
    from flows.prefect_server import PrefectServer

KILL_SERVE = Path(__file__).parents[1] / "benchmarks" / "operations" / "kill_serve.py"
KEEP = """
import sys
from flows.schedule import DAILY, DEPLOYMENTS, keep_schedule
by_hand = [each for each in DEPLOYMENTS if each.name == "backfill/backfill"]
keep_schedule(["replica"], [DAILY, *by_hand], proxy=sys.argv[1])
"""


class Api:
    """Prefect's, as its pages use it."""

    def __init__(self, server: PrefectServer) -> None:
        self.url = server.api_url

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        given = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}{path}", given, {"Content-Type": "application/json"}, method=method)  # noqa: S310
        with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310
            return json.load(response)

    def deployment(self, name: str) -> str | None:
        try:
            return str(self.ask("GET", f"/deployments/name/{name}/{name}")["id"])
        except HTTPError:
            return None

    def start(self, name: str, state: dict[str, Any], **parameters: Any) -> str:
        """A run of a deployment that is in this state."""
        path = f"/deployments/{self.deployment(name)}/create_flow_run"
        return str(self.ask("POST", path, {"state": state, "parameters": parameters})["id"])

    def begun_by_a_command(self, flow: str) -> str:
        flow_id = self.ask("POST", "/flows/", {"name": flow})["id"]
        run = str(self.ask("POST", "/flow_runs/", {"flow_id": flow_id})["id"])
        self.ask("POST", f"/flow_runs/{run}/set_state", {"state": {"type": "RUNNING", "name": "Running"}})
        return run

    def state(self, run: str) -> tuple[str, str]:
        state = self.ask("GET", f"/flow_runs/{run}")["state"]
        return state["type"], state["message"] or ""


@contextmanager
def kept(runs: Runs) -> Iterator[Child]:
    command = [sys.executable, "-c", KEEP, runs.replica.address]
    with start_child(command, log=runs.home / "schedule.log", environment=runs.environment) as child:
        yield child


def wait_until(question: Callable[[], bool], child: Child) -> None:
    until(question, unless=lambda: child.exit_code is not None and child.last_lines())


def test_the_schedule_is_taken_up_again(
    runs: Runs, server: PrefectServer, store: Database, connection: Connection
) -> None:
    api = Api(server)
    with kept(runs) as child:
        wait_until(lambda: api.deployment("backfill") is not None, child)

    due = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2024-09-25T00:00:00Z"}}
    late = [api.start("daily", due) for _ in range(7)]
    killed = [api.start("daily", {"type": "RUNNING"}), api.begun_by_a_command("backfill")]
    alive = api.begun_by_a_command("daily")
    wrong = api.start("backfill", {"type": "SCHEDULED"}, asked=["replika"])
    with pytest.raises(HTTPError, match=r"409|422"):
        api.start("backfill", {"type": "SCHEDULED"}, asked=["replica"], first_page="three")
    with replace(store, conninfo=store.conninfo.replace("dbname=cppcc", "dbname=prefect")).connect() as prefect:
        # the schedule planned them, and nobody has kept it since
        prefect.execute("update flow_run set auto_scheduled = true where id = any (%s::uuid[])", (late,))
        begun = "update flow_run set start_time = '2024-09-24 00:00+00' where id = any (%s::uuid[])"
        prefect.execute(begun, ([*killed, alive],))
    connection.execute("select pg_advisory_lock(hashtext('cppcc flow run'), hashtext(%s))", (alive,))

    with kept(runs) as child:
        wait_until(lambda: api.state(wrong)[0] == "FAILED", child)
    assert {api.state(run)[0] for run in late} == {"CANCELLED"}
    assert all("skipped" in api.state(run)[1] for run in late)
    assert {api.state(run)[0] for run in killed} == {"CRASHED"}
    assert all("loaded by the next run" in api.state(run)[1] for run in killed)
    assert api.state(alive)[0] == "RUNNING"
    assert "no site has the key 'replika'; did you mean replica" in api.state(wrong)[1]
    assert connection.execute("select from runs").fetchall() == []
    assert not runs.replica.requests


def test_one_serves_and_others_find_it(tmp_path: Path, server: PrefectServer) -> None:
    settings = Settings(home=tmp_path)
    assert serving_api(settings) is None
    with only_serving(settings) as tell:
        assert serving_api(settings) is None  # it starts
        tell(server.api_url)
        assert serving_api(settings) == server.api_url
        with pytest.raises(ServerError, match=f"already: {server.api_url}"), only_serving(settings):
            pass
    assert serving_api(settings) is None
    with only_serving(settings) as tell:
        tell("http://127.0.0.1:1/api")  # it does not answer any more
        assert serving_api(settings) is None


def test_killed_at_any_moment_serve_goes_on() -> None:
    command = [sys.executable, str(KILL_SERVE), "--kills", "2", "--articles", "60"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "as after an undisturbed run" in done.stdout
