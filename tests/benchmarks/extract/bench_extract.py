"""Extraction beside the libraries people use for it: how fast each is, and how much of each article it finds.

Every extractor runs in a process of its own, a fresh one each round, and the rounds go by turns: a busy machine is
busy for all of them. Only the call itself is timed, in CPU time; pages, imports and a warm-up come before it. What is
reported of an extractor is the round whose CPU time is its median.
"""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from math import ceil
from pathlib import Path
from statistics import fmean, median, median_low
from tempfile import TemporaryDirectory
from time import process_time_ns
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)]

from extractors import EXTRACTORS, OURS, PEERS, Extract, Found  # noqa: E402
from pages import Page, load  # noqa: E402
from score import Overlap, overlap, same_author, same_date, same_source, same_title  # noqa: E402

PAGES = HERE.parents[1] / "cases" / "pages"
LIMIT = 30.0  # seconds that one call may take
AGAIN = 1.0  # seconds after which it is told once more, should a library have swallowed the first telling
GOOD, MISSED = 0.9, 0.5  # an F1 from here on up is a good body, one below is a missed one
YARDSTICK = "trafilatura"

FIELDS: dict[str, Callable[[str, str], bool]] = {
    "title": same_title,
    "date": same_date,
    "source": same_source,
    "author": same_author,
}


class TooSlowError(BaseException):
    """The call took longer than it may. No Exception: a library that catches those must not catch this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One page given to one extractor."""

    page: str
    nanoseconds: int
    found: Found
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """All pages given to one extractor, in one process."""

    name: str
    """With its version, if it has one."""
    python: str
    calls: tuple[Call, ...]
    megabytes: float
    """How much the peak of the process's memory rose by importing the extractor and using it."""

    @property
    def nanoseconds(self) -> int:
        return sum(call.nanoseconds for call in self.calls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What there is to say of one extractor's median round."""

    name: str
    python: str
    pages_per_second: float
    milliseconds_median: float
    milliseconds_p95: float
    milliseconds_slowest: float
    f1: float
    """The mean over the pages whose text is known, as are precision and recall."""
    precision: float
    recall: float
    good: float
    missed: float
    right: dict[str, tuple[int, int]]
    """Of each field, how many were right of how many that are known."""
    errors: dict[str, int]
    megabytes: float


def peak_memory() -> float:
    """The most memory this process has held, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():  # what `resource` tells on Linux begins with the peak of the process that started this one
        peak = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def call(extract: Extract, page: Page) -> Call:
    """One timed call. Whatever goes wrong in it is an empty answer."""
    found, error = Found(), None
    start = process_time_ns()
    try:
        signal.setitimer(signal.ITIMER_REAL, LIMIT, AGAIN)
        try:
            found = extract(page.body, page.url)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except TooSlowError:
        error = f"longer than {LIMIT:.0f} s"
    except Exception as problem:  # noqa: BLE001 - a peer may raise anything, and the benchmark goes on
        error = f"{type(problem).__name__}: {problem}"
    return Call(page=page.name, nanoseconds=process_time_ns() - start, found=found, error=error)


def measure(name: str, pages: list[Page], warm_up: int) -> Round | str:
    """One round in this process, or why there can be none."""

    def too_slow(*_: object) -> None:
        raise TooSlowError

    signal.signal(signal.SIGALRM, too_slow)
    before = peak_memory()
    try:
        extract = EXTRACTORS[name]()
    except ImportError as problem:
        return f"missing ({problem})"
    for page in pages[:warm_up]:
        call(extract, page)
    calls = tuple(call(extract, page) for page in pages)
    grown = peak_memory() - before
    try:
        called = f"{name} {version(name)}"
    except PackageNotFoundError:
        called = name
    return Round(name=called, python=platform.python_version(), calls=calls, megabytes=grown)


def one_round(name: str, python: str) -> Round | str:
    """One round in a process of its own, which is given our own arguments, or why there was none."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "round.json"
        command = [python, __file__, *sys.argv[1:], "--worker", name, "--json", str(file)]
        ended = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if ended.returncode:
            return f"ended with {ended.returncode} ({ended.stderr.strip().rpartition(chr(10))[2]})"
        written: dict[str, Any] | str = json.loads(file.read_text(encoding="utf-8"))
    if isinstance(written, str):
        return written
    calls = tuple(Call(**{**each, "found": Found(**each["found"])}) for each in written["calls"])
    return Round(**{**written, "calls": calls})


def all_rounds(pythons: dict[str, str], rounds: int) -> tuple[dict[str, list[Round]], dict[str, str]]:
    """The rounds of each extractor, by turns, and of those that had to be left out, why."""
    taken: dict[str, list[Round]] = {}
    left_out: dict[str, str] = {}
    for _ in range(rounds):
        for name in [name for name in pythons if name not in left_out]:
            turn = one_round(name, pythons[name])
            if isinstance(turn, str):
                left_out[name] = turn
            else:
                taken.setdefault(name, []).append(turn)
    return taken, left_out


def median_round(rounds: list[Round]) -> Round:
    middle = median_low(each.nanoseconds for each in rounds)
    return next(each for each in rounds if each.nanoseconds == middle)


def overlaps(pages: list[Page], calls: tuple[Call, ...]) -> dict[str, Overlap]:
    """By page, how much of the text was found. Pages whose text nobody knows are left out."""
    return {
        page.name: overlap(page.text, each.found.text or "")
        for page, each in zip(pages, calls, strict=True)
        if page.text is not None
    }


def right(pages: list[Page], calls: tuple[Call, ...]) -> dict[str, dict[str, bool]]:
    """By page and field, whether it was found. Fields that nobody knows are left out."""
    return {
        page.name: {
            field: same(truth, getattr(each.found, field) or "")
            for field, same in FIELDS.items()
            if (truth := getattr(page, field)) is not None
        }
        for page, each in zip(pages, calls, strict=True)
    }


def summary(pages: list[Page], middle: Round) -> Summary:
    times = sorted(each.nanoseconds / 1e6 for each in middle.calls)
    bodies = list(overlaps(pages, middle.calls).values()) or [overlap("", "")]
    fields = right(pages, middle.calls).values()
    verdicts = {field: [page[field] for page in fields if field in page] for field in FIELDS}
    return Summary(
        name=middle.name,
        python=middle.python,
        pages_per_second=len(pages) / (middle.nanoseconds / 1e9),
        milliseconds_median=median(times),
        milliseconds_p95=times[ceil(0.95 * len(times)) - 1],
        milliseconds_slowest=times[-1],
        f1=fmean(body.f1 for body in bodies),
        precision=fmean(body.precision for body in bodies),
        recall=fmean(body.recall for body in bodies),
        good=fmean(body.f1 >= GOOD for body in bodies),
        missed=fmean(body.f1 < MISSED for body in bodies),
        right={field: (sum(given), len(given)) for field, given in verdicts.items()},
        errors=dict(Counter(each.error.partition(":")[0] for each in middle.calls if each.error)),
        megabytes=middle.megabytes,
    )


def row(found: Summary, yardstick: Summary | None) -> dict[str, str]:
    """One line of the table, by column."""
    return {
        "extractor": found.name,
        "pages/s": f"{found.pages_per_second:.1f}",
        f"× {YARDSTICK}": f"{found.pages_per_second / yardstick.pages_per_second:.2f}" if yardstick else "-",
        "ms median": f"{found.milliseconds_median:.2f}",
        "ms p95": f"{found.milliseconds_p95:.2f}",
        "ms slowest": f"{found.milliseconds_slowest:.2f}",
        "F1": f"{found.f1:.3f}",
        "precision": f"{found.precision:.3f}",
        "recall": f"{found.recall:.3f}",
        "good": f"{found.good:.2f}",
        "missed": f"{found.missed:.2f}",
        **{field: f"{hits}/{known}" for field, (hits, known) in found.right.items()},
        "errors": str(sum(found.errors.values())),
        "MB": f"{found.megabytes:.0f}",
    }


def table(rows: list[dict[str, str]]) -> str:
    """The rows below their columns' names, each column as wide as it must be."""
    lines = [list(rows[0]), *(list(each.values()) for each in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def details(pages: list[Page], rounds: list[Round]) -> dict[str, object]:
    """What the table is made of: every round's time, and the median round page by page."""
    middle = median_round(rounds)
    bodies, fields = overlaps(pages, middle.calls), right(pages, middle.calls)
    return {
        "summary": asdict(summary(pages, middle)),
        "seconds": [each.nanoseconds / 1e9 for each in rounds],
        "pages": {
            each.page: {
                "milliseconds": each.nanoseconds / 1e6,
                "error": each.error,
                "body": asdict(bodies[each.page]) if each.page in bodies else None,
                "right": fields[each.page],
                "found": {field: getattr(each.found, field) for field in FIELDS},
            }
            for each in middle.calls
        },
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=Path, metavar="FOLDER", default=PAGES, help="default: tests/cases/pages")
    parser.add_argument("--subset", metavar="KIND", help="only pages of this kind, such as news")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm-up", type=int, metavar="PAGES", default=5, help="read once before the clock starts")
    parser.add_argument("--hide-meta", action="store_true", help="blank meta tags and JSON-LD before anybody looks")
    parser.add_argument("--peers", metavar="NAME,…", default=",".join(PEERS), help="default: %(default)s")
    parser.add_argument("--peers-python", metavar="PATH", default=sys.executable, help="the Python that has the peers")
    parser.add_argument("--pin", type=int, metavar="CPU", help="run on this processor only (Linux)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything behind the table here")
    parser.add_argument("--worker", choices=EXTRACTORS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.peers = [name for name in given.peers.split(",") if name]
    if unknown := [name for name in given.peers if name not in PEERS]:
        parser.error(f"no such peer: {', '.join(unknown)} (there are {', '.join(PEERS)})")
    if given.rounds < 1:
        parser.error("at least one round is needed")
    return given


def main() -> None:
    given = arguments()
    pages = load(given.pages, kind=given.subset, hide_meta=given.hide_meta)
    if not pages:
        sys.exit(f"no {given.subset or 'page'} in {given.pages}")
    if given.worker:
        if given.pin is not None:
            os.sched_setaffinity(0, {given.pin})
        turn = measure(given.worker, pages, given.warm_up)
        given.json.write_text(json.dumps(turn if isinstance(turn, str) else asdict(turn)), encoding="utf-8")
        return
    pythons = {OURS: sys.executable} | dict.fromkeys(given.peers, given.peers_python)
    taken, left_out = all_rounds(pythons, given.rounds)
    found = {name: summary(pages, median_round(rounds)) for name, rounds in taken.items()}
    size = sum(len(page.body) for page in pages) / 1e6
    known = sum(page.text is not None for page in pages)
    print(
        f"{len(pages)} pages ({known} with a known text), {size:.1f} MB, meta tags "
        f"{'hidden' if given.hide_meta else 'visible'}, rounds: {given.rounds}, warm-up: {given.warm_up} pages\n"
    )
    if found:
        print(table([row(each, found.get(YARDSTICK)) for each in found.values()]))
    for each in found.values():
        if each.errors:
            print(f"{each.name} failed: " + ", ".join(f"{kind} {count}×" for kind, count in each.errors.items()))
    for name, reason in left_out.items():
        print(f"{name} in {pythons[name]}: {reason}")
    if given.json:
        written = {name: details(pages, rounds) for name, rounds in taken.items()}
        given.json.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
