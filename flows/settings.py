"""What the environment says: the only place in the project that reads it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from platformdirs import user_data_path

from crawler.errors import SettingsError
from flows.home import prefect_folder
from flows.timetable import DEFAULT, as_text, timetable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.timetable import Row

LIBPQ_VARIABLES = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGSERVICE")
"""Any of these says that a server is meant which libpq can find by itself."""

PREFECT = {
    # Nothing about our users leaves the machine: the first is for the client, the second for the server.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}

PREFECT_DAYS = 90
"""How long Prefect's server remembers a run; ours are in the table `runs` for good."""

QUIET = {
    # The handlers' level, not the loggers': a flow's lines pass the console on their way to the API.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_HANDLERS_DEBUG_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}


def _said(example: str, *, variable: str | None = None, type: str = "", default: str = "–") -> dict[str, str]:  # noqa: A002
    """What the reference says of a field beside its docstring; the variable is CPPCC_ and its name if none is given."""
    return {"example": example, "type": type, "default": default, **({"variable": variable} if variable else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where this installation keeps its things and which database it uses.

    The docstring of each field is its line in README's table of settings; one that `repr` leaves out is secret.
    """

    home: Path = field(metadata=_said("/srv/cppcc", default="the user's data folder"))
    """Folder for the database, landed files, receipts, reports and logs."""
    database_url: str | None = field(
        default=None,
        repr=False,
        metadata=_said(
            "postgresql://user:password@host:5432/cppcc",
            variable="DATABASE_URL",
            type="URL",
            default="the embedded Postgres",
        ),
    )
    """The Postgres to use, as libpq understands it; may hold a password."""
    uses_libpq: bool = field(
        default=False, metadata=_said("db.example.org", variable=", ".join(LIBPQ_VARIABLES), type="text")
    )
    """Any of libpq's own variables names a server too, where there is no DATABASE_URL."""
    proxy: str | None = field(default=None, repr=False, metadata=_said("http://proxy.example.org:3128", type="URL"))
    """The HTTP proxy that the crawl goes through; may hold a password."""
    contact: str | None = field(default=None, metadata=_said("mailto:archive@example.org"))
    """An address or URL that site owners can write to; part of the user agent."""
    prefect_api_url: str | None = field(
        default=None,
        metadata=_said("http://192.0.2.5:4200/api", variable="PREFECT_API_URL", type="URL"),
    )
    """The Prefect server that workers on several machines share."""
    prefect_account: str | None = field(
        default=None,
        repr=False,
        metadata=_said("cppcc:password", variable="PREFECT_API_AUTH_STRING"),
    )
    """Who may use that server; whoever has it can run commands on every worker."""
    notify: tuple[str, ...] = field(
        default=(), repr=False, metadata=_said("wecom://KEY smtp://user:password@host/?to=a@b.cn", type="URLs")
    )
    """Who is told of alarms, split by spaces; may hold passwords. The runbook lists the kinds."""
    schedule: str | None = field(
        default=None,
        metadata=_said("daily=0 5 * * *; recheck=off", type="times as of cron", default=as_text(DEFAULT)),
    )
    """When each flow of the schedule runs, in Shanghai time, or off; those that are not named keep their default."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """The settings of this process, or of `environ`. A variable set to nothing counts as not set.

        Raises SettingsError naming the variable that cannot be used.

        >>> Settings.from_environment({"CPPCC_HOME": "/srv/cppcc", "PGHOST": "db.example"}).uses_libpq
        True
        """
        given = {name: value for name, value in (os.environ if environ is None else environ).items() if value.strip()}
        return cls(
            home=_home(given.get("CPPCC_HOME")),
            database_url=_url("DATABASE_URL", given.get("DATABASE_URL"), ("postgresql", "postgres")),
            uses_libpq=any(name in given for name in LIBPQ_VARIABLES),
            proxy=_url("CPPCC_PROXY", given.get("CPPCC_PROXY"), ("http", "https")),
            contact=given.get("CPPCC_CONTACT"),
            prefect_api_url=_url("PREFECT_API_URL", given.get("PREFECT_API_URL"), ("http", "https")),
            prefect_account=_account(given.get("PREFECT_API_AUTH_STRING")),
            notify=tuple(given.get("CPPCC_NOTIFY", "").split()),
            schedule=_schedule(given.get("CPPCC_SCHEDULE")),
        )

    @property
    def timetable(self) -> tuple[Row, ...]:
        """Which flow runs when."""
        return timetable(self.schedule)

    @property
    def user_agent(self) -> str:
        """How the crawl introduces itself to the sites.

        >>> Settings(home=Path("/srv/cppcc"), contact="mailto:archive@example.org").user_agent
        'cppcc-news-crawler (+mailto:archive@example.org)'
        """
        return f"cppcc-news-crawler (+{self.contact})" if self.contact else "cppcc-news-crawler"


def prefect_client_environment(settings: Settings, api_url: str) -> dict[str, str]:
    """What a process needs that runs flows against the server at `api_url`: nothing of Prefect's on the terminal."""
    return {
        **PREFECT,
        **QUIET,
        "PREFECT_HOME": str(prefect_folder(settings.home)),
        "PREFECT_API_URL": api_url,
    }


def prefect_server_environment(settings: Settings, database_url: str) -> dict[str, str]:
    """What the Prefect server needs that keeps its records in `database_url` (postgresql+asyncpg://…)."""
    return {
        **PREFECT,
        "PREFECT_HOME": str(prefect_folder(settings.home)),
        "PREFECT_API_DATABASE_CONNECTION_URL": database_url,
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(PREFECT_DAYS * 24 * 3600),
    }


def shared_server_environment(settings: Settings, database_url: str, pages_url: str) -> dict[str, str]:
    """What the Prefect server needs that workers of several machines share, and browsers that find it at `pages_url`.

    Raises SettingsError if nobody is named who may use it.
    """
    if settings.prefect_account is None:
        raise SettingsError(
            "Whoever reaches Prefect's server can run commands on every worker: "
            "set PREFECT_API_AUTH_STRING to user:password, here and for the workers"
        )
    return {
        **prefect_server_environment(settings, database_url),
        "PREFECT_SERVER_API_AUTH_STRING": settings.prefect_account,
        "PREFECT_UI_API_URL": f"{pages_url.rstrip('/')}/api",
        # Its own folder of the installed package belongs to somebody else, where it is installed well.
        "PREFECT_UI_STATIC_DIRECTORY": str(prefect_folder(settings.home) / "pages"),
    }


def shared_client_environment(settings: Settings) -> dict[str, str]:
    """What a process needs that works for the server of PREFECT_API_URL; Prefect says on the terminal what it does.

    Raises SettingsError if that is not set.
    """
    if settings.prefect_api_url is None:
        raise SettingsError("Set PREFECT_API_URL to the server that workers share, such as http://10.0.0.5:4200/api")
    account = {"PREFECT_API_AUTH_STRING": settings.prefect_account} if settings.prefect_account else {}
    return {
        **PREFECT,
        **account,
        "PREFECT_HOME": str(prefect_folder(settings.home)),
        "PREFECT_API_URL": settings.prefect_api_url,
    }


def worker_health_environment(address: str) -> dict[str, str]:
    """What a worker needs to say at `host:port` whether it is healthy. Raises SettingsError for another form.

    >>> worker_health_environment("127.0.0.1:8080")["PREFECT_WORKER_WEBSERVER_PORT"]
    '8080'
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise SettingsError(f"{address} is no address such as 127.0.0.1:8080")
    return {"PREFECT_WORKER_WEBSERVER_HOST": host, "PREFECT_WORKER_WEBSERVER_PORT": port}


def child_environment(additions: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a child process: ours, without a stranger's Prefect settings, with `additions`.

    Loopback and the Prefect server are taken out of any proxy's hands, or a flow could not reach it.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    server = urlsplit(additions.get("PREFECT_API_URL", "")).hostname
    direct = dict.fromkeys(["127.0.0.1", "localhost", server])
    spared = ",".join(filter(None, (ours.get("no_proxy") or ours.get("NO_PROXY"), *direct)))
    return {**ours, "no_proxy": spared, "NO_PROXY": spared, **additions}


def adopt_environment(additions: Mapping[str, str]) -> None:
    """Make this process's environment that of a child; Prefect reads it once, so call this before importing it."""
    wanted = child_environment(additions)
    for name in os.environ.keys() - wanted.keys():
        del os.environ[name]
    os.environ.update(wanted)


def _home(value: str | None) -> Path:
    try:
        return (Path(value) if value else user_data_path("cppcc")).expanduser().absolute()
    except RuntimeError as error:  # an account without a home folder, as in some containers
        message = "This user has no home folder: set CPPCC_HOME to a folder for the crawler's data"
        raise SettingsError(message) from error


def _account(value: str | None) -> str | None:
    # Prefect compares it in a way that knows ASCII alone, and answers «internal server error» to other letters.
    if value is None or (":" in value and value.isascii()):
        return value
    raise SettingsError("PREFECT_API_AUTH_STRING must be user:password, in letters and signs of ASCII")


def _schedule(value: str | None) -> str | None:
    timetable(value)  # so that what cannot be used is said before anything starts
    return value


def _url(name: str, value: str | None, schemes: tuple[str, ...]) -> str | None:
    if value is None or value.partition("://")[0] in schemes:
        return value
    raise SettingsError(f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
