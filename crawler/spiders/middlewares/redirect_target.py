"""The middleware that looks at where a redirect leads before it is followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy.exceptions import IgnoreRequest
from w3lib.url import safe_url_string

from crawler.dialects.listing import host_of
from crawler.spiders.crawl_state import META, Asked
from crawler.web_address import is_web_address

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

REDIRECTS = {301, 302, 303, 307, 308}

_HOME = re.compile(r"/?(?:(?:index|default|home|main)\.\w+)?", re.IGNORECASE)


def is_home_page(url: str) -> bool:
    """Whether an address is that of a site's home page.

    >>> is_home_page("http://www.nxzx.gov.cn/index.html"), is_home_page("http://www.nxzx.gov.cn/zxyw/index.html")
    (True, False)
    """
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


class TargetMiddleware:
    """Refuses a redirect that leads nowhere. Scrapy follows the others; a foreign host is refused when it is asked."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse a redirect to no web address, in a circle, or from an article to the home page."""
        location = response.headers.get("Location")
        if response.status not in REDIRECTS or location is None:
            return response
        try:
            target = urldefrag(urljoin(request.url, safe_url_string(location.strip()))).url
            scheme = urlsplit(target).scheme
        except ValueError as error:  # such as an unfinished [IPv6] host
            raise IgnoreRequest("redirect to no address") from error
        if scheme not in {"http", "https"}:
            raise IgnoreRequest(f"redirect to {scheme}:")
        if not is_web_address(target):
            raise IgnoreRequest("redirect to no address")
        if target in (request.url, *request.meta.get("redirect_urls", ())):
            raise IgnoreRequest("redirect loop")
        asked: Asked | None = request.meta.get(META)
        is_of_article = asked is not None and asked.kind not in {"list", "other"}
        if is_of_article and is_home_page(target) and host_of(target) == host_of(request.url):
            raise IgnoreRequest("soft 404: redirect to the home page")
        return response
