"""The middlewares that ask by http where https does not answer, and the other way round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from crawler.landing.receipt import Warned
from crawler.spiders.crawl_state import CrawlState
from crawler.spiders.download.error_reasons import UNCONNECTED, reason_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

META = "scheme"
"""Where a request's `meta` holds its Switched."""

OTHER = {"http": "https", "https": "http"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Switched:
    """A request that is sent by the other scheme."""

    asked: str
    sent: str
    why: str


class SchemeMiddleware:
    """Tries the other scheme once, for a host that has not answered by the one it was asked by.

    A host that then answers is asked so for the rest of the crawl; a warning in the receipt says it. Whoever has
    answered by https in this crawl is never asked by http for it. The rest of the crawl sees the address that was asked
    for: rows of a list keep their scheme, and what is known stays known. Ports that an address names belong to its
    scheme, and are left alone.
    """

    def __init__(self, state: CrawlState) -> None:
        self.state = state
        self.answered: set[tuple[str, str]] = set()
        self.switched: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(CrawlState.of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """Note that a host answers, and give a switched request's answer the address that was asked for."""
        host, scheme = _target(request)
        self.answered.add((host, scheme))
        switched: Switched | None = request.meta.get(META)
        if switched is None or switched.sent != request.url:
            return response
        if host not in self.switched:
            self.switched[host] = scheme
            words = f"{OTHER[scheme]} does not answer ({switched.why}): asked by {scheme}"
            self.state.write(Warned(site=self.state.site_of(request), words=words))
        return response.replace(url=switched.asked)

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Try the other scheme where the connection failed, and not more than this page."""
        host, scheme = _target(request)
        switched: Switched | None = request.meta.get(META)
        is_second = switched is not None and switched.sent == request.url
        why = reason_of(exception)
        has_port = re.search(r":\d*$", host) is not None
        if switched and is_second and host not in self.switched:
            # Back to what was asked for, and no second time here; it counts as the first of the retries.
            meta = {**request.meta, "retry_times": request.meta.get("retry_times", 0) + 1}
            return request.replace(url=switched.asked, meta=meta)
        if switched or why not in UNCONNECTED or (host, scheme) in self.answered or has_port:
            return None
        return _switched(request, why)


class SwitchMiddleware:
    """Sends by the other scheme what goes to a host that was found to answer by it.

    Apart from the one above and before all others, so that none of them sees the same request twice.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Exchange the request for one by the other scheme, if its host was found to answer by that alone."""
        schemes = self.crawler.get_downloader_middleware(SchemeMiddleware)
        host, scheme = _target(request)
        return _switched(request, "") if schemes and schemes.switched.get(host, scheme) != scheme else None


def _target(request: Request) -> tuple[str, str]:
    parts = urlsplit(request.url)
    return parts.netloc, parts.scheme


def _switched(request: Request, why: str) -> Request:
    scheme, colon, rest = request.url.partition(":")
    sent = f"{OTHER[scheme]}{colon}{rest}"
    return request.replace(url=sent, meta={**request.meta, META: Switched(asked=request.url, sent=sent, why=why)})
