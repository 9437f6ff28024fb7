"""The spider: reads each channel's lists from the top, asks for the articles it does not know, and stops in time."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawler.dialects import DIALECTS
from crawler.dialects.dialect import ListPage
from crawler.errors import LandingError
from crawler.landing.receipt import ChannelDone, Failed
from crawler.text.decode import decode
from crawler.text.page import read_page
from crawler.text.refusal import challenge

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import date

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.article import Channel, Site
    from crawler.dialects.dialect import ListRow
    from crawler.landing.receipt import Event, Kind, StoppedBecause
    from crawler.landing.writer import LandingWriter
    from crawler.spiders.job import Job

BLOCKED = "blocked: "
"""How the reason of a failure begins whose site turned the crawl away; the sign follows."""

META = "asked"
"""Where a request's `meta` holds its Asked; a redirect and a retry carry it on."""

# What the receipt calls a request that got no response; short fixed phrases, to be counted by.
FAILURES: dict[type[Exception], str] = {
    CannotResolveHostError: "unknown host",
    DownloadCancelledError: "too large",
    DownloadConnectionRefusedError: "connection refused",
    DownloadFailedError: "connection failed",
    DownloadTimeoutError: "timeout",
    ResponseDataLossError: "response cut short",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a request is for."""

    site: str
    channel: str
    kind: Kind
    url: str
    listed_title: str | None = None
    listed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far a channel has been read: each list request carries the one before it on."""

    site: Site
    channel: Channel
    pages: int = 0
    listed: frozenset[str] = frozenset()
    new: int = 0
    known: int = 0


BLOCKING = {412, 429, 521}
"""What a site answers that wants no crawler, or less of one: 瑞数 sends 412, 加速乐 521, and 429 says so in words."""

CHALLENGE_SIZE = 20_000  # bytes; challenges are small pages


def sign_of_block(response: Response) -> str | None:
    """What says that a site turns the crawl away: a status, or a challenge instead of the page; else None."""
    if response.status in BLOCKING:
        return f"status {response.status}"
    if len(response.body) > CHALLENGE_SIZE:
        return None
    return challenge(read_page(decode(response.body).text), response.body)


def host_of(url: str) -> str:
    """The host that decides whom a page belongs to: with and without `www.` is the same.

    >>> host_of("https://www.jlzx.gov.cn/dptt/") == host_of("http://jlzx.gov.cn:80/")
    True
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")


def addresses(site: Site) -> list[str]:
    """Every address a site's block names; their hosts are the ones that may be asked."""
    return [site.base_url, *(channel.url for channel in site.channels)]


def article_rows(page: ListPage, site: Site) -> list[ListRow]:
    """The rows of a list page that are articles of the site, their addresses escaped as they are asked for."""
    pattern = re.compile(site.article_url)
    rows = (row for row in DIALECTS[site.dialect].rows(page) if pattern.fullmatch(row.url))
    return [replace(row, url=Request(row.url).url) for row in rows]


class ChannelSpider(Spider):
    """Reads the channels of a job's sites."""

    name = "channels"
    job: Job
    landing: LandingWriter
    known: frozenset[str]
    asked: set[str]
    """The articles asked for in this crawl: what two channels list is fetched once."""
    sites: dict[str, str]
    """The site key of every host that may be asked."""
    blocked: dict[str, str]
    """The sites that turned the crawl away, and the sign of it: they are asked nothing more."""
    ended: str | None = None
    """Why Scrapy closed the spider; None as long as it has not."""
    broken: LandingError | None = None
    """Why nothing more could be landed."""
    stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider of a crawl; keyword arguments are `job` and `landing`."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.known = frozenset(spider.job.known.read_text(encoding="utf-8").split())
        spider.asked = set()
        spider.blocked = {}
        spider.sites = {host_of(url): site.key for site in spider.job.sites for url in addresses(site)}
        crawler.signals.connect(spider.report_error, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first list page of every channel."""
        for site in self.job.sites:
            for channel in site.channels:
                yield self.list_request(channel.url, Reading(site=site, channel=channel))

    def read_list(self, response: Response, reading: Reading) -> list[Request]:
        """Read a list page at once: one that waits for its requests to be taken would keep its tree in memory."""
        return list(self.follow(response, reading))

    def follow(self, response: Response, reading: Reading) -> Iterator[Request]:
        """The requests that follow from a list page: the next page, if any is needed, and the unknown articles."""
        asked: Asked = response.meta[META]
        if sign := sign_of_block(response):
            self.block(asked, sign, reading)
            return
        if response.status != 200:
            self.fail(asked, f"status {response.status}", reading)
            return
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        text = decode(response.body, content_type=content_type, site=reading.site.charset).text
        page = ListPage(url=response.url, text=text)
        rows = article_rows(page, reading.site)
        dialect = DIALECTS[reading.site.dialect]
        next_url = dialect.next_page(page)
        if not rows:
            if next_url and not reading.pages and dialect.recognise(page):
                # Some columns come empty and fetch their first rows by script. Two pages without any are a failure.
                yield self.list_request(next_url, replace(reading, pages=1))
            else:
                reason = "no rows" if dialect.recognise(page) else f"no rows: not a {dialect.name} list"
                self.fail(asked, reason, reading)
            return
        fresh = [row for row in rows if row.url not in reading.listed]
        unknown = [row for row in fresh if row.url not in self.known]
        wanted = [row for row in unknown if row.url not in self.asked]
        self.asked.update(row.url for row in wanted)
        read = replace(
            reading,
            pages=reading.pages + 1,
            listed=reading.listed | {row.url for row in fresh},
            new=reading.new + len(wanted),
            known=reading.known + len(fresh) - len(unknown),
        )
        if not fresh:
            stopped: StoppedBecause | None = "no new rows"
        elif reading.site.key not in self.job.read_through and self.known.issuperset(row.url for row in rows):
            stopped = "page of known articles"  # never at the first known one: old items get pinned to the top
        elif next_url is None:
            stopped = "last page"
        else:
            stopped = "page cap" if read.pages >= reading.channel.pages else None
        if stopped:
            self.finish(read, stopped)
        elif next_url:
            yield self.list_request(next_url, read)
        for row in [] if self.job.lists_only else wanted:
            yield self.article_request(row, reading)

    def check_article(self, response: Response) -> None:
        """Nothing, if it came: it is landed, and is read later where no other response waits for it."""
        if sign := sign_of_block(response):
            self.block(response.meta[META], sign)
        elif response.status != 200:
            self.fail(response.meta[META], f"status {response.status}")

    def list_request(self, url: str, reading: Reading) -> Request:
        """Asks for a list page; ahead of articles, because rows move on while the next page waits."""
        asked = Asked(site=reading.site.key, channel=reading.channel.name, kind="list", url=url)
        return Request(
            url,
            callback=self.read_list,
            errback=self.report_failure,
            cb_kwargs={"reading": reading},
            meta={META: asked},
            priority=1,
        )

    def article_request(self, row: ListRow, reading: Reading) -> Request:
        """Asks for an article; its day is the list's, or the one its address names."""
        asked = Asked(
            site=reading.site.key,
            channel=reading.channel.name,
            kind="article",
            url=row.url,
            listed_title=row.title or None,
            listed_on=row.published_on or DIALECTS[reading.site.dialect].published_on(row.url),
        )
        return Request(row.url, callback=self.check_article, errback=self.report_failure, meta={META: asked})

    def report_failure(self, failure: Failure) -> None:
        """A request came to nothing: refused by us or by robots.txt, or given up after the retries."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there for errbacks
        error = failure.value
        assert isinstance(error, Exception)
        reason = str(error) if isinstance(error, IgnoreRequest) else FAILURES.get(type(error), type(error).__name__)
        self.fail(request.meta[META], reason, request.cb_kwargs.get("reading"))

    def report_error(self, failure: Failure, response: Response) -> None:
        """A page that our own code could not read. Scrapy has logged the traceback; other channels go on."""
        reason = f"{type(failure.value).__name__}: {failure.value}"
        self.fail(response.meta[META], reason, response.cb_kwargs.get("reading"))

    def fail(self, asked: Asked, reason: str, reading: Reading | None = None) -> None:
        """Write down a failure; that of a list page ends its channel."""
        self.write(Failed(site=asked.site, channel=asked.channel, kind=asked.kind, url=asked.url, reason=reason))
        if reading:
            self.finish(reading, "blocked" if reason.startswith(BLOCKED) else "failed")

    def turned_away(self, request: Request) -> str | None:
        """Why a request is not sent any more, if its site has turned the crawl away."""
        sign = self.blocked.get(self.sites[host_of(request.url)])
        return f"{BLOCKED}{sign}" if sign else None

    def block(self, asked: Asked, sign: str, reading: Reading | None = None) -> None:
        """Ask a site nothing more in this crawl: a challenge is recognised, never defeated."""
        self.blocked.setdefault(asked.site, sign)
        self.fail(asked, f"{BLOCKED}{sign}", reading)

    def finish(self, reading: Reading, stopped_because: StoppedBecause) -> None:
        """Write down that no further page of a channel is read."""
        self.write(
            ChannelDone(
                site=reading.site.key,
                channel=reading.channel.name,
                pages=reading.pages,
                listed=len(reading.listed),
                new=reading.new,
                known=reading.known,
                stopped_because=stopped_because,
            )
        )

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
            self.stopping = asyncio.ensure_future(self.crawler.stop_async())

    def closed(self, reason: str) -> None:
        """Scrapy's last call."""
        self.ended = reason
