"""What a command needs around the flow it runs: servers, the replica, and a verdict on what the runs came to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

import typer

from crawler.article import Site
from crawler.errors import NothingReadError, SettingsError
from flows.outcome import Counts, Outcome, outcome_of
from flows.settings import (
    Settings,
    adopt_environment,
    prefect_client_environment,
)
from flows.terminal import busy, complain

if TYPE_CHECKING:
    from flows.store.postgres import Database


def replica_proxy(stack: ExitStack, chosen: list[Site], articles: int = 24) -> str | None:
    """The replica's address if its sites are chosen, started for as long as the stack lasts; None for real sites."""
    from crawler.replica.server import Replica
    from crawler.replica.world import build_world

    replicas = {site.confidence == "replica" for site in chosen}
    if len(replicas) > 1:
        raise SettingsError("The replica cannot be crawled together with real sites: run it by itself")
    return stack.enter_context(Replica(build_world(articles=articles))).address if replicas == {True} else None


@contextmanager
def running(settings: Settings) -> Iterator[Database]:
    """Postgres and a Prefect server that flows of this process report to, for as long as the block lasts.

    That is the server of `cppcc serve` where it runs: two of them would do the same things twice.
    """
    from flows.prefect_server import prefect_server, serving_api
    from flows.store.postgres import open_database

    with ExitStack() as stack:
        with busy("Starting Postgres …") as now_doing:
            database = open_database(settings)
            if api_url := serving_api(settings):
                adopt_environment(prefect_client_environment(settings, api_url))
            else:
                now_doing("Starting Prefect …")
                server = stack.enter_context(prefect_server(settings, database))
                adopt_environment(prefect_client_environment(settings, server.api_url))
                # Prefect reads the environment when it is imported, which takes as long as its server needs to come up.
                import_module("prefect")
                server.wait()
        yield database


@dataclass(slots=True)
class Judged:
    """The runs of one command, and what they came to, taken together."""

    runs: list[int] = field(default_factory=list)
    outcome: Outcome = field(default_factory=lambda: outcome_of(Counts()))

    def exit(self) -> None:
        """End the command by the outcome: with its exit code, and in one line where somebody has to look."""
        if not self.outcome.is_well:
            complain(self.outcome.words)
        if self.outcome.exit_code:
            raise typer.Exit(self.outcome.exit_code)


@contextmanager
def judged_runs(database: Database) -> Iterator[Judged]:
    """Judge the runs that the block makes by what they read, also those that end it since they could read nothing."""
    from flows.store.runs import read_outcome

    judged = Judged()
    try:
        yield judged
    except NothingReadError as error:
        judged.runs = list(error.runs)
    with database.connect() as connection:
        judged.outcome = read_outcome(connection, judged.runs)
