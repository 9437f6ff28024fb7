"""What a crawl is told beside its lists: how much it may ask, when to stop, and what to ask for by address."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from waiting import PATIENCE

from crawler.landing.receipt import Receipt, read_receipt
from crawler.replica.server import Replica
from crawler.replica.world import build_world
from crawler.sites.registry import load_registry, select
from crawler.spiders.job import Job, Visit, Wanted, read_wanted, write_wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = "replica_stz"


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica(build_world(articles=160)) as started:
        yield started


def job(folder: Path, replica: Replica) -> Job:
    (folder / "known.txt").touch()
    return Job(
        sites=tuple(select(load_registry(), [SITE])),
        known=folder / "known.txt",
        landing=folder / "crawl.warc.gz",
        receipt=folder / "receipt.jsonl",
        user_agent="cppcc-news-crawler",
        proxy=replica.address,
    )


def crawl(folder: Path, job: Job) -> Receipt:
    (folder / "job.json").write_text(job.to_json(), encoding="utf-8")
    words = [sys.executable, "-W", "error", "-m", "crawler.spiders", str(folder / "job.json")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    return read_receipt(job.receipt)


def test_a_site_is_asked_no_more_than_its_budget(tmp_path: Path, replica: Replica) -> None:
    receipt = crawl(tmp_path, replace(job(tmp_path, replica), budgets={SITE: 7}))
    assert len(replica.requests) == len(receipt.landed) == 7  # robots.txt among them
    assert {failed.reason for failed in receipt.failed} == {"budget spent"}
    owed = [failed for failed in receipt.failed if failed.kind == "article"]
    assert owed
    assert all(failed.listed_title and failed.listed_on for failed in owed)
    done = {each.channel: each for each in receipt.channels}
    assert {each.stopped_because for each in done.values()} <= {"budget spent", "last page"}
    listed = sum(each.new for each in done.values())
    assert len(owed) + sum(landed.kind == "article" for landed in receipt.landed) == listed


def test_nothing_is_asked_while_the_crawl_is_halted(tmp_path: Path, replica: Replica) -> None:
    (tmp_path / "halt").touch()
    receipt = crawl(tmp_path, replace(job(tmp_path, replica), halt=tmp_path / "halt"))
    assert (replica.requests, receipt.landed) == ((), ())
    assert {(each.stopped_because, each.pages) for each in receipt.channels} == {("halted", 0)}
    assert {(failed.kind, failed.reason) for failed in receipt.failed} == {("list", "halted")}


def test_pages_are_asked_for_by_address(tmp_path: Path, replica: Replica) -> None:
    first, second = [article for article in replica.world.articles if article.site.key == SITE][:2]
    wanted = [
        Wanted(
            site=SITE, channel="政协要闻", url=first.url, listed_title=first.title, listed_on=first.listed_at.date()
        ),
        Wanted(site=SITE, channel="政协要闻", url=second.url, last_modified="Thu, 01 Jan 2037 00:00:00 GMT"),
        Wanted(site=SITE, channel="政协要闻", url=first.url),
    ]
    write_wanted(tmp_path / "wanted.jsonl", wanted)
    assert list(read_wanted(tmp_path / "wanted.jsonl")) == wanted
    receipt = crawl(tmp_path, replace(job(tmp_path, replica), visits=(), wanted=tmp_path / "wanted.jsonl"))
    pages = {landed.url: landed for landed in receipt.landed if landed.kind == "article"}
    assert {url: landed.status for url, landed in pages.items()} == {first.url: 200, second.url: 304}
    assert len(receipt.landed) == 3  # robots.txt among them: what is wanted twice is asked for once
    assert (pages[first.url].listed_title, pages[first.url].listed_on) == (first.title, first.listed_at.date())
    assert pages[first.url].etag
    assert pages[first.url].last_modified
    assert (receipt.channels, receipt.failed) == ((), ())


def test_a_list_that_did_not_change_is_not_sent_again(tmp_path: Path, replica: Replica) -> None:
    first = crawl(tmp_path, job(tmp_path, replica))
    tags = {(each.site, each.channel): each.etag for each in reversed(first.landed) if each.kind == "list"}
    visits = tuple(Visit(site=site, channel=channel, etag=etag) for (site, channel), etag in tags.items())
    folder = tmp_path / "second"
    folder.mkdir()
    second = crawl(folder, replace(job(folder, replica), visits=visits))
    assert [landed.status for landed in second.landed if landed.kind == "list"] == [304, 304]
    assert {each.stopped_because for each in second.channels} == {"not modified"}


def test_split_articles_are_landed_with_all_their_parts(tmp_path: Path) -> None:
    with Replica(build_world(articles=120, split=120)) as replica:
        described = replace(job(tmp_path, replica), sites=tuple(select(load_registry(), ["replica_xuzhou"])))
        receipt = crawl(tmp_path, described)
        parts = {landed.url: landed.part_of for landed in receipt.landed if landed.kind == "part"}
        expected = {url: pages[0] for pages in replica.world.parts.values() for url in pages[1:]}
    assert expected
    assert parts == expected
