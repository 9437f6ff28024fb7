from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import blake2b
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier
from waiting import PATIENCE, until

from crawler.article import SHANGHAI, Article, Media, Rejected, Site, Step, Vote
from crawler.errors import StoreError
from crawler.landing.receipt import Failed, Landed, Linked, Receipt, Warned
from crawler.spiders.known import KnownAddresses
from flows.steps.load import Cleaned, Loaded, load
from flows.steps.runs import (
    InterruptedRun,
    SiteRun,
    begin_run,
    finish_run,
    held_sites,
    interrupted_runs,
    known_urls,
    record_failures,
    record_links,
    record_receipt,
    record_site_runs,
    record_warnings,
    upsert_sites,
)
from flows.steps.wanted import record_retries

if TYPE_CHECKING:
    from flows.postgres import Connection, Database

TORTURE = Path(__file__).parents[2] / "benchmarks" / "store" / "torture.py"

SITE = Site(
    key="beijing",
    name="北京市政协",
    level="provincial",
    adcode="110000",
    base_url="http://127.0.0.1/",
    dialect="plain",
    channels=(),
    article_url=".*",
)
NOON = datetime(2026, 3, 4, 12, tzinfo=SHANGHAI)
FIRST = "http://127.0.0.1/a.html"
SECOND = "http://127.0.0.1/b.html"


def landed(url: str = FIRST, *, offset: int = 0, later: int = 0, **changes: Any) -> Landed:
    """A page, `offset` bytes into the only file, fetched `later` minutes after noon."""
    page = Landed(
        site="beijing",
        channel="要闻",
        kind="article",
        url=url,
        status=200,
        fetched_at=NOON + timedelta(minutes=later),
        file="one.warc.gz",
        offset=offset,
        length=100,
    )
    return replace(page, **changes)


def article(url: str = FIRST, **changes: Any) -> Article:
    body = changes.get("body", "政协委员提案办理工作座谈会召开。\n会议强调……")
    page = Article(
        url=url,
        title="政协座谈会召开",
        body=body,
        published_at=datetime(2026, 3, 4, 9, 30, tzinfo=SHANGHAI),
        precision="minute",
        published_from="page",
        source="人民政协网",
        author=None,
        editor="王芳",
        column="要闻",
        media=(
            Media(kind="image", url="http://127.0.0.1/a.jpg", caption="会议现场"),
            Media(kind="document", url="http://127.0.0.1/名单.doc"),
        ),
        next_page="http://127.0.0.1/a_2.html",
        confidence=0.75,
        codec="gb18030",
        codec_confidence=0.9,
        votes=(Vote(witness="meta", codec="gb18030"),),
        repairs=(Step(name="readings", count=2),),
        losses=0,
        text_hash=blake2b(body.encode("utf-8", "replace"), digest_size=16).digest(),
        flags=("short",),
    )
    return replace(page, **changes)


def cleaned(outcome: Article | Rejected, **place: Any) -> Cleaned:
    return Cleaned(landed=landed(outcome.url, **place), outcome=outcome)


def rejection(url: str = FIRST, reason: str = "no body") -> Rejected:
    return Rejected(url=url, reason=reason)


@pytest.fixture
def run_id(connection: Connection) -> int:
    upsert_sites(connection, [SITE], NOON)
    return begin_run(connection, asked=["beijing"], rules_version="1", now=NOON)


def table(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    """Every row with its hidden version: equal tables were not written to in between."""
    return connection.execute(SQL("select xmin, * from {} order by id").format(Identifier(name))).fetchall()


STORE = ("fetches", "articles", "rejected")


def test_an_article_arrives_with_its_evidence(connection: Connection, run_id: int) -> None:
    lists = [landed("http://127.0.0.1/list.html", offset=100, kind="list")]
    assert load(connection, run_id, [cleaned(article())], lists) == Loaded(new=1)
    stored = connection.execute(
        """
        select title, published_at, published_precision, published_from, column_name, author, media, next_page,
            confidence, repairs, codec_votes, flags, articles.rules_version, first_run, last_run, first_seen,
            warc_file, warc_offset
        from articles join fetches on fetches.id = fetch_id
        """
    ).fetchone()
    assert stored == (
        "政协座谈会召开",
        datetime(2026, 3, 4, 1, 30, tzinfo=UTC),
        "minute",
        "page",
        "要闻",
        None,
        [
            {"kind": "image", "url": "http://127.0.0.1/a.jpg", "caption": "会议现场"},
            {"kind": "document", "url": "http://127.0.0.1/名单.doc", "caption": None},
        ],
        "http://127.0.0.1/a_2.html",
        0.75,
        [{"name": "readings", "count": 2}],
        [{"witness": "meta", "codec": "gb18030"}],
        ["short"],
        "1",
        run_id,
        run_id,
        NOON,
        "one.warc.gz",
        0,
    )
    assert connection.execute("select kind from fetches order by id").fetchall() == [("article",), ("list",)]


def test_the_parts_of_an_article_are_recorded_beside_it(connection: Connection, run_id: int) -> None:
    part = landed("http://127.0.0.1/a_2.html", offset=100, kind="part", part_of=FIRST)
    page = replace(cleaned(article()), parts=(part,))
    for expected in (Loaded(new=1), Loaded(unchanged=1)):
        assert load(connection, run_id, [page], [landed("f.pdf", offset=200, kind="attachment")]) == expected
    assert connection.execute("select kind, url from fetches order by id").fetchall() == [
        ("article", FIRST),
        ("part", part.url),
        ("attachment", "f.pdf"),
    ]
    assert list(known_urls(connection)) == [FIRST]
    failed = Failed(site="beijing", channel="要闻", kind="part", url=part.url, reason="timeout")
    record_failures(connection, run_id, [failed, replace(failed, kind="attachment", url="f.pdf")])
    assert connection.execute("select kind from failures order by kind").fetchall() == [("attachment",), ("part",)]


def test_a_batch_told_twice_changes_nothing(connection: Connection, run_id: int) -> None:
    batch = [cleaned(article()), cleaned(rejection(SECOND), offset=100)]
    others = [landed("http://127.0.0.1/", offset=200, kind="list")]
    load(connection, run_id, batch, others)
    before = [table(connection, name) for name in STORE]
    again = begin_run(connection, asked=[], rules_version="2", now=NOON)
    assert load(connection, again, batch, others) == Loaded(unchanged=1, rejected=1)
    assert [table(connection, name) for name in STORE] == before


# any one of these makes another article of it
CHANGES: list[dict[str, Any]] = [
    {"media": ()},
    {"media": (Media(kind="image", url="http://127.0.0.1/a.jpg", caption="会议现场"),)},
    {"next_page": None},
    {"confidence": 0.5},
    {"published_from": "url"},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_row_changes_when_one_field_does(change: dict[str, Any], connection: Connection, run_id: int) -> None:
    load(connection, run_id, [cleaned(article())], [])
    assert load(connection, run_id, [cleaned(article(**change))], []) == Loaded(changed=1)
    assert load(connection, run_id, [cleaned(article(**change))], []) == Loaded(unchanged=1)


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "a date from nowhere": {"published_from": None},
    "a witness of no date": {"published_at": None, "precision": None},
    "a witness unheard of": {"published_from": "guess"},
    "more than sure": {"confidence": 1.01},
    "no confidence": {"confidence": None},
}


@pytest.mark.parametrize("change", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_what_cannot_be_is_refused(change: dict[str, Any], database: Database, run_id: int) -> None:
    with pytest.raises(StoreError), database.connect() as another:
        load(another, run_id, [cleaned(article(**change))], [])


# what is stored, what comes then, what is reported, what the row says afterwards: title, minutes when last seen
THEN = {
    "a new text": ((article(), 0), (article(title="新题"), 1), Loaded(changed=1), ("新题", 1)),
    "better rules for the same bytes": ((article(), 0), (article(title="新题"), 0), Loaded(changed=1), ("新题", 0)),
    "the same again later": ((article(), 0), (article(), 1), Loaded(unchanged=1), ("政协座谈会召开", 1)),
    "an older fetch": ((article(), 1), (article(title="旧题"), 0), Loaded(unchanged=1), ("政协座谈会召开", 1)),
    "an article where there was none": ((rejection(), 0), (article(), 1), Loaded(new=1), ("政协座谈会召开", 1)),
    "a rejection of what was an article": ((article(), 0), (rejection(), 1), Loaded(rejected=1), ("政协座谈会召开", 0)),
}


@pytest.mark.parametrize("case", THEN.values(), ids=THEN.keys())
def test_what_comes_later(case: tuple[Any, Any, Loaded, tuple[str, int]], connection: Connection, run_id: int) -> None:
    first, then, expected, (title, minutes) = case
    for offset, (outcome, later) in enumerate((first, then)):
        loaded = load(connection, run_id, [cleaned(outcome, offset=offset, later=later)], [])
    assert loaded == expected
    stored = connection.execute(
        "select title, last_seen, warc_offset from articles join fetches on fetches.id = fetch_id"
    )
    seen = NOON + timedelta(minutes=minutes)
    assert [(found, when) for found, when, _ in stored] == [(title, seen)]
    assert table(connection, "rejected") == []


def test_of_an_address_that_comes_twice_the_last_wins(connection: Connection, run_id: int) -> None:
    batch = [
        cleaned(article()),
        cleaned(rejection(SECOND)),
        cleaned(article(title="后题"), offset=1, later=1),
        cleaned(rejection(SECOND, "challenge"), offset=2, later=1),
        cleaned(rejection(FIRST), offset=3, later=2),
    ]
    assert load(connection, run_id, batch, []) == Loaded(new=1, rejected=1)
    assert connection.execute("select title from articles").fetchall() == [("后题",)]
    assert connection.execute("select reason from rejected").fetchall() == [("challenge",)]


def test_a_rejection_told_otherwise_is_kept_up_to_date(connection: Connection, run_id: int) -> None:
    for reason in ("no body", "no title"):
        load(connection, run_id, [cleaned(rejection(reason=reason))], [])
    assert connection.execute("select reason from rejected").fetchall() == [("no title",)]


def test_a_batch_is_stored_whole_or_not_at_all(database: Database, connection: Connection, run_id: int) -> None:
    batch = [cleaned(article()), cleaned(article(SECOND), offset=1, site="nowhere")]
    with pytest.raises(StoreError, match="nowhere"), database.connect() as another:
        load(another, run_id, batch, [])
    assert [table(connection, name) for name in STORE] == [[], [], []]


def test_what_postgres_cannot_hold_is_taken_out_and_counted(connection: Connection, run_id: int) -> None:
    picture = Media(kind="image", url="http://127.0.0.1/\0.jpg", caption="会\ud83d场")
    damaged = article(title="政\0协", body="委\ud83d员\udc00", losses=1, media=(picture,))
    load(connection, run_id, [cleaned(damaged)], [])
    assert connection.execute("select title, body, losses, media from articles").fetchall() == [
        (
            "政协",
            "委\ufffd员\ufffd",
            4,
            [{"kind": "image", "url": "http://127.0.0.1/.jpg", "caption": "会\ufffd场"}],
        )
    ]


@given(text=st.text(st.characters(exclude_categories=())))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives(text: str, connection: Connection, run_id: int) -> None:
    load(connection, run_id, [cleaned(article(title=text))], [])
    kept = "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text if sign != "\0")
    assert connection.execute("select title from articles").fetchall() == [(kept,)]


def test_reprints_are_one_unique_article(connection: Connection, run_id: int) -> None:
    late = article(FIRST, published_at=datetime(2026, 3, 5, tzinfo=SHANGHAI), precision="day")
    undated = article("http://127.0.0.1/c.html", published_at=None, precision=None, published_from=None)
    other = article("http://127.0.0.1/d.html", body="另一篇。")
    batch = [cleaned(page, offset=n) for n, page in enumerate((late, undated, article(SECOND), other))]
    assert load(connection, run_id, batch, []) == Loaded(new=4)
    found = connection.execute("select url from unique_articles order by url").fetchall()
    assert found == [(SECOND,), (other.url,)]


def test_known_addresses_are_articles_and_rejections_of_the_sites_asked(connection: Connection, run_id: int) -> None:
    upsert_sites(connection, [replace(SITE, key="hebei", adcode="130000")], NOON)
    batch = [cleaned(article()), cleaned(rejection(SECOND), offset=1), cleaned(article("c"), offset=2, site="hebei")]
    load(connection, run_id, batch, [])
    assert set(known_urls(connection)) == {FIRST, SECOND, "c"}
    assert set(known_urls(connection, ["beijing"])) == {FIRST, SECOND}
    assert set(known_urls(connection, [])) == set()


def test_sites_are_touched_only_if_they_differ(connection: Connection) -> None:
    versions = []
    for name in ("北京市政协", "北京市政协", "政协北京市委员会"):
        upsert_sites(connection, [replace(SITE, name=name)], NOON)
        versions.append(connection.execute("select xmin, name from sites").fetchone())
    assert versions[0] == versions[1] != versions[2]


def test_a_run_is_remembered_until_it_says_how_it_ended(connection: Connection, run_id: int, tmp_path: Path) -> None:
    record_receipt(connection, run_id, tmp_path / "receipt.jsonl")
    forgotten = InterruptedRun(run_id=run_id, kind="daily", receipt=tmp_path / "receipt.jsonl")
    assert list(interrupted_runs(connection)) == [forgotten]
    for listed in (1, 2):
        record_site_runs(connection, run_id, [SiteRun(site="beijing", listed=listed, stopped_because="last page")])
    finish_run(connection, run_id, "failed", "no disk space", now=NOON + timedelta(minutes=7))
    assert list(interrupted_runs(connection)) == []
    ended = connection.execute("select status, error, finished_at - started_at, listed from runs, site_runs").fetchall()
    assert ended == [("failed", "no disk space", timedelta(minutes=7), 2)]


def test_a_site_is_in_one_run_at_a_time(database: Database) -> None:
    here, there = SITE, replace(SITE, key="hebei")
    with database.connect() as first, database.connect() as second:
        with held_sites(first, [here]) as free:
            assert free == [here]
            with held_sites(second, [here, there]) as left:
                assert left == [there]
            with pytest.raises(StoreError, match="Another run has all"), held_sites(second, [here]):
                pass
            with held_sites(second, []) as left:
                assert left == []
        with held_sites(second, [there, here]) as free:
            assert free == [there, here]
    with pytest.raises(StoreError), database.connect() as crashed, held_sites(crashed, [here]):
        crashed.execute("select pg_terminate_backend(pg_backend_pid())")
    with database.connect() as third, held_sites(third, [here]) as free:
        assert free == [here]


def test_who_gives_way_is_waited_for(database: Database) -> None:
    here, there, beyond = (replace(SITE, key=key) for key in "abc")
    waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    taken: list[list[Site]] = []

    def take() -> None:
        with database.connect() as connection, held_sites(connection, [here, there, beyond]) as free:
            taken.append(free)

    with database.connect() as first, database.connect() as second, database.connect() as watcher:
        with held_sites(second, [here]), held_sites(first, [there, beyond], gives_way=True):
            waiting = Thread(target=take)
            waiting.start()
            while watcher.execute(waits).fetchone() == (0,):
                assert waiting.is_alive()
        waiting.join()
    assert taken == [[there, beyond]]


def test_runs_that_go_on_are_not_interrupted(database: Database, connection: Connection, run_id: int) -> None:
    with database.connect() as other:
        assert list(interrupted_runs(other)) == []
        killed = begin_run(other, kind="recheck", asked=[], rules_version="1", now=NOON)
    for found in interrupted_runs(connection):  # the first is this session's own
        assert found.run_id in {run_id, killed}
        finish_run(connection, found.run_id, "interrupted", now=NOON)
    assert connection.execute("select count(*) from runs where status = 'interrupted'").fetchone() == (2,)


LONG = "http://127.0.0.1/?" + "".join(str(number) for number in range(4000))  # what repeats itself would be compressed

# what a page may say and the web may do; what the row says then
EXTREMES: dict[str, tuple[dict[str, Any], str, Any]] = {
    "a title of 10,000 characters": ({"title": 10_000 * "协"}, "char_length(title)", 10_000),
    "an author of 10,000 characters": ({"author": 10_000 * "王"}, "char_length(author)", 10_000),
    "a body of 5 MB": ({"body": "\n".join(str(number) for number in range(740_000))}, "octet_length(body)", 5_068_889),
    "a body of NUL and halves": ({"body": 9 * "\0\ud83d文"}, "body", 9 * "\ufffd文"),
    "an author of NUL": ({"author": "\0"}, "author", ""),
    "the year 1": ({"published_at": datetime(1, 1, 1, tzinfo=SHANGHAI)}, "published_at", None),
    "the year 9999": ({"published_at": datetime(9999, 12, 31, 23, 59, tzinfo=SHANGHAI)}, "published_at", None),
    "beyond the year 9999": (
        {"published_at": datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))},
        "published_at",
        None,
    ),
    "before the first year": (
        {"published_at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))},
        "flags",
        ["short", "impossible date"],
    ),
    "an address of 15,000 characters": ({"url": LONG}, "octet_length(url)", 2000),
    "next pages and pictures at such addresses": (
        {"next_page": LONG, "media": (Media(kind="image", url=LONG),)},
        "next_page",
        LONG,
    ),
}


@pytest.mark.parametrize(("said", "column", "stored"), EXTREMES.values(), ids=EXTREMES)
def test_whatever_a_page_says_is_stored_and_nothing_else_suffers(
    said: dict[str, Any], column: str, stored: Any, connection: Connection, run_id: int
) -> None:
    batch = [cleaned(article(**said)), cleaned(article(SECOND), offset=1)]
    assert load(connection, run_id, batch, []) == Loaded(new=2)
    assert load(connection, run_id, batch, []) == Loaded(unchanged=2)
    assert connection.execute(f"select {column} from articles order by id limit 1".encode()).fetchall() == [(stored,)]  # noqa: S608
    assert len(connection.execute("select * from articles_with_site").fetchall()) == 2


def test_long_addresses_fit_every_table(connection: Connection, run_id: int) -> None:
    another = f"{LONG}0"
    pages = [cleaned(article(LONG)), cleaned(rejection(another), offset=1, asked=f"{LONG}1")]
    assert load(connection, run_id, pages, []) == Loaded(new=1, rejected=1)
    failed = Failed(site="beijing", channel="要闻", kind="article", url=f"{LONG}2", reason="timeout", listed_title="\0")
    receipt = Receipt(
        failed=(failed,),
        linked=(Linked(site="beijing", channel="要闻", url=LONG, title="\ud83d", listed_on=date(1, 1, 1)),),
        warned=(Warned(site="beijing", words=LONG),),
    )
    record_failures(connection, run_id, receipt.failed)
    record_links(connection, receipt, NOON)
    record_warnings(connection, run_id, receipt)
    record_retries(connection, receipt, NOON)
    known = KnownAddresses(known_urls(connection))
    assert [address in known for address in (LONG, another, f"{LONG}1", f"{LONG}2", FIRST)] == [True] * 4 + [False]
    came = landed(f"{LONG}2", offset=2)
    record_retries(connection, Receipt(landed=(came,)), NOON)
    assert connection.execute("select count(*) from retries").fetchone() == (0,)


def test_when_it_was_first_seen_does_not_depend_on_who_came_first(connection: Connection, run_id: int) -> None:
    for offset, minutes in enumerate((3, 1, 2)):
        load(connection, run_id, [cleaned(article(), offset=offset, later=minutes)], [])
    assert connection.execute("select first_seen, last_seen, fetch_id from articles").fetchall() == [
        (NOON + timedelta(minutes=1), NOON + timedelta(minutes=3), 1)
    ]


# minutes at which texts were fetched, in the order in which they are loaded; the titles of the versions, and of the row
LATE = {
    "in their order": ([(1, "甲"), (2, "乙"), (3, "丙")], ["甲", "乙"], "丙"),
    "backwards": ([(3, "丙"), (2, "乙"), (1, "甲")], ["甲", "乙"], "丙"),
    "the middle one late": ([(1, "甲"), (3, "丙"), (2, "乙")], ["甲", "乙"], "丙"),
    "told twice": ([(3, "丙"), (1, "甲"), (3, "丙"), (1, "甲")], ["甲"], "丙"),
    "the same text before": ([(3, "丙"), (1, "丙")], [], "丙"),
}


@pytest.mark.parametrize(("texts", "earlier", "current"), LATE.values(), ids=LATE)
def test_no_earlier_text_is_lost_whatever_comes_first(
    texts: list[tuple[int, str]], earlier: list[str], current: str, connection: Connection, run_id: int
) -> None:
    for minutes, title in texts:
        load(connection, run_id, [cleaned(article(title=title), offset=minutes, later=minutes)], [])
    changes = connection.execute(
        "select title_before, title_after, because_of from article_changes order by seen_before_at"
    ).fetchall()
    assert changes == [
        (before, after, "the page") for before, after in zip(earlier, [*earlier, current][1:], strict=True)
    ]
    assert connection.execute("select title from articles").fetchall() == [(current,)]


WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


def test_a_loader_waits_for_the_one_before_it(database: Database, connection: Connection, run_id: int) -> None:
    def reject() -> None:
        with database.connect() as another:
            load(another, run_id, [cleaned(rejection(), offset=1, later=1)], [])

    second = Thread(target=reject)
    with database.connect() as first:
        with first.transaction():
            load(first, run_id, [cleaned(article())], [])
            second.start()
            until(lambda: connection.execute(WAITING).fetchone() != (0,))
        second.join()
    assert connection.execute("select count(*) from articles").fetchone() == (1,)
    assert connection.execute("select count(*) from rejected").fetchone() == (0,), "it did not see the article"


def test_loaders_that_are_killed_lose_nothing_and_double_nothing(database: Database, other_database: Database) -> None:
    stores = (database.conninfo, other_database.conninfo)
    command = [sys.executable, str(TORTURE), "--kills", "30", "--seed", "6", "--databases", *stores]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
