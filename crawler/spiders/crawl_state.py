"""What the spider, the download handler and the middlewares of one crawl share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from crawler.dialects.listing import host_of
from crawler.errors import LandingError
from crawler.landing.receipt import BLOCKED, BUDGET_SPENT, HALTED

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import date
    from typing import Any

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.article import Site
    from crawler.landing.receipt import Event, Kind
    from crawler.landing.writer import LandingWriter
    from crawler.spiders.job import Job

META = "asked"
"""Where a request's `meta` holds its Asked; a redirect and a retry carry it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request is for."""

    site: str
    channel: str
    kind: Kind
    url: str
    listed_title: str | None = None
    listed_on: date | None = None
    part_of: str | None = None


def addresses(site: Site) -> list[str]:
    """Return every address a site's block names; their hosts are the ones that may be asked."""
    return [site.base_url, *(channel.url for channel in site.channels)]


def header(response: Response, name: str) -> str | None:
    """Return a header's value as sent; None where it is missing or could not be sent back as it is."""
    value = response.headers.get(name) or b""
    return value.decode("ascii") if value.isascii() and value else None


class CrawlState:
    """What one crawl may still ask, and where it writes down what it met."""

    def __init__(self, job: Job, landing: LandingWriter, stop: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.job = job
        self.landing = landing
        self._stop = stop
        self._stopping: asyncio.Future[None] | None = None
        self.sites: dict[str, str] = {host_of(url): site.key for site in job.sites for url in addresses(site)}
        """The site key of every host that may be asked."""
        self.budgets: dict[str, int] = dict(job.budgets)
        """How many requests each site may still be sent; one that is not named has no limit."""
        self.blocked: dict[str, str] = {}
        """The sites that turned the crawl away, and the sign of it: they are asked nothing more."""
        self.broken: LandingError | None = None
        """Why nothing more could be landed."""

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """Return the state of a crawl, which its spider holds."""
        state = getattr(crawler.spider, "state", None)
        assert isinstance(state, cls)
        return state

    def site_of(self, request: Request) -> str:
        """Return the key of the site that a request goes to."""
        return self.sites[host_of(request.url)]

    def why_not_sent(self, request: Request) -> str | None:
        """Return why a request is not sent any more: its site blocked the crawl, or all of it is halted; else None."""
        if self.broken or (self.job.halt and self.job.halt.exists()):
            return HALTED
        sign = self.blocked.get(self.site_of(request))
        return f"{BLOCKED}{sign}" if sign else None

    def spend(self, request: Request) -> str | None:
        """Take a request off its site's budget for the day; return why it is not sent, if nothing is left."""
        site = self.site_of(request)
        left = self.budgets.get(site)
        if left is None:
            return None
        if left <= 0:
            return BUDGET_SPENT
        self.budgets[site] = left - 1
        return None

    def block(self, site: str, sign: str) -> None:
        """Ask a site nothing more in this crawl: a challenge is recognised, never defeated. The first sign counts."""
        self.blocked.setdefault(site, sign)

    def write(self, event: Event) -> None:
        """Write an event down, or break off."""
        try:
            self.landing.write(event)
        except LandingError as error:
            self.break_off(error)

    def break_off(self, error: LandingError) -> None:
        """Stop the crawl: where nothing can be written down, nothing is worth asking for."""
        if self.broken is None:
            self.broken = error
            self._stopping = asyncio.ensure_future(self._stop())
