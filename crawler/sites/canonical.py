"""The one address under which an article is known, whichever of its addresses a list names."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

from crawler.article import Channel, Site, Twin
from crawler.bounds import number
from crawler.sites.canonical_table import FAMILY_TWINS, NEEDLESS
from crawler.text.han.big5_gateway import ungated
from crawler.web_address import MOST_PORT, is_web_address

_PARTS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9._-]+)(?::(?P<port>\d*))?(?P<path>/[^?#]*)?(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"https?://[a-z0-9.:_-]+/[\w./~-]*(?:\?[\w=&./~-]*)?", re.ASCII)
"""An address that is asked for as it is written."""
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_NEEDLESS = re.compile("|".join(NEEDLESS), re.IGNORECASE)
_DOUBLED = re.compile(r"(?<!:)//+")
_PORTS = {"http": "80", "https": "443"}


def origin(url: str) -> tuple[str, str]:
    """Which server an address asks, with and without `www.` the same and by either scheme; and how the address says so.

    Raises ValueError for an address that cannot be asked for.

    >>> origin("https://WWW.jlzx.gov.cn:443/dptt/")
    ('jlzx.gov.cn', 'https://www.jlzx.gov.cn')
    """
    if not is_web_address(url):
        raise ValueError(f"no web address: {url}")
    parts = urlsplit(url)
    named = re.search(r":(\d+)$", parts.netloc)
    port = number(named[1], MOST_PORT) if named else None
    host = f"{parts.hostname}:{port}" if port and str(port) != _PORTS[parts.scheme] else f"{parts.hostname}"
    return host.removeprefix("www."), f"{parts.scheme}://{host}"


class _Rules:
    """What makes an address of one site canonical."""

    def __init__(
        self, base_url: str, channels: tuple[Channel, ...], twins: tuple[Twin, ...], article_url: str, dialect: str
    ) -> None:
        self.origins: dict[str, str] = {}
        """How the site's registered addresses begin, by server; the home page's way goes before the lists'."""
        for url in (base_url, *(channel.url for channel in channels)):
            self.origins.setdefault(*origin(url))
        self.article_url = re.compile(article_url)
        self.twins = [
            (re.compile(twin.pattern).fullmatch, twin.replacement) for twin in (*FAMILY_TWINS.get(dialect, ()), *twins)
        ]

    def through_gates(self, url: str) -> str:
        """The address behind Big5 gates, as long as it is one of the site's own."""
        while (page := ungated(url)) and origin(page)[0] in self.origins:
            url = page
        return url

    def without_noise(self, path: str, start: str) -> str:
        """A path without session, and without doubled slashes if the site's articles are known to have none."""
        path = _SESSION.sub("", path)
        single = _DOUBLED.sub("/", path)
        return single if self.article_url.fullmatch(start + single) else path

    def __call__(self, url: str) -> str:
        try:
            if not _PLAIN.fullmatch(url):
                url = safe_url_string(url.strip())
            if "big5" in url or "/gate/" in url:
                url = self.through_gates(url)
        except ValueError:  # such as an unfinished [IPv6] host
            return url
        parts = _PARTS.fullmatch(url)
        if parts is None:
            return url
        scheme, host, port, path, query = parts.groups()
        scheme, host = scheme.lower(), host.lower()
        if port and port != _PORTS[scheme]:
            host = f"{host}:{port}"
        start = self.origins.get(host.removeprefix("www."), f"{scheme}://{host}")
        path = path or "/"
        if ";" in path or "//" in path:
            path = self.without_noise(path, start)
        if query:
            query = "&".join(each for each in query.split("&") if each and not _NEEDLESS.fullmatch(each))
        url = f"{start}{path}?{query}" if query else start + path
        for matches, replacement in self.twins:
            if found := matches(url):
                url = found.expand(replacement)
        return url


_rules = lru_cache(maxsize=1024)(_Rules)  # more than there are sites


def canonical(url: str, site: Site) -> str:
    """The address under which an article of a site is known; of an address that is canonical already, itself.

    Twins that many sites have lead to one address: scheme and `www.` as the site's block writes them, no default port,
    no fragment, no official Big5 gate, no parameter that tells visits apart and not articles, characters escaped as
    they are asked for. What is left are the twins of the site's CMS family and its own. Never raises.

    >>> site = Site(key="js", name="江苏省政协", level="provincial", adcode="320000", dialect="trs", channels=(),
    ...             base_url="http://www.jszx.gov.cn/", article_url=r"http://www\\.jszx\\.gov\\.cn/.*")
    >>> canonical("https://jszx.gov.cn:443/zxta//202409/t20240925_101.html?from=timeline#top", site)
    'http://www.jszx.gov.cn/zxta/202409/t20240925_101.html'
    """
    return _rules(site.base_url, site.channels, site.twins, site.article_url, site.dialect)(url)
