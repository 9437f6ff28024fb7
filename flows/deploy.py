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

from flows.daily import daily
from flows.schedule import deployments as served

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.schedule import Deployment
    from flows.timetable import Row

POOL = "cppcc"
"""The work pool that workers poll. Neither it nor a deployment has a limit: a machine that dies would hold its place,
and a run ends when it cannot renew its own. The store's locks are there so that no site is asked by two runs at once.
"""
TAG = "cppcc"
"""On each of our deployments, so that those of an earlier number of shards are found and removed."""


def deployments(rows: Sequence[Row], asked: Sequence[str], shards: int) -> list[RunnerDeployment]:
    """Return what workers are to do: what `cppcc serve` does by this timetable, the daily run once for each shard.

    Whichever worker is free takes each run.
    """
    return [
        _deployment(each, asked, shard)
        for each in served(rows)
        for shard in ([f"{n}/{shards}" for n in range(1, shards + 1)] if each.flow is daily and shards > 1 else [None])
    ]


def _deployment(each: Deployment, asked: Sequence[str], shard: str | None) -> RunnerDeployment:
    sites = {"asked": list(asked)} if each.takes_sites else {}
    return RunnerDeployment.from_flow(
        each.flow,
        name=f"{each.flow.name} {shard.replace('/', ' of ')}" if shard else each.flow.name,
        schedules=[each.schedule] if each.schedule else None,
        parameters={**sites, "shard": shard} if shard else sites,
        description=each.why,
        tags=[TAG],
        work_pool_name=POOL,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def deploy(rows: Sequence[Row], asked: Sequence[str], shards: int) -> list[str]:
    """Make the work pool and our deployments what they should be, and remove those of ours that are no more; the names.

    Running it again changes nothing but what was changed.
    """
    wanted = deployments(rows, asked, shards)
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
