"""The middleware that takes the answer of a site that turns the crawl away for what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from crawler.landing.receipt import BLOCKED
from crawler.spiders.download.ban_signs import sign_of_head

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class BlockMiddleware:
    """Takes the answer of a site that turns the crawl away for what it is, before it could be asked again.

    The download handler has noted it by then: the site is asked nothing more in this crawl.
    """

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Refuse such an answer; hand on every other."""
        if sign := sign_of_head(response):
            raise IgnoreRequest(f"{BLOCKED}{sign}")
        return response
