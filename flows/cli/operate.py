"""Commands that keep an installation going: schedules, workers, maintenance, status, halting."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from socket import gethostname
from types import MappingProxyType
from typing import Annotated

import typer

from crawler.article import SHANGHAI
from crawler.errors import ServerError
from flows.cli.options import chosen_sites
from flows.cli.running import running
from flows.home import halt_file, logs_folder
from flows.settings import (
    Settings,
    adopt_environment,
    child_environment,
    prefect_client_environment,
    shared_client_environment,
    shared_server_environment,
    worker_health_environment,
)
from flows.terminal import busy, complain, say

PANEL = "Operate"
"""The group of these commands in `cppcc --help`."""

commands = typer.Typer()


@commands.command(rich_help_panel=PANEL)
def maintenance() -> None:
    """Do what a store needs that is left alone for years: vacuum, indexes, working files, logs; asks no site."""
    from flows.cli.tables_operate import maintenance_table

    with running(Settings.from_environment()):
        from flows.maintenance import run_maintenance

        with busy("Looking after the store …"):
            done = run_maintenance()
    say(maintenance_table(done))


@commands.command(rich_help_panel=PANEL)
def serve(
    sites: Annotated[str, typer.Option(help="all (every enabled site), or keys split by commas.")] = "all",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where Prefect's pages are, on 127.0.0.1.")] = 4200,
) -> None:
    """Keep the schedule until interrupted: daily, recheck, watch, maintenance, at the times of CPPCC_SCHEDULE."""
    from flows.prefect_server import only_serving, prefect_server
    from flows.servers.child_process import start_child
    from flows.store.postgres import open_database

    words, _ = chosen_sites(sites)
    settings = Settings.from_environment()
    with ExitStack() as stack:
        tell = stack.enter_context(only_serving(settings))
        with busy("Starting Postgres …") as now_doing:
            database = open_database(settings)
            now_doing("Starting Prefect …")
            server = stack.enter_context(prefect_server(settings, database, port))
            server.wait()
        # A process of its own, so that it and every run it started end with us, even if we are killed.
        schedule = start_child(
            [sys.executable, "-m", "flows.schedule", *words],
            log=logs_folder(settings.home) / "schedule.log",
            environment=child_environment(prefect_client_environment(settings, server.api_url)),
            grace=15.0,
        )
        stack.enter_context(schedule)
        tell(server.api_url)
        say(f"In Shanghai time: {'; '.join(f'{row.flow} {row.when}' for row in settings.timetable)}.")
        say(f"Prefect shows runs at {server.api_url.removesuffix('/api')}")
        code = schedule.wait()
    raise ServerError(f"The schedule ended with code {code}. {schedule.last_words}")


@commands.command("prefect", rich_help_panel=PANEL)
def serve_prefect(
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 is every one of this machine.")],
    port: Annotated[int, typer.Option(min=1, max=65535)] = 4200,
    pages: Annotated[
        str | None, typer.Option(metavar="URL", help="Where browsers find its pages; by default at host and port.")
    ] = None,
) -> None:
    """Prefect's server alone, for workers on several machines; takes PREFECT_API_AUTH_STRING, user:password."""
    from flows.store.postgres import open_database

    settings = Settings.from_environment()
    database = open_database(settings)
    adopt_environment(shared_server_environment(settings, database.prefect_url, pages or f"http://{host}:{port}"))
    _become("prefect", "server", "start", "--host", host, "--port", str(port))


@commands.command(rich_help_panel=PANEL)
def deploy(
    sites: Annotated[str, typer.Option(help="all (every enabled site), replica, or keys split by commas.")] = "all",
    shards: Annotated[int, typer.Option(min=1, max=1000, help="Into how many parts the daily run is split.")] = 1,
) -> None:
    """Tell the server of PREFECT_API_URL what workers are to do: the daily run in shards, a backfill when asked."""
    words, _ = chosen_sites(sites)
    settings = Settings.from_environment()
    _adopt_shared_server(settings)
    from flows.deploy import deploy as register

    for name in register(settings.timetable, words, shards):
        say(name)


@commands.command(rich_help_panel=PANEL)
def worker(
    name: Annotated[
        str | None, typer.Option(help="What Prefect's pages call it; by default the machine's name and a number.")
    ] = None,
    health: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Say there, at /health, whether it asks for work.")
    ] = None,
) -> None:
    """Do what the server of PREFECT_API_URL has to be done, one flow at a time, until interrupted."""
    from flows.store.postgres import open_database

    settings = Settings.from_environment()
    _adopt_shared_server(settings, worker_health_environment(health) if health else {})
    database = open_database(settings)
    from flows.deploy import POOL
    from flows.prefect_cleanup import crash_killed

    with database.connect() as connection:
        crash_killed(connection, datetime.now(UTC))
    words = ["--pool", POOL, "--type", "process", "--name", name or f"{gethostname()}-{os.getpid()}", "--limit", "1"]
    words += ["--no-create-pool-if-not-found", *(["--with-healthcheck"] if health else [])]
    _become("prefect", "worker", "start", *words)


def _adopt_shared_server(settings: Settings, further: Mapping[str, str] = MappingProxyType({})) -> None:
    """Make this a process of the server of PREFECT_API_URL; before Prefect is imported."""
    from flows.prefect_server import check_reachable

    environment = shared_client_environment(settings)
    check_reachable(environment["PREFECT_API_URL"])
    settings.home.mkdir(parents=True, exist_ok=True)
    adopt_environment({**environment, **further})


def _become(module: str, *words: str) -> None:
    """Let a module of this Python take this process's place: signals reach it, and its exit code is ours."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, *words])  # noqa: S606  (no shell)


@commands.command(rich_help_panel=PANEL)
def retry(run_id: Annotated[int, typer.Argument(metavar="RUN", help="The number of a run that was given up.")]) -> None:
    """Let the next run try again to load what a run had landed that was given up after three tries."""
    from flows.store.postgres import open_database
    from flows.store.runs import retry_run

    with open_database(Settings.from_environment()).connect() as connection:
        retry_run(connection, run_id)
    say(f"The next run loads what run {run_id} had landed: cppcc run")


@commands.command(rich_help_panel=PANEL)
def status() -> None:
    """Is it well? The last runs, what comes next, alarms, what waits, space; exit code 1 if somebody has to look."""
    from flows.cli.status import read_status, status_view
    from flows.prefect_server import serving_api
    from flows.store.postgres import open_database

    settings = Settings.from_environment()
    with open_database(settings).connect() as connection:
        found = read_status(
            settings, connection, serving_api(settings) or settings.prefect_api_url, datetime.now(SHANGHAI)
        )
    say(status_view(found))
    if found.troubles:
        complain(f"not well: {'; '.join(found.troubles)}")
        raise typer.Exit(1)


@commands.command("settings", rich_help_panel=PANEL)
def show_settings() -> None:
    """What can be set in the environment, and what it is set to now; passwords are not shown."""
    from flows.cli.settings_reference import settings_table

    say(settings_table(Settings.from_environment()))


@commands.command(rich_help_panel=PANEL)
def halt(
    reason: Annotated[str, typer.Argument(help="For whoever wonders later.")] = "",
) -> None:
    """Ask no site anything more, from this second on; a crawl that is going on ends in good order."""

    file = halt_file(Settings.from_environment().home)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(reason, encoding="utf-8")
    say("Halted. Nothing is asked until cppcc resume.")


@commands.command(rich_help_panel=PANEL)
def resume() -> None:
    """Take back `cppcc halt`."""

    file = halt_file(Settings.from_environment().home)
    say("Resumed." if file.exists() else "The crawl was not halted.")
    file.unlink(missing_ok=True)


@commands.command(rich_help_panel=PANEL)
def stop() -> None:
    """Stop the embedded Postgres, which otherwise keeps running like any database."""
    from flows.servers.embedded_postgres import stop_embedded

    stopped = stop_embedded(Settings.from_environment())
    say("Stopped." if stopped else "The embedded Postgres was not running.")
