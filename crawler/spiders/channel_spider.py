"""The spider: reads each channel's lists from the top, asks for the articles it does not know, and stops in time."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import FormRequest, Request, Spider, signals

from crawler.article import SHANGHAI
from crawler.dialects import DIALECTS, recognise
from crawler.dialects.dialect import Form, ListPage
from crawler.dialects.links import linked_rows
from crawler.dialects.listing import host_of
from crawler.errors import LandingError
from crawler.landing.receipt import BLOCKED, BUDGET_SPENT, HALTED, Failed, Linked
from crawler.sites.canonical import canonical
from crawler.spiders.block import sign_of_block
from crawler.spiders.failure import reason_of
from crawler.spiders.job import Visit, Wanted, read_wanted
from crawler.spiders.known import KnownAddresses
from crawler.spiders.reading import Reading, is_asked_for, why_stop
from crawler.text.address import is_web_address
from crawler.text.decode import decode
from crawler.text.parts import next_part

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from datetime import date

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.article import Site
    from crawler.dialects.dialect import ListRow
    from crawler.landing.receipt import Event, Kind, StoppedBecause
    from crawler.landing.writer import LandingWriter
    from crawler.spiders.job import Job

META = "asked"
"""Where a request's `meta` holds its Asked; a redirect and a retry carry it on."""


STOPS: dict[str, StoppedBecause] = {BUDGET_SPENT: "budget spent", HALTED: "halted"}
"""Why a channel stopped whose list was not asked for."""

NO_ADDRESS = "no web address"
"""The reason of a failure whose address no client can ask for."""


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


def asked_for(wanted: Wanted) -> Asked:
    """Return what the request for a page that is asked for by its address is for."""
    return Asked(
        site=wanted.site,
        channel=wanted.channel,
        kind=wanted.kind,
        url=wanted.url,
        listed_title=wanted.listed_title,
        listed_on=wanted.listed_on,
    )


def addresses(site: Site) -> list[str]:
    """Every address a site's block names; their hosts are the ones that may be asked."""
    return [site.base_url, *(channel.url for channel in site.channels)]


def header(response: Response, name: str) -> str | None:
    """A header's value as sent; None where it is missing or could not be sent back as it is."""
    value = response.headers.get(name) or b""
    return value.decode("ascii") if value.isascii() and value else None


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The headers by which a page is sent only if it changed (RFC 9110, 13.1).

    >>> conditions('"5f3-1"', None)
    {'If-None-Match': '"5f3-1"'}
    """
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def article_rows(page: ListPage, site: Site) -> list[ListRow]:
    """The rows of a list page that are articles of the site, once each: canonical addresses, and days as far as known.

    A row's day is the list's, or the one its address names.
    """
    pattern, dialect = re.compile(site.article_url), DIALECTS[site.dialect]
    rows: dict[str, ListRow] = {}
    for row in dialect.rows(page):
        url = canonical(row.url, site)
        if pattern.fullmatch(url) or pattern.fullmatch(row.url):
            rows.setdefault(url, replace(row, url=url, published_on=row.published_on or dialect.published_on(url)))
    return list(rows.values())


class ChannelSpider(Spider):
    """Reads the channels of a job's sites, and asks for the pages its job names."""

    name = "channels"
    job: Job
    landing: LandingWriter
    known: KnownAddresses
    asked: set[str]
    """The articles asked for in this crawl: what two channels list is fetched once."""
    sites: dict[str, str]
    """The site key of every host that may be asked."""
    budgets: dict[str, int]
    """How many requests each site may still be sent; one that is not named has no limit."""
    blocked: dict[str, str]
    """The sites that turned the crawl away, and the sign of it: they are asked nothing more."""
    today: date
    """The day in Shanghai on which the crawl began."""
    ended: str | None = None
    """Why Scrapy closed the spider; None as long as it has not."""
    broken: LandingError | None = None
    """Why nothing more could be landed."""
    stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider of a crawl; keyword arguments are `job` and `landing`."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.known = KnownAddresses.read(spider.job.known)
        spider.asked = set()
        spider.blocked = {}
        spider.budgets = dict(spider.job.budgets)
        spider.today = datetime.now(SHANGHAI).date()
        spider.sites = {host_of(url): site.key for site in spider.job.sites for url in addresses(site)}
        crawler.signals.connect(spider.report_error, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first list page of every channel that is to be visited, then the pages that are asked for by address."""
        channels = {(site.key, channel.name): (site, channel) for site in self.job.sites for channel in site.channels}
        visits = self.job.visits
        if visits is None:
            visits = tuple(Visit(site=site, channel=channel) for site, channel in channels)
        for visit in visits:
            site, channel = channels[visit.site, visit.channel]
            url, reading = visit.start or channel.url, Reading(site=site, channel=channel, visit=visit)
            if is_web_address(url):
                yield self.list_request(url, reading)
            else:  # as an earlier version kept it; Scrapy would raise, and ask nothing of what follows
                self.fail(Asked(site=site.key, channel=channel.name, kind="list", url=url), NO_ADDRESS, reading)
        for wanted in read_wanted(self.job.wanted) if self.job.wanted else ():
            if wanted.url not in self.asked:
                self.asked.add(wanted.url)
                if is_web_address(wanted.url):
                    yield self.wanted_request(wanted)
                else:
                    self.fail(asked_for(wanted), NO_ADDRESS)

    def read_list(self, response: Response, reading: Reading) -> list[Request]:
        """Read a list page at once: one that waits for its requests to be taken would keep its tree in memory."""
        return list(self.follow(response, reading))

    def follow(self, response: Response, reading: Reading) -> Iterator[Request]:
        """The requests that follow from a list page: the next page, if any is needed, and the unknown articles."""
        asked: Asked = response.meta[META]
        if sign := sign_of_block(response):
            self.block(asked, sign, reading)
            return
        if response.status == 304:
            self.finish(replace(reading, pages=reading.pages + 1), "not modified")
            return
        if response.status == 404 and reading.page > 1:
            self.finish(reading, "last page")  # lists count pages that are not there
            return
        if response.status != 200:
            self.fail(asked, f"status {response.status}", reading)
            return
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = ListPage(
            url=response.url, text=decode(response.body, content_type=content_type, site=reading.site.charset).text
        )
        dialect = DIALECTS[reading.site.dialect]
        rows, following = article_rows(page, reading.site), dialect.next_page(page)
        if not rows:
            yield from self.without_rows(page, reading, asked, following)
            return
        fresh = [row for row in rows if row.url not in reading.listed]
        unknown = [row for row in fresh if row.url not in self.known]
        linked = linked_rows(page, self.sites)
        for row in linked:
            self.write(
                Linked(site=asked.site, channel=asked.channel, url=row.url, title=row.title, listed_on=row.published_on)
            )
        wanted = [row for row in unknown if is_asked_for(row, reading.visit, reading.page, self.asked)]
        self.asked.update(row.url for row in wanted)
        read = reading.with_page(
            rows,
            new=len(wanted),
            known=len(fresh) - len(unknown),
            linked=len(linked),
            today=self.today,
            validators=(header(response, "ETag"), header(response, "Last-Modified")),
        )
        is_known = all(row.url in self.known for row in rows)
        stopped = why_stop(read, rows, is_fresh=bool(fresh), is_known=is_known, following=following)
        if stopped:
            self.finish(read, stopped, following)
        elif following:
            yield self.list_request(following, read)
        for row in [] if self.job.lists_only else wanted:
            yield self.article_request(row, reading)

    def without_rows(
        self, page: ListPage, reading: Reading, asked: Asked, following: str | Form | None
    ) -> Iterator[Request]:
        """What follows from a list page that shows no article of the site."""
        dialect = DIALECTS[reading.site.dialect]
        is_list, has_rows = dialect.recognise(page), bool(dialect.rows(page))
        if is_list and following and not reading.pages:
            # Some columns come empty and fetch their first rows by script. Two pages without any are a failure.
            yield self.list_request(following, replace(reading, pages=1))
        elif is_list and reading.listed and not has_rows:
            self.finish(reading, "last page")  # the last answer of an API that states no total
        else:
            looks = recognise(page)
            mistaken = f"looks like {looks.name}" if looks.rows(page) else f"not a {dialect.name} list"
            self.fail(asked, "no rows" if is_list else f"no rows: {mistaken}", reading)

    def check_article(self, response: Response) -> Iterator[Request]:
        """The next part of a split article; nothing else: it is landed, and is read where no other response waits."""
        asked: Asked = response.meta[META]
        if sign := sign_of_block(response):
            self.block(asked, sign)
        elif response.status not in (200, 304):
            self.fail(asked, f"status {response.status}")
        elif asked.kind in ("article", "part") and (url := next_part(response.url, response.body)):
            yield self.part_request(url, asked, first=asked.part_of or response.url)

    def list_request(self, page: str | Form, reading: Reading) -> Request:
        """Asks for a list page; ahead of articles, because rows move on while the next page waits."""
        url, fields = (page.url, page.fields) if isinstance(page, Form) else (page, None)
        asked = Asked(site=reading.site.key, channel=reading.channel.name, kind="list", url=url)
        visit = reading.visit
        return FormRequest(  # a GET where there are no fields
            url,
            formdata=fields,
            callback=self.read_list,
            errback=self.report_failure,
            headers={} if reading.pages else conditions(visit.etag, visit.last_modified),
            cb_kwargs={"reading": reading},
            meta={META: asked},
            priority=1,
        )

    def article_request(self, row: ListRow, reading: Reading) -> Request:
        """Asks for an article."""
        asked = Asked(
            site=reading.site.key,
            channel=reading.channel.name,
            kind="article",
            url=row.url,
            listed_title=row.title or None,
            listed_on=row.published_on,
        )
        return Request(row.url, callback=self.check_article, errback=self.report_failure, meta={META: asked})

    def part_request(self, url: str, asked: Asked, *, first: str) -> Request:
        """Asks for the next part of the article whose first page is `first`, before any further article."""
        part = replace(asked, kind="part", url=url, part_of=first)
        return Request(url, callback=self.check_article, errback=self.report_failure, meta={META: part}, priority=1)

    def wanted_request(self, wanted: Wanted) -> Request:
        """Asks for a page by its address; one we have already, after everything that is new."""
        return Request(
            wanted.url,
            callback=self.check_article,
            errback=self.report_failure,
            headers=conditions(wanted.etag, wanted.last_modified),
            meta={META: asked_for(wanted)},
            priority=-1,
        )

    def report_failure(self, failure: Failure) -> None:
        """A request came to nothing: refused by us or by robots.txt, or given up after the retries."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there for errbacks
        error = failure.value
        assert isinstance(error, Exception)
        self.fail(request.meta[META], reason_of(error), request.cb_kwargs.get("reading"))

    def report_error(self, failure: Failure, response: Response) -> None:
        """A page that our own code could not read. Scrapy has logged the traceback; other channels go on."""
        reason = f"{type(failure.value).__name__}: {failure.value}"
        self.fail(response.meta[META], reason, response.cb_kwargs.get("reading"))

    def fail(self, asked: Asked, reason: str, reading: Reading | None = None) -> None:
        """Write down a failure; that of a list page ends its channel."""
        self.write(
            Failed(
                site=asked.site,
                channel=asked.channel,
                kind=asked.kind,
                url=asked.url,
                reason=reason,
                listed_title=asked.listed_title,
                listed_on=asked.listed_on,
                part_of=asked.part_of,
            )
        )
        if reading:
            stopped = STOPS.get(reason, "blocked" if reason.startswith(BLOCKED) else "failed")
            self.finish(reading, stopped, asked.url)

    def turned_away(self, request: Request) -> str | None:
        """Why a request is not sent any more: its site has turned the crawl away, or all of it is halted."""
        if self.broken or (self.job.halt and self.job.halt.exists()):
            return HALTED
        sign = self.blocked.get(self.sites[host_of(request.url)])
        return f"{BLOCKED}{sign}" if sign else None

    def spend(self, request: Request) -> str | None:
        """Take a request off its site's budget for the day; why it is not sent, if nothing is left."""
        site = self.sites[host_of(request.url)]
        left = self.budgets.get(site)
        if left is None:
            return None
        if left <= 0:
            return BUDGET_SPENT
        self.budgets[site] = left - 1
        return None

    def block(self, asked: Asked, sign: str, reading: Reading | None = None) -> None:
        """Ask a site nothing more in this crawl: a challenge is recognised, never defeated."""
        self.blocked.setdefault(asked.site, sign)
        self.fail(asked, f"{BLOCKED}{sign}", reading)

    def finish(self, reading: Reading, stopped_because: StoppedBecause, following: str | Form | None = None) -> None:
        """Write down that no further page of a channel is read; `following` is the one that would be."""
        self.write(reading.done(stopped_because, next_url=following if isinstance(following, str) else None))

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
