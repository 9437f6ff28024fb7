"""What is remembered of a list, and how it is read the next time: the rules, as cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.article import Channel, Site
from crawler.landing.receipt import ChannelDone
from crawler.spiders.job import Visit
from flows.store.channels import ChannelMemory, remembered, visit
from flows.store.recrawl_interval import LONGEST, SHORTEST, next_interval

NOW = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
TODAY = date(2026, 3, 9)
CHANNEL = Channel(name="要闻", url="http://www.nxzx.gov.cn/zxyw/")
SITE = Site(
    key="nx",
    name="宁夏回族自治区政协",
    level="provincial",
    adcode="640000",
    base_url="http://www.nxzx.gov.cn/",
    dialect="trs",
    channels=(CHANNEL,),
    article_url=".*",
)
MEMORY = ChannelMemory(
    site="nx",
    name="要闻",
    url=CHANNEL.url,
    etag='"a"',
    last_modified="Sun, 08 Mar 2026 02:00:00 GMT",
    list_hash="1",
    covers_from=date(2026, 2, 1),
    newest=(date(2026, 3, 8), date(2026, 3, 6)),
    every=timedelta(days=1),
    due_at=NOW,
    read_at=NOW,
    changed_at=NOW - timedelta(days=1),
)
DONE = ChannelDone(
    site="nx",
    channel="要闻",
    pages=1,
    listed=15,
    new=2,
    known=13,
    stopped_because="page of known articles",
    newest=(TODAY, date(2026, 3, 8)),
    covers_from=date(2026, 2, 2),
    list_hash="2",
    etag='"b"',
)


def test_a_list_that_was_never_read_or_moved_is_read_to_its_end() -> None:
    first = Visit(site="nx", channel="要闻")
    assert visit(SITE, CHANNEL, None) == visit(SITE, CHANNEL, replace(MEMORY, url="http://www.nxzx.gov.cn/")) == first
    assert visit(SITE, CHANNEL, replace(MEMORY, is_settled=False)) == replace(first, known_ends=False)


def test_one_that_was_read_is_read_as_far_as_items_come_in_late() -> None:
    found = visit(SITE, CHANNEL, MEMORY)
    assert found.overlap_from == found.ends_before == date(2026, 3, 8) - timedelta(days=14)
    assert (found.etag, found.last_modified) == (MEMORY.etag, MEMORY.last_modified)


def test_a_busy_list_is_read_past_its_first_page_and_so_never_conditionally() -> None:
    found = visit(SITE, CHANNEL, replace(MEMORY, covers_from=date(2026, 3, 1)))
    assert (found.etag, found.last_modified) == (None, None)


def test_a_list_of_one_page_hides_nothing_behind_it() -> None:
    found = after(replace(DONE, stopped_because="last page", covers_from=TODAY))
    assert found.covers_from is None
    assert visit(SITE, CHANNEL, found).etag == DONE.etag
    assert after(replace(DONE, stopped_because="last page", pages=2)).covers_from == DONE.covers_from


def after(done: ChannelDone, memory: ChannelMemory = MEMORY, failure: str | None = None) -> ChannelMemory:
    return remembered(memory, done, failure=failure)


def test_what_a_whole_reading_leaves() -> None:
    found = after(DONE, replace(MEMORY, soft_failures=2, hard_failures=1, failure="timeout", is_settled=False))
    assert (found.etag, found.last_modified, found.list_hash, found.newest) == ('"b"', None, "2", DONE.newest)
    assert (found.soft_failures, found.hard_failures, found.failure, found.is_settled) == (0, 0, None, True)
    assert found.changed_at == found.new_at == NOW
    assert found.due_at == NOW + found.every
    same = after(replace(DONE, list_hash="1", new=0))
    assert (same.changed_at, same.new_at) == (MEMORY.changed_at, None)


def test_a_list_that_was_not_modified_keeps_what_is_known_of_it_and_its_silence_counts() -> None:
    silent = replace(MEMORY, read_at=NOW + timedelta(days=20))
    found = after(replace(DONE, stopped_because="not modified", newest=(), list_hash=None, new=0), silent)
    assert (found.etag, found.newest, found.list_hash) == (MEMORY.etag, MEMORY.newest, "1")
    assert found.every > MEMORY.every


@pytest.mark.parametrize(("pages", "is_settled"), [(0, True), (3, False)])
@pytest.mark.parametrize("stopped", ["failed", "blocked", "budget spent", "halted"])
def test_a_reading_that_was_cut_short_is_gone_on_with(pages: int, is_settled: bool, stopped: str) -> None:
    found = after(replace(DONE, stopped_because=stopped, pages=pages), failure="timeout")  # type: ignore[arg-type]
    assert found.is_settled is is_settled
    assert found.newest == MEMORY.newest


def test_failures_are_graded_and_waited_for() -> None:
    failed = replace(DONE, stopped_because="failed", pages=0)
    waits = []
    memory = MEMORY
    for _ in range(5):
        memory = after(failed, memory, "timeout")
        waits.append(memory.due_at - NOW)
    assert waits == [timedelta(hours=hours) for hours in (2, 4, 8, 16, 24)]
    assert (memory.soft_failures, memory.hard_failures) == (5, 0)
    memory, waits = MEMORY, []
    for _ in range(4):
        memory = after(failed, memory, "no rows: looks like vsb")
        waits.append(memory.due_at - NOW)
    assert waits == [timedelta(days=days) for days in (2, 4, 7, 7)]
    assert (memory.soft_failures, memory.hard_failures, memory.failure) == (0, 4, "no rows: looks like vsb")


def test_a_channel_is_due_a_little_before_its_time() -> None:
    assert replace(MEMORY, due_at=NOW + timedelta(hours=5)).is_due(NOW)
    assert not replace(MEMORY, due_at=NOW + timedelta(hours=7)).is_due(NOW)
    assert not replace(MEMORY, due_at=NOW + timedelta(hours=1), every=timedelta(hours=2)).is_due(NOW)


@pytest.mark.parametrize("days", [[TODAY] * 5, [TODAY - timedelta(days=400)], []])
@pytest.mark.parametrize("brought_new", [True, False])
def test_an_interval_stays_between_an_hour_and_a_week(days: list[date], brought_new: bool) -> None:
    every = None
    for _ in range(20):
        every = next_interval(days, TODAY, every, brought_new=brought_new)
        assert SHORTEST <= every <= LONGEST
