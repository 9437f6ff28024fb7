"""Child processes that never outlive us, even if we are killed with SIGKILL."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from flows.servers import supervisor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


CAUSE = re.compile(r"(?:[a-z_]\w*\.)*\w*(?:Error|Exception|Exit|Interrupt)\w*: .+|cppcc: .+")
"""The line of a traceback that names its exception, or what we say instead."""


def last_cause(text: str) -> str | None:
    """Return the exception that the text of a log names last, if any.

    >>> last_cause("Traceback …\\n  File …\\nasyncpg.exceptions.DiskFullError: could not extend file\\nHINT: look")
    'asyncpg.exceptions.DiskFullError: could not extend file'
    """
    lines = (line.strip(" |") for line in reversed(text.splitlines()))  # bars stand before those of a group
    return next(filter(CAUSE.fullmatch, lines), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A running command. Leaving its `with` block stops it."""

    command: tuple[str, ...]
    log: Path
    """Everything the command writes."""
    _supervisor: subprocess.Popen[bytes]

    @property
    def exit_code(self) -> int | None:
        """None while it runs; 128 plus the signal's number if a signal ended it."""
        return self._supervisor.poll()

    def wait(self, seconds: float | None = None) -> int:
        """The exit code, when it has one. Raises `TimeoutError` after `seconds`; the child goes on then."""
        try:
            return self._supervisor.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"{self.command[0]} still runs after {seconds} seconds") from error

    def stop(self) -> int:
        """Ask it to end, make it end when its grace is over, and give the exit code. Again does no harm."""
        assert self._supervisor.stdin is not None
        self._supervisor.stdin.close()  # the lifeline
        return self._supervisor.wait()

    def last_lines(self, count: int = 20) -> str:
        """The end of the log, for an error message."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])

    @property
    def last_words(self) -> str:
        """Where the log is and what it says at its end, for an error message: the last exception, or else the end."""
        end = self.last_lines()
        return f"{self.log} ends with {last_cause(end) or end.rpartition(chr(10))[2] or 'nothing'}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start_child(
    command: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str],
    folder: Path | None = None,
    grace: float = 10.0,
) -> Child:
    """Start `command` with its output at the end of `log`.

    `environment` is its whole environment (see `flows.settings.child_environment`), `folder` where it runs, `grace` the
    seconds between the request to end and the kill. A command that cannot be started ends with code 127 and says why in
    the log. Our terminal's Ctrl-C does not reach it: who owns the child decides when it stops.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     with start_child(["sh", "-c", "echo 委员; exit 3"], log=Path(file.name), environment={}) as child:
    ...         child.wait(), child.last_lines()
    (3, '委员')
    """
    words = tuple(str(word) for word in command)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            # no site packages, no PYTHON* variables, no neighbours to import: fast, and the same everywhere
            [sys.executable, "-S", "-E", "-P", supervisor.__file__, str(grace), *words],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
        )
    return Child(command=words, log=log, _supervisor=process)
