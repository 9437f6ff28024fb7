from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from crawler.errors import SettingsError, StoreError
from flows.store import postgres
from flows.store.postgres import Database, ensure_schema, open_database
from sql import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.settings import Settings


@pytest.fixture
def server(store: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(store.conninfo, dbname="postgres", autocommit=True) as connection:
        yield connection


def given(settings: Settings, store: Database, name: str, user: str = "postgres", password: str = "") -> Settings:
    """Settings that name a database of the test's server as a user would."""
    folder = conninfo_to_dict(store.conninfo)["host"]
    login = f"{user}:{password}" if password else user
    return replace(settings, database_url=f"postgresql://{login}@/{name}?host={folder}")


def test_the_embedded_database_is_ready(settings: Settings, store: Database) -> None:
    assert open_database(settings) == store
    assert str(settings.home) in store.where
    assert store.psql.endswith(" -U postgres cppcc")
    with store.connect() as connection:
        assert connection.autocommit
        assert connection.execute("select current_setting('TimeZone'), 'articles'::regclass::text").fetchone() == (
            "Asia/Shanghai",
            "articles",
        )
    with psycopg.connect(store.conninfo, dbname="prefect") as prefect:
        prefect.execute("create extension if not exists pg_trgm")
        assert prefect.execute("select cardinality(show_trgm('政协委员'))").fetchone() == (5,)
        prefect.rollback()


def test_a_given_database_is_used_with_a_second_one_for_prefect(
    settings: Settings, store: Database, server: psycopg.Connection
) -> None:
    server.execute("create role news login createdb password 'p@ss/词'")
    server.execute('create database "新闻 news" owner news')
    asked = given(settings, store, "%E6%96%B0%E9%97%BB%20news", "news", "p%40ss%2F%E8%AF%8D")
    database = open_database(asked)
    assert open_database(asked) == database, "a second time changes nothing"
    assert database.where.startswith("database 新闻 news of the Postgres 18")
    assert "/prefect?" not in database.prefect_url
    assert "%E6%96%B0%E9%97%BB%20news_prefect?" in database.prefect_url
    assert "p@ss" not in repr(database) + database.psql + database.where
    with database.connect() as connection:
        assert connection.execute("select count(*) from articles").fetchone() == (0,)


def test_prefect_s_database_that_may_not_be_made_is_asked_for(
    settings: Settings, store: Database, server: psycopg.Connection
) -> None:
    server.execute("create role modest login")
    server.execute("create database modest owner modest")
    with pytest.raises(StoreError, match='create database "modest_prefect" owner "modest"'):
        open_database(given(settings, store, "modest", "modest"))


UNSUITABLE = {
    "no letters": ("template template0 lc_ctype 'C'", "lc_ctype C, to which no Chinese character is a letter"),
    "no UTF-8": ("template template0 encoding 'EUC_CN' locale 'C'", "is in EUC_CN, not UTF8. Make another: create"),
}


@pytest.mark.parametrize(("options", "message"), UNSUITABLE.values(), ids=UNSUITABLE.keys())
def test_an_unsuitable_database_is_refused(
    options: str, message: str, settings: Settings, store: Database, server: psycopg.Connection
) -> None:
    server.execute("drop database if exists unsuitable")
    server.execute(f"create database unsuitable {options} locale_provider libc".encode())
    with pytest.raises(StoreError, match=message):
        open_database(given(settings, store, "unsuitable"))


def test_an_old_server_is_refused(settings: Settings, store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "OLDEST", 99)
    with pytest.raises(StoreError, match="Postgres 18 is too old: 99 or newer is needed"):
        open_database(given(settings, store, "cppcc"))


UNREACHABLE = {
    "nobody listens": ("postgresql://u:s%40cret@127.0.0.1:1/x", StoreError, "out of reach"),
    "a URL that cannot be read": ("postgresql://u:s%zzcret@127.0.0.1/x", SettingsError, "DATABASE_URL cannot be read"),
}


@pytest.mark.parametrize(("url", "error", "message"), UNREACHABLE.values(), ids=UNREACHABLE.keys())
def test_an_error_says_no_password(url: str, error: type[Exception], message: str, settings: Settings) -> None:
    with pytest.raises(error, match=message) as caught:
        open_database(replace(settings, database_url=url))
    assert "cret" not in str(caught.value)


def test_libpq_s_variables_are_enough(
    settings: Settings, store: Database, server: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.execute("create database by_variable")
    monkeypatch.setenv("PGHOST", str(conninfo_to_dict(store.conninfo)["host"]))
    monkeypatch.setenv("PGDATABASE", "by_variable")
    monkeypatch.setenv("PGUSER", "postgres")
    assert "database by_variable " in open_database(replace(settings, uses_libpq=True)).where


def test_what_goes_wrong_in_a_session_is_ours_to_explain(database: Database) -> None:
    with (
        pytest.raises(StoreError, match='Postgres refused: relation "nothing" does not exist'),
        database.connect() as c,
    ):
        c.execute("select * from nothing")


def test_migrations_are_applied_once_and_whole(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {*migrations(), "schema"}
    known = {
        **migrations(),
        "9001_note": "create table note (text text)",
        "9002_broken": "create table half (); select 1/0",
    }
    monkeypatch.setattr(postgres, "migrations", lambda: known)
    with pytest.raises(StoreError, match="division by zero"), database.connect() as connection:
        ensure_schema(connection)
    known["9002_broken"] = "create table half ()"
    with database.connect() as connection:
        ensure_schema(connection)
        ensure_schema(connection)
        applied = {name for (name,) in connection.execute("select name from migrations")}
    assert applied - before == {"9001_note", "9002_broken"}
    del known["9002_broken"]
    with (
        pytest.raises(StoreError, match=r"ahead of this program \(it knows 9002_broken\)"),
        database.connect() as again,
    ):
        ensure_schema(again)
