"""Scrapy's settings for a job. Its chains of components are written out: what is not named here does not run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.downloadermiddlewares.defaultheaders import DefaultHeadersMiddleware
from scrapy.downloadermiddlewares.downloadtimeout import DownloadTimeoutMiddleware
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.downloadermiddlewares.useragent import UserAgentMiddleware
from scrapy.spidermiddlewares.referer import RefererMiddleware
from scrapy.spidermiddlewares.start import StartSpiderMiddleware

from crawler.dialects.listing import host_of
from crawler.landing.content_coding import LARGEST
from crawler.spiders.crawl_state import addresses
from crawler.spiders.download.public_resolver import resolver
from crawler.spiders.download.raw_handler import WireHandler
from crawler.spiders.download.scheduler import HostDownloader, HostScheduler
from crawler.spiders.middlewares.allowed_hosts import RouteMiddleware
from crawler.spiders.middlewares.ban import BlockMiddleware
from crawler.spiders.middlewares.decompress import UnpackMiddleware
from crawler.spiders.middlewares.https_fallback import SchemeMiddleware, SwitchMiddleware
from crawler.spiders.middlewares.landing import LandMiddleware
from crawler.spiders.middlewares.redirect_target import TargetMiddleware
from crawler.spiders.middlewares.robots import JITTER, RobotsMiddleware

if TYPE_CHECKING:
    from crawler.spiders.job import Job

HOST_CONCURRENCY = 8
"""Requests at once to a host that asks for no delay."""
ON_THE_WIRE = 256
"""Requests at once to all hosts: some are slow, and what does not answer keeps its place for half a minute."""

DOWNLOADER_MIDDLEWARES = {
    # The spider's side: a request passes downwards, a response upwards.
    SwitchMiddleware: 40,
    RouteMiddleware: 50,
    RobotsTxtMiddleware: 100,
    RobotsMiddleware: 110,
    DownloadTimeoutMiddleware: 350,
    DefaultHeadersMiddleware: 400,
    UserAgentMiddleware: 500,
    RetryMiddleware: 550,
    UnpackMiddleware: 590,
    RedirectMiddleware: 600,
    TargetMiddleware: 610,
    BlockMiddleware: 620,
    HttpProxyMiddleware: 750,
    SchemeMiddleware: 800,
    LandMiddleware: 1000,
    # The web's side.
}


def slots(job: Job) -> dict[str, dict[str, Any]]:
    """How each host of a job is asked: after a delay, give or take a fifth, one request at a time.

    Sites on one host share the longer one.
    """
    found: dict[str, dict[str, Any]] = {}
    for site in job.sites:
        for url in addresses(site):
            host = host_of(url)
            delay = max(site.delay, found.get(host, {}).get("delay", 0))
            found[host] = {"delay": delay, "concurrency": 1 if delay else HOST_CONCURRENCY, "jitter": JITTER}
    return found


def settings(job: Job) -> dict[str, Any]:
    """Everything a crawl sets, and nothing it leaves to Scrapy's defaults by accident."""
    return {
        "USER_AGENT": job.user_agent,
        "ROBOTSTXT_OBEY": job.obey_robots,
        # gzip and deflate alone: what reads the landing can undo no other.
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
            "Accept-Encoding": "gzip, deflate",
        },
        "DOWNLOAD_HANDLERS_BASE": {"http": WireHandler, "https": WireHandler},
        "DOWNLOAD_SLOTS": slots(job),
        "DOWNLOAD_DELAY_JITTER": JITTER,
        "DOWNLOAD_TIMEOUT": job.timeout,
        "DOWNLOAD_MAXSIZE": LARGEST,
        "TWISTED_DNS_RESOLVER": resolver(job),
        "CONCURRENT_REQUESTS": ON_THE_WIRE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": HOST_CONCURRENCY,
        "CONCURRENT_ITEMS": 1,  # there are none, and for every response Scrapy starts so many tasks to look for them
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [408, 500, 502, 503, 504, 522, 524],  # not 429, which asks for less
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",  # the receipt says it
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": DOWNLOADER_MIDDLEWARES,
        "SPIDER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES": {StartSpiderMiddleware: 25, RefererMiddleware: 700},
        "EXTENSIONS_BASE": {},  # among them the telnet console and AutoThrottle
        "SCHEDULER": HostScheduler,  # filters no duplicates: the spider knows what it has asked for
        "DOWNLOADER": HostDownloader,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
    }
