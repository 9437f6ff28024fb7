"""Where an installation keeps its things: every path below its home folder (CPPCC_HOME)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def runs_folder(home: Path) -> Path:
    """Return the folder with a folder for each run that this installation crawled."""
    return home / "runs"


def run_folder(home: Path, run_id: int) -> Path:
    """Return where a run keeps its job, its receipt and its log."""
    return runs_folder(home) / f"{run_id:06d}"


def receipt_file(home: Path, run_id: int) -> Path:
    """Return where a run's crawl writes down what it landed."""
    return run_folder(home, run_id) / "receipt.jsonl"


def landing_folder(home: Path) -> Path:
    """Return the folder of all landed files, one a run."""
    return home / "landing"


def report_file(home: Path, run_id: int) -> Path:
    """Return where a run's report is."""
    return home / "reports" / f"run-{run_id}.html"


def halt_file(home: Path) -> Path:
    """Return the file that stops every crawl of this installation as long as it exists."""
    return home / "halt"


def logs_folder(home: Path) -> Path:
    """Return the folder of the servers' logs."""
    return home / "logs"


def prefect_folder(home: Path) -> Path:
    """Return what Prefect takes for its own home."""
    return home / "prefect"


def serving_file(home: Path) -> Path:
    """Return the file in which `cppcc serve` says where Prefect's server answers."""
    return home / "serving"


def postgres_folder(home: Path) -> Path:
    """Return the folder with a data folder for each major version of the embedded Postgres."""
    return home / "postgres"
