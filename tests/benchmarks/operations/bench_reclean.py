"""Recleaning on one and on two Dask workers: records a second, their ratio, and the memory of every process."""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, process_time
from typing import TYPE_CHECKING, cast

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT)]

from crawler.landing.archive import Record, records  # noqa: E402
from crawler.landing.receipt import Landed  # noqa: E402
from crawler.landing.warc import WarcWriter, read_responses  # noqa: E402
from crawler.replica.damage import damage_page  # noqa: E402
from crawler.replica.families import FAMILIES  # noqa: E402
from crawler.replica.families.page import Around  # noqa: E402
from crawler.replica.prose import write  # noqa: E402
from crawler.replica.prose_table import LOCALES  # noqa: E402
from crawler.replica.traditional import to_traditional  # noqa: E402
from crawler.replica.world import build_world  # noqa: E402
from crawler.sites.owners import Owners  # noqa: E402
from crawler.sites.registry import load_registry  # noqa: E402
from crawler.text.clean import clean, clean_pages  # noqa: E402
from flows.embedded import stop_embedded  # noqa: E402
from flows.postgres import Database, open_database  # noqa: E402
from flows.prefect_server import prefect_server  # noqa: E402
from flows.settings import Settings, child_environment, prefect_client_environment  # noqa: E402
from flows.steps.load import Cleaned, load  # noqa: E402
from flows.steps.runs import begin_run, finish_run, upsert_sites  # noqa: E402

FETCHED = datetime(2026, 3, 9, tzinfo=UTC)
IN_A_FILE = 10_000
TEMPLATES, TEXTS = 400, 4000
FIRST = 1_000_000
"""The number of the first made page: no article of the replica has one so high."""

RECLEAN = """
import sys
from time import perf_counter
from flows.reclean import run_reclean
began = perf_counter()
_, found = run_reclean(["all"], dask=sys.argv[1])
print(perf_counter() - began, found.read.total(), found.changed.total(), found.missing.total())
"""
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


def pages(count: int) -> Iterator[tuple[str, bytes, bytes]]:
    """Addresses, heads and bodies: pages of the replica's sites, each with a text of its own, one in three damaged."""
    world = build_world(articles=TEMPLATES)
    templates = [each for each in world.articles if not each.seed]
    sites = list(LOCALES)
    texts = [write(f"{number}/11", sites[number % len(sites)], essay=number % 7 == 0) for number in range(TEXTS)]
    for number in range(count):
        base = templates[number % len(templates)]
        family = FAMILIES[base.site.dialect]
        length = len(texts[number % TEXTS].paragraphs)
        paragraphs = [texts[(number + step * (1 + number // TEXTS)) % TEXTS].paragraphs[0] for step in range(1, length)]
        title = texts[number % TEXTS].title
        article = replace(
            base,
            url=family.article_address(base.site, base.channel, FIRST + number, base.listed_at),
            title=title,
            paragraphs=(*paragraphs, f"（本文编号{number}）"),
            served_title=title,
            served_paragraphs=(*paragraphs, f"（本文编号{number}）"),
        )
        others = [templates[(number + step) % len(templates)] for step in range(1, 7)]
        page = family.article_page(article, Around(newer=others[0], older=others[1], related=tuple(others[2:])))
        if base.mirror:
            page = damage_page(page, base.mirror)
        text = to_traditional(page) if base.site.is_traditional else page
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {base.site.content_type}\r\n\r\n"
        yield article.url, head.encode(), text.encode(base.site.codec, "xmlcharrefreplace")


def make(folder: Path, count: int) -> None:
    """The archives."""
    folder.mkdir(parents=True)
    at = FETCHED
    made = pages(count)
    for first in range(0, count, IN_A_FILE):
        with WarcWriter(folder / f"made-{first:07d}.warc.gz") as warc:
            for _, (url, head, body) in zip(range(first, min(first + IN_A_FILE, count)), made, strict=False):
                warc.write_response(url=url, head=head, body=body, fetched_at=at)


def one_process(folder: Path, count: int) -> None:
    """How fast pages are read and cleaned without a store, Prefect or Dask: what all else is measured by."""
    owners = Owners(load_registry())
    first = min(folder.iterdir())
    began, done = process_time(), 0
    for fetched in read_responses(first):
        found = owners.article(fetched.url)
        clean_pages([fetched], site=found[0] if found else None)
        done += 1
        if done == count:
            break
    print(f"read and cleaned alone: {done / (process_time() - began):.0f} records/s of one processor")


if TYPE_CHECKING:
    from crawler.article import Article, Site

KINDS = {
    "run_reclean": "flow",
    "LocalCluster": "scheduler",
    "multiprocessing.spawn": "worker",
    "prefect": "Prefect",
    "uvicorn": "Prefect",
    "postgres": "Postgres",
}
"""Signs in a command line, and what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What a process of ours is, holds and has used."""

    kind: str
    megabytes: int
    seconds: float
    """Of a processor."""


def held(postgres: int) -> dict[int, Process]:
    """Every process that this one or our Postgres has started."""
    ticks, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    parents: dict[int, int] = {}
    found: dict[int, Process] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
            size = int((folder / "statm").read_text(encoding="ascii").split()[1]) * page / 1e6
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        parents[int(folder.name)] = int(stat[1])
        kind = next((name for sign, name in KINDS.items() if sign in words), None)
        if kind and "supervisor.py" not in words:
            seconds = (int(stat[11]) + int(stat[12])) / ticks
            found[int(folder.name)] = Process(kind=kind, megabytes=int(size), seconds=seconds)

    def is_ours(process: int) -> bool:
        while process > 1:
            if process in {postgres, os.getpid()}:
                return True
            process = parents.get(process, 0)
        return False

    return {process: each for process, each in found.items() if is_ours(process)}


@contextmanager
def watched(postgres: int) -> Iterator[dict[str, list[int]]]:
    """The largest process of each kind, looked at every second."""
    seen: dict[str, list[int]] = defaultdict(list)
    over = Event()

    def watch() -> None:
        while not over.wait(1):
            largest: dict[str, int] = {}
            for each in held(postgres).values():
                largest[each.kind] = max(largest.get(each.kind, 0), each.megabytes)
            for kind, size in largest.items():
                seen[kind].append(size)

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def reclean(workers: int, environment: dict[str, str], postgres: int) -> tuple[float, int]:
    """Seconds and records of one recleaning by so many workers; what they held meanwhile is printed."""
    cluster = subprocess.Popen(
        [sys.executable, "-c", CLUSTER, str(workers)],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert cluster.stdout is not None
    address = cluster.stdout.readline().strip()
    before = held(postgres)
    with watched(postgres) as seen:
        words = [sys.executable, "-c", RECLEAN, address]
        flow = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)
        used: dict[int, Process] = {}
        while flow.poll() is None:
            used |= held(postgres)
            Event().wait(1)
        assert flow.stdout is not None
        printed = flow.stdout.read()
    cluster.communicate("")
    seconds, read, changed, missing = (float(word) for word in printed.split())
    print(f"\n{workers} workers: {read / seconds:.0f} records/s")
    print(f"  {read:.0f} read, {changed:.0f} changed, {missing:.0f} missing")
    spent: defaultdict[str, float] = defaultdict(float)
    for number, process in used.items():
        spent[process.kind] += process.seconds - (before[number].seconds if number in before else 0)
    for kind, sizes in sorted(seen.items()):
        marks = [sizes[min(len(sizes) * share // 8, len(sizes) - 1)] for share in (1, 2, 4, 6, 7)]
        over_time = " ".join(f"{size:5d}" for size in marks)
        print(f"  {kind:10} MB at 1/8 1/4 1/2 3/4 7/8 of the time: {over_time}; {spent[kind]:7.1f} processor seconds")
    return seconds, int(read)


PAGE = "<h1>市政协召开会议</h1><p>9月24日，市政协召开会议，研究提案办理工作。</p>"
OLD = cast("Article", clean(PAGE.encode(), url="http://zx.test/"))


def fill(folder: Path, database: Database) -> None:
    """A row for each record, as if rules of long ago had made it: recleaning finds something to say of every one."""
    sites = load_registry()
    owners = Owners(sites)
    with database.connect() as connection:
        upsert_sites(connection, sites, FETCHED)
        run_id = begin_run(connection, kind="warc", asked=[str(folder)], rules_version="0", now=FETCHED)
        for path in sorted(folder.iterdir()):
            with path.open("rb") as file:
                whole = [each for each in records(file) if isinstance(each, Record)]
            found = [(each, owners.article(each.url)) for each in whole]
            made = [_made(path, each, *owner) for each, owner in found if owner]
            for first in range(0, len(made), 1000):
                load(connection, run_id, made[first : first + 1000], [])
        finish_run(connection, run_id, "done", now=FETCHED)


def _made(path: Path, record: Record, site: Site, known_as: str) -> Cleaned:
    landed = Landed(
        site=site.key,
        channel="",
        kind="article",
        url=record.url,
        status=200,
        fetched_at=FETCHED,
        file=str(path.resolve()),
        offset=record.offset,
        length=record.length or 0,
    )
    hashed = md5(known_as.encode(), usedforsecurity=False).digest()
    return Cleaned(landed=landed, outcome=replace(OLD, url=known_as, text_hash=hashed))


def arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument(
        "--folder", type=Path, required=True, help="where everything is kept; used again if it is there"
    )
    parser.add_argument("--prepare", action="store_true", help="make the archives and the rows, and measure no more")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    archives, settings = given.folder / "archives", Settings(home=given.folder.absolute() / "home")
    if not archives.exists():
        began = perf_counter()
        make(archives, given.records)
        print(f"{given.records} records made in {perf_counter() - began:.0f} s")
    try:
        database = open_database(settings)
        with prefect_server(settings, database) as server:
            server.wait()
            environment = child_environment(
                {
                    **prefect_client_environment(settings, server.api_url),
                    "CPPCC_HOME": str(settings.home),
                    "PYTHONPATH": str(ROOT),
                }
            )
            with database.connect() as connection:
                row = connection.execute("select count(*) from articles").fetchone()
                assert row is not None
            if not row[0] or given.prepare:
                began = perf_counter()
                fill(archives, database)
                print(f"rows made in {perf_counter() - began:.0f} s")
            if given.prepare:
                return
            postgres = int(next(settings.home.rglob("postmaster.pid")).read_text(encoding="utf-8").split()[0])
            one_process(archives, min(given.records, 5000))
            taken = {workers: reclean(workers, environment, postgres) for workers in given.workers}
    finally:
        stop_embedded(settings)
    rates = {workers: read / seconds for workers, (seconds, read) in taken.items()}
    least = min(rates)
    for workers, rate in rates.items():
        print(f"{workers} workers: {rate / rates[least]:.2f} times as fast as {least}")


if __name__ == "__main__":
    main()
