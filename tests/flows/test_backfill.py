"""Older pages, as far back as asked: planned, read in parts, killed, and gone on with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from waiting import PATIENCE, until

from crawler.errors import SettingsError
from crawler.replica.world import build_world
from flows.steps.archive import Span

if TYPE_CHECKING:
    from conftest import Runs

    from crawler.replica.article import ReplicaArticle
    from flows.postgres import Connection

BACKFILL = """
import sys
from datetime import date
from flows.backfill import run_backfill
from flows.steps import archive
archive.CHUNK = 2
print(run_backfill({asked}, channel={channel!r}, span=archive.Span({span}), proxy=sys.argv[1])[-1:] or [0])
"""


def order(*asked: str, channel: str | None = None, span: str = "") -> str:
    return BACKFILL.format(asked=list(asked), channel=channel, span=span).replace("print(", "print(*")


def urls(connection: Connection) -> set[str]:
    return {url for (url,) in connection.execute("select url from articles")}


def listed(runs: Runs, site: str, channel: str) -> tuple[ReplicaArticle, ...]:
    """A list of the replica, newest first."""
    [found] = [
        each
        for owner in runs.replica.world.sites
        if owner.key == site
        for each in owner.channels
        if each.name == channel
    ]
    return runs.replica.world.listed(found)


@pytest.fixture
def long(runs: Runs) -> Runs:
    """A replica whose lists have a dozen pages."""
    runs.replica.world = build_world(articles=900)
    return runs


def test_by_channel_and_date(long: Runs, connection: Connection) -> None:
    whole = listed(long, "replica_stz", "政协要闻")
    since, until = date(2022, 1, 1), date(2023, 12, 31)
    wanted = {article.url for article in whole if since <= article.listed_at.date() <= until}
    assert 20 < len(wanted) < len(whole) / 2
    span = "since=date(2022, 1, 1), until=date(2023, 12, 31)"
    long.run(order("replica_stz", channel="政协要闻", span=span))
    assert urls(connection) == wanted
    rows = "select channel, state, stopped_because, new, oldest_on < %s from backfills"
    assert connection.execute(rows, (since,)).fetchall() == [
        ("政协要闻", "done", "older than asked", len(wanted), True)
    ]
    parts = connection.execute("select count(*) from runs where kind = 'backfill'").fetchone()
    assert parts is not None
    assert parts[0] > 2

    asked = len(long.replica.requests)
    long.run(order("replica_stz", channel="政协要闻", span=span))
    assert len(long.replica.requests) == asked  # done is done


def test_by_page_range_and_killed_on_the_way(long: Runs, connection: Connection) -> None:
    code = order("replica_xuzhou", span="first_page=2, last_page=7")
    lists = [listed(long, "replica_xuzhou", name) for name in ("政协要闻", "理论研究")]
    wanted = {article.url for whole in lists for article in whole[15 : 7 * 15]}

    def pages() -> int:
        row = connection.execute("select coalesce(max(next_page), 1) from backfills").fetchone()
        assert row is not None
        return int(row[0])

    long.kill_at(pages, 3, code)
    first = pages()
    long.run(code)
    assert urls(connection) == wanted
    assert first >= 4
    done = connection.execute("select state, stopped_because, next_page from backfills order by 3").fetchall()
    assert done == [("done", "last page", 2 + (len(lists[1]) - 1) // 15), ("done", "last page asked for", 8)]
    fetched = [request.url for request in long.replica.requests if request.url in long.replica.world.by_url]
    assert len(fetched) - len(set(fetched)) <= 2 * 8  # at most what was on the wire when it was killed


def test_the_end_of_an_archive_is_said_and_a_daily_run_gets_its_turn(long: Runs, connection: Connection) -> None:
    code = order("replica_jpage")
    backfill = long.start(code)
    until(
        lambda: connection.execute("select from runs where kind = 'backfill'").fetchall(),
        unless=lambda: backfill.poll() is not None and backfill.communicate(),
    )
    number = long.run()
    assert connection.execute("select kind, status from runs where id = %s", (number,)).fetchone() == ("daily", "done")
    backfill.communicate(timeout=PATIENCE)
    assert backfill.returncode == 0
    ends = connection.execute("select channel, state, stopped_because, oldest_on from backfills order by 1").fetchall()
    assert ends == sorted(
        (name, "done", "last page", listed(long, "replica_jpage", name)[-1].listed_at.date())
        for name in ("政协要闻", "领导讲话")
    )
    assert urls(connection) == long.replica.world.by_url.keys()


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({"since": date(2024, 1, 2), "until": date(2024, 1, 1)}, "is later than"),
        ({"first_page": 3, "last_page": 2}, "no range of pages"),
    ],
)
def test_what_is_no_span_is_refused(span: dict[str, date], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Span(**span)  # type: ignore[arg-type]
