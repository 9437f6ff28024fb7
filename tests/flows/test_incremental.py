"""What a run remembers for the next one: lists, articles that changed, failed or went, sites that turned it away."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from crawler.replica.misbehaviour import Misbehaviour
from crawler.replica.world import build_world

if TYPE_CHECKING:
    from conftest import Runs

    from crawler.replica.world import World
    from flows.postgres import Connection

NATIONAL = "http://www.national.replica.test/"
AGED = """
    update articles
    set published_at = last_seen - interval '4 days', published_precision = 'minute',
        published_from = coalesce(published_from, 'page'),
        first_seen = last_seen - interval '3 days', last_seen = last_seen - interval '2 days'
    where url = any (%s)
"""
"""As if these had been published four days ago and read a day later."""


def with_text(world: World, url: str, text: str) -> World:
    """The world in which an article ends with another sentence."""
    articles = [
        replace(article, served_paragraphs=(*article.served_paragraphs, text)) if article.url == url else article
        for article in world.articles
    ]
    return replace(world, articles=tuple(articles))


def asked_since(runs: Runs, count: int) -> list[tuple[str, int]]:
    """What was asked after so many requests, and how it was answered."""
    return [(request.url, request.status) for request in runs.replica.requests[count:]]


def test_what_was_read_is_remembered(runs: Runs, connection: Connection) -> None:
    runs.run()
    lists = {url for (url,) in connection.execute("select url from channels")}
    assert len(lists) == 8
    settled = "select count(*) from channels, runs where is_settled and read_at between started_at and finished_at"
    assert connection.execute(settled).fetchone() == (8,)

    before = len(runs.replica.requests)
    number = runs.run()
    again = asked_since(runs, before)
    assert {url for url, _ in again if not url.endswith("/robots.txt")} >= lists
    assert {url for url, status in again if status == 304} <= lists
    assert not {url for url, _ in again} & runs.replica.world.by_url.keys()
    stopped = connection.execute(
        "select distinct stopped_because from channel_runs where run_id = %s order by 1", (number,)
    ).fetchall()
    assert ("not modified",) in stopped
    assert set(stopped) <= {("not modified",), ("page of known articles",)}

    # A run of all sites leaves alone what is not due; one that names a site does not.
    connection.execute("update channels set due_at = read_at + interval '2 days', every = interval '3 days'")
    due = "from flows.daily import run_daily; import sys; print(run_daily(['replica'], sys.argv[1], only_due=True))"
    before = len(runs.replica.requests)
    runs.run(due)
    assert asked_since(runs, before) == []


def test_recent_articles_are_asked_for_again(runs: Runs, connection: Connection) -> None:
    runs.run()
    world = runs.replica.world
    changed, same, gone, *rest = [url for url in world.by_url if url.startswith(NATIONAL)]
    connection.execute(AGED, ([changed, same, gone],))
    connection.execute("delete from article_versions")  # this, too, was a change
    runs.replica.world = with_text(world, changed, "会议还决定成立专题调研组。")
    runs.replica.misbehave = {gone: Misbehaviour(kind="status", value=404)}
    before = len(runs.replica.requests)
    number = runs.run()
    asked = dict(asked_since(runs, before))
    assert {url: asked.get(url) for url in (changed, same, gone)} == {changed: 200, same: 304, gone: 404}
    assert not asked.keys() & set(rest)

    row = connection.execute(
        "select body, (select body from article_versions where article_id = articles.id) from articles where url = %s",
        (changed,),
    ).fetchone()
    assert row is not None
    assert row[0] == f"{row[1]}\n会议还决定成立专题调研组。"
    assert connection.execute("select count(*) from article_versions").fetchone() == (1,)
    fresh = "select url, gone_at is not null from articles where last_run = %s order by url"
    assert dict(connection.execute(fresh, (number,)).fetchall()) == {changed: False, same: False, gone: True}
    assert connection.execute("select url from rejected").fetchall() == []

    # The page is back: it is gone no more, and nothing else is asked for a second time.
    runs.replica.misbehave = {}
    before = len(runs.replica.requests)
    runs.run()
    assert not {url for url, _ in asked_since(runs, before)} & {changed, same, gone}


def test_failed_articles_are_owed(runs: Runs, connection: Connection) -> None:
    world = runs.replica.world
    failing, denied = [url for url in world.by_url if url.startswith(NATIONAL)][:2]
    runs.replica.misbehave = {
        failing: Misbehaviour(kind="status", value=500),
        denied: Misbehaviour(kind="status", value=403),
    }
    runs.run()
    owed = """
        select url, reason, tries, given_up, due_at <= (select max(finished_at) from runs)
        from retries
        order by tries, url
    """
    assert sorted(connection.execute(owed).fetchall()) == sorted(
        [(failing, "status 500", 1, False, True), (denied, "status 403", 1, False, True)]
    )
    runs.run()
    assert {(tries, soon) for _, _, tries, _, soon in connection.execute(owed)} == {(2, False)}
    before = len(runs.replica.requests)
    runs.run()
    assert not {url for url, _ in asked_since(runs, before)} & {failing, denied}  # their time has not come

    connection.execute("update retries set due_at = first_failed_at")
    runs.replica.misbehave = {denied: Misbehaviour(kind="status", value=403)}
    runs.run()
    assert connection.execute(owed).fetchall() == [(denied, "status 403", 3, True, False)]
    title = connection.execute("select title from articles where url = %s", (failing,)).fetchone()
    assert title is not None
    assert world.by_url[failing].title in title[0]


def test_a_site_that_turns_us_away_is_left_alone(runs: Runs, connection: Connection) -> None:
    first = "http://www.national.replica.test/zxww/zxyw/index.shtml"
    runs.replica.misbehave = {first: Misbehaviour(kind="status", value=521)}
    runs.run()
    blocks = """
        select site, sign, times, round(extract(epoch from until - (select max(finished_at) from runs)) / 86400)
        from site_blocks
    """
    assert connection.execute(blocks).fetchall() == [("replica_national", "status 521", 1, 1)]
    runs.replica.misbehave = {}
    before = len(runs.replica.requests)
    number = runs.run()
    assert not [url for url, _ in asked_since(runs, before) if url.startswith(NATIONAL)]
    said = "select stopped_because from site_runs where run_id = %s and site = 'replica_national'"
    row = connection.execute(said, (number,)).fetchone()
    assert row is not None
    assert row[0].startswith("left alone until 20")

    connection.execute("update site_blocks set until = since")
    runs.replica.misbehave = {first: Misbehaviour(kind="status", value=521)}
    runs.run()
    assert connection.execute(blocks).fetchall() == [("replica_national", "status 521", 2, 2)]

    connection.execute("update site_blocks set until = since")
    runs.replica.misbehave = {}
    runs.run()
    assert connection.execute(blocks).fetchall() == []
    assert runs.articles() == len(runs.replica.world.by_url)


def test_a_redesign_is_noticed(runs: Runs, connection: Connection) -> None:
    runs.run()
    # The TRS site moves to the 博达 system: the same address shows another family's list.
    old, new = "http://www.xuzhou.replica.test/zxyw/", "http://www.stz.replica.test/xwzx.htm"
    runs.replica.misbehave = {old: Misbehaviour(kind="page", text=runs.replica.world.page(new) or "")}
    runs.replica.world = runs.replica.world.publish(4)
    number = runs.run()
    row = connection.execute(
        "select stopped_because, failure from channel_runs where run_id = %s and site = 'replica_xuzhou' "
        "and channel = '政协要闻'",
        (number,),
    ).fetchone()
    assert row == ("failed", "no rows: looks like vsb")
    hard = "select hard_failures, failure from channels where site = 'replica_xuzhou' and name = '政协要闻'"
    assert connection.execute(hard).fetchone() == (1, "no rows: looks like vsb")


def test_a_part_that_fails_leaves_the_article_owed(runs: Runs, connection: Connection) -> None:
    runs.replica.world = build_world(articles=120, split=120)
    first, (_, part, *_) = next(iter(runs.replica.world.parts.items()))
    whole = runs.replica.world.by_url[first]
    runs.replica.misbehave = {part: Misbehaviour(kind="status", value=500)}
    runs.run()
    state = "select next_page, 'incomplete' = any (flags), (select url from retries) from articles where url = %s"
    assert connection.execute(state, (first,)).fetchone() == (part, True, first)
    others = "select count(*) from articles where 'incomplete' = any (flags)"
    assert connection.execute(others).fetchone() == (1,)
    kinds: dict[str, int] = dict(connection.execute("select kind, count(*) from fetches group by kind").fetchall())
    asked = sum(len(pages) - 1 for pages in runs.replica.world.parts.values())
    assert kinds["part"] == asked + 2  # the failing one was tried again twice

    runs.replica.misbehave = {}
    runs.run()
    assert connection.execute(state, (first,)).fetchone() == (None, False, None)
    body = connection.execute("select body from articles where url = %s", (first,)).fetchone()
    assert body == ("\n".join(whole.paragraphs),)


def test_files_are_fetched_when_asked_for(runs: Runs, connection: Connection) -> None:
    runs.run()
    own, foreign = f"{NATIONAL}files/ta.pdf", "http://files.example.test/ta.pdf"
    offered = [{"kind": "document", "url": url, "caption": "提案目录"} for url in (own, foreign)]
    offer = """
        update articles set media = %s::jsonb
        where url = (select min(url) from articles where site = 'replica_national')
    """
    connection.execute(offer, (json.dumps(offered),))
    content = "%PDF-1.7 提案"
    runs.replica.misbehave = {own: Misbehaviour(kind="page", text=content)}
    run = "print(run_attachments(['replica'], limit=9, proxy=sys.argv[1]))"
    fetch = f"import sys; from flows.attachments import run_attachments; {run}"
    number = runs.run(fetch)
    kept = "select url, site, size, sha256 from attachments"
    assert connection.execute(kept).fetchall() == [
        (own, "replica_national", len(content.encode()), sha256(content.encode()).digest())
    ]
    failed = "select kind, url, reason from failures where run_id = %s"
    assert connection.execute(failed, (number,)).fetchall() == [
        ("attachment", foreign, "foreign host files.example.test")
    ]
    before = len(runs.replica.requests)
    runs.run(fetch)
    assert own not in dict(asked_since(runs, before))


RECHECK = "import sys; from flows.recheck import run_recheck; print(run_recheck(['replica'], sys.argv[1]) or 0)"


def test_recent_articles_are_asked_for_again_without_their_lists(runs: Runs, connection: Connection) -> None:
    world = runs.replica.world
    runs.run()
    before = len(runs.replica.requests)
    assert runs.run(RECHECK) == 0  # nothing is due
    assert asked_since(runs, before) == []

    changed = next(url for url in world.by_url if url.startswith(NATIONAL))
    connection.execute(AGED, ([changed],))
    runs.replica.world = with_text(world, changed, "会议还听取了其他事项。")
    number = runs.run(RECHECK)
    assert {url for url, _ in asked_since(runs, before) if not url.endswith("/robots.txt")} == {changed}
    assert connection.execute("select kind, status from runs where id = %s", (number,)).fetchone() == (
        "recheck",
        "done",
    )
    assert connection.execute(
        "select changed from site_runs where run_id = %s and changed > 0", (number,)
    ).fetchall() == [(1,)]
