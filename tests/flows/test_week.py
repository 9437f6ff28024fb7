"""A week in the store: what befalls eleven sites is noticed once, each thing in its time, and nothing else is.

`tests/benchmarks/operations/week.py` is the same with real crawls of a real web, under a clock that is moved.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from crawler.article import SHANGHAI, Channel, Site
from flows.settings import Settings
from flows.steps.alarm_store import last_clearings, settle, standing_alarms
from flows.steps.alarms import notices
from flows.steps.holidays import is_working_day
from flows.steps.observed import observe
from flows.steps.runs import upsert_sites

if TYPE_CHECKING:
    from pathlib import Path

    from flows.postgres import Connection

FIRST, MONDAY, LAST = date(2026, 7, 6), date(2026, 9, 21), date(2026, 9, 28)
QUIET = ("quiet1", "quiet2", "quiet3")
SITES = [
    Site(
        key=key,
        name=f"{key}政协",
        level="county",
        adcode="320311",
        base_url=f"http://{key}.test/",
        dialect="trs",
        channels=(Channel(name="要闻", url=f"http://{key}.test/zxyw/"),),
        article_url=".*",
    )
    for key in (*QUIET, "redesigned", "emptied", "hijacked", "down", "guarded", "crowded", "calm", "weekly")
]
# site and kind, and the days between which it is noticed
EXPECTED = {
    ("quiet1", "gone quiet"): (date(2026, 9, 23), date(2026, 9, 23)),  # three working days: Sunday the 20th is one
    ("quiet2", "gone quiet"): (date(2026, 9, 23), date(2026, 9, 23)),
    ("quiet3", "gone quiet"): (date(2026, 9, 23), date(2026, 9, 23)),
    ("redesigned", "layout drift"): (date(2026, 9, 24), date(2026, 9, 24)),  # the pages of three days
    ("emptied", "layout drift"): (date(2026, 9, 24), date(2026, 9, 24)),
    ("hijacked", "damage rising"): (date(2026, 9, 24), date(2026, 9, 24)),
    ("down", "blocked"): (date(2026, 9, 22), date(2026, 9, 22)),  # the second morning
    ("guarded", "blocked"): (date(2026, 9, 23), date(2026, 9, 23)),
    ("crowded", "budget spent"): (date(2026, 9, 23), date(2026, 9, 23)),  # the third day
    (None, "run late"): (date(2026, 9, 26), date(2026, 9, 26)),  # the day without a run
}

RUN = """
    insert into runs (started_at, finished_at, status, asked, rules_version)
    values (%(at)s, %(at)s + interval '40 minutes', 'done', '{}', '1')
    returning id
"""
READING = """
    insert into channel_runs (run_id, site, channel, pages, listed, new, known, linked, stopped_because, failure)
    values (%(run)s, %(site)s, '要闻', 1, 9, 1, 8, 0, %(stopped)s, %(failure)s)
"""
FETCH = """
    insert into fetches (run_id, site, url, kind, status, fetched_at, warc_file, warc_offset, warc_length)
    values (%(run)s, %(site)s, %(url)s, 'article', 200, %(at)s, 'one.warc.gz', %(number)s, 1000)
    returning id
"""
ARTICLE = """
    insert into articles (
        site, channel, title, published_at, published_precision, published_from, source, author, url, body, flags,
        losses, repairs, codec, codec_confidence, codec_votes, text_hash, rules_version, fetch_id, first_run, last_run,
        first_seen, last_seen, confidence
    )
    values (
        %(site)s, '要闻', '市政协召开会议', %(published)s, 'minute', %(said_by)s, %(source)s, %(author)s, %(url)s,
        '会议', '{}', 0, %(repairs)s, 'utf-8', 1, '[]', '\\x00000000000000000000000000000000', '1', %(fetch)s, %(run)s,
        %(run)s, %(at)s, %(at)s, 1
    )
"""
REJECTED = """
    insert into rejected (site, channel, url, reason, detail, rules_version, fetch_id, first_seen, last_seen)
    values (%(site)s, '要闻', %(url)s, 'no body', '', '1', %(fetch)s, %(at)s, %(at)s)
"""
BLOCK = """
    insert into site_blocks (site, sign, times, since, until)
    values ('guarded', 'status 521', 1, %(at)s, %(at)s + interval '1 day')
"""
MIRRORED = [{"name": "reading taken out", "count": 40}]


class Store:
    """Fills the store as daily runs would."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.numbers = count(1)
        upsert_sites(connection, SITES, datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=SHANGHAI))

    def run(self, day: date) -> None:
        """The run of a morning: every list read, and what was published since the day before."""
        at = datetime(day.year, day.month, day.day, 6, 30, tzinfo=SHANGHAI)
        row = self.connection.execute(RUN, {"at": at}).fetchone()
        assert row is not None
        if day == MONDAY + timedelta(days=2):
            self.connection.execute(BLOCK, {"at": at})
        if day == MONDAY + timedelta(days=4):
            self.connection.execute("delete from site_blocks")
        for site in SITES:
            stopped = self.read(site.key, row[0], day)
            for _ in range(self.published(site.key, day - timedelta(days=1)) if stopped == "last page" else 0):
                self.article(site.key, row[0], day - timedelta(days=1), at)

    def read(self, site: str, run: int, day: date) -> str:
        in_week = day >= MONDAY
        stopped, failure = "last page", None
        if site == "down" and MONDAY <= day < MONDAY + timedelta(days=3):
            stopped, failure = "failed", "timeout"
        if site == "guarded" and MONDAY + timedelta(days=2) <= day < MONDAY + timedelta(days=4):
            stopped = "blocked"
        if site == "crowded" and in_week:
            self.connection.execute(READING, {"run": run, "site": site, "stopped": "budget spent", "failure": None})
            return "last page"
        said = {"run": run, "site": site, "stopped": stopped, "failure": failure}
        self.connection.execute(READING, said)
        return stopped

    def published(self, site: str, day: date) -> int:
        """How many articles a site published on a day."""
        if site in QUIET and day > date(2026, 9, 18):
            return 0
        if site == "weekly":
            return int(day.weekday() == 2 and is_working_day(day))
        return 2 * is_working_day(day)

    def article(self, site: str, run: int, day: date, at: datetime) -> None:
        number = next(self.numbers)
        in_week = day >= MONDAY
        is_bare = site == "redesigned" and in_week
        row = {
            "site": site,
            "run": run,
            "at": at,
            "number": number,
            "url": f"http://{site}.test/{number}.html",
            "published": datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI),
            "said_by": "list" if is_bare else "page",
            "source": None if is_bare or not number % 9 else "本网",
            "author": None if is_bare or not number % 3 else "李某",
            "repairs": json.dumps(MIRRORED if site == "hijacked" and in_week else []),
        }
        fetched = self.connection.execute(FETCH, row).fetchone()
        assert fetched is not None
        self.connection.execute(REJECTED if site == "emptied" and in_week else ARTICLE, row | {"fetch": fetched[0]})


def test_everything_is_noticed_once_in_its_time_and_nothing_else_is(connection: Connection, tmp_path: Path) -> None:
    store = Store(connection)
    settings = Settings(home=tmp_path)
    with connection.transaction():
        for number in range((date(2026, 9, 17) - FIRST).days):
            store.run(FIRST + timedelta(days=number))
    for number in range((LAST - date(2026, 9, 17)).days):
        day = date(2026, 9, 17) + timedelta(days=number)
        if day != date(2026, 9, 26):
            with connection.transaction():
                store.run(day)
        for hour in (8, 20):
            now = datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
            standing = standing_alarms(connection)
            observed = observe(connection, settings, SITES, {each.site for each in standing if each.site}, now)
            found = [
                each for each in notices(observed, standing, last_clearings(connection), now) if each.kind != "disk low"
            ]
            settle(connection, standing, found, now)
    rows = connection.execute("select site, kind, raised_at, message from alarms order by id").fetchall()
    noticed = {(site, kind): raised_at.astimezone(SHANGHAI).date() for site, kind, raised_at, _ in rows}
    assert noticed.keys() == EXPECTED.keys(), [row[3] for row in rows]
    assert len(rows) == len(EXPECTED)
    for key, (earliest, latest) in EXPECTED.items():
        assert earliest <= noticed[key] <= latest, key
    over = connection.execute("select site from alarms where cleared_at is not null order by site").fetchall()
    assert over == [("down",), ("guarded",), (None,)]
