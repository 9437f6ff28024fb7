from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from waiting import until

from flows.children import start_child
from flows.settings import child_environment

if TYPE_CHECKING:
    from pathlib import Path

SLEEPER = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"
# the command's own child writes its number, so that what is watched is a grandchild
FAMILY = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEPER!r}])"

OWNER = """
import sys
from pathlib import Path
from flows.children import start_child
child = start_child([sys.executable, "-c", sys.argv[2]], log=Path(sys.argv[1]), environment={}, grace=0.2)
child.wait()
"""


def number_in(log: Path) -> int:
    until(lambda: log.exists() and log.read_text().endswith("\n"))
    return int(log.read_text())


def is_gone(pid: int) -> bool:
    """Whether the process has ended; one that only waits to be reaped has."""
    command = ["/bin/ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return not state.strip() or state.startswith("Z")


@pytest.mark.parametrize("program", [SLEEPER, STUBBORN, FAMILY], ids=["alone", "deaf to SIGTERM", "with a child"])
def test_nobody_outlives_an_owner_that_was_killed(program: str, tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(log), program])
    pid = number_in(log)
    assert not is_gone(pid)
    owner.kill()
    owner.wait()
    until(lambda: is_gone(pid))


EXIT_CODES = {
    "0": ("pass", 0),
    "3": ("raise SystemExit(3)", 3),
    "a signal": ("import os; os.kill(os.getpid(), 9)", 137),
}


@pytest.mark.parametrize(("program", "code"), EXIT_CODES.values(), ids=EXIT_CODES.keys())
def test_exit_code(program: str, code: int, tmp_path: Path) -> None:
    with start_child([sys.executable, "-c", program], log=tmp_path / "log", environment={}) as child:
        assert child.wait() == code
        assert child.exit_code == code


def test_leaving_the_block_stops_the_child_gently(tmp_path: Path) -> None:
    program = (
        "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit('goodbye'));"
        "print('委员', flush=True); time.sleep(600)"
    )
    log = tmp_path / "logs" / "child.log"
    with start_child([sys.executable, "-X", "utf8", "-c", program], log=log, environment={}) as child:
        until(lambda: "委员" in log.read_text(encoding="utf-8"))
        with pytest.raises(TimeoutError):
            child.wait(0.01)
    assert child.exit_code == 1
    assert child.last_lines() == "委员\ngoodbye"


def test_a_command_that_is_not_there_says_so_in_the_log(tmp_path: Path) -> None:
    with start_child([tmp_path / "nothing"], log=tmp_path / "log", environment={}) as child:
        assert child.wait() == 127
    assert "nothing cannot be started" in child.last_lines()


def test_environment_folder_and_session_are_as_promised(tmp_path: Path) -> None:
    program = "import os, pathlib; print(os.environ['WORD'], pathlib.Path.cwd(), os.getpgrp() == os.getpid())"
    environment = child_environment({"WORD": "词", "PYTHONUTF8": "1"})
    command = [sys.executable, "-c", program]
    with start_child(command, log=tmp_path / "log", environment=environment, folder=tmp_path) as child:
        child.wait()
    assert child.last_lines() == f"词 {tmp_path} True"


def test_a_signal_to_the_supervisor_ends_the_child(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with start_child([sys.executable, "-c", SLEEPER], log=log, environment={}) as child:
        pid = number_in(log)
        os.kill(child._supervisor.pid, signal.SIGTERM)
        assert child.wait() == 143
    assert is_gone(pid)
