"""How fast a crawl asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scrapy.core.downloader import Slot

from crawler.sites.registry import load_registry, select
from crawler.spiders.download.ban_signs import wait_asked
from crawler.spiders.job import Job
from crawler.spiders.middlewares.robots import JITTER, slowed
from crawler.spiders.settings import slots

if TYPE_CHECKING:
    from crawler.article import Site


WAITS = {
    "120": "wait 120 s",
    "0": None,
    "000": None,
    "000000000120": "wait 120 s",
    "9" * 20: "wait 31536000 s",
    "9" * 5000: "wait 31536000 s",
    "-1": None,
    "1.5": None,
    "Wed, 21 Oct 2026 07:28:00 GMT": "wait until 2026-10-21 07:28 UTC",
    "Wed, 21 Oct 2026 15:28:00 +0800": "wait until 2026-10-21 07:28 UTC",
    "Wed, 21 Oct 2026 07:28:00": "wait until 2026-10-21 07:28 UTC",
    "Fri, 31 Dec 9999 23:59:59 -2359": None,
    "Mon, 01 Jan 0001 00:00:00 +2359": None,
    f"Fri, 31 Dec {'9' * 20} 23:59:59 GMT": None,
    f"Fri, 31 Dec 2024 23:59:59 +{'9' * 20}": None,
    "tomorrow": None,
    "": None,
}


def job(*sites: Site) -> Job:
    return Job(sites=sites, known=Path(), landing=Path(), receipt=Path(), user_agent="")


def test_a_delay_varies_around_the_sites_own() -> None:
    [site] = select(load_registry(), ["nx"])
    slot = Slot(**slots(job(site))["nxzx.gov.cn"])
    waits = [slot.download_delay() for _ in range(1000)]
    assert slot.delay == site.delay
    assert 0.8 * site.delay <= min(waits) < 0.9 * site.delay < 1.1 * site.delay < max(waits) <= 1.2 * site.delay


def test_sites_on_one_host_share_the_longer_delay() -> None:
    [site] = select(load_registry(), ["nx"])
    both = slots(job(replace(site, key="other", delay=40), site))
    assert both == {"nxzx.gov.cn": {"delay": 40, "concurrency": 1, "jitter": JITTER}}


@pytest.mark.parametrize("asked", [0.5, 4.5, 10])
def test_a_delay_is_never_shorter_than_robots_txt_asks(asked: float) -> None:
    slot = Slot(concurrency=1, delay=slowed(5, asked), jitter=JITTER)
    assert min(slot.download_delay() for _ in range(1000)) >= asked


@pytest.mark.parametrize(("value", "words"), WAITS.items(), ids=[value[:40] for value in WAITS])
def test_what_a_retry_after_asks_for(value: str, words: str | None) -> None:
    assert wait_asked(value) == words
