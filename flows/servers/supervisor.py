"""The parent of a child process: ends it when nobody is left who wants it. A script of `child_process`.

    supervisor.py GRACE COMMAND …

Runs COMMAND in a process group of its own. Standard input is the lifeline: when it closes, because our owner stopped
us or was killed, the whole group gets SIGTERM and, GRACE seconds later, SIGKILL. Exits with the command's code, or 128
plus the signal that ended it. Imports the standard library alone, so that it starts in a moment.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def supervise(command: list[str], grace: float) -> int:
    """Run `command` until it ends or the lifeline closes; its exit code."""
    woken = _wake_up_on(*STOPPING, signal.SIGCHLD)
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0)
    except OSError as error:
        print(f"{command[0]} cannot be started: {error}", file=sys.stderr)  # noqa: T201  (standard error is the log)
        return 127
    while child.poll() is None:
        ready, _, _ = select.select([sys.stdin, woken], [], [])
        if sys.stdin in ready or set(os.read(woken, 512)) & set(STOPPING):
            _stop(child, grace)
    _signal_group(child, signal.SIGKILL)  # what the command itself left behind
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def _wake_up_on(*signals: signal.Signals) -> int:
    """A descriptor that becomes readable, a byte a signal, when one of `signals` arrives."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for number in signals:
        signal.signal(number, lambda *_: None)
    return reading


def _stop(child: subprocess.Popen[bytes], grace: float) -> None:
    deadline = time.monotonic() + grace
    _signal_group(child, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(deadline - time.monotonic())
    _signal_group(child, signal.SIGKILL)
    child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # macOS answers EPERM for a group that holds only a zombie
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


if __name__ == "__main__":
    sys.exit(supervise(sys.argv[2:], float(sys.argv[1])))
