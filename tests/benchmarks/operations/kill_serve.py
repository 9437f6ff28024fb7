"""`cppcc serve` killed with -9 again and again while runs go on: nothing is lost, nothing double, nothing left over.

    python tests/benchmarks/operations/kill_serve.py --kills 20 --seed 1

Before each kill the replica publishes, and a daily run is asked for. At a moment drawn by lot, between the start of its
process and its end, `cppcc serve` is killed alone, or with everything it started, or with Postgres, too. It is started
again each time, interrupted by Ctrl-C once, and left to finish in the end. The same seed draws the same moments and
ways, give or take a few milliseconds. Linux alone: processes are found by what /proc says of their environment.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, LiteralString, TypeVar
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from crawler.replica.server import Replica
from crawler.replica.world import build_world
from flows.embedded import stop_embedded
from flows.postgres import Database, open_database
from flows.prefect_server import _free_port
from flows.settings import Settings, child_environment

sys.path[:0] = [str(Path(__file__).parents[2])]

from waiting import PATIENCE  # noqa: E402

WAYS = ("everything", "serve alone", "everything and Postgres")
OPENER = build_opener(ProxyHandler({}))
CONTENT = """
    select site, url, column_name, title, body, published_at, published_precision, published_from, source, author,
        editor, media, next_page, confidence, codec, losses, flags, text_hash
    from articles order by url
"""
"""Not the counts of repairs: they are of the whole page, with its link to an article that was published since."""
REJECTED = "select site, channel, url, reason, detail from rejected order by url"
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
T = TypeVar("T")


def awaited(question: Callable[[], T | None], what: str) -> T:
    """Its answer, as soon as there is one."""
    deadline = time.monotonic() + PATIENCE
    while (answer := question()) is None:
        assert time.monotonic() < deadline, f"{what} never came"
        time.sleep(0.02)
    return answer


@dataclass(frozen=True, kw_only=True)
class Served:
    """`cppcc serve` as it runs, and what one may ask of it."""

    process: subprocess.Popen[bytes]
    api: str

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        given = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.api}{path}", given, {"Content-Type": "application/json"}, method=method)  # noqa: S310
        with OPENER.open(request, timeout=PATIENCE) as response:
            return json.load(response)

    def is_up(self) -> bool | None:
        """Whether the table is served, and nothing that was killed is taken for running any more."""
        assert self.process.poll() is None, "cppcc serve ended by itself"
        with suppress(URLError, OSError):
            self.ask("GET", "/deployments/name/attachments/attachments")  # the last of the table
            return None if self.going_on() else True
        return None

    def start_daily(self) -> str:
        """The number that Prefect gives the run."""
        deployment = self.ask("GET", "/deployments/name/daily/daily")["id"]
        wanted = {"state": {"type": "SCHEDULED"}}
        return str(self.ask("POST", f"/deployments/{deployment}/create_flow_run", wanted)["id"])

    def state(self, flow_run: str) -> str:
        return str(self.ask("GET", f"/flow_runs/{flow_run}")["state_type"])

    def finished(self, flow_run: str) -> str:
        """How the run ended, when it has."""
        return awaited(lambda: state if (state := self.state(flow_run)) in ENDED else None, "a daily run")

    def going_on(self) -> list[Any]:
        """What Prefect takes for running."""
        states = {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}}
        found = self.ask("POST", "/flow_runs/filter", {"flow_runs": states})
        return [*found, *self.ask("POST", "/task_runs/filter", {"task_runs": states})]


def processes(home: Path) -> list[int]:
    """Whoever works on this home, Postgres aside, which is told nothing of it."""
    marker = f"CPPCC_HOME={home}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and marker in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return [pid for pid in found if pid != os.getpid()]


def kill(served: Served, home: Path, way: str) -> None:
    served.process.kill()
    if way != "serve alone":
        while found := processes(home):
            for pid in found:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    if way == "everything and Postgres":
        [file] = home.glob("postgres/*/postmaster.pid")
        os.kill(int(file.read_text(encoding="utf-8").split("\n", 1)[0]), signal.SIGKILL)
    served.process.wait()
    awaited(lambda: None if processes(home) else True, f"the end of all that {way} left")


@contextmanager
def serving(home: Path, proxy: str) -> Iterator[Served]:
    port = _free_port()
    command = [sys.executable, "-m", "flows.cli", "serve", "--sites", "replica", "--port", str(port)]
    environment = child_environment({"CPPCC_HOME": str(home), "CPPCC_PROXY": proxy})
    with (home.parent / "serve.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    served = Served(process=process, api=f"http://127.0.0.1:{port}/api")
    try:
        awaited(served.is_up, "cppcc serve")
        yield served
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def rows(database: Database, question: LiteralString) -> list[tuple[Any, ...]]:
    with database.connect() as connection:
        return connection.execute(question).fetchall()


def kill_once(home: Path, replica: Replica, way: str, lasts: float, lot: Random, *, early: bool) -> float:
    """In a run that lasts so many seconds, or, where it had ended by then, so many as are given back."""
    with serving(home, replica.address) as served:
        run = served.start_daily()
        before = {"SCHEDULED"} if early else {"SCHEDULED", "PENDING"}
        awaited(lambda: None if served.state(run) in before else True, "the start of a run")
        began = time.monotonic()
        moment = lot.uniform(0, lasts)
        while time.monotonic() < began + moment and served.state(run) not in ENDED:
            time.sleep(0.01)
        state, passed = served.state(run), time.monotonic() - began
        kill(served, home, way)
    tell(f"{way} killed, {passed:.1f} s into a run that was {state}")
    return passed if state in ENDED else lasts


def finish(served: Served, settings: Settings, replica: Replica) -> None:
    """Run to the end, and once more from nothing and undisturbed: all is the same."""
    assert served.finished(served.start_daily()) == "COMPLETED"
    database = open_database(settings)
    killed = rows(database, CONTENT), rows(database, REJECTED)
    runs = Counter(status for (status,) in rows(database, "select status from runs"))
    asked = Counter(request.url for request in replica.requests if request.url in replica.world.by_url)
    assert not runs["running"], "a run is left running"
    assert len(killed[0]) == len(replica.world.by_url), "articles are missing"
    with database.connect() as connection:
        connection.execute("truncate sites, runs restart identity cascade")
    for name in ("runs", "landing"):
        (settings.home / name).rename(settings.home / f"{name} of the killed")
    assert served.finished(served.start_daily()) == "COMPLETED"
    undisturbed = rows(database, CONTENT), rows(database, REJECTED)
    for before, after in zip(killed, undisturbed, strict=True):
        differing = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
        assert before == after, f"{len(differing)} rows differ, of {len(before)} and {len(after)}: {differing[:1]}"
    assert served.going_on() == [], "Prefect takes something for running"
    twice = sum(count - 1 for count in asked.values())
    tell(f"runs: {dict(runs)}; {len(asked)} articles, {twice} requests repeated; all is as after an undisturbed run")


def torture(folder: Path, kills: int, articles: int, seed: int) -> None:
    lot = Random(seed)
    settings = Settings(home=folder / "home")
    lasts = 6.0  # as far as is known before a run has ended
    with Replica(build_world(articles=articles)) as replica:
        try:
            for number in range(kills):
                replica.world = replica.world.publish(articles // 6)
                way = WAYS[number % len(WAYS)]
                lasts = kill_once(settings.home, replica, way, lasts, lot, early=number % 5 == 4)
            replica.world = replica.world.publish(articles // 6)
            with serving(settings.home, replica.address) as served:
                run = served.start_daily()
                awaited(lambda: True if served.state(run) == "RUNNING" else None, "a run")
            assert served.process.returncode == 130, "Ctrl-C ends it otherwise"
            assert not processes(settings.home), "Ctrl-C leaves processes over"
            with serving(settings.home, replica.address) as served:
                finish(served, settings, replica)
            awaited(lambda: None if processes(settings.home) else True, "the end of all processes")
        finally:
            stop_embedded(settings)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--articles", type=int, default=600, help="what the replica makes up beside its seeds")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="kill_serve_") as name:
        torture(Path(name), given.kills, given.articles, given.seed)
