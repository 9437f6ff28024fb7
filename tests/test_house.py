"""The house rules that can be checked: which room may import which, and what the repository must never hold."""

from __future__ import annotations

import ast
import re
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# A room may import the rooms named beside it, and itself. Everything not named is forbidden.
ROOMS = {
    "crawler.article": set[str](),
    "crawler.errors": set[str](),
    "crawler.text": {"crawler.article", "crawler.errors"},
    "crawler.dialects": {"crawler.article", "crawler.errors", "crawler.text"},
    "crawler.sites": {"crawler.article", "crawler.errors", "crawler.text", "crawler.dialects"},
    "crawler.landing": {"crawler.article", "crawler.errors"},
    "crawler.spiders": {
        "crawler.article", "crawler.errors", "crawler.text", "crawler.dialects", "crawler.sites", "crawler.landing",
    },
    "crawler.replica": {"crawler.article", "crawler.errors"},
    "sql": set[str](),
    "flows": {"crawler", "sql"},
}  # fmt: skip

# A package that belongs to one room: where else would its replacement have to be looked for?
HOMES = {
    "scrapy": "crawler/spiders/",
    "twisted": "crawler/spiders/",
    "zope": "crawler/spiders/",
    "OpenSSL": "crawler/spiders/",
    "warcio": "crawler/landing/",
    "w3lib": "crawler/sites/canonical.py crawler/spiders/",
    "bs4": "crawler/dialects/",
    "selectolax": "crawler/text/page.py",
    "charset_normalizer": "crawler/text/decode.py",
    "opencc": "crawler/text/script.py",
    "pypinyin": "crawler/text/readings.py",
    "psycopg": "flows/postgres.py",
    "prefect": "flows/daily.py flows/recheck.py flows/backfill.py flows/archives.py flows/reclean.py "
    "flows/attachments.py flows/watch.py flows/maintenance.py flows/tasks.py flows/schedule.py flows/orphans.py "
    "flows/deploy.py flows/cluster.py",
    "prefect_dask": "flows/cluster.py",
    "distributed": "flows/cluster.py",
    "backports": "crawler/landing/packing.py",
    "compression": "crawler/landing/packing.py",
    "typer": "flows/cli.py",
    "jinja2": "flows/page/render.py",
    "pyarrow": "flows/export.py",
}

FILES = sorted(file for folder in ("crawler", "flows", "sql") for file in (ROOT / folder).rglob("*.py"))


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            found.update({node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)})
    return found


def room_of(module: str) -> str | None:
    return next((room for room in ROOMS if f"{module}.".startswith(f"{room}.")), None)


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_imports_point_down(file: Path) -> None:
    room = room_of(module_name(file))
    if room is None:
        assert module_name(file) == "crawler"
        return
    for imported in imports(file):
        if imported.partition(".")[0] in {"crawler", "flows", "sql"}:
            allowed = {room, *ROOMS[room]}
            assert any(f"{imported}.".startswith(f"{each}.") for each in allowed) or imported == "crawler", (
                f"{room} must not import {imported}"
            )


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_packages_stay_in_their_room(file: Path) -> None:
    path = file.relative_to(ROOT).as_posix()
    for package in {imported.partition(".")[0] for imported in imports(file)} & HOMES.keys():
        assert path.startswith(tuple(HOMES[package].split())), f"{package} belongs to {HOMES[package]}"


def test_environment_is_read_in_one_place() -> None:
    readers = {file.name for file in FILES if re.search(r"os\.environ|os\.getenv", file.read_text(encoding="utf-8"))}
    assert readers <= {"settings.py"}


# Python's words for the present, and SQL's.
CLOCK = re.compile(
    r"""datetime\.(?:now|today|utcnow)\b|date\.today\b|\btime\.time\b|from time import .*\btime\b"""
    r"""|(?<!def )\bnow\(\)|\b(?:current_|local)(?:date|time|timestamp)\b|_timestamp\(\)|['"]now['"](?!:)"""
)
LIMIT = re.compile(r"timeout=[1-9]\d|\.(?:wait|join)\([1-9]\d|\btime\.monotonic\b")
# Benchmarks measure, and run by hand on a machine of their own.
TESTS = [file for file in sorted((ROOT / "tests").rglob("*.py")) if "benchmarks" not in file.parts]


def test_whoever_asks_the_clock_is_a_flow_a_command_or_the_crawl_itself() -> None:
    """Everything else is told: the same rows and the same moment give the same answer."""
    code = {
        file.relative_to(ROOT): file.read_text(encoding="utf-8") for file in (*FILES, *ROOT.glob("sql/queries/*.sql"))
    }
    asking = {file for file, text in code.items() if CLOCK.search(text)}
    assert {file.parent.as_posix() for file in asking} <= {"flows", "crawler/spiders"}


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_test_asks_the_clock(file: Path) -> None:
    """A test that asks the time is red at midnight, or in some year: the fixture `now` is the present of all."""
    assert not CLOCK.findall(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_waits_have_one_limit(file: Path) -> None:
    """A busy machine takes its time: `waiting.PATIENCE` is the limit of all waits, `waiting.until` the loop."""
    assert file.name == "waiting.py" or not LIMIT.findall(file.read_text(encoding="utf-8"))


def test_locks_carry_hashes_and_no_hosts() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", text), f"{lock.name} names a host"


def pinned(lock: Path) -> dict[str, set[str]]:
    """Return the blocks of each package in a lock: version, marker and hashes, one block a version."""
    packages: dict[str, set[str]] = {}
    for block in re.split(r"\n(?=\w)", lock.read_text(encoding="utf-8").strip()):
        packages.setdefault(block.partition("==")[0], set()).add(block)
    return packages


def test_locks_agree() -> None:
    """What is tested is what is deployed: `make lock` puts the other locks on top of requirements.lock."""
    locks = {lock.name: pinned(lock) for lock in ROOT.glob("requirements*.lock")}
    assert all(locks["requirements.lock"].keys() <= lock.keys() for lock in locks.values())
    for (name, one), (other_name, other) in combinations(locks.items(), 2):
        disagreeing = {package for package in one.keys() & other.keys() if one[package] != other[package]}
        assert not disagreeing, f"{name} and {other_name} disagree: run `make lock`"


def test_expected_values_hold_no_replacement_character() -> None:
    for file in (ROOT / "tests" / "cases").rglob("*.json"):
        assert "\ufffd" not in file.read_text(encoding="utf-8"), f"{file} froze a damaged text"
