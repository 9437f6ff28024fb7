"""A download handler that keeps every response as it came over the wire.

Twisted sorts and re-capitalises headers and drops those about the connection, Scrapy forgets the words of the status
line, and both undo chunks. So their parser is listened to: the lines it reads are the head, what follows is the body.
What is built on here is private to Scrapy and Twisted; the tests of the spider compare landed bytes with sent ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import IgnoreRequest
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from crawler.spiders.channel_spider import BLOCKING, ChannelSpider, host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.web.iweb import IResponse

META = "wire"
"""Where a request's `meta` holds the Wire of its answer."""


@dataclass(slots=True)
class Wire:
    """What a server sent in answer to one request; it grows until the response is complete."""

    head: bytearray = field(default_factory=bytearray)
    """Status line and headers, with the empty line that ends them."""
    body: bytearray = field(default_factory=bytearray)
    """Everything after it, chunk sizes and compression included."""


class _Parser(http11._LenientHTTPClientParser):
    wire: Wire

    def connectionMade(self) -> None:  # noqa: N802
        self.wire = Wire()  # again after a 1xx answer, which is no part of the response
        super().connectionMade()  # type: ignore[no-untyped-call]

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self.wire.head += line + b"\n"
        super().lineReceived(line)

    def rawDataReceived(self, data: bytes) -> None:  # noqa: N802
        self.wire.body += data
        super().rawDataReceived(data)  # type: ignore[no-untyped-call]


class _Protocol(http11._LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Deferred[IResponse]:
        received = super().request(request)
        parser: Any = self._parser
        parser.__class__ = _Parser  # as the class above this one does: Twisted names its parser's class in the code
        parser.wire = Wire()

        def attach(response: Any) -> Any:
            response.wire = parser.wire
            return response

        return received.addCallback(attach)


class _Factory(http11._LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: object) -> _Protocol:  # noqa: ARG002, N802
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _Agent(http11._ScrapyAgent):
    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        request.meta[META] = txresponse.wire
        return super()._cb_bodyready(txresponse, request)


class WireHandler(http11.HTTP11DownloadHandler):
    """Scrapy's handler for http and https that puts a Wire into the request's `meta`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
        self._pool.cachedConnectionTimeout = 30  # seconds, not four minutes: a host that is done with holds a file

    async def download_request(self, request: Request) -> Response:
        """Ask, and return the response when it is complete.

        A request has waited in its host's queue until now; meanwhile the site may have turned the crawl away.
        """
        spider = self._crawler.spider
        assert isinstance(spider, ChannelSpider)
        if reason := spider.turned_away(request):
            raise IgnoreRequest(reason)
        agent = _Agent(
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=True,
            crawler=self._crawler,
        )
        with wrap_twisted_exceptions():
            response = await maybe_deferred_to_future(agent.download_request(request))
        # Here and not only where the response is read: the next request of the queue is sent before that.
        if response.status in BLOCKING:
            spider.blocked.setdefault(spider.sites[host_of(request.url)], f"status {response.status}")
        return response
