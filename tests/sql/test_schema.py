"""How the schema comes to be: the same by every way, a step and its record together, and who may do what with it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from crawler.errors import StoreError
from flows.servers.embedded_postgres import programs
from flows.store.postgres import ensure_schema
from sql import migrations, query, schema

if TYPE_CHECKING:
    from flows.store.postgres import Connection, Database

# a column that each migration made, and that none has touched since
MADE = {
    "0001_extraction": ("site_furniture", "of_pages"),
    "0003_channels": ("channels", "covers_from"),
    "0006_views": ("provinces", "name"),
    "0008_archives": ("bad_records", "reason"),
    "0009_alarms": ("alarms", "told_to"),
    "0012_keys_apart": ("text_signatures", "sketch"),
}


def dumped(database: Database) -> list[str]:
    """Everything that pg_dump says of a schema, grants and comments included."""
    given = conninfo_to_dict(database.conninfo)
    words = ["-h", given["host"], "-p", given["port"], "-U", given["user"], "--schema-only", given["dbname"]]
    done = subprocess.run(
        [programs() / "pg_dump", *[str(word) for word in words]], capture_output=True, text=True, check=True
    )
    # the tokens of \restrict are drawn anew every time
    return [line for line in done.stdout.splitlines() if line and not line.startswith(("--", "\\"))]


def emptied(connection: Connection) -> None:
    connection.execute("drop schema public cascade; create schema public authorization pg_database_owner")
    connection.execute("grant usage on schema public to public; comment on schema public is 'standard public schema'")


@pytest.mark.parametrize("applied", range(len(migrations()) + 1))
def test_an_older_store_becomes_what_a_new_one_is(applied: int, store: Database, database: Database) -> None:
    with database.connect() as connection:
        emptied(connection)
        connection.execute(schema())
        for name, statements in list(migrations().items())[:applied]:
            with connection.transaction():
                connection.execute(statements)
                connection.execute(query("record_migration"), {"name": name})
        ensure_schema(connection)
        assert [name for (name,) in connection.execute("select name from migrations order by name")] == [
            *migrations(),
            "schema",
        ]
    assert dumped(database) == dumped(store)


@pytest.mark.parametrize(("migration", "made"), MADE.items(), ids=MADE)
def test_a_migration_is_recorded_by_the_transaction_that_made_it(
    migration: str, made: tuple[str, str], connection: Connection
) -> None:
    [(is_one,)] = connection.execute(
        """
        select migrations.xmin = pg_attribute.xmin
        from migrations, pg_attribute
        where migrations.name = %s and attrelid = %s::regclass and attname = %s
        """,
        (migration, *made),
    ).fetchall()
    assert is_one


def test_a_migration_that_fails_leaves_no_record_and_nothing_else(database: Database, connection: Connection) -> None:
    emptied(connection)
    connection.execute("create table provinces ()")  # somebody else's, in our way
    with pytest.raises(StoreError, match="provinces"), database.connect() as another:
        ensure_schema(another)
    assert connection.execute("select name from migrations").fetchall() == [("schema",)]
    assert connection.execute("select to_regclass('article_changes'), to_regclass('channels')").fetchone() == (
        None,
        None,
    )


RELATIONS = """
    select relname, relkind
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm')
    order by relname
"""


def test_the_reader_reads_everything_and_changes_nothing(connection: Connection) -> None:
    relations = connection.execute(RELATIONS).fetchall()
    assert len(relations) > 20
    connection.execute("set role cppcc_reader")
    for name, kind in relations:
        connection.execute(SQL("table {} limit 1").format(Identifier(name)))
        changes = [SQL("delete from {}"), SQL("insert into {} default values")]
        for change in (*changes, *[SQL("truncate {}")] * (kind == "r")):
            with pytest.raises((errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState)):
                connection.execute(change.format(Identifier(name)))
    connection.execute("select * from search_articles('提案 -会议')")
    for refused in (
        "update articles set title = ''",
        "create table mine ()",
        "create view mine as select 1",
        "call let_read('cppcc_reader')",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(refused)


def test_the_reader_reads_what_comes_later(connection: Connection) -> None:
    connection.execute("create table later (word text); create view even_later as select * from later")
    connection.execute("set role cppcc_reader")
    assert connection.execute("select * from later, even_later").fetchall() == []


def test_an_owner_who_may_make_no_roles_still_gets_the_tables(database: Database) -> None:
    owner = f"plain_{conninfo_to_dict(database.conninfo)['dbname']}"
    with database.connect() as connection:
        connection.execute(f"create role {owner} login")
        try:
            connection.execute(f"drop schema public cascade; create schema public authorization {owner}")
            plain = database.conninfo.replace("user=postgres", f"user={owner}")
            with psycopg.connect(plain, autocommit=True) as session:
                ensure_schema(session)
            connection.execute("set role cppcc_reader")
            assert connection.execute("select * from articles").fetchall() == []
        finally:
            connection.execute(f"reset role; drop owned by {owner} cascade; drop role {owner}")
