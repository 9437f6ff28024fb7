"""What stopped a command, in one line: the cause, and what to do about it. Tracebacks go to a log of the home folder.

A fault of the disk, of Postgres or of Prefect is nobody's to debug. Prefect's exceptions are told by the name of their
module: importing it to know its classes takes a second, which most commands have no use for.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from crawler.article import SHANGHAI
from crawler.errors import CppccError, CrawlError, LandingError, ServerError, StoreError
from flows.home import logs_folder
from flows.servers.child_process import last_cause
from flows.settings import Settings
from flows.terminal import complain

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence
    from types import TracebackType
    from typing import Any

KEPT = "what was landed is kept, and the next run loads it"
ROOM = f"make room on that disk; {KEPT}"
OTHER = "something else stands where it should be: move that away"
RIGHTS = "give this account the right to it, or set CPPCC_HOME to a folder of its own"
FILES = "raise the limit (ulimit -n)"

REMEDIES = {
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EFBIG: f"raise the limit of a file's size (ulimit -f); {KEPT}",
    errno.EROFS: "its disk can only be read: mount it for writing, or set CPPCC_HOME to another folder",
    errno.EACCES: RIGHTS,
    errno.EPERM: RIGHTS,
    errno.EEXIST: OTHER,
    errno.ENOTDIR: OTHER,
    errno.EISDIR: OTHER,
    errno.ENOENT: f"put it back, or mount its disk; {KEPT}",
    errno.EMFILE: FILES,
    errno.ENFILE: FILES,
    errno.EIO: f"the disk fails: look at the system's log; {KEPT}",
}
"""What to do about a fault of the disk."""

NETWORK = (ConnectionError, TimeoutError)
"""Faults of the operating system that are not the disk's."""

PREFECT = {"prefect", "httpx", "httpcore", "h11", "h2", "anyio", "websockets"}
"""Packages whose faults are those of Prefect's server, or of the way to it."""

ACCOUNT = {401, 403}
"""Statuses of a server that wants another account."""

FULL = 32 * 2**20
"""Bytes of free disk below which a fault is likely the disk's: Postgres writes its log in files of 16 MiB."""

ROOMS = Path(__file__).parent.parent


class Explained:
    """A block whose faults end this process with one line on standard error and exit code 1."""

    def __enter__(self) -> None:
        """Nothing is to be prepared."""

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if fault is not None and not isinstance(fault, (SystemExit, KeyboardInterrupt, GeneratorExit)):
            end(fault)


def end(fault: BaseException) -> NoReturn:
    """Say what a fault is, and end this process with exit code 1."""
    complain(explained(fault, _settings()))
    sys.exit(1)


def thread_ended(arguments: threading.ExceptHookArgs) -> None:
    """Say what ended a thread beside the command, which goes on: a `threading.excepthook`."""
    if arguments.exc_value is not None:
        name = arguments.thread.name if arguments.thread else "a thread"
        complain(f"{name} stopped, the rest goes on: {explained(arguments.exc_value, _settings())}")


def explained(fault: BaseException, settings: Settings | None) -> str:
    """Return one line that names the cause of a fault and what to do; its traceback is kept in the home folder."""
    line = " ".join(_explained(fault, settings).split())
    is_said = os.strerror(errno.ENOSPC) in line
    full = _full_disk(settings) if _may_be_the_disk(fault) and not is_said else None
    return f"{full}. It stopped at: {line}" if full else line


def _explained(fault: BaseException, settings: Settings | None) -> str:
    chain = list(_chain(fault))
    if line := _ours(chain):
        return line
    kept = _kept(fault, settings)
    foreign = (_from_outside(fault), _of_the_disk(chain), _of_a_server(chain, settings), _of_the_machine(fault))
    if line := next(filter(None, foreign), None):
        return line
    return f"This is a fault of the program: {_named(fault)}, at {_place(fault)}. Please report it, with {kept}"


@dataclass(frozen=True, slots=True)
class _Link:
    fault: BaseException
    is_explained: bool
    """Whether an error of ours was raised from it."""


def _chain(fault: BaseException | None) -> Iterator[_Link]:
    """Yield a fault and what it came of, the first cause last."""
    seen: set[int] = set()
    is_explained = False
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield _Link(fault, is_explained)
        is_explained = isinstance(fault, CppccError) and fault.__cause__ is not None
        fault = fault.exceptions[0] if isinstance(fault, BaseExceptionGroup) else fault.__cause__ or fault.__context__


def _ours(chain: Sequence[_Link]) -> str | None:
    """Return what our own error says; of several, the first, while whose handling the others were raised."""
    ours = [each.fault for each in chain if isinstance(each.fault, CppccError) and not each.is_explained]
    return str(ours[-1]) if ours else None


def _from_outside(fault: BaseException) -> str | None:
    """Return who ended it where that was no fault at all, such as Prefect's TerminationSignal."""
    is_signal = not isinstance(fault, Exception | BaseExceptionGroup)
    return f"ended from outside ({_named(fault)}); {KEPT}" if is_signal else None


def _of_the_disk(chain: Sequence[_Link]) -> str | None:
    """Return what the operating system refused, be it that Prefect could not even record it."""
    if not isinstance(chain[0].fault, OSError | BaseExceptionGroup) and _package(chain[0].fault) not in PREFECT:
        return None
    fault = next((each.fault for each in chain if _is_refusal(each.fault)), None)
    if not isinstance(fault, OSError):
        return None
    what = fault.strerror or str(fault)
    is_named = isinstance(fault.filename, str | bytes)
    what = f"{os.fsdecode(fault.filename)}: {what}" if is_named else f"{what} (at {_place(fault)})"
    return f"{what}: {REMEDIES.get(fault.errno or 0, KEPT)}"


def _is_refusal(fault: BaseException) -> bool:
    """Return whether it is the operating system's, and neither the network's nor that of Prefect's libraries."""
    return isinstance(fault, OSError) and not isinstance(fault, NETWORK) and _package(fault) not in PREFECT


def _of_a_server(chain: Sequence[_Link], settings: Settings | None) -> str | None:
    for each in chain:
        if _package(each.fault) == "psycopg":
            return f"Postgres: {each.fault}; {KEPT}"
        if _package(each.fault) in PREFECT:
            return _of_prefect(each.fault, settings)
    return None


def _of_the_machine(fault: BaseException) -> str | None:
    if isinstance(fault, MemoryError):
        return f"This machine's memory is used up: end something else, or take fewer sites at a time; {KEPT}"
    if isinstance(fault, UnicodeEncodeError) and re.search("[\ud800-\udfff]", fault.object):
        return f"{fault.object} holds bytes that are no UTF-8"
    return None


def _package(fault: BaseException) -> str:
    """Return the package a fault belongs to: that of its class, or for a plain RuntimeError the one that raised it."""
    if type(fault) is RuntimeError and (frames := traceback.extract_tb(fault.__traceback__)):
        _, is_installed, path = frames[-1].filename.rpartition("/site-packages/")
        return path.partition("/")[0] if is_installed else ""
    return type(fault).__module__.partition(".")[0]


def _of_prefect(fault: BaseException, settings: Settings | None) -> str:
    """Return what Prefect's server said, or that it says nothing any more, with the cause that its log names last."""
    response: Any = getattr(fault, "response", None)
    if response is None:
        is_away = _package(fault) != "prefect"
        said = f"Prefect's server does not answer ({_named(fault)})" if is_away else f"Prefect failed ({_named(fault)})"
    elif response.status_code in ACCOUNT:
        return f"Prefect's server answered {response.status_code}: set PREFECT_API_AUTH_STRING as it has it"
    else:
        said = f"Prefect's server answered {response.status_code} {response.reason_phrase}"
    return f"{said}{_server_log(settings)}; {KEPT}"


def _server_log(settings: Settings | None) -> str:
    """Return what the log of this home's Prefect server ends with; nothing if another server was asked."""
    if settings is None or settings.prefect_api_url is None:
        return ""
    log = logs_folder(settings.home) / "prefect-server.log"
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    is_its = urlsplit(settings.prefect_api_url).netloc in text
    cause = last_cause(text) if is_its else None
    return f"; {log} ends with {cause}" if cause else ""


def _may_be_the_disk(fault: BaseException) -> bool:
    """Whether what came to nothing needed the disk: not a wrong word on the command line."""
    ours = [each.fault for each in _chain(fault) if isinstance(each.fault, CppccError)]
    return not ours or isinstance(ours[0], (StoreError, ServerError, LandingError, CrawlError))


def _full_disk(settings: Settings | None) -> str | None:
    """Return what is to be said of the home folder's disk if that is full."""
    if settings is None or not settings.home.exists():
        return None
    disk = os.statvfs(settings.home)
    free = disk.f_bavail * disk.f_frsize
    if free >= FULL and (disk.f_favail or not disk.f_files):
        return None
    return f"{os.strerror(errno.ENOSPC)}: {free / 2**20:.1f} MiB are free on the disk of {settings.home}; {ROOM}"


def _named(fault: BaseException) -> str:
    words = " ".join(str(fault).split())
    return f"{type(fault).__name__}{f': {words}' if words else ''}"


def _place(fault: BaseException) -> str:
    """Where it was raised: the last line of this program, before those of libraries."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [
        frame
        for frame in frames
        if Path(frame.filename).is_relative_to(ROOMS) and "site-packages" not in frame.filename
    ]
    for frame in [*frames[-1:], *ours[-1:]][::-1]:
        file = Path(frame.filename)
        return f"{file.relative_to(ROOMS) if frame in ours else file}, line {frame.lineno}, in {frame.name}"
    return "no place that is known"


def _kept(fault: BaseException, settings: Settings | None) -> str:
    """Keep a fault's traceback at the end of the log of faults; where it is, or why it is nowhere."""
    if settings is None:
        return "what you did (no home folder is known that could keep the traceback)"
    log = logs_folder(settings.home) / "faults.log"
    head = f"{datetime.now(SHANGHAI).isoformat(timespec='seconds')} {' '.join(sys.argv)}\n"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(head + "".join(traceback.format_exception(fault)) + "\n")
    except OSError as error:
        return f"what you did ({log} could not be written: {error.strerror})"
    return str(log)


def _settings() -> Settings | None:
    try:
        return Settings.from_environment()
    except CppccError:
        return None
