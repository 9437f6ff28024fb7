"""The middleware that unpacks responses, by the same rules as what reads the landing later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from crawler.landing.content_coding import codings, undo, unknown

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class UnpackMiddleware:
    """Undoes gzip and deflate up to a bound; Scrapy's own answers a larger body with a sentence of its own."""

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """Hand on what was packed; refuse what is too large, or packed in a way nobody asked for."""
        applied = codings(value.decode("latin-1") for value in response.headers.getlist("Content-Encoding"))
        if not applied:
            return response
        if coding := unknown(applied):
            raise IgnoreRequest(f"content encoding {coding}")
        body = undo(response.body, applied)
        if body is None:
            raise IgnoreRequest("too large")
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        return response.replace(headers=headers, body=body)
