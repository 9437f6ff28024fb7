"""`python -m crawler.spiders JOB.json`: one crawl, then the process is over. A reactor can be run but once."""

from __future__ import annotations

import asyncio
import gc
import resource
import sys
from pathlib import Path

import uvloop
from scrapy.crawler import AsyncCrawlerProcess

from crawler.errors import CppccError, CrawlError
from crawler.landing.receipt import Ended, ReceiptWriter
from crawler.landing.warc_store import WarcWriter
from crawler.landing.writer import LandingWriter
from crawler.spiders.channel_spider import ChannelSpider
from crawler.spiders.job import Job
from crawler.spiders.settings import settings

CONNECTIONS = 10_240
"""Files that may be open at once: every host keeps its connection. More than this some systems refuse."""


def allow_connections() -> None:
    """Raise this process's limit of open files, as far as the system lets it; many begin at 1,024."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = CONNECTIONS if most == resource.RLIM_INFINITY else min(CONNECTIONS, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, allowed), most))


def crawl(job: Job) -> None:
    """Run a crawl to its end. Raises LandingError if it cannot be written down, CrawlError if it never began."""
    allow_connections()
    gc.set_threshold(50_000, 20, 100)  # what waits is all alive: looking for garbage in it took a fifth of the time
    asyncio.set_event_loop(uvloop.new_event_loop())  # before Scrapy, which would open another first and leave it so
    process = AsyncCrawlerProcess(settings(job))
    crawler = process.create_crawler(ChannelSpider)
    with ReceiptWriter(job.receipt) as receipt:
        with WarcWriter(job.landing) as warc, LandingWriter(warc, receipt) as landing:
            process.crawl(crawler, job=job, landing=landing)
            process.start()
        spider = crawler.spider
        if not isinstance(spider, ChannelSpider) or spider.ended is None:
            raise CrawlError("The crawl did not start; the log above says why")
        receipt.write(Ended(reason=spider.ended))


def main() -> int:
    """Read the job named on the command line and crawl. 0 if the receipt says how the crawl ended, else 1."""
    try:
        [path] = map(Path, sys.argv[1:])
        crawl(Job.from_json(path.read_text(encoding="utf-8")))
    except (CppccError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
