"""The house rules that can be checked: where packages belong, who asks the clock, what must never be committed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from waiting import PATIENCE

ROOT = Path(__file__).parent.parent

# A package that belongs to one room: where else would its replacement have to be looked for?
HOMES = {
    "scrapy": "crawler/spiders/",
    "twisted": "crawler/spiders/",
    "zope": "crawler/spiders/",
    "OpenSSL": "crawler/spiders/",
    "warcio": "crawler/landing/",
    "w3lib": "crawler/sites/canonical.py crawler/spiders/",
    "bs4": "crawler/dialects/",
    "lxml": "crawler/dialects/feed.py",
    "selectolax": "crawler/text/extraction/page.py",
    "charset_normalizer": "crawler/text/decoding/decode.py",
    "opencc": "crawler/text/han/script.py",
    "pypinyin": "crawler/text/repairs/pinyin_annotations.py",
    "psycopg": "flows/store/postgres.py",
    "prefect": "flows/daily.py flows/recheck.py flows/backfill.py flows/warc_import.py flows/reclean.py "
    "flows/attachments.py flows/watch.py flows/maintenance.py flows/tasks.py flows/schedule.py "
    "flows/prefect_cleanup.py flows/deploy.py flows/cluster.py",
    "prefect_dask": "flows/cluster.py",
    "distributed": "flows/cluster.py",
    "backports": "crawler/landing/compression.py",
    "compression": "crawler/landing/compression.py",
    "typer": "flows/cli/",
    "jinja2": "flows/html_report/render.py",
    "pyarrow": "flows/cli/export.py",
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
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_packages_stay_in_their_room(file: Path) -> None:
    path = file.relative_to(ROOT).as_posix()
    for package in {imported.partition(".")[0] for imported in imports(file)} & HOMES.keys():
        assert path.startswith(tuple(HOMES[package].split())), f"{package} belongs to {HOMES[package]}"


# What raises for what a stranger wrote, called by its name or as a method, and the one file that does. The rule holds
# for `crawler`, from which `flows` has its numbers and moments; and not for the replica, the test web, which reads what
# we wrote.
CALLS = dict.fromkeys(["int", "date", "datetime", "timezone", "parsedate_to_datetime"], "crawler/bounds.py")
METHODS = dict.fromkeys(
    ["astimezone", "fromtimestamp", "fromisoformat", "strptime", "port", "unescape"], "crawler/bounds.py"
)
CALLS["BeautifulSoup"] = "crawler/dialects/dialect.py"
OURS = {
    ("crawler/landing/receipt.py", "fromisoformat"): "a line of our own receipt, refused as a whole",
    ("crawler/landing/warc_store.py", "astimezone"): "a moment that `instant` gave, or our own clock",
    ("crawler/spiders/job.py", "fromisoformat"): "a job, as `flows` wrote it",
}


def calls(file: Path) -> set[str]:
    """The names in CALLS that a file calls, or hands on as in `map(int, …)`, and those in METHODS that it looks up."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") != "isinstance":
            handed = (node.func, *node.args, *(each.value for each in node.keywords))
            found.update({each.id for each in handed if isinstance(each, ast.Name)} & CALLS.keys())
        elif isinstance(node, ast.Attribute):
            found.update({node.attr} & METHODS.keys())
    return found


def test_numbers_and_moments_of_strangers_are_read_in_one_place() -> None:
    files = [file for file in FILES if file.relative_to(ROOT).parts[0] == "crawler" and "replica" not in file.parts]
    found = {(file.relative_to(ROOT).as_posix(), name) for file in files for name in calls(file)}
    assert {(path, name) for path, name in found if path != (CALLS | METHODS)[name]} == OURS.keys()


def test_environment_is_read_in_one_place() -> None:
    asks = re.compile(r"os\.environ|os\.getenv")
    assert {file for file in FILES if asks.search(file.read_text(encoding="utf-8"))} == {ROOT / "flows" / "settings.py"}


OTHER_WAYS = re.compile(
    r"\bConsole\(|std(?:out|err)\.write|\.status\(|\bSpinner\(|from_markup|markup=True"
    r"|TextColumn\((?!.*markup=False)|from rich import|rich\.(?:logging|markup|pretty|prompt)"
)
"""How rich would be made to read markup, or a line would reach the terminal as it is."""


@pytest.mark.parametrize("file", [file for file in FILES if file.is_relative_to(ROOT / "flows")], ids=module_name)
def test_lines_reach_the_terminal_in_one_way(file: Path) -> None:
    if file != ROOT / "flows" / "terminal.py":
        assert not OTHER_WAYS.findall(file.read_text(encoding="utf-8")), "print with flows.terminal"


def test_the_command_line_starts_without_prefect() -> None:
    """It takes a second to import, which most commands have no use for; and it reads the environment when it is."""
    program = "import sys, flows.cli.app; sys.exit('prefect' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=PATIENCE)


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
    assert {file.parent.as_posix() for file in asking} <= {
        "flows",
        "flows/cli",
        "crawler/spiders",
        "crawler/spiders/middlewares",
    }


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_test_asks_the_clock(file: Path) -> None:
    """A test that asks the time is red at midnight, or in some year: the fixture `now` is the present of all."""
    assert not CLOCK.findall(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_waits_have_one_limit(file: Path) -> None:
    """A busy machine takes its time: `waiting.PATIENCE` is the limit of all waits, `waiting.until` the loop."""
    assert file == ROOT / "tests" / "waiting.py" or not LIMIT.findall(file.read_text(encoding="utf-8"))
