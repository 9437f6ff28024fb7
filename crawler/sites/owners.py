"""Whose an address is: the registered site on whose server it is, and whether it looks like one of its articles."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from crawler.sites.canonical import canonical, origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.article import Channel, Site


class Owners:
    """Sites by their servers.

    >>> from crawler.article import Site
    >>> site = Site(key="js", name="江苏省政协", level="provincial", adcode="320000", dialect="trs", channels=(),
    ...             base_url="http://www.jszx.gov.cn/", article_url=r"http://www\\.jszx\\.gov\\.cn/.*_\\d+\\.html")
    >>> owners = Owners([site])
    >>> owners.article("https://jszx.gov.cn/zxta/t20240925_101.html?from=timeline")[1]
    'http://www.jszx.gov.cn/zxta/t20240925_101.html'
    >>> owners.article("http://www.jszx.gov.cn/zxta/"), len(owners.on_server("http://jszx.gov.cn/zxta/"))
    (None, 1)
    """

    def __init__(self, sites: Sequence[Site]) -> None:
        self._by_server: defaultdict[str, dict[str, Site]] = defaultdict(dict)
        for site in sites:
            for url in (site.base_url, *(channel.url for channel in site.channels)):
                self._by_server[origin(url)[0]][site.key] = site

    def on_server(self, url: str) -> list[Site]:
        """The sites that have a page on the server of an address, in registry order."""
        if not url.startswith(("http://", "https://")):
            return []
        try:
            return [*self._by_server.get(origin(url)[0], {}).values()]
        except ValueError:  # such as a port that is no number
            return []

    def article(self, url: str) -> tuple[Site, str] | None:
        """The site one of whose articles an address looks like, and the article's canonical address."""
        for site in self.on_server(url):
            known_as = canonical(url, site)
            if site.article_url and re.fullmatch(site.article_url, known_as):
                return site, known_as
        return None


def channel_of(url: str, site: Site) -> Channel | None:
    """The list in whose folder an article's canonical address is, the innermost; None where it is in none's."""
    folders = ((channel.url.rpartition("/")[0] + "/", channel) for channel in site.channels)
    inside = [(folder, channel) for folder, channel in folders if url.startswith(folder) and folder.count("/") > 3]
    return max(inside, key=lambda each: len(each[0]), default=(None, None))[1]
