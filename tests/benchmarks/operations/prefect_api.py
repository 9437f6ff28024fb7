"""What the scripts beside this ask of a Prefect server: the few words of its API that they need."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener

from waiting import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefectApi:
    """A Prefect server as a client with an account sees it."""

    url: str
    account: str
    """As user:password."""

    def ask(self, method: str, path: str, said: object = None) -> Any:
        """What the server answers. Raises HTTPError for a refusal."""
        account = base64.b64encode(self.account.encode()).decode()
        headers = {"Authorization": f"Basic {account}", "Content-Type": "application/json"}
        request = Request(  # noqa: S310  (an http address of ours)
            f"{self.url}{path}",
            method=method,
            headers=headers,
            data=None if said is None else json.dumps(said).encode(),
        )
        with build_opener(ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def start(self, deployment: str) -> str:
        """A run of a deployment, named as FLOW/NAME, for whichever worker is free; its id."""
        found = self.ask("GET", f"/deployments/name/{quote(deployment)}")
        return str(self.ask("POST", f"/deployments/{found['id']}/create_flow_run", {})["id"])

    def state(self, run: str) -> str:
        """SCHEDULED, PENDING, RUNNING, COMPLETED and the like."""
        return str(self.ask("GET", f"/flow_runs/{run}")["state"]["type"])

    def wait(self, runs: Sequence[str], meanwhile: Callable[[], None] = lambda: None) -> None:
        """Until all these runs are completed; `meanwhile` may raise what makes further waiting useless."""
        deadline = time.monotonic() + PATIENCE
        while (states := {run: self.state(run) for run in runs}) and set(states.values()) != {"COMPLETED"}:
            meanwhile()
            assert not set(states.values()) & (ENDED - {"COMPLETED"}), states
            assert time.monotonic() < deadline, states
            time.sleep(0.3)

    def workers(self, pool: str) -> list[str]:
        """The names of the workers that are online."""
        found = self.ask("POST", f"/work_pools/{pool}/workers/filter", {})
        return sorted(each["name"] for each in found if each["status"] == "ONLINE")
