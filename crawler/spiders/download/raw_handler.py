"""A download handler that keeps every response as it came over the wire.

Twisted sorts and re-capitalises headers and drops those about the connection, Scrapy forgets the words of the status
line, and both undo chunks. So their parser is listened to: the lines it reads are the head, what follows is the body.
What is built on here is private to Scrapy and Twisted; the tests of the spider compare landed bytes with sent ones.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadFailedError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.web._newclient import ParseError

from crawler.landing.content_coding import LARGEST
from crawler.landing.receipt import Warned
from crawler.spiders.crawl_state import CrawlState
from crawler.spiders.download.ban_signs import sign_of_head
from crawler.spiders.download.error_reasons import causes
from crawler.spiders.download.public_resolver import PRIVATE
from crawler.spiders.download.tls import LEGACY_WARNING, TlsPolicy

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.web.iweb import IResponse

META = "wire"
"""Where a request's `meta` holds the Wire of its answer."""

STATUSES = range(100, 1000)
"""What a server can answer: three digits (RFC 9110, 15)."""

LARGEST_HEAD = 256 * 2**10
"""Bytes of the largest status line and headers that are kept; browsers draw the line there, too."""


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

    def statusReceived(self, status: bytes) -> None:  # noqa: N802
        super().statusReceived(status)  # type: ignore[no-untyped-call]
        if self.response.code not in STATUSES:  # Twisted takes any number; the store's column does not hold every one
            raise ParseError("no status", status)  # type: ignore[no-untyped-call]

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self.wire.head += line + b"\n"
        if len(self.wire.head) > LARGEST_HEAD:
            raise DownloadCancelledError("the headers are too large")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        raise DownloadCancelledError(f"a header is too large: {len(line)} bytes")

    def rawDataReceived(self, data: bytes) -> None:  # noqa: N802
        self.wire.body += data
        if len(self.wire.body) > 2 * LARGEST:  # chunks of a byte each: what they hold is counted elsewhere
            raise DownloadCancelledError("the body is too large")
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
        self._pool.retryAutomatically = False  # behind our back, without a delay; Scrapy tries again as well
        self.state = CrawlState.of(crawler)
        self.legacy = {site.key for site in self.state.job.sites if site.tls == "legacy"}
        legacy_hosts = {host for host, key in self.state.sites.items() if key in self.legacy}
        self._contextFactory = TlsPolicy(legacy_hosts)  # type: ignore[assignment]  # zope's interfaces are no types
        http11.logger.setLevel(logging.ERROR)  # what it warns of, such as sizes, the receipt says
        self._pool.cachedConnectionTimeout = 30  # seconds, not four minutes: a host that is done with holds a file
        self._pool.maxPersistentPerHost = crawler.settings.getint("CONCURRENT_REQUESTS")  # a proxy counts as one host

    async def download_request(self, request: Request) -> Response:
        """Ask, and return the response when it is complete.

        A request has waited in its host's queue until now; meanwhile the site may have turned the crawl away.
        """
        if reason := self.state.why_not_sent(request):
            raise IgnoreRequest(reason)
        agent = _Agent(
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=True,
            crawler=self._crawler,
        )
        self.warn(request)
        try:
            with wrap_twisted_exceptions():
                response = await maybe_deferred_to_future(agent.download_request(request))
        except CannotResolveHostError as error:
            if address := PRIVATE.get(urlsplit(request.url).hostname or ""):
                raise IgnoreRequest(f"private address {address}") from error
            raise
        except (DownloadFailedError, ResponseDataLossError) as error:
            if given_up := next((each for each in causes(error) if isinstance(each, DownloadCancelledError)), None):
                raise given_up from None
            raise
        # Here and not only where the response is read: the next request of the queue is sent before that.
        if sign := sign_of_head(response):
            self.state.block(self.state.site_of(request), sign)
        return response

    def warn(self, request: Request) -> None:
        """Write down, once, that a site is asked by https in a way that is no longer safe."""
        site = self.state.site_of(request)
        if site in self.legacy and urlsplit(request.url).scheme == "https":
            self.legacy.discard(site)
            self.state.write(Warned(site=site, words=LEGACY_WARNING))
