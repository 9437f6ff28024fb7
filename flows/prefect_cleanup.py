"""What is put right in Prefect's records when the schedule is taken up again: runs that were killed, runs too late."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterId,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Crashed

from sql import query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.objects import FlowRun

    from flows.store.postgres import Connection

GOING_ON = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
KILLED = "Its process was killed, or the machine went down. What it had landed is loaded by the next run."
TOO_LATE = "Nobody kept the schedule at its time, {:%Y-%m-%d %H:%M %Z}: skipped, the next one is run at its own time."
BY_HAND = ["daily", "recheck", "maintenance", "backfill", "attachments"]
"""Flows that are also run by commands, and say in the database that they go on."""


def put_right(connection: Connection, deployments: Sequence[str], began: datetime) -> None:
    """End what Prefect takes for going on although nobody does it, and skip what should have been run before `began`.

    `deployments` are those whose schedule is taken up, as flow/name; nobody else may keep it meanwhile.
    """
    with get_client(sync_client=True) as client:
        ours = [found for name in deployments if (found := _deployment(client, name))]
        ids = [deployment_id for deployment_id, _ in ours]
        for run in _killed(client, connection, ids, began):
            _crash(client, run)
        for run in _late(client, ids, began):
            assert run.next_scheduled_start_time is not None
            message = TOO_LATE.format(run.next_scheduled_start_time)
            client.set_flow_run_state(run.id, Cancelled(message=message), force=True)
        for _, limit in ours:
            if limit:  # a killed run never gave back its place
                client.update_global_concurrency_limit(limit, GlobalConcurrencyLimitUpdate(active_slots=0))


def crash_killed(connection: Connection, began: datetime) -> None:
    """End what Prefect takes for going on although no machine does it; for workers, of which there may be many.

    What began less than ten minutes before `began` may not have said in the database yet that it goes on.
    """
    with get_client(sync_client=True) as client:
        going_on = FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=GOING_ON)),
            start_time=FlowRunFilterStartTime.model_validate({"before_": began - timedelta(minutes=10)}),
        )
        found = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=BY_HAND)), flow_run_filter=going_on
        )
        for run in _without_session(connection, found):
            _crash(client, run)


def _deployment(client: SyncPrefectClient, name: str) -> tuple[UUID, str | None] | None:
    """The deployment's number and the name of its limit; None if it was never served."""
    try:
        found = client.read_deployment_by_name(name)
    except ObjectNotFound:
        return None
    return found.id, found.global_concurrency_limit.name if found.global_concurrency_limit else None


def _killed(
    client: SyncPrefectClient, connection: Connection, deployments: Sequence[UUID], began: datetime
) -> list[FlowRun]:
    """The runs of these deployments, and those begun by commands, that are said to go on and do not."""
    going_on = FlowRunFilterState(type=FlowRunFilterStateType(any_=GOING_ON))
    served = FlowRunFilter(state=going_on, deployment_id=FlowRunFilterDeploymentId(any_=list(deployments)))
    by_hand = FlowRunFilter(
        state=going_on,
        deployment_id=FlowRunFilterDeploymentId(is_null_=True),
        # one that has only just begun may not have said so yet
        start_time=FlowRunFilterStartTime.model_validate({"before_": began - timedelta(minutes=1)}),
    )
    found = client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=BY_HAND)), flow_run_filter=by_hand
    ) + (client.read_flow_runs(flow_run_filter=served) if deployments else [])
    return _without_session(connection, found)


def _without_session(connection: Connection, found: Sequence[FlowRun]) -> list[FlowRun]:
    """Those of these runs that nobody in the database works on."""
    parameters = {"flow_runs": [str(run.id) for run in found]}
    alive = {flow_run for (flow_run,) in connection.execute(query("flow_runs_that_go_on"), parameters)}
    return [run for run in found if str(run.id) not in alive]


def _crash(client: SyncPrefectClient, run: FlowRun) -> None:
    client.set_flow_run_state(run.id, Crashed(message=KILLED), force=True)
    tasks = client.read_task_runs(
        flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run.id])),
        task_run_filter=TaskRunFilter(state=TaskRunFilterState(type=TaskRunFilterStateType(any_=GOING_ON))),
    )
    for task in tasks:
        client.set_task_run_state(task.id, Crashed(message=KILLED), force=True)


def _late(client: SyncPrefectClient, deployments: Sequence[UUID], began: datetime) -> list[FlowRun]:
    """The runs that the schedule wanted earlier. What somebody asked for by hand is run, however late."""
    if not deployments:
        return []
    planned = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        deployment_id=FlowRunFilterDeploymentId(any_=list(deployments)),
        next_scheduled_start_time=FlowRunFilterNextScheduledStartTime.model_validate({"before_": began}),
    )
    return [run for run in client.read_flow_runs(flow_run_filter=planned) if run.auto_scheduled]
