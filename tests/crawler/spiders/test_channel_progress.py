"""Whether a list is read on after a page: the rules, as cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crawler.article import Channel, Site
from crawler.dialects.dialect import ListRow
from crawler.spiders.channel_progress import Reading, is_asked_for, last_day, why_stop
from crawler.spiders.job import Visit

CHANNEL = Channel(name="要闻", url="http://www.nxzx.gov.cn/zxyw/", pages=3)
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
TODAY = date(2026, 3, 9)


def rows(*ages: int | None) -> list[ListRow]:
    """Rows so many days old; None for one without a day."""
    return [
        ListRow(
            url=f"http://www.nxzx.gov.cn/{number}-{age}.html",
            title="主席会议",
            published_on=None if age is None else TODAY - timedelta(days=age),
        )
        for number, age in enumerate(ages)
    ]


def visit(**how: object) -> Visit:
    return Visit(site="nx", channel="要闻", **how)  # type: ignore[arg-type]


OVERLAP = {"overlap_from": TODAY - timedelta(days=14), "ends_before": TODAY - timedelta(days=14)}


@pytest.mark.parametrize(
    ("label", "how", "ages", "is_known", "following", "expected"),
    [
        ("a page of known articles ends a reading", {}, [1, 2, 3], True, "2", "page of known articles"),
        ("one unknown article does not", {}, [1, 2, 3], False, "2", None),
        ("nor a page of known ones in the overlap", OVERLAP, [1, 2, 13], True, "2", None),
        ("past it, it does", OVERLAP, [1, 2, 15], True, "2", "page of known articles"),
        ("an old pinned item on top is not the last row", OVERLAP, [700, 1, 2], True, "2", None),
        ("past the overlap, unknown ones do not go on either", OVERLAP, [1, 15], False, "2", "older than asked"),
        ("a list without days ends with known ones", OVERLAP, [None, None], True, "2", "page of known articles"),
        ("a last row without a day is not the last day", OVERLAP, [1, 2, None], True, "2", None),
        ("a backfill goes past known ones", {"known_ends": False}, [1, 2], True, "2", None),
        ("no next page", {}, [1], False, None, "last page"),
        ("the cap of the visit", {"pages": 1}, [1], False, "2", "page cap"),
    ],
)
def test_why_a_reading_stops(
    *,
    label: str,
    how: dict[str, object],
    ages: list[int | None],
    is_known: bool,
    following: str | None,
    expected: str | None,
) -> None:
    page = rows(*ages)
    reading = Reading(site=SITE, channel=CHANNEL, visit=visit(**how))
    read = reading.with_page(page, new=0, known=0, linked=0, today=TODAY)
    assert why_stop(read, page, is_fresh=True, is_known=is_known, following=following) == expected, label


def test_rows_that_were_all_seen_on_earlier_pages_end_it() -> None:
    read = Reading(site=SITE, channel=CHANNEL, visit=visit())
    assert why_stop(read, rows(1), is_fresh=False, is_known=False, following="2") == "no new rows"


def test_the_channel_s_cap_counts_from_where_the_visit_began() -> None:
    reading = Reading(site=SITE, channel=CHANNEL, visit=visit(start="http://www.nxzx.gov.cn/9", start_page=9))
    for page in (9, 10, 11):
        assert reading.page == page
        assert reading.pages < reading.cap
        reading = reading.with_page(rows(page), new=1, known=0, linked=0, today=TODAY)
    assert reading.pages == reading.cap == 3
    done = reading.done("page cap", next_url="http://www.nxzx.gov.cn/12")
    assert (done.pages, done.next_page, done.newest, done.list_hash) == (3, 12, (), None)


def test_what_the_first_page_says_of_a_list() -> None:
    page = rows(400, 0, 1, 2, 3, 4, 5, -9)
    reading = Reading(site=SITE, channel=CHANNEL, visit=visit())
    read = reading.with_page(page, new=0, known=0, linked=0, today=TODAY)
    assert read.newest == tuple(TODAY - timedelta(days=age) for age in range(5))  # a day to come is a slip of the pen
    assert read.oldest_on == TODAY - timedelta(days=400)
    assert last_day(page[:-1]) == TODAY - timedelta(days=5)
    same = reading.with_page(page, new=9, known=9, linked=9, today=TODAY)
    assert same.list_hash == read.list_hash


@pytest.mark.parametrize(
    ("age", "how", "expected"),
    [
        (5, {}, True),
        (5, {"since": TODAY - timedelta(days=5), "until": TODAY - timedelta(days=5)}, True),
        (6, {"since": TODAY - timedelta(days=5)}, False),
        (4, {"until": TODAY - timedelta(days=5)}, False),
        (None, {"since": TODAY, "until": TODAY}, True),
        (5, {"asks_from_page": 2}, False),
    ],
)
def test_which_articles_are_asked_for(age: int | None, how: dict[str, object], expected: bool) -> None:
    [row] = rows(age)
    assert is_asked_for(row, visit(**how), 1, ()) is expected
    assert not is_asked_for(row, visit(**how), 1, {row.url})


def test_a_first_page_without_rows_of_its_own_is_never_asked_for_conditionally() -> None:
    reading = Reading(site=SITE, channel=CHANNEL, visit=visit())
    own = reading.with_page(rows(1), new=1, known=0, linked=0, today=TODAY, validators=('"a"', "Mon"))
    assert (own.etag, own.last_modified) == ('"a"', "Mon")
    later = own.with_page(rows(2, 3), new=1, known=0, linked=0, today=TODAY, validators=('"b"', "Tue"))
    assert (later.etag, later.newest) == ('"a"', own.newest)
    # An empty page that fetches its rows by script counts as one page read, and shows nothing.
    by_script = replace(reading, pages=1).with_page(
        rows(1), new=1, known=0, linked=0, today=TODAY, validators=("a", "b")
    )
    assert (by_script.etag, by_script.last_modified) == (None, None)
    assert by_script.newest == own.newest
