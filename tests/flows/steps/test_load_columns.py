"""Every stored column of an article is written, compared and kept; which there are, the database's catalogue says."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from crawler.article import SHANGHAI, Article, Media, Site, Step, Vote
from crawler.landing.receipt import Landed
from flows.postgres import records
from flows.steps.load import Cleaned, Loaded, load
from flows.steps.runs import begin_run, upsert_sites

if TYPE_CHECKING:
    from flows.postgres import Connection

URL = "http://127.0.0.1/a.html"
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
NOON = datetime(2026, 3, 10, 12, tzinfo=SHANGHAI)

# A column of the table `articles`, the field of an article that fills it, and three values that this may have.
COLUMNS: dict[str, tuple[str, tuple[Any, Any, Any]]] = {
    "column_name": ("column", ("要闻", "图片新闻", None)),
    "title": ("title", ("政协座谈会召开", "座谈会召开", "会议召开")),
    "published_at": ("published_at", (NOON, NOON - timedelta(days=1), NOON - timedelta(hours=1))),
    "published_precision": ("precision", ("minute", "day", "second")),
    "published_from": ("published_from", ("page", "meta", "list")),
    "source": ("source", ("人民政协网", "新华社", None)),
    "author": ("author", ("李某", "张某", None)),
    "editor": ("editor", ("王芳", "赵某", None)),
    "body": ("body", ("提案办理工作座谈会召开。", "座谈会召开。", "会议召开。")),
    "media": ("media", ((Media(kind="image", url="http://127.0.0.1/a.jpg", caption="会场"),), (),
                        (Media(kind="document", url="http://127.0.0.1/a.doc"),))),
    "next_page": ("next_page", ("http://127.0.0.1/a_2.html", None, "http://127.0.0.1/a_3.html")),
    "confidence": ("confidence", (0.75, 0.5, 0.25)),
    "flags": ("flags", (("short",), (), ("short", "incomplete"))),
    "losses": ("losses", (1, 0, 2)),
    "repairs": ("repairs", ((Step(name="marks", count=2),), (), (Step(name="marks", count=3),))),
    "codec": ("codec", ("gb18030", "utf-8", "big5")),
    "codec_confidence": ("codec_confidence", (0.75, 0.5, 0.25)),
    "codec_votes": ("votes", ((Vote(witness="meta", codec="gb18030"),), (), (Vote(witness="bom", codec="utf-8"),))),
    "simplified": ("simplified", ("政协", None, "提案")),
    "unfit": ("unfit", ("hopeless", None, "short")),
    "text_hash": ("text_hash", (b"\1" * 16, b"\2" * 16, b"\3" * 16)),
}  # fmt: skip
KEPT = {"id", "site", "channel", "url", "first_run", "first_seen"}
"""What an article keeps from when it was found."""
SEEN = {"rules_version", "fetch_id", "last_run", "last_seen", "gone_at"}
"""What says when and by whom it was found to be as it is."""
VERSIONS = {"column_name", "title", "published_at", "source", "author", "editor", "body", "media"}
"""The columns of which article_versions keeps what they said before."""
BESIDE = {"rules_version", "fetch_id", "first_run", "last_seen", "text_hash"}
"""What it keeps beside them."""

each_column = pytest.mark.parametrize("column", COLUMNS)


def variant(column: str, value: int) -> Article:
    """The article whose columns have their first values, but for one."""
    first = Article(url=URL, **{field: values[0] for field, values in COLUMNS.values()})
    field, values = COLUMNS[column]
    return replace(first, **{field: values[value]})


def stored(column: str, value: int) -> Any:
    """What the row says then."""
    given = COLUMNS[column][1][value]
    return [each if isinstance(each, str) else asdict(each) for each in given] if isinstance(given, tuple) else given


def columns_of(connection: Connection, table: str) -> set[str]:
    """The columns that somebody has to fill."""
    catalogue = """
        select attname
        from pg_attribute
        where attrelid = %s::regclass and attnum > 0 and attgenerated = '' and not attisdropped
    """
    return {name for (name,) in connection.execute(catalogue, (table,))}


class Store:
    """One article as it is read again and again, and what the store makes of it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.names = columns_of(connection, "articles")
        upsert_sites(connection, [SITE], NOON)
        self.runs = [begin_run(connection, asked=[], rules_version=version, now=NOON) for version in ("1", "2")]

    def load(self, article: Article, *, minute: int, run: int = 0) -> Loaded:
        """Load what was fetched in a minute after noon; in this test, no two pages are of the same one."""
        page = Landed(
            site="beijing", channel="要闻", kind="article", url=URL, status=200,
            fetched_at=NOON + timedelta(minutes=minute), file="one.warc.gz", offset=minute, length=1,
        )  # fmt: skip
        return load(self.connection, self.runs[run], [Cleaned(landed=page, outcome=article)], [])

    def row(self) -> dict[str, Any]:
        [found] = records(self.connection, "select * from articles")
        return {name: found[name] for name in self.names}

    def versions(self) -> list[dict[str, Any]]:
        """The texts that are kept beside it, in the order in which they came."""
        kept = records(self.connection, "select * from article_versions order by id")
        return [{name: version[name] for name in VERSIONS | BESIDE} for version in kept]

    def fetch(self, minute: int) -> int:
        [(number,)] = self.connection.execute("select id from fetches where warc_offset = %s", (minute,)).fetchall()
        return int(number)

    def updates(self) -> int:
        """How often rows of articles were written anew, of which this transaction knows."""
        counted = "select pg_stat_get_xact_tuples_updated('articles'::regclass)"
        return int(self.connection.execute(counted).fetchall()[0][0])


@pytest.fixture
def store(connection: Connection) -> Store:
    return Store(connection)


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def test_this_table_names_every_column(store: Store, connection: Connection) -> None:
    assert store.names == COLUMNS.keys() | KEPT | SEEN
    assert columns_of(connection, "article_versions") == VERSIONS | BESIDE | {"id", "article_id", "replaced_at"}
    for field in Article.__dataclass_fields__:
        assert field == "url" or field in {field for field, _ in COLUMNS.values()}


def test_a_new_article_is_stored_whole(store: Store) -> None:
    assert store.load(variant("title", 0), minute=5) == Loaded(new=1)
    said = {name: stored(name, 0) for name in COLUMNS}
    told = {"site": "beijing", "channel": "要闻", "url": URL, "rules_version": "1", "fetch_id": store.fetch(5)}
    seen = dict.fromkeys(("first_seen", "last_seen"), NOON + timedelta(minutes=5))
    runs = dict.fromkeys(("first_run", "last_run"), store.runs[0])
    assert store.row() == {"id": 1, "gone_at": None, **said, **told, **seen, **runs}


@each_column
def test_a_page_that_says_one_thing_otherwise_changes_that_and_nothing_else(column: str, store: Store) -> None:
    store.load(variant(column, 0), minute=0)
    store.connection.execute("update articles set gone_at = last_seen + interval '1 second'")
    before = store.row()
    with store.connection.transaction():
        updates = store.updates()
        assert store.load(variant(column, 1), minute=1, run=1) == Loaded(changed=1)
        assert store.updates() == updates + 1, "the row is written twice"
    after = store.row()
    assert changed(before, after) == {column, *SEEN}
    assert after[column] == stored(column, 1)
    assert {name: after[name] for name in SEEN} == {
        "rules_version": "2",
        "fetch_id": store.fetch(1),
        "last_run": store.runs[1],
        "last_seen": NOON + timedelta(minutes=1),
        "gone_at": None,
    }
    assert store.versions() == [{name: before[name] for name in VERSIONS | BESIDE}] * (column in VERSIONS)

    assert store.load(variant(column, 0), minute=2, run=1) == Loaded(changed=1)
    assert changed(before, store.row()) == SEEN


def test_a_page_that_says_the_same_changes_when_it_was_seen(store: Store) -> None:
    store.load(variant("title", 0), minute=5)
    store.connection.execute("update articles set gone_at = last_seen + interval '1 second'")
    before = store.row()
    assert store.load(variant("title", 0), minute=3, run=1) == Loaded(unchanged=1)
    assert store.row() == before | {"first_seen": NOON + timedelta(minutes=3)}
    assert store.load(variant("title", 0), minute=7, run=1) == Loaded(unchanged=1)
    assert store.row() == before | {
        "first_seen": NOON + timedelta(minutes=3),
        "last_seen": NOON + timedelta(minutes=7),
        "last_run": store.runs[1],
        "fetch_id": store.fetch(7),
        "gone_at": None,
    }


@each_column
def test_what_an_older_page_said_otherwise_is_kept_once(column: str, store: Store) -> None:
    store.load(variant(column, 0), minute=9)
    now = store.row()
    for minute, value in ((1, 1), (2, 2), (3, 1), (4, 0)):
        assert store.load(variant(column, value), minute=minute) == Loaded(unchanged=1)
        assert store.row() == now | {"first_seen": NOON + timedelta(minutes=1)}
    kept = {name: now[name] for name in VERSIONS | BESIDE}
    assert store.versions() == [
        kept
        | {column: stored(column, value), "fetch_id": store.fetch(value), "last_seen": NOON + timedelta(minutes=value)}
        for value in (1, 2)
        if column in VERSIONS
    ]
