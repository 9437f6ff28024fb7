"""The maintenance: what a store needs that is left alone for years."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from prefect import flow
from prefect.artifacts import create_table_artifact
from prefect.logging import get_run_logger

from flows.orphans import crash_killed
from flows.postgres import open_database
from flows.settings import PREFECT_DAYS, Settings
from flows.steps.upkeep import Done, look_after
from flows.tasks import seen_to_go_on, told_to_the_server


@flow(name="maintenance", persist_result=False)
def maintenance() -> list[Done]:
    """Clean up the database, its search and the home folder, and say how much room is left; what was done.

    Runs that Prefect takes for going on, although their machine went down, are ended in its records. Prefect's pages
    show what was done as the artifact `maintenance`. Prefect's server itself forgets runs after 90 days. Landed files
    and receipts stay for good. Raises StoreError.
    """
    settings = Settings.from_environment()
    with open_database(settings).connect() as connection:
        seen_to_go_on(connection)
        done = list(look_after(settings, connection, datetime.now(UTC)))
        crash_killed(connection, datetime.now(UTC))
    for each in done:
        get_run_logger().info("%s: %s", each.what, each.result)
    create_table_artifact(
        key="maintenance",
        table=[asdict(each) for each in done],
        description=f"What was looked after. Prefect's own records of runs are kept for {PREFECT_DAYS} days.",
    )
    return done


def run_maintenance() -> list[Done]:
    """`maintenance` from a process that ends soon."""
    with told_to_the_server():
        return maintenance()
