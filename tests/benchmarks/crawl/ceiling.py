"""The ceiling: the same Scrapy with the crawl's settings, but nothing is landed and no callback reads anything."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvloop
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response

ROOT = Path(__file__).parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from country import Country  # noqa: E402

from crawler.spiders.channel_spider import ChannelSpider  # noqa: E402
from crawler.spiders.job import Job  # noqa: E402
from crawler.spiders.middlewares.landing import LandMiddleware  # noqa: E402
from crawler.spiders.settings import settings  # noqa: E402


class PlainHandler(HTTP11DownloadHandler):
    """Scrapy's own, keeping as many connections to the proxy as the crawl's."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.maxPersistentPerHost = crawler.settings.getint("CONCURRENT_REQUESTS")


class CeilingSpider(ChannelSpider):
    """Asks for every page of the country, and looks at none."""

    country: Country

    async def start(self) -> AsyncIterator[Request]:
        for number, site in enumerate(self.job.sites):
            yield Request(site.channels[0].url, self.ask, cb_kwargs={"number": number}, priority=1)

    def ask(self, _: Response, number: int) -> Iterator[Request]:
        for url in self.country.article_addresses(number):
            yield Request(url, self.nothing)

    def nothing(self, _: Response) -> None:
        """What it is all about."""


def main() -> None:
    job = Job.from_json(Path(sys.argv[1]).read_text(encoding="utf-8"))
    chosen = settings(job)
    chosen["DOWNLOAD_HANDLERS_BASE"] = {"http": PlainHandler}
    chosen["DOWNLOADER_MIDDLEWARES"] = {
        middleware: place
        for middleware, place in chosen["DOWNLOADER_MIDDLEWARES"].items()
        if middleware is not LandMiddleware
    }
    gc.set_threshold(50_000, 20, 100)
    asyncio.set_event_loop(uvloop.new_event_loop())
    process = AsyncCrawlerProcess(chosen)
    process.crawl(CeilingSpider, job=job, country=Country(sites=len(job.sites)))
    process.start()


if __name__ == "__main__":
    main()
