from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest

from crawler.article import SHANGHAI, Article, Fetched, Rejected, Site
from crawler.landing.receipt import Failed, Landed
from crawler.landing.warc_store import WarcWriter
from crawler.replica.world import build_world
from crawler.sites.registry import load_registry
from crawler.text.clean import clean, clean_pages
from flows.steps.clean import clean_all, completed, grouped
from flows.store.articles import Cleaned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

URL = "http://127.0.0.1/a.html"
PAGE = "<h1>市政协召开会议</h1><p>市政协召开会议，研究提案办理工作，部分委员和有关部门负责人参加。</p>"
LANDED = Landed(
    site="beijing",
    channel="要闻",
    kind="article",
    url=URL,
    status=200,
    fetched_at=datetime(2026, 3, 4, 12, tzinfo=SHANGHAI),
    file="one.warc.gz",
    offset=0,
    length=100,
    listed_on=date(2026, 3, 3),
)


def all_cleaned(landed: Sequence[Landed], landing: Path, site: Site) -> list[Cleaned]:
    """What `clean_all` gives where the bytes of all pages can be read."""
    found = clean_all(landed, landing, site)
    cleaned = [each for each in found if isinstance(each, Cleaned)]
    assert len(cleaned) == len(found)
    return cleaned


def article() -> Article:
    outcome = clean(PAGE.encode(), url=URL)
    assert isinstance(outcome, Article)
    assert (outcome.published_at, outcome.precision, outcome.published_from) == (None, None, None)
    return outcome


def test_a_page_without_a_date_gets_that_of_its_list_row() -> None:
    day = datetime(2026, 3, 3, tzinfo=SHANGHAI)
    expected = replace(article(), published_at=day, precision="day", published_from="list")
    assert completed(article(), LANDED) == expected


def test_a_page_s_own_date_stays() -> None:
    dated = replace(
        article(), published_at=datetime(2026, 3, 2, 9, tzinfo=SHANGHAI), precision="minute", published_from="page"
    )
    assert completed(dated, LANDED) == dated


def test_what_the_list_does_not_say_or_is_no_article_stays() -> None:
    assert completed(article(), replace(LANDED, listed_on=None)) == article()
    rejected = Rejected(url=URL, reason="no body")
    assert completed(rejected, LANDED) == rejected


def part(number: int, **changes: object) -> Landed:
    page = replace(LANDED, kind="part", url=f"http://127.0.0.1/a_{number}.html", part_of=URL, offset=number)
    return replace(page, **changes)  # type: ignore[arg-type]


MOVED = replace(LANDED, url="http://127.0.0.1/b.html", asked="http://127.0.0.1/old/b.html")
LATER = LANDED.fetched_at + timedelta(minutes=1)
GROUPS = {
    "one page": ([LANDED], [[LANDED]]),
    "parts by number": ([LANDED, part(10), part(2), part(1)], [[LANDED, part(1), part(2), part(10)]]),
    "parts before their article": ([part(1), LANDED], [[LANDED, part(1)]]),
    "two articles": ([part(1), MOVED, LANDED], [[MOVED], [LANDED, part(1)]]),
    "a part of what moved": (
        [MOVED, part(1, part_of=MOVED.url), part(2, part_of=MOVED.asked)],
        [[MOVED, part(1, part_of=MOVED.url), part(2, part_of=MOVED.asked)]],
    ),
    "a part landed twice": ([part(1, fetched_at=LATER), part(1), LANDED], [[LANDED, part(1, fetched_at=LATER)]]),
    "a part that did not come": ([LANDED, part(1, status=404)], [[LANDED]]),
    "a part of nothing": ([part(1, part_of="http://127.0.0.1/c.html"), LANDED], [[LANDED]]),
    "others": ([replace(LANDED, kind="list"), replace(LANDED, kind="attachment"), replace(LANDED, status=302)], []),
}


@pytest.mark.parametrize(("events", "expected"), GROUPS.values(), ids=GROUPS)
def test_the_pages_of_an_article_come_together(events: list[Landed], expected: list[list[Landed]]) -> None:
    assert grouped(events) == expected
    assert sorted(grouped(events[::-1]), key=str) == sorted(expected, key=str)


XUZHOU = next(site for site in load_registry() if site.key == "replica_xuzhou")
WORLD = build_world(articles=100, split=120)


def land(folder: Path) -> list[Landed]:
    """The replica's split articles as a crawl lands them, asked for by addresses that are not the canonical ones."""
    events = []
    with WarcWriter(folder / "one.warc.gz") as warc:
        for first, addresses in WORLD.parts.items():
            for url in addresses:
                body = (WORLD.page(url) or "").encode("gbk")
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
                seen = f"{url}?from=timeline"
                at = warc.write_response(url=seen, head=head, body=body, fetched_at=LATER)
                event = replace(LANDED, site=XUZHOU.key, url=seen, file=at.file, offset=at.offset, length=at.length)
                asked = seen.replace("http:", "https:")
                is_first = url == first
                events.append(
                    replace(event, asked=asked)
                    if is_first
                    else replace(event, kind="part", part_of=f"{first}?from=timeline")
                )
    return events


def test_split_articles_are_cleaned_whole_whatever_the_order_of_events(tmp_path: Path) -> None:
    events = land(tmp_path)
    cleaned = all_cleaned(events, tmp_path, XUZHOU)
    assert [each.outcome.url for each in cleaned] == list(WORLD.parts)
    assert [each.landed.asked for each in cleaned] == list(WORLD.parts)
    for each in cleaned:
        assert isinstance(each.outcome, Article)
        assert each.outcome.next_page is None
        assert each.outcome.body.startswith(WORLD.by_url[each.outcome.url].paragraphs[0])
        assert 1 + len(each.parts) == len(WORLD.parts[each.outcome.url])
    Random(0).shuffle(events)
    again = all_cleaned(events, tmp_path, XUZHOU)
    assert sorted(again, key=str) == sorted(cleaned, key=str)


def test_a_rejected_page_is_known_by_its_canonical_address_too(tmp_path: Path) -> None:
    site = Site(
        key="beijing",
        name="北京市政协",
        level="provincial",
        adcode="110000",
        base_url="http://127.0.0.1/",
        dialect="trs",
        channels=(),
        article_url=".*",
    )
    url = "https://127.0.0.1:443//a.html?spm=1"
    with WarcWriter(tmp_path / "one.warc.gz") as warc:
        at = warc.write_response(url=url, head=b"HTTP/1.1 200 OK\r\n\r\n", body=b"<p>404", fetched_at=LATER)
    [cleaned] = all_cleaned([replace(LANDED, url=url, offset=at.offset)], tmp_path, site)
    assert isinstance(cleaned.outcome, Rejected)
    assert cleaned.outcome.url == URL


PILLS = {
    "a value": ValueError("offset must be strictly between"),
    "a number too large": OverflowError("date value out of range"),
    "nested too deep": RecursionError("maximum recursion depth exceeded"),
    "no such key": KeyError("正文"),
    "a bug": TypeError("unsupported operand"),
    "memory": MemoryError(),
}


@pytest.mark.parametrize("error", PILLS.values(), ids=PILLS.keys())
def test_a_page_that_our_code_fails_at_is_rejected_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    events = land(tmp_path)
    odd = events[len(events) // 2]
    asked_for = {each.url for each in events if each.kind == "article"}
    whole = all_cleaned(events, tmp_path, XUZHOU)
    pill = next(each for each in whole if odd in (each.landed, *each.parts) or each.landed.url == odd.url)

    def failing(pages: list[Fetched], *, site: Site) -> Article | Rejected:
        if pages[0].url == pill.landed.url:
            raise error
        return clean_pages(pages, site=site)

    monkeypatch.setattr("flows.steps.clean.clean_pages", failing)
    cleaned = all_cleaned(events, tmp_path, XUZHOU)
    assert {each.landed.url for each in cleaned} == asked_for
    assert [each for each in cleaned if each.landed.url != pill.landed.url] == [
        each for each in whole if each.landed.url != pill.landed.url
    ]
    [outcome] = [each.outcome for each in cleaned if each.landed.url == pill.landed.url]
    assert isinstance(outcome, Rejected)
    assert outcome.reason == "our fault"
    assert outcome.detail.startswith(type(error).__name__)
    assert " at flows/steps/clean.py:" in outcome.detail


def test_a_page_whose_bytes_are_gone_has_failed_and_costs_no_other(tmp_path: Path) -> None:
    events = land(tmp_path)
    lost = replace(next(each for each in events if each.kind == "article"), offset=10**9)
    found = clean_all([lost if each.url == lost.url else each for each in events], tmp_path, XUZHOU)
    [failed] = [each for each in found if isinstance(each, Failed)]
    assert (failed.url, failed.kind) == (lost.asked, "article")
    assert failed.reason.startswith("landed bytes lost: ")
    assert len(found) == len({each.url for each in events if each.kind == "article"})
