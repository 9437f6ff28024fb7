"""The middleware that reads robots.txt as sites mean it, where Scrapy takes it at its word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import signals

from crawler.spiders.channel_spider import host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser


class RobotsMiddleware:
    """Beside Scrapy's own: hides answers that are no robots.txt from it, and keeps to a `Crawl-delay`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.slow_down, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """An error page, or a web page sent with status 200, holds no rules (RFC 9309, 2.3.1.3)."""
        is_robots = request.meta.get("dont_obey_robotstxt", False)  # no other request carries this mark
        if is_robots and (response.status != 200 or response.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")):
            return response.replace(body=b"")
        return response

    def slow_down(self, robotparser: RobotParser, request: Request) -> None:
        """Wait between two requests to a host as long as its robots.txt asks; Scrapy parses that and goes on."""
        delay = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if not delay or self.crawler.engine is None:
            return
        host = host_of(request.url)
        downloader = self.crawler.engine.downloader
        settings = downloader.per_slot_settings.setdefault(host, {})
        settings["delay"] = max(delay, settings.get("delay", 0))
        settings["concurrency"] = 1
        if slot := downloader.slots.get(host):  # robots.txt itself has come through it
            slot.delay, slot.concurrency = settings["delay"], 1
