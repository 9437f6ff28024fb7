"""Deployments for workers on several machines: what the shared Prefect server knows of our flows.

A deployment names its flow by module, not by file: a worker has the program installed, wherever that is. It runs with
the worker's own environment, so that each machine keeps its own home folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType
from prefect.workers.process import ProcessWorker

from flows.attachments import attachments
from flows.backfill import backfill
from flows.daily import daily
from flows.schedule import DAILY

if TYPE_CHECKING:
    from collections.abc import Sequence

POOL = "cppcc"
"""The work pool that workers poll. It has no limit of its own: a machine that dies would hold its place for ever."""
TAG = "cppcc"
"""On each of our deployments, so that those of an earlier number of shards are found and removed."""


def deployments(asked: Sequence[str], shards: int) -> list[RunnerDeployment]:
    """The daily flow in so many shards, each to be run by whichever worker is free; the others as they are."""
    once = "daily" if shards == 1 else None
    daily_ones = [
        RunnerDeployment.from_flow(
            daily,
            name=once or f"daily {number} of {shards}",
            schedules=[DAILY],
            parameters={"asked": list(asked), "shard": None if once else f"{number}/{shards}"},
            tags=[TAG],
            work_pool_name=POOL,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for number in range(1, shards + 1)
    ]
    by_hand = [
        RunnerDeployment.from_flow(
            flow, name=flow.name, tags=[TAG], work_pool_name=POOL, entrypoint_type=EntrypointType.MODULE_PATH
        )
        for flow in (backfill, attachments)
    ]
    return [*daily_ones, *by_hand]


def deploy(asked: Sequence[str], shards: int) -> list[str]:
    """Make the work pool and our deployments what they should be, and remove those of ours that are no more; the names.

    Running it again changes nothing but what was changed.
    """
    wanted = deployments(asked, shards)
    with get_client(sync_client=True) as client:
        pool = WorkPoolCreate(
            name=POOL, type=ProcessWorker.type, base_job_template=ProcessWorker.get_default_base_job_template()
        )
        client.create_work_pool(pool, overwrite=True)
        ids = {each.apply() for each in wanted}
        ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
        for found in client.read_deployments(deployment_filter=ours):
            if found.id not in ids:
                client.delete_deployment(found.id)
    return [each.full_name for each in wanted]
