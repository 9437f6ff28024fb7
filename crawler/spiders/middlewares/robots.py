"""The middleware that reads robots.txt as sites mean it, where Scrapy takes it at its word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import IgnoreRequest

from crawler.dialects.listing import host_of
from crawler.spiders.crawl_state import CrawlState
from crawler.spiders.download.error_reasons import reason_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser


JITTER = 0.2
"""By how much of itself a delay is longer or shorter than it says, at random: requests in step are what robots send."""


LONGEST_DELAY = 600
"""Seconds between two requests; a host that asks for more is asked nothing: all the others would wait for its crawl."""


def slowed(own: float, asked: float) -> float:
    """The delay of a site that asks for one: not shorter than that at its shortest, nor than the site's own.

    >>> slowed(5, 1), slowed(5, 8)
    (5, 10.0)
    """
    return max(own, asked / (1 - JITTER))


class RobotsMiddleware:
    """Beside Scrapy's own: hides answers that are no robots.txt from it, and keeps to a `Crawl-delay`.

    A host whose robots.txt cannot be had, because it does not answer or has an error of its own (status 5xx), is asked
    for nothing (RFC 9309, 2.3.1.4).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.state = CrawlState.of(crawler)
        self.unreachable: dict[str, str] = {}
        crawler.signals.connect(self.slow_down, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse what would be asked of a host whose rules are not known."""
        if not _is_robots(request) and (reason := self.unreachable.get(urlsplit(request.url).netloc)):
            raise IgnoreRequest(reason)

    def process_response(self, request: Request, response: Response) -> Response:
        """A page that is not there, or a web page sent with status 200, holds no rules (RFC 9309, 2.3.1.3)."""
        if not _is_robots(request):
            return response
        if response.status >= 500:
            self.give_up(request, f"status {response.status}")
        if response.status != 200 or response.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return response.replace(body=b"")
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """A host that does not answer; one that our own rules keep us from has no robots.txt to miss."""
        if _is_robots(request) and not isinstance(exception, IgnoreRequest):
            self.give_up(request, reason_of(exception))

    def give_up(self, request: Request, reason: str) -> None:
        """Note why a host's rules are not known."""
        self.unreachable[urlsplit(request.url).netloc] = f"robots.txt: {reason}"
        raise IgnoreRequest(reason)

    def slow_down(self, robotparser: RobotParser, request: Request) -> None:
        """Wait between two requests to a host as long as its robots.txt asks; Scrapy parses that and goes on."""
        delay = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if not delay or self.crawler.engine is None:
            return
        host = host_of(request.url)
        if delay > LONGEST_DELAY:
            sign = f"robots.txt asks for more than {LONGEST_DELAY} s between two requests"
            self.state.block(self.state.site_of(request), sign)
            return
        downloader = self.crawler.engine.downloader
        settings = downloader.per_slot_settings.setdefault(host, {})
        settings["delay"] = slowed(settings.get("delay", 0), delay)
        settings["concurrency"] = 1
        if slot := downloader.slots.get(host):  # robots.txt itself has come through it
            slot.delay, slot.concurrency = settings["delay"], 1


def _is_robots(request: Request) -> bool:
    return bool(request.meta.get("dont_obey_robotstxt", False))  # no other request carries this mark
