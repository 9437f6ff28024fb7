"""The process that keeps the timetable: what it serves, and how it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.attachments import attachments
from flows.backfill import backfill
from flows.daily import daily
from flows.faults import Explained
from flows.maintenance import maintenance
from flows.prefect_cleanup import put_right
from flows.recheck import recheck
from flows.reclean import reclean
from flows.settings import Settings
from flows.store.postgres import open_database
from flows.timetable import ZONE
from flows.warc_import import archives
from flows.watch import watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.schedules import Schedule

    from flows.timetable import Row

FLOWS: dict[str, Flow[..., Any]] = {each.name: each for each in (daily, recheck, watch, maintenance)}
"""The flows of the timetable, by their names there."""
NEVER_TWICE = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""For what the schedule starts: when its time comes while the last one goes on, it is skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A flow that is served: by the schedule, and from Prefect's pages by hand."""

    flow: Flow[..., Any]
    schedule: Schedule | None = None
    """None: by hand alone."""
    takes_sites: bool = False
    """Whether it works on the sites that the process was started for, unless others are asked for."""
    why: str

    @property
    def name(self) -> str:
        """As Prefect has it."""
        return f"{self.flow.name}/{self.flow.name}"


BY_HAND = (
    Deployment(flow=backfill, why="Older list pages, as far back as asked; goes on where it was."),
    Deployment(flow=attachments, why="The files that articles of these sites offer."),
    Deployment(flow=archives, why="What WARC files hold of these sites, whoever wrote them."),
    Deployment(flow=reclean, why="The landed bytes again, with today's rules; only told unless dry_run is off."),
)


def deployments(rows: Sequence[Row]) -> tuple[Deployment, ...]:
    """Return the rows of a timetable, and what is run by hand alone, as they are served."""
    return (*map(_scheduled, rows), *BY_HAND)


def _scheduled(row: Row) -> Deployment:
    return Deployment(
        flow=FLOWS[row.flow],
        schedule=Cron(row.cron, timezone=ZONE) if row.cron else None,
        takes_sites=row.flow in {"daily", "recheck"},
        why=row.what,
    )


def keep_schedule(asked: Sequence[str], served: Sequence[Deployment], proxy: str | None = None) -> None:
    """Run each flow whenever its schedule says, and whenever somebody asks Prefect for it, until interrupted.

    Each run is a process of its own. The deployments stay in Prefect's records when this ends, and are taken up again:
    what was killed meanwhile is marked so, and what the schedule wanted meanwhile is skipped. Nobody else may keep them
    at the same time.
    """
    with open_database(Settings.from_environment()).connect() as connection:
        put_right(connection, [each.name for each in served], datetime.now(UTC))
    runner = Runner(name="cppcc", pause_on_shutdown=False, limit=None)
    for each in served:
        deployment = each.flow.to_deployment(
            name=each.flow.name,
            schedules=[each.schedule] if each.schedule else None,
            parameters={"asked": list(asked), "proxy": proxy} if each.takes_sites else None,
            concurrency_limit=NEVER_TWICE if each.schedule else None,
            description=each.why,
            entrypoint_type=EntrypointType.MODULE_PATH,  # by name: a pickled flow has lost the types of its parameters
        )
        runner.add_deployment(deployment)  # type: ignore[arg-type]  # to_deployment is no coroutine here
    asyncio.run(_run_until_stopped(runner))


async def _run_until_stopped(runner: Runner) -> None:
    """Until SIGTERM, on which runs that go on are ended. The runner's own handler ends nothing: it forgets to wait."""
    running = asyncio.create_task(runner.start())

    async def stop() -> None:
        if runner.started:
            await runner.astop()
        else:
            running.cancel()

    await asyncio.sleep(0)  # the runner takes the signal when it starts
    stopping: set[asyncio.Task[None]] = set()  # the loop itself keeps no hold of a task
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: stopping.add(asyncio.create_task(stop())))
    with suppress(asyncio.CancelledError):
        await running


if __name__ == "__main__":
    with Explained():
        keep_schedule(sys.argv[1:], deployments(Settings.from_environment().timetable))
