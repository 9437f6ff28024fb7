"""Prefect's server, kept beside us for as long as it is needed."""

from __future__ import annotations

import json
import socket
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from crawler.errors import ServerError
from flows.home import logs_folder, serving_file
from flows.servers.child_process import Child, start_child
from flows.settings import child_environment, prefect_server_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flows.servers.child_process import Child
    from flows.settings import Settings
    from flows.store.postgres import Database

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Asks loopback directly, whatever proxy the environment names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefectServer:
    """A Prefect server that was started and may not answer yet."""

    api_url: str
    _child: Child

    def wait(self, seconds: float = 120.0) -> None:
        """Until it is healthy. Raises ServerError with the end of its log if it ends or takes longer than `seconds`."""
        deadline = time.monotonic() + seconds
        while not _is_healthy(self.api_url):
            if self._child.exit_code is not None:
                raise ServerError(f"The Prefect server ended at once. {self._child.last_words}")
            if time.monotonic() > deadline:
                raise ServerError(f"No healthy Prefect server in {seconds:.0f} s. {self._child.last_words}")
            time.sleep(0.05)


@contextmanager
def prefect_server(settings: Settings, database: Database, port: int = 0) -> Iterator[PrefectServer]:
    """A Prefect server on a port of 127.0.0.1 (0: a free one), started at once and stopped at the end.

    It takes seconds to be healthy, which its owner can use before it calls `wait`. Its records are in
    `database.prefect_url`, its output in `home/logs/prefect-server.log` (of the last start alone).

    Raises ServerError if the port is taken.
    """
    if port and not _is_free(port):
        raise ServerError(f"Port {port} is taken by another program: choose one with --port")
    port = port or _free_port()
    log = logs_folder(settings.home) / "prefect-server.log"
    log.unlink(missing_ok=True)
    environment = child_environment(prefect_server_environment(settings, database.prefect_url))
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with start_child(command, log=log, environment=environment) as child:
        yield PrefectServer(api_url=f"http://127.0.0.1:{port}/api", _child=child)


@contextmanager
def only_serving(settings: Settings) -> Iterator[Callable[[str], None]]:
    """Be the one that serves this home, as long as the block lasts; what it gives tells others where Prefect's API is.

    Raises ServerError if somebody serves it already.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with _serving_file(settings).open("a+", encoding="utf-8") as file:
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise ServerError(f"cppcc serve runs for this folder already: {file.read() or 'it starts'}") from error
        file.truncate(0)

        def tell(api_url: str) -> None:
            file.write(api_url)
            file.flush()

        yield tell
        file.truncate(0)


def serving_api(settings: Settings) -> str | None:
    """Where the Prefect API of the `cppcc serve` of this home is, if there is one and it is healthy."""
    try:
        with _serving_file(settings).open(encoding="utf-8") as file:
            try:
                flock(file, LOCK_SH | LOCK_NB)
            except BlockingIOError:  # it lives
                api_url = file.read()
                return api_url if api_url and _is_healthy(api_url) else None
    except FileNotFoundError:
        pass
    return None


def _serving_file(settings: Settings) -> Path:
    return serving_file(settings.home)


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def check_reachable(api_url: str) -> None:
    """Raises ServerError, saying what to do, if no healthy Prefect server answers there."""
    if not _is_healthy(api_url):
        raise ServerError(
            f"No Prefect server answers at {api_url}: start it there (cppcc prefect), or correct PREFECT_API_URL"
        )


def ask(api_url: str, path: str, question: dict[str, Any]) -> Any:
    """What the Prefect server at `api_url` answers to a question, such as `deployments/filter` and `{}`.

    Raises OSError, HTTPException or ValueError if none answers there, or something else.
    """
    request = urllib.request.Request(  # noqa: S310  (an address of ours)
        f"{api_url}/{path}", json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    with OPENER.open(request, timeout=5) as response:
        return json.load(response)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _is_healthy(api_url: str) -> bool:
    try:
        with OPENER.open(f"{api_url}/health", timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, HTTPException):  # nobody listens yet, or not in full sentences
        return False
