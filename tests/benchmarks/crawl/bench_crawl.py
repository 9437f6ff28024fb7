"""The crawl over a made-up country, beside the ceiling: the same Scrapy that lands nothing and reads nothing."""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT), str(HERE)]

from country import Country  # noqa: E402

from crawler.landing.receipt import read_receipt  # noqa: E402
from crawler.spiders.job import Job  # noqa: E402


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one process took, from its start to its end."""

    seconds: float
    processor: float
    """Seconds of processor time, of all its threads."""
    memory: float
    """The most it held at once, in megabytes."""


@contextmanager
def serving(country: Country, latency: float) -> Iterator[int]:
    """The country's server in a process of its own; its port."""
    words = [sys.executable, str(HERE / "country.py"), f"--sites={country.sites}", f"--page-size={country.page_size}"]
    with subprocess.Popen(
        [*words, f"--latency={latency}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield int(process.stdout.readline())
        process.stdin.close()


def measure(words: list[str], **environment: str) -> Measured:
    """Run a command to its end."""
    began = perf_counter()
    process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment})
    _, status, usage = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, words
    return Measured(
        seconds=perf_counter() - began,
        processor=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss / 1000,
    )


def job(country: Country, folder: Path, port: int, delay: float) -> Job:
    """A crawl of the whole country, of which nothing is known yet."""
    (folder / "known.txt").write_text("", encoding="utf-8")
    return Job(
        sites=country.registry(delay=delay),
        known=folder / "known.txt",
        landing=folder / "crawl.warc.gz",
        receipt=folder / "receipt.jsonl",
        user_agent="cppcc-news-crawler",
        proxy=f"http://127.0.0.1:{port}",
    )


def crawl_once(country: Country, port: int, delay: float) -> Measured:
    """The real crawl; everything must have been landed."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        crawl = job(country, folder, port, delay)
        (folder / "job.json").write_text(crawl.to_json(), encoding="utf-8")
        measured = measure([sys.executable, "-m", "crawler.spiders", str(folder / "job.json")])
        receipt = read_receipt(crawl.receipt)
        landed = sum(each.status == 200 for each in receipt.landed)
        assert (landed, len(receipt.failed)) == (country.pages, 0), (landed, receipt.failed[:3])
        return measured


def ceiling_once(country: Country, port: int, delay: float) -> Measured:
    """The same requests, and nothing done with the answers."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "job.json").write_text(job(country, folder, port, delay).to_json(), encoding="utf-8")
        return measure([sys.executable, str(HERE / "ceiling.py"), str(folder / "job.json")])


def show(name: str, country: Country, measured: list[Measured]) -> None:
    seconds = median(each.seconds for each in measured)
    print(
        f"{name:10}{seconds:10.1f}{country.pages / seconds:10.0f}"
        f"{median(each.processor for each in measured):12.1f}{max(each.memory for each in measured):10.0f}"
    )


def arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=3000)
    parser.add_argument("--delay", type=float, default=0, help="seconds between two requests to a site")
    parser.add_argument("--latency", type=float, default=0, help="seconds a site takes to answer")
    parser.add_argument("--page-size", type=int, default=100_000, help="mean bytes of an article's page")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def main() -> None:
    given = arguments()
    country = Country(sites=given.sites, page_size=given.page_size)
    crawls: list[Measured] = []
    ceilings: list[Measured] = []
    with serving(country, given.latency) as port:
        for _ in range(given.rounds):
            ceilings.append(ceiling_once(country, port, given.delay))
            crawls.append(crawl_once(country, port, given.delay))
    print(f"{country.sites} sites, {country.pages} pages, medians of {given.rounds} rounds")
    print(f"{'':10}{'seconds':>10}{'pages/s':>10}{'CPU seconds':>12}{'MB':>10}")
    show("crawl", country, crawls)
    show("ceiling", country, ceilings)
    ratios = [theirs.seconds / ours.seconds for ours, theirs in zip(crawls, ceilings, strict=True)]
    print(f"crawl / ceiling in pages/s, a round each: {', '.join(f'{ratio:.2f}' for ratio in ratios)}")


if __name__ == "__main__":
    main()
