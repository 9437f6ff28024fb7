"""Three hosts: one with Postgres, Prefect and the replica, two with a worker; one worker's host goes down midway.

    python tests/benchmarks/operations/three_hosts.py --articles 2000

The hosts are network namespaces (for which it takes root; without, addresses of their own on loopback) with a home
folder each. Both workers' hosts run a shard of the sites. As soon as one of them has landed a third of what it would
get, all its processes are killed with -9. The other ends its run; the killed host comes back; both shards are run once
more, as on the next day, until the killed run's bytes are in the store, too. Then the rows must be those of a single
run that nobody disturbed, whatever machine had landed what.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import psycopg

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1]), str(HERE)]

from composed import Composed, Place  # noqa: E402
from prefect_api import PrefectApi  # noqa: E402

from crawler.replica.server import Replica  # noqa: E402
from crawler.replica.world import build_world  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.children import Child

ACCOUNT = "cppcc:cppcc"
IP = shutil.which("ip") or ""
SHARDS = ["daily/daily 1 of 2", "daily/daily 2 of 2"]
ROWS = [
    """
    select site, url, column_name, title, body, published_at, published_precision, published_from, source, author,
        editor, media, next_page, confidence, codec, repairs, losses, flags, text_hash
    from articles order by url
    """,
    "select site, url, reason from rejected order by url",
    "select site, url, reason from failures order by url",
]


@contextmanager
def namespaces() -> Iterator[list[str]]:
    """Three network namespaces with one wire between them, at 10.77.0.1 and so on; their names."""
    names = [f"cppcc-{os.getpid()}-{each}" for each in "abc"]

    def ip(*words: str) -> None:
        subprocess.run([IP, *words], check=True)

    try:
        for name in names:
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("-n", names[0], "link", "add", "wire", "type", "bridge")
        ip("-n", names[0], "address", "add", "10.77.0.1/24", "dev", "wire")
        ip("-n", names[0], "link", "set", "wire", "up")
        for number, name in enumerate(names[1:], start=2):
            ends = ["link", "add", f"to{number}", "netns", names[0], "type", "veth"]
            ip(*ends, "peer", "name", "wire", "netns", name)
            ip("-n", names[0], "link", "set", f"to{number}", "master", "wire", "up")
            ip("-n", name, "address", "add", f"10.77.0.{number}/24", "dev", "wire")
            ip("-n", name, "link", "set", "wire", "up")
        yield names
    finally:
        for name in names:
            ip("netns", "delete", name)


def descendants(pid: int) -> list[int]:
    """The processes below one."""
    parents: dict[int, int] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            parents[int(file.parent.name)] = int(file.read_text().rpartition(")")[2].split()[1])
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def kill(child: Child) -> None:
    """As if the power went: everything at once, and nobody has time to say goodbye."""
    for pid in descendants(child._supervisor.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    child.wait()


def run_alone(composed: Composed, articles: int) -> None:
    """A run over all sites, in a database and a home folder of its own."""
    alone = {"PGDATABASE": "undisturbed", "CPPCC_HOME": str(composed.folder / "undisturbed")}
    environment = composed.environment("worker", composed.places["postgres"][0]) | alone
    command = [sys.executable, "-m", "flows.cli", "run", "--sites", "replica", "--articles", str(articles)]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def landed(home: Path) -> int:
    """How many events the receipts of a home folder have."""
    return sum(len(file.read_bytes().splitlines()) for file in home.glob("runs/*/receipt.jsonl"))


def rows(connection: psycopg.Connection[Any]) -> list[list[Any]]:
    return [connection.execute(question.encode()).fetchall() for question in ROWS]


def play(articles: int, places: dict[str, list[Place]], folder: Path) -> None:
    """The whole story; raises AssertionError where it ends otherwise."""
    began = time.monotonic()
    server = places["postgres"][0].address
    login: dict[str, Any] = {"host": server, "user": "cppcc", "password": "cppcc"}
    environment = {
        "CPPCC_SERVER": server,
        "CPPCC_SITES": "replica",
        "CPPCC_SHARDS": "2",
        "CPPCC_PROXY": f"http://{server}:8100",
    }

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.1f} s  {words}", flush=True)  # noqa: T201

    with (
        Replica(build_world(articles=articles), host=server, port=8100) as replica,
        Composed(folder, places, environment) as composed,
    ):
        composed.up("worker")
        say("Postgres and Prefect are up on the first host, and a worker on each of the two others")
        api = PrefectApi(url=f"http://{server}:4200/api", account=ACCOUNT)
        runs = [api.start(shard) for shard in SHARDS]
        homes = [composed.home("worker", number) for number in (0, 1)]
        workers = [composed.children["worker", number] for number in (0, 1)]
        while landed(most := max(homes, key=landed)) < len(replica.world.by_url) // 6:
            assert all(worker.exit_code is None for worker in workers), composed.folder
            time.sleep(0.005)
        killed = homes.index(most)
        kill(workers[killed])
        say(f"host {killed + 2} was killed with -9, with {landed(most)} events in its receipt")
        while "COMPLETED" not in (states := [api.state(run) for run in runs]):
            assert set(states) <= {"SCHEDULED", "PENDING", "RUNNING"}, states
            time.sleep(0.3)
        say("the other host's run is complete")
        composed.start("worker", killed)
        composed.wait("worker", "service_healthy")
        say("the killed host is back")
        with psycopg.connect(**login, dbname="cppcc", autocommit=True) as connection:
            again = 0
            while connection.execute("select 1 from runs where status = 'running'").fetchone():
                api.wait([api.start(shard) for shard in SHARDS])
                again += 1
                assert again < 10
            say(f"both shards were run again, {again} times until the killed run's bytes were in the store")
            statuses = dict(connection.execute("select status, count(*) from runs group by status").fetchall())
            disturbed = rows(connection)
            connection.execute("create database undisturbed template template0")
        assert statuses == {"interrupted": 1, "done": 1 + 2 * again}, statuses
        files = [file.name for home in homes for file in home.glob("landing/*.warc.gz")]
        assert len(files) == len(set(files)) == sum(statuses.values())
        asked = Counter(request.url for request in replica.requests if request.url in replica.world.by_url)
        assert asked.keys() == replica.world.by_url.keys()
        say(f"{len(asked)} articles, {sum(asked.values()) - len(asked)} of them asked for twice")
        run_alone(composed, articles)
        with psycopg.connect(**login, dbname="undisturbed") as connection:
            assert rows(connection) == disturbed
        say(f"the {len(disturbed[0])} rows are those of a single run that nobody disturbed")


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000, help="made up beside the replica's seeds")
    parser.add_argument("--namespaces", nargs=3, help="those of the hosts; made by the script itself")
    given = parser.parse_args()
    if not given.namespaces and os.geteuid() == 0 and IP:
        with namespaces() as names:
            inside = [IP, "netns", "exec", names[0], sys.executable, __file__, *sys.argv[1:], "--namespaces", *names]
            sys.exit(subprocess.run(inside, check=False).returncode)
    network = "10.77.0" if given.namespaces else "127.77.0"
    first, *others = (
        Place(address=f"{network}.{number}", machine=f"host-{number}", prefix=prefix)
        for number, prefix in enumerate(
            [(), *((IP, "netns", "exec", name) for name in given.namespaces[1:])] if given.namespaces else [()] * 3, 1
        )
    )
    places = {"postgres": [first], "prefect": [first], "deploy": [first], "worker": others}
    with TemporaryDirectory(prefix="cppcc-") as folder:
        play(given.articles, places, Path(folder))


if __name__ == "__main__":
    main()
