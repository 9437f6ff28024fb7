"""What is seen while a crawl runs: its receipt is followed, and summed up in one line. Nothing where nobody looks."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from crawler.landing.receipt import ChannelDone, Ended, Failed, Landed, follow
from flows.terminal import err

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.landing.receipt import Event as ReceiptEvent

REFRESH = 0.25
"""Seconds between two looks at the receipt."""


@dataclass(slots=True)
class Tally:
    """A crawl so far."""

    channels: int = 0
    """Lists read as far as needed."""
    pages: int = 0
    """Responses."""
    asked: int = 0
    """Articles that lists brought up."""
    articles: int = 0
    """Of these, the ones that came or failed."""
    failed: int = 0
    is_over: bool = False
    first_at: float | None = field(default=None, repr=False)
    """When the first response came, as a time stamp."""
    last_at: float | None = field(default=None, repr=False)

    def add(self, event: ReceiptEvent) -> None:
        """Take one event in."""
        if isinstance(event, Landed):
            at = event.fetched_at.timestamp()
            self.first_at, self.last_at = self.first_at or at, at
            self.pages += 1
            self.articles += event.kind == "article" and event.status < 300
        elif isinstance(event, Failed):
            self.failed += 1
            self.articles += event.kind == "article"
        elif isinstance(event, ChannelDone):
            self.channels += 1
            self.asked += event.new
        elif isinstance(event, Ended):
            self.is_over = True

    @property
    def rate(self) -> float:
        """Responses a second."""
        return self.pages / max((self.last_at or 0) - (self.first_at or 0), 1)

    @property
    def left(self) -> float:
        """Seconds until all articles that were brought up so far are here, at this rate."""
        return max(self.asked - self.articles, 0) / self.rate if self.pages else 0

    def words(self, channels: int | None) -> str:
        """The tally in a line; `channels` is how many lists there are to read, where that is known.

        How many articles there will be is known once all lists are read.

        >>> Tally(channels=3, pages=80, asked=60, articles=70, first_at=1.0, last_at=21.0).words(8)
        '3 of 8 lists, 80 pages, 70 articles, 4.0 pages/s'
        >>> Tally(channels=8, pages=80, asked=100, articles=70, failed=2, first_at=1.0, last_at=21.0).words(8)
        '8 of 8 lists, 80 pages, 70 of 100 articles, 2 failed, 4.0 pages/s, 8 s left'
        >>> Tally(channels=8, pages=29, asked=21, articles=21, is_over=True).words(8)
        '29 pages landed: cleaning and loading'
        """
        if self.is_over:
            return f"{self.pages} pages landed: cleaning and loading"
        is_counted = self.channels == channels and self.asked >= self.articles
        parts = [
            f"{self.channels} of {channels} lists" if channels else f"{self.channels} lists",
            f"{self.pages} pages",
            f"{self.articles} of {self.asked} articles" if is_counted else f"{self.articles} articles",
            f"{self.failed} failed" if self.failed else "",
            f"{self.rate:.1f} pages/s",
            f"{_span(self.left)} left" if is_counted else "",
        ]
        return ", ".join(filter(None, parts))


def _span(seconds: float) -> str:
    """Seconds in the unit that fits: `8 s`, `3 min`, `2.5 h`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


@contextmanager
def watching(runs: Path, *, channels: int | None) -> Iterator[None]:
    """Show the crawls that begin in the folder `runs` while the block lasts; nothing where no terminal is."""
    if not err.is_terminal:
        yield
        return
    over = Event()
    before = {*runs.glob("*/receipt.jsonl")}
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        watcher = Thread(target=_watch, args=(runs, before, progress, channels, over), name="progress")
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()


def _watch(runs: Path, seen: set[Path], progress: Progress, channels: int | None, over: Event) -> None:
    """Follow each new receipt until the next one begins or all is over."""
    task = progress.add_task("starting the crawl", total=None)
    while not over.is_set():
        fresh = {*runs.glob("*/receipt.jsonl")} - seen
        if not fresh:
            over.wait(REFRESH)
            continue
        receipt = max(fresh)
        seen |= fresh
        tally = Tally()
        for event in follow(receipt):
            if event is not None:
                tally.add(event)
                continue
            total = tally.asked if tally.channels == channels else None
            progress.update(task, description=tally.words(channels), completed=tally.articles, total=total)
            if over.wait(REFRESH) or tally.is_over:
                break
