"""The database: which one it is, whether it will do, its schema, and connections to it.

The only place that imports psycopg, and so the only one where its errors turn into ours.
"""

from __future__ import annotations

import shlex
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from struct import pack
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import numpy as np
import psycopg
from psycopg import errors
from psycopg.adapt import Dumper
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.postgres import types as known_types
from psycopg.pq import Format
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier
from psycopg.types.json import Jsonb

from crawler.errors import ServerError, SettingsError, StoreError
from flows.servers.embedded_postgres import PORT, programs, start_embedded
from sql import migrations, query, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import LiteralString

    from numpy.typing import NDArray

    from flows.settings import Settings

Connection = psycopg.Connection[tuple[Any, ...]]
"""A session that commits every statement by itself; `with connection.transaction():` holds several together."""

NAME = "cppcc"
"""Our database in the embedded server."""

RowRefused = (psycopg.DataError, psycopg.IntegrityError, errors.ProgramLimitExceeded)
"""What Postgres raises for a row that it cannot hold, whatever else is in the batch: its classes 22, 23 and 54."""

OLDEST = 15
"""The first major version of Postgres that will do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database that is ready: reachable, in UTF-8, with our tables in it."""

    conninfo: str = field(repr=False)
    """For libpq; may hold a password."""
    prefect_url: str = field(repr=False)
    """Prefect's own database on the same server, as SQLAlchemy wants it; may hold a password."""
    where: str
    """One line for people: which server and database this is."""
    psql_words: tuple[str, ...]
    """The command that opens a session; without the password, so that it can be shown."""

    @property
    def psql_environment(self) -> dict[str, str]:
        """What psql needs beside our own environment so that it asks for no password."""
        password = conninfo_to_dict(self.conninfo).get("password")
        return {"PGPASSWORD": str(password)} if password else {}

    @property
    def psql(self) -> str:
        """The line to paste into a shell to look at the database."""
        return shlex.join(self.psql_words)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A session in Shanghai time that commits every statement by itself.

        Raises StoreError for whatever goes wrong with Postgres, here or in the block.
        """
        with _errors_wrapped(self.conninfo), _connection(self.conninfo) as connection:
            yield connection


_LENGTH_AND_VALUE: Final = np.dtype(">i4, >i4")


class _Numbers(Dumper):
    """A numpy array of int32 as Postgres sends an integer[] in binary."""

    format = Format.BINARY
    oid = known_types["int4"].array_oid

    def dump(self, obj: NDArray[np.int32]) -> bytes:
        cells = np.empty(len(obj), dtype=_LENGTH_AND_VALUE)
        cells["f0"] = 4
        cells["f1"] = obj
        # one dimension, no nulls, of which type; how many, from number 1 on
        return pack(">5i", 1, 0, known_types["int4"].oid, len(obj), 1) + cells.tobytes()


def copy_rows(
    connection: Connection, copy: LiteralString, rows: Iterable[tuple[Any, ...]], types: Sequence[str] | None = None
) -> None:
    """Send `rows` through the `copy … from stdin` statement; lists and dicts in a `json` wrapper.

    A statement that ends `with (format binary)` needs the `types` of its columns; integer[] is then a numpy array.
    """
    with connection.cursor() as cursor, cursor.copy(copy) as stream:
        if types:
            cursor.adapters.register_dumper(None, _Numbers)
            stream.set_types(types)
        for row in rows:
            stream.write_row(row)


def vacuum(connection: Connection, table: str) -> None:
    """Clean up after changed rows of a table, and count it for the planner."""
    connection.execute(SQL("vacuum (analyze) {}").format(Identifier(table)))


def records(
    connection: Connection, statement: LiteralString, parameters: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of a query, each by the names of its columns."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement, parameters).fetchall()


def json(value: list[dict[str, Any]] | dict[str, Any]) -> Jsonb:
    """`value` as a jsonb parameter."""
    return Jsonb(value)


def open_database(settings: Settings) -> Database:
    """The database these settings mean, started, made and brought up to date as far as needed.

    That is the one of DATABASE_URL, or of libpq's PG* variables, or else the embedded one in the home folder. On a
    given server, Prefect's records go to a second database beside it, named like it with _prefect at the end.

    Raises SettingsError if DATABASE_URL cannot be read, ServerError if the embedded server does not start, StoreError,
    saying what to do, if the database is out of reach or will not do.
    """
    if settings.database_url is None and not settings.uses_libpq:
        return _open_embedded(settings)
    return _open_given(settings.database_url or "")


def _open_embedded(settings: Settings) -> Database:
    cluster = start_embedded(settings)
    server = {"host": str(cluster.socket), "port": str(PORT), "user": "postgres"}
    conninfo = make_conninfo(**server, dbname=NAME)
    with _errors_wrapped(conninfo):
        with _connection(make_conninfo(**server, dbname="postgres")) as connection:
            for name in (NAME, "prefect"):
                _ensure_database(connection, name)
        with _connection(conninfo) as connection:
            _check(connection)
            ensure_schema(connection)
    return Database(
        conninfo=conninfo,
        prefect_url=_sqlalchemy_url(server, "prefect"),
        where=f"the embedded Postgres in {cluster.folder}",
        psql_words=(str(programs() / "psql"), "-h", str(cluster.socket), "-U", "postgres", NAME),
    )


def _open_given(conninfo: str) -> Database:
    try:
        given = conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError:  # its message may quote the password, so it goes no further
        message = "DATABASE_URL cannot be read: it should look like postgresql://user:password@host:5432/cppcc"
        raise SettingsError(message) from None
    with _errors_wrapped(conninfo), _connection(conninfo) as connection:
        name = _check(connection)
        prefect = f"{name}_prefect"
        try:
            _ensure_database(connection, prefect)
        except errors.InsufficientPrivilege as error:
            owner = connection.info.user
            raise StoreError(
                f"Prefect needs a database of its own, and {owner} may not create it. As an administrator: "
                f"create database {_quoted(connection, prefect)} owner {_quoted(connection, owner)}"
            ) from error
        ensure_schema(connection)
        server = _address(connection)
        version = connection.info.parameter_status("server_version")
    return Database(
        conninfo=conninfo,
        prefect_url=_sqlalchemy_url(server, prefect),
        where=f"database {name} of the Postgres {version} at {server['host']}, port {server['port']}",
        psql_words=(
            shutil.which("psql") or _wheel_psql(),
            make_conninfo("", **{key: value for key, value in given.items() if key != "password"}),
        ),
    )


def ensure_schema(connection: Connection) -> None:
    """Bring the tables up to date, in steps that happen wholly or not at all.

    Raises StoreError if a newer version of this program has changed the database.
    """
    with connection.transaction():
        connection.execute(query("schema_lock"))
        if not _value(connection, query("has_schema")):
            connection.execute(schema())
    with connection.transaction():
        connection.execute(query("schema_lock"))
        applied = {name for (name,) in connection.execute(query("applied_migrations"))}
        if unknown := applied - {"schema", *migrations()}:
            raise StoreError(f"The database is ahead of this program (it knows {max(unknown)}): update the program")
        for name, statements in migrations().items():
            if name not in applied:
                with connection.transaction():
                    connection.execute(statements)
                    connection.execute(query("record_migration"), {"name": name})


def _check(connection: Connection) -> str:
    """The database's name, if it will do."""
    row = connection.execute(query("database_traits")).fetchone()
    assert row is not None
    name, version, encoding, lc_ctype = row
    remedy = f"create database {NAME} template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"
    if version < OLDEST:
        raise StoreError(f"Postgres {version} is too old: {OLDEST} or newer is needed")
    if encoding != "UTF8":
        raise StoreError(f"Database {name} is in {encoding}, not UTF8. Make another: {remedy}")
    if lc_ctype in ("C", "POSIX"):
        raise StoreError(
            f"Database {name} has lc_ctype {lc_ctype}, to which no Chinese character is a letter: searches would find "
            f"nothing. Make another: {remedy}"
        )
    return str(name)


def _ensure_database(connection: Connection, name: str) -> None:
    if not _value(connection, query("has_database"), {"name": name}):
        # somebody else may have made it just now; Postgres notices by one or the other
        with suppress(errors.DuplicateDatabase, errors.UniqueViolation):
            connection.execute(SQL("create database {}").format(Identifier(name)))


def _value(connection: Connection, statement: LiteralString, parameters: Mapping[str, Any] | None = None) -> Any:
    row = connection.execute(statement, parameters).fetchone()
    assert row is not None
    return row[0]


def _quoted(connection: Connection, name: str) -> str:
    return Identifier(name).as_string(connection)


def _connection(conninfo: str) -> Connection:
    connection = psycopg.connect(conninfo, autocommit=True, client_encoding="UTF8", fallback_application_name="cppcc")
    connection.execute("set time zone 'Asia/Shanghai'")
    return connection


@contextmanager
def _errors_wrapped(conninfo: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        happened = "Postgres is out of reach" if error.sqlstate is None else "Postgres refused"
        raise StoreError(f"{happened}: {_without_password(error, conninfo)}") from error


def _without_password(error: psycopg.Error, conninfo: str) -> str:
    password = conninfo_to_dict(conninfo).get("password")
    message = str(error).strip()
    return message.replace(str(password), "***") if password else message


def _address(connection: Connection) -> dict[str, str]:
    """Where an open connection leads, with what libpq found in URLs, variables and files."""
    found = connection.info
    address = {"host": found.host or found.hostaddr, "port": str(found.port), "user": found.user}
    encryption = found.get_parameters().get("sslmode")
    return {
        **address,
        **({"password": found.password} if found.password else {}),
        **({"ssl": encryption} if encryption else {}),
    }


def _sqlalchemy_url(server: Mapping[str, str], name: str) -> str:
    """`server` and database `name` in SQLAlchemy's spelling, for asyncpg.

    >>> _sqlalchemy_url({"host": "/tmp/a b", "port": "5432", "user": "postgres"}, "prefect")
    'postgresql+asyncpg://postgres@/prefect?host=%2Ftmp%2Fa%20b&port=5432'
    >>> _sqlalchemy_url({"host": "::1", "port": "5433", "user": "我", "password": "p@ss/词"}, "a_prefect")
    'postgresql+asyncpg://%E6%88%91:p%40ss%2F%E8%AF%8D@/a_prefect?host=%3A%3A1&port=5433'
    """
    login = ":".join(quote(server[key], safe="") for key in ("user", "password") if key in server)
    address = {key: server[key] for key in ("host", "port", "ssl") if key in server}
    return f"postgresql+asyncpg://{login}@/{quote(name, safe='')}?{urlencode(address, quote_via=quote, safe='')}"


def _wheel_psql() -> str:
    try:
        return str(programs() / "psql")
    except ServerError:  # a server was given, so the wheel may be missing
        return "psql"
