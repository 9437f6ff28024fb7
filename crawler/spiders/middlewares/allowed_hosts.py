"""The middleware that says where a request may go, in which queue it waits, and through which proxy it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest

from crawler.dialects.listing import host_of
from crawler.spiders.crawl_state import CrawlState

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class RouteMiddleware:
    """Keeps a crawl to the hosts of its job's sites, also when it is redirected, and to the job's proxy.

    Scrapy's own off-site filter drops a foreign redirect without a word; here it fails with its reason.
    """

    def __init__(self, state: CrawlState) -> None:
        self.state = state

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(CrawlState.of(crawler))

    def process_request(self, request: Request) -> None:
        """Refuse a request to a foreign host; give every other, also for robots.txt, its host's queue and the proxy."""
        host = host_of(request.url)
        if host not in self.state.sites:
            raise IgnoreRequest(f"foreign host {host}")
        if reason := self.state.why_not_sent(request) or self.state.spend(request):
            raise IgnoreRequest(reason)
        request.meta["download_slot"] = host  # one queue, and so one delay, with and without www.
        request.meta["proxy"] = self.state.job.proxy  # None, too, is an answer: Scrapy would ask the environment
