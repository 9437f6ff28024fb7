"""A replica site as the registry would describe it to a crawl."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.article import Channel, Site
from crawler.replica.families import FAMILIES

if TYPE_CHECKING:
    from crawler.replica.site_table import ReplicaSite


def registered(site: ReplicaSite) -> Site:
    """The block that `crawler/sites` would hold for a replica site.

    >>> from crawler.replica.site_table import SITES
    >>> site = registered(SITES[1])
    >>> site.key, site.dialect, site.delay
    ('replica_xuzhou', 'trs', 0)
    >>> bool(re.fullmatch(site.article_url, "http://www.xuzhou.replica.test/zxyw/202409/t20240925_101.html"))
    True
    """
    return Site(
        key=site.key,
        name=site.name,
        level=site.level,
        adcode=site.adcode,
        base_url=f"http://{site.host}/",
        dialect=site.dialect,
        channels=tuple(Channel(name=channel.name, url=channel.url) for channel in site.channels),
        article_url=f"http://{re.escape(site.host)}{FAMILIES[site.dialect].ARTICLE_PATH}",
        confidence="replica",
        delay=0,
    )
