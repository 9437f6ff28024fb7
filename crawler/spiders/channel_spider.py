"""The spider: reads each channel's lists from the top, asks for the articles it does not know, and stops in time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ParamSpec, Self

from scrapy import FormRequest, Request, Spider, signals

from crawler.article import SHANGHAI
from crawler.dialects import DIALECTS, recognise
from crawler.dialects.dialect import Form, ListPage
from crawler.dialects.links import linked_rows
from crawler.faults import Fault, contained, fault_of
from crawler.landing.receipt import BLOCKED, BUDGET_SPENT, HALTED, Failed, Linked
from crawler.sites.canonical import canonical
from crawler.spiders.channel_progress import Reading, is_asked_for, why_stop
from crawler.spiders.crawl_state import META, Asked, CrawlState, header
from crawler.spiders.download.ban_signs import sign_of_block
from crawler.spiders.download.error_reasons import reason_of
from crawler.spiders.job import Visit, Wanted, read_wanted
from crawler.spiders.seen_urls import KnownAddresses
from crawler.text.decoding.decode import decode
from crawler.text.extraction.pagination import next_part
from crawler.web_address import is_web_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from datetime import date
    from types import TracebackType

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.article import Site
    from crawler.dialects.dialect import ListRow
    from crawler.landing.receipt import StoppedBecause
    from crawler.landing.writer import LandingWriter
    from crawler.spiders.job import Job

Given = ParamSpec("Given")

STOPS: dict[str, StoppedBecause] = {BUDGET_SPENT: "budget spent", HALTED: "halted"}
"""Why a channel stopped whose list was not asked for."""

NO_ADDRESS = "no web address"
"""The reason of a failure whose address no client can ask for."""


def asked_for(wanted: Wanted) -> Asked:
    """What a request for a page that a job names by its address is for."""
    return Asked(
        site=wanted.site,
        channel=wanted.channel,
        kind=wanted.kind,
        url=wanted.url,
        listed_title=wanted.listed_title,
        listed_on=wanted.listed_on,
    )


def asked_as_listed(row: ListRow, reading: Reading) -> Asked:
    """What a request for the article of a list's row is for."""
    return Asked(
        site=reading.site.key,
        channel=reading.channel.name,
        kind="article",
        url=row.url,
        listed_title=row.title or None,
        listed_on=row.published_on,
    )


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
    state: CrawlState
    known: KnownAddresses
    asked: set[str]
    """The articles asked for in this crawl: what two channels list is fetched once."""
    today: date
    """The day in Shanghai on which the crawl began."""
    ended: str | None = None
    """Why Scrapy closed the spider; None as long as it has not."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider of a crawl; keyword arguments are `job` and `landing`."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.state = CrawlState(spider.job, spider.landing, crawler.stop_async)
        spider.known = KnownAddresses.read(spider.job.known)
        spider.asked = set()
        spider.today = datetime.now(SHANGHAI).date()
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
            for request in self.next_list(visit.start or channel.url, Reading(site=site, channel=channel, visit=visit)):
                yield request
        for wanted in read_wanted(self.job.wanted) if self.job.wanted else ():
            if wanted.url not in self.asked:
                self.asked.add(wanted.url)
                for request in self.made(asked_for(wanted), None, self.wanted_request, wanted):
                    yield request

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
        linked = linked_rows(page, self.state.sites)
        for row in linked:
            self.state.write(
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
            yield from self.next_list(following, read)
        for row in [] if self.job.lists_only else wanted:
            asked = asked_as_listed(row, reading)
            yield from self.made(asked, None, self.article_request, asked)

    def without_rows(
        self, page: ListPage, reading: Reading, asked: Asked, following: str | Form | None
    ) -> Iterator[Request]:
        """What follows from a list page that shows no article of the site."""
        dialect = DIALECTS[reading.site.dialect]
        is_list, has_rows = dialect.recognise(page), bool(dialect.rows(page))
        if is_list and following and not reading.pages:
            # Some columns come empty and fetch their first rows by script. Two pages without any are a failure.
            yield from self.next_list(following, replace(reading, pages=1))
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

    def made(
        self,
        asked: Asked,
        reading: Reading | None,
        make: Callable[Given, Request],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Iterator[Request]:
        """Yield the request that `make` makes; one that cannot be made costs none of the others of its page."""
        if not is_web_address(asked.url):
            self.fail(asked, NO_ADDRESS, reading)
            return
        request = contained(make, *args, **kwargs)
        if isinstance(request, Fault):
            self.fail(asked, request.reason, reading)
        else:
            yield request

    def next_list(self, page: str | Form, reading: Reading) -> Iterator[Request]:
        """Yield the request for a list page; where none can be made, the list has failed."""
        url = page.url if isinstance(page, Form) else page
        asked = Asked(site=reading.site.key, channel=reading.channel.name, kind="list", url=url)
        return self.made(asked, reading, self.list_request, page, reading, asked)

    def list_request(self, page: str | Form, reading: Reading, asked: Asked) -> Request:
        """Asks for a list page; ahead of articles, because rows move on while the next page waits."""
        visit = reading.visit
        return FormRequest(  # a GET where there are no fields
            asked.url,
            formdata=page.fields if isinstance(page, Form) else None,
            callback=self.read_list,
            errback=self.report_failure,
            headers={} if reading.pages else conditions(visit.etag, visit.last_modified),
            cb_kwargs={"reading": reading},
            meta={META: asked},
            priority=1,
        )

    def article_request(self, asked: Asked) -> Request:
        """Asks for an article."""
        return Request(asked.url, callback=self.check_article, errback=self.report_failure, meta={META: asked})

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
        assert failure.value is not None
        trace: TracebackType | None = failure.getTracebackObject()  # type: ignore[no-untyped-call]  # Twisted's
        fault = fault_of(failure.value, trace)
        self.fail(response.meta[META], fault.reason, response.cb_kwargs.get("reading"))

    def fail(self, asked: Asked, reason: str, reading: Reading | None = None) -> None:
        """Write down a failure; that of a list page ends its channel."""
        self.state.write(
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

    def block(self, asked: Asked, sign: str, reading: Reading | None = None) -> None:
        """Ask a site nothing more in this crawl, and write down the failure of what was asked."""
        self.state.block(asked.site, sign)
        self.fail(asked, f"{BLOCKED}{sign}", reading)

    def finish(self, reading: Reading, stopped_because: StoppedBecause, following: str | Form | None = None) -> None:
        """Write down that no further page of a channel is read; `following` is the one that would be."""
        self.state.write(reading.done(stopped_because, next_url=following if isinstance(following, str) else None))

    def closed(self, reason: str) -> None:
        """Scrapy's last call."""
        self.ended = reason
