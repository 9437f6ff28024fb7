"""What the tests share: a home of their own, one embedded Postgres for all, a fresh database for each that asks."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import hypothesis
import pytest

from flows.embedded import stop_embedded
from flows.postgres import Connection, Database, open_database
from flows.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@pytest.fixture
def database(store: Database) -> Iterator[Database]:
    """A database of one test's own, with our empty tables."""
    name = f"test_{next(NUMBERS)}"
    administration = replace(store, conninfo=store.conninfo.replace("dbname=cppcc", "dbname=postgres"))
    with administration.connect() as connection:
        connection.execute(f"create database {name} template cppcc")
    yield replace(store, conninfo=store.conninfo.replace("dbname=cppcc", f"dbname={name}"))
    with administration.connect() as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.connect() as connection:
        yield connection
