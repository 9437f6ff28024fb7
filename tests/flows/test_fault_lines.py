"""Whatever stops a command is one line with its cause: faults of the disk, of Postgres, of Prefect, and our own."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, ExceptHookArgs, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from prefect.exceptions import MissingResult, PrefectHTTPStatusError, TerminationSignal
from prefect.utilities.services import critical_service_loop
from waiting import PATIENCE, until

from crawler.errors import LandingError, SettingsError, StoreError
from flows import faults
from flows.prefect_server import only_serving
from flows.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Runs

    from flows.prefect_server import PrefectServer
    from flows.store.postgres import Connection

END_SESSIONS = """
    select pg_terminate_backend(pid)
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""
API = "http://127.0.0.1:4299/api"
REQUEST = httpx.Request("POST", f"{API}/flow_runs/1/set_state")


def status(number: int) -> PrefectHTTPStatusError:
    answer = httpx.Response(number, request=REQUEST)
    return PrefectHTTPStatusError(f"Server error '{number}'", request=REQUEST, response=answer)


def while_handling(first: BaseException, then: BaseException) -> BaseException:
    """The second fault, raised while the first was handled."""
    then.__context__ = first
    return then


def because_of(first: BaseException, then: BaseException) -> BaseException:
    then.__cause__ = first
    return then


FAULTS: dict[str, tuple[BaseException, list[str]]] = {
    "a full disk": (
        OSError(errno.ENOSPC, "No space left on device", "/srv/cppcc/landing/1.warc.gz"),
        ["/srv/cppcc/landing/1.warc.gz: No space left on device: make room on that disk"],
    ),
    "a full disk, of no file in particular": (
        OSError(errno.ENOSPC, "No space left on device"),
        ["cppcc: No space left on device (at tests/flows/test_fault_lines.py, line ", "): make room on that disk"],
    ),
    "a quota": (OSError(errno.EDQUOT, "Disk quota exceeded", b"/srv/x"), ["/srv/x: Disk quota exceeded: make room"]),
    "no right": (PermissionError(errno.EACCES, "Permission denied", "/srv/x"), ["/srv/x: Permission denied: give"]),
    "a file for a folder": (FileExistsError(errno.EEXIST, "File exists", "/srv/x"), ["/srv/x: File exists: something"]),
    "a disk that is gone": (
        FileNotFoundError(errno.ENOENT, "No such file", "/srv/x"),
        ["/srv/x: No such file: put it"],
    ),
    "what no table holds": (OSError(errno.ELOOP, "Too many links", "/srv/x"), ["/srv/x: Too many links: what was"]),
    "a refusal without a number": (
        OSError("cannot be done"),
        ["cppcc: cannot be done (at tests/", "): what was landed is kept"],
    ),
    "Prefect, by a class of its own": (
        MissingResult("gone"),
        ["Prefect failed (MissingResult: gone); what was landed"],
    ),
    "Postgres, past our border": (
        psycopg.OperationalError("server closed the connection unexpectedly\n\tThis probably means"),
        ["cppcc: Postgres: server closed the connection unexpectedly This probably means; what was landed"],
    ),
    "Prefect": (status(500), ["Prefect's server answered 500 Internal Server Error; what was landed is kept"]),
    "Prefect, without an account": (status(401), ["answered 401: set PREFECT_API_AUTH_STRING"]),
    "Prefect, gone": (
        httpx.ConnectError("[Errno 111] Connection refused", request=REQUEST),
        ["Prefect's server does not answer (ConnectError: [Errno 111] Connection refused)"],
    ),
    "Prefect, gone, as a group of faults": (
        BaseExceptionGroup("unhandled errors in a TaskGroup", [httpx.ReadTimeout("", request=REQUEST)]),
        ["Prefect's server does not answer (ReadTimeout)"],
    ),
    "Prefect cannot record what Postgres did": (
        while_handling(StoreError("Postgres is out of reach: gone"), status(500)),
        ["cppcc: Postgres is out of reach: gone\n"],
    ),
    "Prefect cannot record what the disk did": (
        while_handling(OSError(errno.ENOSPC, "No space left on device", "/srv/x"), status(500)),
        ["cppcc: /srv/x: No space left on device: make room"],
    ),
    "Postgres cannot record what Postgres did": (
        because_of(while_handling(StoreError("the first"), psycopg.OperationalError("x")), StoreError("the second")),
        ["cppcc: the first\n"],
    ),
    "what an error of ours explains": (
        because_of(because_of(OSError(errno.EIO, "I/O error"), LandingError("inner")), SettingsError("outer")),
        ["cppcc: outer\n"],
    ),
    "memory": (MemoryError(), ["This machine's memory is used up"]),
    "an argument in another encoding": (
        UnicodeEncodeError("utf-8", "\udcff政", 0, 1, "surrogates not allowed"),
        ["\ufffd政 holds bytes that are no UTF-8"],
    ),
    "somebody who ends it": (TerminationSignal(15), ["ended from outside (TerminationSignal"]),
    "a fault of ours": (
        while_handling(FileNotFoundError(errno.ENOENT, "No such file", "/srv/x"), KeyError("channel\x1b[31m")),
        [
            "This is a fault of the program: KeyError: 'channel\\x1b[31m', at tests/flows/test_fault_lines.py, line",
            "faults.log",
        ],
    ),
}


@pytest.fixture
def stopped(
    tmp_path: Path, asked: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[BaseException], str]:
    """What the command line says when a fault stops it."""
    monkeypatch.setenv("CPPCC_HOME", str(tmp_path))

    def said(fault: BaseException) -> str:
        def load_registry() -> None:
            raise fault

        monkeypatch.setattr("crawler.sites.registry.load_registry", load_registry)
        assert asked("sites") == 1
        out, line = capsys.readouterr()
        assert (out, line.count("\n"), line.startswith("cppcc: ")) == ("", 1, True)
        assert "Traceback" not in line
        return line

    return said


@pytest.mark.parametrize(("fault", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_one_line(fault: BaseException, words: list[str], stopped: Callable[[BaseException], str]) -> None:
    line = stopped(fault)
    for each in words:
        assert each in line


def test_a_fault_that_prefect_raises_is_no_fault_of_ours(stopped: Callable[[BaseException], str]) -> None:
    """Prefect's runner says so when the server is gone: in groups within groups, as a plain RuntimeError."""

    async def out_of_reach() -> None:
        raise httpx.ConnectError("refused", request=REQUEST)

    loop = critical_service_loop(out_of_reach, interval=0, memory=1, consecutive=1, printer=lambda *_: None)
    with pytest.raises(RuntimeError) as caught:
        asyncio.run(loop)
    line = stopped(BaseExceptionGroup("outer", [BaseExceptionGroup("inner", [caught.value])]))
    assert "Prefect failed (RuntimeError: Service exceeded error threshold.)" in line


def test_a_traceback_is_kept_for_whoever_mends_it(
    tmp_path: Path, stopped: Callable[[BaseException], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(SettingsError("explained"))
    log = tmp_path / "logs" / "faults.log"
    assert not log.exists()
    for fault in (KeyError("first"), OSError(errno.EIO, "second")):
        stopped(fault)
    text = log.read_text(encoding="utf-8")
    assert text.count("Traceback (most recent call last):") == 2
    assert "KeyError: 'first'" in text
    monkeypatch.setenv("CPPCC_HOME", "/dev/null/cppcc")
    assert "(/dev/null/cppcc/logs/faults.log could not be written: Not a directory)" in stopped(KeyError("third"))


NEEDS_THE_DISK = {
    "Postgres": (StoreError("Postgres is out of reach"), True),
    "Prefect": (status(500), True),
    "a fault of ours": (KeyError("x"), True),
    "a wrong word": (SettingsError("no such site"), False),
    "what says so already": (StoreError("could not extend file: No space left on device"), False),
}


@pytest.mark.parametrize(("fault", "is_told"), NEEDS_THE_DISK.values(), ids=NEEDS_THE_DISK.keys())
def test_a_full_disk_is_named_as_the_cause(
    fault: BaseException,
    is_told: bool,
    tmp_path: Path,
    stopped: Callable[[BaseException], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "MiB are free" not in stopped(fault)
    monkeypatch.setattr(faults, "FULL", 2**80)
    line = stopped(fault)
    assert line.startswith("cppcc: No space left on device: ") == is_told
    assert (f"MiB are free on the disk of {tmp_path}; make room on that disk" in line) == is_told
    assert ". It stopped at: " in line or not is_told


def test_the_log_of_prefect_s_server_says_why(
    tmp_path: Path, stopped: Callable[[BaseException], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "logs" / "prefect-server.log"
    log.parent.mkdir()
    cause = "asyncpg.exceptions.DiskFullError: could not extend file"
    log.write_text(f"http://127.0.0.1:4299\nTraceback\nValueError: first\n  | {cause}\nINFO", encoding="utf-8")
    assert "ends with" not in stopped(status(500))  # whose server it was is not known
    monkeypatch.setenv("PREFECT_API_URL", API)
    assert f"; {log} ends with {cause}; what was landed" in stopped(status(500))
    monkeypatch.setenv("PREFECT_API_URL", "http://10.0.0.5:4200/api")
    assert "ends with" not in stopped(status(500))  # it is another one's log


def test_a_thread_that_stops_stops_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CPPCC_HOME", str(tmp_path))
    fault = LandingError("receipt.jsonl, line 3 is no event")
    faults.thread_ended(ExceptHookArgs((LandingError, fault, None, Thread(name="progress"))))
    assert capsys.readouterr().err == "cppcc: progress stopped, the rest goes on: receipt.jsonl, line 3 is no event\n"


STDOUT = {
    "a table": ["sites"],
    "a text": ["repair", "{file}"],
    "a page": ["clean", "{file}"],
    "articles": ["export"],
    "articles to a device": ["export", "--output", "/dev/full"],
}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is full")  # noqa: PTH110
@pytest.mark.parametrize("words", STDOUT.values(), ids=STDOUT.keys())
def test_a_full_disk_behind_standard_output_is_told(words: list[str], tmp_path: Path, crawled: Runs) -> None:
    text = tmp_path / "text.html"
    text.write_text("<p>政协会议", encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli.app", *(word.format(file=text) for word in words)]
    with open("/dev/full", "wb") as full:  # noqa: PTH123  (a device)
        done = subprocess.run(
            command,
            env=crawled.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("cppcc: ")
    assert "No space left on device" in last
    assert "Traceback" not in done.stderr


@contextmanager
def begun(runs: Runs, server_url: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A daily run by the command line that has landed something, with the Prefect server at this address."""
    with only_serving(Settings(home=runs.home)) as tell:
        tell(server_url)
        command = [sys.executable, "-m", "flows.cli.app", "run", "--sites", "replica", "--articles", "120"]
        with subprocess.Popen(
            command, env=runs.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
        ) as process:
            receipts = "runs/*/receipt.jsonl"
            until(
                lambda: (
                    process.poll() is not None or any(each.stat().st_size > 2000 for each in runs.home.glob(receipts))
                )
            )
            yield process


def complaint(process: subprocess.Popen[str]) -> str:
    """The one line that it ends with."""
    printed, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, printed, said.count("\n")) == (1, "", 1), said
    return said


def test_postgres_goes_in_the_middle(runs: Runs, server: PrefectServer, connection: Connection) -> None:
    with begun(runs, server.api_url) as process:
        connection.execute(END_SESSIONS)
        assert "terminating connection due to administrator command" in complaint(process)
    assert runs.run() == 2


def test_a_file_stands_where_a_folder_should(runs: Runs, server: PrefectServer) -> None:
    landing = runs.home / "landing"
    landing.touch()
    with begun(runs, server.api_url) as process:
        assert complaint(process).startswith(f"cppcc: {landing}: File exists: something else stands where it should be")
    landing.unlink()
    assert runs.run() == 2


def test_no_room_for_what_is_landed(runs: Runs, server: PrefectServer) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    with begun(runs, server.api_url, preexec_fn=limit) as process:
        assert "File too large" in complaint(process)
    assert runs.run() == 2


def pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):  # either side may close it first
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def breakable(server: PrefectServer) -> Iterator[tuple[str, Event]]:
    """A Prefect server that answers every request with status 500 once the event is set."""
    broken = Event()
    behind = urlsplit(server.api_url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            if self.headers.get("Upgrade"):  # events go through a socket of their own, which stays as it is
                self.tunnel()
                return
            given = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if broken.is_set():
                self.send(500, {"Content-Type": "application/json"}, b'{"exception_message": "Internal Server Error"}')
                return
            onward = HTTPConnection(behind.hostname or "", behind.port or 0, timeout=PATIENCE)
            onward.request(self.command, self.path, given, {**self.headers})
            with onward.getresponse() as answer:
                self.send(answer.status, dict(answer.getheaders()), answer.read())
            onward.close()

        def tunnel(self) -> None:
            with socket.create_connection((behind.hostname or "", behind.port or 0)) as onward:
                onward.sendall(f"{self.requestline}\r\n{self.headers}".encode())
                back = Thread(target=pump, args=(onward, self.connection), daemon=True)
                back.start()
                pump(self.connection, onward)
                back.join()
            self.close_connection = True

        def send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in {"content-length", "transfer-encoding", "date", "server"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815  (the base class's names)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class's name)
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/api", broken
        listening.shutdown()
        thread.join()


def test_prefect_breaks_in_the_middle(runs: Runs, server: PrefectServer) -> None:
    with breakable(server) as (url, broken), begun(runs, url) as process:
        broken.set()
        assert "Prefect's server answered 500 Internal Server Error" in complaint(process)
    assert runs.run() >= 1
