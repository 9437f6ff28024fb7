"""The first step: one crawl, as a child process that leaves a receipt."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from crawler.article import Site
from crawler.errors import LandingError
from crawler.landing.receipt import Receipt, read_receipt, wait_for_writer
from crawler.landing.warc_store import recover
from crawler.spiders.job import Job, Visit, Wanted, write_wanted
from flows.home import halt_file, landing_folder, receipt_file, run_folder
from flows.servers.child_process import start_child
from flows.settings import Settings, child_environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a crawl is to do."""

    sites: Sequence[Site]
    visits: Sequence[Visit] = ()
    """The lists to be read, and how far each."""
    known: Iterable[str] = ()
    """Article addresses that lists need not bring up."""
    wanted: Iterable[Wanted] = ()
    """Pages asked for by address."""
    budgets: Mapping[str, int] = field(default_factory=dict)
    """Requests left to each site today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """What a crawl brought, and what went wrong with it as a whole."""

    receipt: Receipt
    trouble: str | None = None


def read_landed(receipt: Path, landing: Path, sites: Collection[str]) -> Receipt:
    """Read a receipt, complete or cut short by a kill, and cut off the unfinished end of its landed file.

    `sites` are the keys of the sites that there are. A landed file that is damaged or gone is left as it is: its pages
    fail one by one when they are read.
    """
    wait_for_writer(receipt)
    read = read_receipt(receipt, sites)
    for name in {landed.file for landed in read.landed}:
        with suppress(LandingError):
            recover(landing / name)
    return read


def fetch(settings: Settings, run_id: int, plan: Plan, *, proxy: str | None) -> Crawl:
    """Crawl as planned.

    Twisted's reactor starts once in a process, so the crawl has one of its own, and a crawl that crashes takes nothing
    with it: what it had landed by then is in its receipt.
    """
    folder = run_folder(settings.home, run_id)
    landing_folder(settings.home).mkdir(parents=True, exist_ok=True)
    known_file = folder / "known.txt"
    known_file.write_text("".join(f"{url}\n" for url in plan.known), encoding="utf-8")
    write_wanted(folder / "wanted.jsonl", plan.wanted)
    job = Job(
        sites=tuple(plan.sites),
        visits=tuple(plan.visits),
        known=known_file,
        wanted=folder / "wanted.jsonl",
        budgets=plan.budgets,
        landing=landing_folder(settings.home) / f"cppcc-{run_id:06d}.warc.gz",
        receipt=receipt_file(settings.home, run_id),
        halt=halt_file(settings.home),
        proxy=proxy or settings.proxy,
        user_agent=settings.user_agent,
    )
    return crawl(job, folder)


def crawl(job: Job, folder: Path) -> Crawl:
    """Run one crawl as a child process; `folder` keeps the job and the log."""
    job_file = folder / "job.json"
    job_file.write_text(job.to_json(), encoding="utf-8")
    command = [sys.executable, "-m", "crawler.spiders", str(job_file)]
    with start_child(command, log=folder / "crawl.log", environment=child_environment({})) as child:
        code = child.wait()
    trouble = f"The crawl ended with code {code}. {child.log} says:\n{child.last_lines()}" if code else None
    if not job.receipt.exists():
        return Crawl(receipt=Receipt(), trouble=trouble or "The crawl left no receipt.")
    return Crawl(
        receipt=read_landed(job.receipt, job.landing.parent, {site.key for site in job.sites}), trouble=trouble
    )
