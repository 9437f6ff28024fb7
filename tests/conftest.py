"""What the tests share: a home of their own, one embedded Postgres for all, a fresh database for each that asks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from psycopg.conninfo import conninfo_to_dict
from waiting import PATIENCE, until

from crawler.article import SHANGHAI
from crawler.replica.server import Replica
from crawler.replica.world import build_world
from flows.embedded import stop_embedded
from flows.postgres import Connection, Database, open_database
from flows.prefect_server import PrefectServer, prefect_server
from flows.settings import Settings, child_environment, prefect_client_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DAILY = "import sys; from flows.daily import run_daily; print(run_daily(['replica'], sys.argv[1]))"
CONTENT = """
    select site, url, column_name, title, body, published_at, published_precision, published_from, source, author,
        editor, media, next_page, confidence, codec, repairs, losses, flags, text_hash
    from articles order by url
"""


# No test is about time, and the same commit gives the same answer. `--hypothesis-profile=search` looks for new cases.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("steady")


def pytest_configure() -> None:
    """Forget whatever this machine's environment says of databases and servers."""
    for name in list(os.environ):
        if name == "DATABASE_URL" or name.startswith(("PG", "CPPCC_", "PREFECT_")):
            del os.environ[name]


@pytest.fixture(scope="session")
def now() -> datetime:
    """The present of every test: a Tuesday morning in Beijing. What depends on the time is told this."""
    return datetime(2026, 3, 10, 10, 30, tzinfo=SHANGHAI)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def store(settings: Settings) -> Iterator[Database]:
    """The embedded Postgres with our empty tables: the template of `database`, so nobody may write to it."""
    try:
        yield open_database(settings)
    finally:
        stop_embedded(settings)


NUMBERS = count(1)


@contextmanager
def fresh(store: Database) -> Iterator[Database]:
    """A database with our empty tables, for as long as the block lasts."""
    name = f"test_{next(NUMBERS)}"
    administration = replace(store, conninfo=store.conninfo.replace("dbname=cppcc", "dbname=postgres"))
    with administration.connect() as connection:
        connection.execute(f"create database {name} template cppcc")
    yield replace(store, conninfo=store.conninfo.replace("dbname=cppcc", f"dbname={name}"))
    with administration.connect() as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def database(store: Database) -> Iterator[Database]:
    """A database of one test's own, with our empty tables."""
    with fresh(store) as made:
        yield made


@pytest.fixture
def other_database(store: Database) -> Iterator[Database]:
    """A second one, to be compared with."""
    with fresh(store) as made:
        yield made


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.connect() as connection:
        yield connection


@pytest.fixture(scope="session")
def server(settings: Settings, store: Database) -> Iterator[PrefectServer]:
    with prefect_server(settings, store) as started:
        started.wait(PATIENCE)
        yield started


class Runs:
    """Starts daily runs in processes of their own, against one database and one replica."""

    def __init__(self, home: Path, database: Database, server: PrefectServer, replica: Replica) -> None:
        given = conninfo_to_dict(database.conninfo)
        self.database = database
        self.replica = replica
        self.home = home
        self.environment = child_environment(
            {
                **prefect_client_environment(Settings(home=home), server.api_url),
                "CPPCC_HOME": str(home),
                "PGHOST": str(given["host"]),
                "PGPORT": str(given["port"]),
                "PGUSER": str(given["user"]),
                "PGDATABASE": str(given["dbname"]),
            }
        )

    def start(self, code: str = DAILY) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, self.replica.address]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, code: str = DAILY) -> int:
        """Run to the end; what it printed last, which is a run's number."""
        process = self.start(code)
        printed, complaint = process.communicate(timeout=PATIENCE)
        assert (process.returncode, complaint) == (0, "")
        return int(printed.split()[-1])

    def kill_at(self, measure: Callable[[], int], further: int, code: str = DAILY) -> None:
        """Start a run and kill it with -9 as soon as `measure` has gone up by `further`."""
        before = measure()
        process = self.start(code)
        until(
            lambda: measure() >= before + further,
            unless=lambda: process.poll() is not None and "the run ended before the moment came",
        )
        process.send_signal(signal.SIGKILL)
        process.communicate()

    def kill_when_landed(self, events: int) -> None:
        """Start a run and kill it with -9 as soon as its receipt has so many events."""
        earlier = set(self.home.glob("runs/*/receipt.jsonl"))

        def landed() -> int:
            return sum(
                len(file.read_bytes().splitlines()) for file in {*self.home.glob("runs/*/receipt.jsonl")} - earlier
            )

        self.kill_at(landed, events)

    def began(self) -> datetime:
        """When the last run began. The runs of other processes go by the real clock: this is their present."""
        with self.database.connect() as connection:
            [(began,)] = connection.execute("select max(started_at) from runs").fetchall()
            assert isinstance(began, datetime)
            return began

    def articles(self) -> int:
        with self.database.connect() as connection:
            row = connection.execute("select count(*) from articles").fetchone()
            assert row is not None
            return int(row[0])

    def content(self) -> list[tuple[Any, ...]]:
        with self.database.connect() as connection:
            return connection.execute(CONTENT).fetchall()


@pytest.fixture
def runs(tmp_path: Path, database: Database, server: PrefectServer) -> Iterator[Runs]:
    with Replica(build_world(articles=60)) as replica:
        yield Runs(tmp_path, database, server, replica)


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory, store: Database, server: PrefectServer) -> Iterator[Runs]:
    """One daily run over the replica, to be looked at by many tests: nobody may write to its database."""
    with fresh(store) as made, Replica(build_world(articles=24)) as replica:
        runs = Runs(tmp_path_factory.mktemp("crawled"), made, server, replica)
        runs.run()
        yield runs


@pytest.fixture(scope="session")
def crawled_parts(tmp_path_factory: pytest.TempPathFactory, store: Database, server: PrefectServer) -> Iterator[Runs]:
    """One daily run over a replica that splits essays, to be looked at by many tests: nobody may write to it."""
    with fresh(store) as made, Replica(build_world(articles=120, split=120)) as replica:
        runs = Runs(tmp_path_factory.mktemp("crawled_parts"), made, server, replica)
        runs.run()
        yield runs


@dataclass(slots=True)
class Hook:
    """A web server that answers every posted JSON alike, and remembers it."""

    answer: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    status: int = 200
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Paths and bodies."""
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def hook() -> Iterator[Hook]:
    made = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(made.status)
            self.end_headers()
            self.wfile.write(made.answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class's name)
            """Quiet: `asked` is the log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        made.port = listening.server_port
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        listening.shutdown()
        thread.join()
