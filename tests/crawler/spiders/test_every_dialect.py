"""Whole sites of every family in every encoding, in real crawls: nothing is missed, nothing is asked for twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from waiting import PATIENCE

from crawler.dialects import DIALECTS, recognise
from crawler.dialects.dialect import Form, ListPage
from crawler.landing.receipt import Ended, Receipt, read_receipt
from crawler.replica.every_site import every_site
from crawler.replica.registered import registered
from crawler.replica.server import Replica
from crawler.replica.world import World, build_world
from crawler.spiders.job import Job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.replica.site_table import ReplicaSite

SITES = every_site()


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(articles=36 * len(SITES), sites=SITES)


def crawl(folder: Path, proxy: str) -> Receipt:
    job = Job(
        sites=tuple(registered(site) for site in SITES),
        known=folder.parent / "known.txt",
        landing=folder / "crawl.warc.gz",
        receipt=folder / "receipt.jsonl",
        user_agent="cppcc-news-crawler",
        proxy=proxy,
    )
    folder.mkdir()
    (folder / "job.json").write_text(job.to_json(), encoding="utf-8")
    words = [sys.executable, "-W", "error", "-m", "crawler.spiders", str(folder / "job.json")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    return read_receipt(job.receipt)


def articles(receipt: Receipt) -> Counter[str]:
    return Counter(landed.url for landed in receipt.landed if landed.kind == "article")


def test_every_dialect_reads_whole_sites(tmp_path: Path, world: World) -> None:
    known = tmp_path / "known.txt"
    known.touch()
    with Replica(world) as replica:
        first = crawl(tmp_path / "first", replica.address)
        assert (first.failed, first.ended) == ((), Ended(reason="finished"))
        assert articles(first) == Counter(article.url for article in world.articles)
        assert {channel.stopped_because for channel in first.channels} == {"last page"}
        assert {done.site.partition("_")[0] for done in first.channels if done.pages < 3} == {"feed"}
        for landed in first.landed:
            if landed.kind != "article":
                continue
            article = world.by_url[landed.url]
            is_titled = not article.channel.url.endswith("sitemap.xml")
            assert landed.listed_title == (article.title if is_titled else None)
            assert landed.listed_on == article.listed_at.date(), landed.url

        known.write_text("\n".join(articles(first)), encoding="utf-8")
        second = crawl(tmp_path / "second", replica.address)
        assert (second.failed, articles(second)) == ((), Counter())

        replica.world = world.publish(2 * len(SITES))
        third = crawl(tmp_path / "third", replica.address)
        assert third.failed == ()
        assert articles(third) == Counter(article.url for article in replica.world.articles[len(world.articles) :])


def list_pages(world: World, site: ReplicaSite) -> Iterator[ListPage]:
    """Every list page of a site, in the order in which its dialect comes to them."""
    for channel in site.channels:
        asked: str | Form | None = channel.url
        while asked:
            url, form = (asked.url, dict(asked.fields)) if isinstance(asked, Form) else (asked, {})
            page = ListPage(url=url, text=world.page(url, form) or "")
            yield page
            asked = DIALECTS[site.dialect].next_page(page)


@pytest.mark.parametrize("site", [site for site in SITES if site.codec in {"utf-8", "big5"}], ids=lambda site: site.key)
def test_a_list_page_is_recognised_as_its_own_family_s(world: World, site: ReplicaSite) -> None:
    for page in list_pages(world, site):
        names = {name for name, each in DIALECTS.items() if each.recognise(page)}
        assert names - {"generic"} == {site.dialect} - {"generic"}
        if DIALECTS[site.dialect].rows(page) or DIALECTS[site.dialect].next_page(page):
            assert recognise(page).name == site.dialect
