"""Which request is sent next: the hosts by turns, each as fast as its delay allows and none held up by another.

Scrapy hands requests to its downloader until so many are there, and counts those that wait for their host's delay: with
64 of them and 5 seconds each, a whole crawl sends 13 requests a second. Here a request stays in the scheduler until its
host has room, and what is counted is what is on the wire. A turn costs the same for one host and for thousands.

What is built on here of the downloader is private to Scrapy; the tests of the crawl count what servers were asked.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, Self

from scrapy.core.downloader import Downloader, Slot
from scrapy.core.scheduler import BaseScheduler

from crawler.dialects.listing import host_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred


class HostScheduler(BaseScheduler):
    """The requests that wait, a queue a host: the highest priority first, then in the order they came."""

    def __init__(self, downloader: HostDownloader) -> None:
        self.waiting: defaultdict[str, list[tuple[int, int, Request]]] = defaultdict(list)
        self.turns: OrderedDict[str, None] = OrderedDict()
        """The hosts that have a request waiting and room for it."""
        self.sent: dict[Request, str] = {}
        """The hosts of the requests that were handed out and are not over."""
        self.at_once: Counter[str] = Counter()
        """How many of these each host has."""
        self.order = count()
        self.downloader = downloader
        downloader.finished = self.finish

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The scheduler of a crawl."""
        assert crawler.engine is not None
        assert isinstance(crawler.engine.downloader, HostDownloader)
        return cls(crawler.engine.downloader)

    def has_pending_requests(self) -> bool:
        """Whether any request waits."""
        return bool(self.waiting)

    def enqueue_request(self, request: Request) -> bool:
        """Put a request into its host's queue."""
        host = host_of(request.url)
        heappush(self.waiting[host], (-request.priority, next(self.order), request))
        self._line_up(host)
        return True

    def next_request(self) -> Request | None:
        """A request of the host whose turn it is; None while every host that has one waiting is busy."""
        if not self.turns:
            return None
        host, _ = self.turns.popitem(last=False)
        _, _, request = heappop(self.waiting[host])
        if not self.waiting[host]:
            del self.waiting[host]
        self.sent[request] = host
        self.at_once[host] += 1
        self._line_up(host)
        return request

    def finish(self, request: Request) -> None:
        """A request came to its end, whatever that was: its host has room again."""
        if host := self.sent.pop(request, None):  # robots.txt is asked for without the scheduler
            self.at_once[host] -= 1
            self._line_up(host)

    def _line_up(self, host: str) -> None:
        if host in self.waiting and self.at_once[host] < self.downloader.concurrency(host):
            self.turns[host] = None


class HostDownloader(Downloader):
    """Scrapy's downloader, with a limit to what is on the wire at once instead of to what waits in it."""

    finished: Callable[[Request], None]

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.on_the_wire = 0
        self.held: OrderedDict[Slot, None] = OrderedDict()
        """The hosts whose next request could be sent if it were not for the limit."""

    def concurrency(self, host: str) -> int:
        """How many requests a host gets at once."""
        settings: dict[str, int] = self.per_slot_settings.get(host, {})
        return settings.get("concurrency", self.domain_concurrency)

    def needs_backout(self) -> bool:
        """Never: the scheduler hands out no more than there is room for."""
        return False

    def fetch(self, request: Request, spider: Spider | None = None) -> Deferred[Any]:  # noqa: ARG002
        """See a request through the middlewares and over the wire."""

        def finish(result: Any) -> Any:
            self.finished(request)
            return result

        return super().fetch(request).addBoth(finish)

    def _process_queue(self, slot: Slot) -> None:
        if self.on_the_wire >= self.total_concurrency:
            self.held[slot] = None
            return
        waiting = len(slot.queue)
        super()._process_queue(slot)
        self.on_the_wire += waiting - len(slot.queue)

    async def _download(self, slot: Slot, request: Request) -> Response:
        try:
            return await super()._download(slot, request)
        finally:
            self.on_the_wire -= 1
            while self.held and self.on_the_wire < self.total_concurrency:
                self._process_queue(self.held.popitem(last=False)[0])
