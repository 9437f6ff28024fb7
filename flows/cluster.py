"""Work spread over the processes of a Dask cluster: one that is there, one of this machine's own, or none at all."""

from __future__ import annotations

import os
from collections import deque
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar, cast

from crawler.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prefect import Task
    from prefect.task_runners import TaskRunner

Result = TypeVar("Result")

ENOUGH = 8
"""Pieces of work that are worth the three seconds in which a cluster of this machine's own starts."""
AHEAD = 3
"""Pieces handed out for each process: one it works on, and what keeps it from waiting for us."""
MISSING = (
    "--dask needs the extra `scale`: pip install 'cppcc-news-crawler[scale]', or from a checkout "
    "pip install --no-deps --require-hashes -r requirements-scale.lock"
)


def spread(
    task: Task[..., Result], pieces: Iterable[dict[str, Any]], *, dask: str | None = None
) -> Iterator[tuple[dict[str, Any], Result]]:
    """Call a task once for each piece, which holds its arguments by name; each piece with its result, in their order.

    `dask` is the address of a cluster, such as tcp://10.0.0.5:8786; `local` for one of this machine's processors;
    `none` for this process alone. By default that depends on how much there is to do. A piece whose process dies is
    done again by another, so a task must be such that doing it twice does no harm. However many pieces there are, a few
    are held at a time. Raises SettingsError without the extra `scale`, if a cluster is asked for.
    """
    waiting = iter(pieces)
    if dask is None:
        first = list(islice(waiting, ENOUGH))
        is_worth_it = len(first) == ENOUGH and (os.cpu_count() or 1) > 1 and _is_installed()
        waiting, dask = chain(first, waiting), "local" if is_worth_it else "none"
    if dask == "none":
        for piece in waiting:
            yield piece, task(**piece)
        return
    if not _is_installed():
        raise SettingsError(MISSING)
    with _runner(dask) as (runner, processes):
        handed_out: deque[tuple[dict[str, Any], Callable[[], Result]]] = deque()
        for piece in waiting:
            future = runner.submit(task, parameters=piece)
            handed_out.append((piece, cast("Callable[[], Result]", future.result)))
            if len(handed_out) >= AHEAD * processes:
                done, result = handed_out.popleft()
                yield done, result()
        while handed_out:
            done, result = handed_out.popleft()
            yield done, result()


def _is_installed() -> bool:
    return find_spec("prefect_dask") is not None


@contextmanager
def _runner(dask: str) -> Iterator[tuple[TaskRunner[Any], int]]:
    """What hands tasks to a cluster, and how many they are worked on at once."""
    from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415  (an extra, and slow to import)

    local = {"n_workers": os.cpu_count() or 1, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    runner = DaskTaskRunner(cluster_kwargs=local) if dask == "local" else DaskTaskRunner(address=dask)
    with runner:
        try:
            client: Any = runner.client
        except (OSError, ValueError) as error:  # the latter for an address that is none
            raise SettingsError(f"No Dask cluster answers at {dask}: {error}") from error
        yield runner, max(sum(client.nthreads().values()), 1)
