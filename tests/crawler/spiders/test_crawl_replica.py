"""The whole crawl of the replica: the real child process, real HTTP, and what a second and a third run ask for."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

from waiting import PATIENCE

from crawler.landing.receipt import Ended, Receipt, read_receipt
from crawler.landing.warc import read_response
from crawler.replica.server import Replica
from crawler.replica.world import build_world
from crawler.sites.registry import load_registry, select
from crawler.spiders.job import Job

if TYPE_CHECKING:
    from pathlib import Path


def crawl(folder: Path, proxy: str) -> Receipt:
    job = Job(
        sites=tuple(select(load_registry(), ["replica"])),
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


def test_a_crawl_lands_everything_once_and_the_next_only_what_is_new(tmp_path: Path) -> None:
    world = build_world(articles=200)
    known = tmp_path / "known.txt"
    known.touch()
    with Replica(world) as replica:
        first = crawl(tmp_path / "first", replica.address)
        assert articles(first) == Counter(article.url for article in world.articles)
        assert (first.failed, first.ended) == ((), Ended(reason="finished"))
        assert {channel.stopped_because for channel in first.channels} == {"last page"}
        assert max(channel.pages for channel in first.channels) > 2
        assert sum(channel.new for channel in first.channels) == len(world.articles)
        assert sum(landed.kind == "other" for landed in first.landed) == len(world.sites)  # robots.txt
        assert all(landed.listed_title and landed.listed_on for landed in first.landed if landed.kind == "article")
        for landed in first.landed:
            fetched = read_response(tmp_path / "first" / landed.file, landed.offset)
            assert (fetched.url, fetched.status, fetched.fetched_at) == (landed.url, landed.status, landed.fetched_at)
            assert landed.kind == "other" or b"</" in fetched.body

        known.write_text("\n".join(articles(first)), encoding="utf-8")
        second = crawl(tmp_path / "second", replica.address)
        assert articles(second) == Counter()
        assert [channel.pages for channel in second.channels] == [1] * len(first.channels)
        assert {channel.stopped_because for channel in second.channels} == {"page of known articles"}

        replica.world = world.publish(20)
        third = crawl(tmp_path / "third", replica.address)
        assert articles(third) == Counter(article.url for article in replica.world.articles[len(world.articles) :])
        assert third.failed == ()
