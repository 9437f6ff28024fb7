"""The middleware beside the downloader: every response is landed before anything else sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Self

from crawler.dialects.listing import host_of
from crawler.errors import LandingError
from crawler.landing.receipt import Landed
from crawler.landing.writer import Arrived
from crawler.spiders.crawl_state import META, Asked, CrawlState, header
from crawler.spiders.download import raw_handler as wire

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class LandMiddleware:
    """Writes each response to the WARC file and to the receipt: lists, articles, robots.txt, redirects and errors."""

    def __init__(self, crawler: Crawler) -> None:
        self.state = CrawlState.of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Land a response and hand it on as it is."""
        try:
            self.land(request, response)
        except LandingError as error:
            self.state.break_off(error)
            raise
        return response

    def land(self, request: Request, response: Response) -> None:
        """Have a response written down, first its bytes and then where they lie."""
        site = self.state.sites.get(host_of(response.url), "")
        asked = request.meta.get(META) or Asked(site=site, channel="", kind="other", url=request.url)
        received: wire.Wire = request.meta.pop(wire.META)
        arrived = Arrived(
            url=response.url, head=bytes(received.head), body=bytes(received.body), fetched_at=datetime.now(UTC)
        )
        landed = partial(
            Landed,
            site=asked.site,
            channel=asked.channel,
            kind=asked.kind,
            url=arrived.url,
            status=response.status,
            fetched_at=arrived.fetched_at,
            asked=asked.url if asked.url != arrived.url else None,
            listed_title=asked.listed_title,
            listed_on=asked.listed_on,
            etag=header(response, "ETag"),
            last_modified=header(response, "Last-Modified"),
            part_of=asked.part_of,
        )
        self.state.landing.land(
            arrived, lambda position: landed(file=position.file, offset=position.offset, length=position.length)
        )
