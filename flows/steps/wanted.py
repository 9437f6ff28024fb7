"""What a crawl asks for by address: articles that failed before, and recent ones that may have changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from crawler.landing.reason import is_passing
from crawler.landing.receipt import BLOCKED, BUDGET_SPENT, HALTED
from crawler.landing.storable import storable, storable_key
from crawler.spiders.job import Wanted
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.landing.receipt import Failed, Receipt
    from flows.postgres import Connection

TRIES = 10
"""Tries after which an article is given up."""
HARD_TRIES = 3
"""The same, where the reason will not pass by itself."""
SETTLED = {200, 304, 404, 410}
"""Answers after which an article need not be asked for again."""


def plan_wanted(connection: Connection, sites: Sequence[str], now: datetime) -> Iterator[Wanted]:
    """The pages of these sites that are asked for by address now, the owed ones first."""
    asked = {"sites": list(sites), "now": now}
    for site, channel, url, title, day in connection.execute(query("due_retries"), asked):
        yield Wanted(site=site, channel=channel, url=url, listed_title=title, listed_on=day)
    for site, channel, url, etag, last_modified in connection.execute(query("recent_articles"), asked):
        yield Wanted(site=site, channel=channel, url=url, etag=etag, last_modified=last_modified)


def is_our_doing(reason: str) -> bool:
    """Whether an article was not asked for at all, so that the failure says nothing of it.

    >>> is_our_doing("budget spent"), is_our_doing("blocked: status 521"), is_our_doing("timeout")
    (True, True, False)
    """
    return reason in {BUDGET_SPENT, HALTED} or reason.startswith(BLOCKED)


def due_again(tries: int, now: datetime) -> datetime:
    """When an article that failed so often is asked for again: in the next run, then after 1, 2, 4, at most 7 days."""
    return now + timedelta(days=min(2 ** (tries - 2), 7) if tries > 1 else 0)


def record_retries(connection: Connection, receipt: Receipt, now: datetime) -> None:
    """Keep which articles are still owed, and forget those that came or are gone for good."""
    settled = {
        storable_key(each.asked or each.url)
        for each in receipt.landed
        if each.kind == "article" and each.status in SETTLED
    }
    owed = {storable_key(each.url): each for each in receipt.failed if each.kind == "article"}
    failed = {url: each for url, each in owed.items() if url not in settled}
    # An article that lacks a part is asked for from its first page on.
    failed |= {storable_key(each.part_of): replace(each, url=each.part_of) for each in receipt.failed if each.part_of}
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(query("settle_retries"), {"urls": list(settled - failed.keys())})
        tries: dict[str, int] = dict(cursor.execute(query("known_retries"), {"urls": list(failed)}).fetchall())
        cursor.executemany(
            query("upsert_retry"),
            [
                # A crawl that was stopped breaks off what it has just asked for: that says nothing of the pages.
                _retry(url, each, tries.get(url, 0), now, counts=receipt.is_complete and not is_our_doing(each.reason))
                for url, each in failed.items()
            ],
        )


def _retry(url: str, failed: Failed, tries: int, now: datetime, *, counts: bool) -> dict[str, object]:
    tries += counts
    return {
        "url": url,
        "site": failed.site,
        "channel": failed.channel,
        "listed_title": storable(failed.listed_title)[0] if failed.listed_title else None,
        "listed_on": failed.listed_on,
        "reason": failed.reason,
        "tries": tries,
        "now": now,
        "due_at": due_again(tries, now) if counts else now,
        "given_up": tries >= (TRIES if is_passing(failed.reason) or is_our_doing(failed.reason) else HARD_TRIES),
    }
