from __future__ import annotations

from datetime import date, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from psycopg import errors

from crawler.article import SHANGHAI, Article, Site
from crawler.errors import StoreError
from crawler.landing.receipt import Landed
from crawler.text.script import to_simplified
from flows.report import found_articles, found_table
from flows.steps.load import Cleaned, load
from flows.steps.runs import begin_run, upsert_sites
from flows.steps.search import make_searchable
from flows.steps.stories import sort_stories
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.postgres import Connection, Database

DAY = datetime(2026, 3, 4, 9, 30, tzinfo=SHANGHAI)


def site(key: str) -> Site:
    return Site(
        key=key,
        name="市政协",
        level="prefecture",
        adcode="110100",
        base_url="http://127.0.0.1/",
        dialect="plain",
        channels=(),
        article_url=".*",
    )


def cleaned(name: str, body: str, *, title: str = "题", at: datetime | None = DAY, **changes: Any) -> Cleaned:
    """An article whose address is `name`; of the site that `name` begins with, up to a slash."""
    key = name.partition("/")[0] if "/" in name else "beijing"
    place = Landed(
        site=key,
        channel="要闻",
        kind="article",
        url=name,
        status=200,
        fetched_at=changes.pop("seen", DAY),
        file="one.warc.gz",
        offset=int.from_bytes(blake2b(f"{name}{title}{body}".encode(), digest_size=6).digest(), "big"),
        length=100,
    )
    page = Article(
        url=name,
        title=title,
        body=body,
        published_at=at,
        precision="minute" if at else None,
        published_from="page" if at else None,
        source=None,
        author=None,
        editor=None,
        column=None,
        media=(),
        next_page=None,
        confidence=1.0,
        codec="utf-8",
        codec_confidence=1.0,
        votes=(),
        repairs=(),
        losses=0,
        text_hash=blake2b(body.encode(), digest_size=16).digest(),
        **changes,
    )
    return Cleaned(landed=place, outcome=page)


@pytest.fixture
def run_id(connection: Connection) -> int:
    upsert_sites(connection, [site("beijing"), site("nanjing")], DAY)
    return begin_run(connection, asked=[], rules_version="1", now=DAY)


def put(connection: Connection, run_id: int, pages: Iterable[Cleaned], **options: int) -> int:
    load(connection, run_id, list(pages), [])
    return make_searchable(connection, **options)


def found(connection: Connection, words: str, **options: Any) -> list[str]:
    """The addresses of what a query finds, in the order in which it does."""
    ids = [row[0] for row in found_articles(connection, words, **options)]
    urls: dict[int, str] = dict(connection.execute("select id, url from articles").fetchall())
    return [urls[each] for each in ids]


TEXTS = [
    cleaned("a", "政协委员就提案办理开展民主监督。", title="提案办理", at=DAY.replace(day=5)),
    cleaned("b", "监督民主生活会。提案甲。政协提案提案提案委员会", at=DAY.replace(day=4)),
    cleaned("c", "ＡＢＣ公司２０２４年产值50%_上升\\d+", at=DAY.replace(day=3)),
    cleaned("d", "市政協後來召開會議", at=DAY.replace(year=2020), title="著名", simplified="著名\n市政协后来召开会议"),
    cleaned("nanjing/e", "一只鳖，𠮷野家。提案", at=DAY.replace(year=2019)),
    cleaned("f", "没有日期的提案……㎡", at=None),
    cleaned("g", "荒唐的日期，政协提案", at=datetime(2999, 1, 1, tzinfo=SHANGHAI)),
]

QUERIES: dict[str, list[str]] = {
    "提案": ["a", "b", "nanjing/e", "g", "f"],
    "提案 委员": ["a", "b"],
    "委员　提案": ["a", "b"],
    "民主监督": ["a"],
    "民主 监督": ["a", "b"],
    "提案 -委员": ["nanjing/e", "g", "f"],
    '提案 -"民主监督" -“日期”': ["b", "nanjing/e"],
    '"提案办理开展"': ["a"],
    '"提案甲。政协"': ["b"],
    "abc": ["c"],
    "ＡＢＣ公司2024": ["c"],
    "50%_": ["c"],
    "5%上": [],
    "%": ["c"],
    "_": ["c"],
    "\\d+": ["c"],
    ".*": [],
    "'": [],
    "市政协": ["d"],
    "市政協": ["d"],
    "政協後來": ["d"],
    "后来": ["d"],
    "著名": ["d"],
    "着名": ["d"],
    "鳖": ["nanjing/e"],
    "𠮷": ["nanjing/e"],
    "𠮷野": ["nanjing/e"],
    "的": ["g", "f"],
    "鱻": [],
    "鱻提": [],
    "......m2": ["f"],
    "-委员 -提案": ["c", "d"],
    "": [],
    "  ": [],
    '""': [],
    '"': [],
    "-": [],
    '委员会 "办理开展': [],
    '提案 "办理': ["a"],
}


@pytest.mark.parametrize("crowd", [1, 1000], ids=["all at once", "one by one"])
def test_what_queries_find(crowd: int, connection: Connection, run_id: int) -> None:
    assert put(connection, run_id, TEXTS, crowd=crowd) == len(TEXTS)
    assert {words: found(connection, words) for words in QUERIES} == QUERIES


# options, and what 提案 finds then
NARROWED: list[tuple[dict[str, Any], list[str]]] = [
    ({"site": "beijing"}, ["a", "b", "g", "f"]),
    ({"site": "nanjing"}, ["nanjing/e"]),
    ({"site": "nowhere"}, []),
    ({"since": date(2026, 3, 5)}, ["a"]),
    ({"since": date(2019, 1, 1), "until": date(2026, 3, 4)}, ["b", "nanjing/e"]),
    ({"until": date(2018, 1, 1)}, []),
    ({"limit": 2}, ["a", "b"]),
    ({"best": True, "limit": 3}, ["a", "b", "nanjing/e"]),
    ({"best": True, "site": "beijing", "since": date(2026, 1, 1)}, ["a", "b"]),
]


@pytest.mark.parametrize(("options", "expected"), NARROWED, ids=str)
def test_a_search_can_be_narrowed(
    options: dict[str, Any], expected: list[str], connection: Connection, run_id: int
) -> None:
    put(connection, run_id, TEXTS)
    assert found(connection, "提案", **options) == expected


def test_an_order_that_is_none_is_refused(database: Database) -> None:
    with pytest.raises(StoreError, match="newest or best, not oldest"), database.connect() as another:
        another.execute("select * from search_articles('提案', order_by => 'oldest')")


# title, body, words, snippet
SNIPPETS = [
    ("题", "政协提案", ["提案"], "政协<b>提案</b>"),
    ("提案题", "政协", ["提案"], "<b>提案</b>题"),
    ("题", "政协", ["提案"], "政协"),
    ("题", "政协提案委员", ["提案", "案委"], "政协<b>提案委</b>员"),
    ("题", "ＡＢＣ……提案", ["abc", "提案"], "<b>ＡＢＣ</b>……<b>提案</b>"),
    ("题", "市政協\n提案", ["政协"], "市<b>政協</b> 提案"),
    ("题", "㍿提案", ["提案"], "㍿<b>提案</b>"),
    ("题", "前" * 50 + "提案" + "后" * 100, ["提案"], "…" + "前" * 30 + "<b>提案</b>" + "后" * 68 + "…"),
]


@pytest.mark.parametrize(("title", "body", "words", "expected"), SNIPPETS)
def test_a_snippet_shows_the_hits(
    title: str, body: str, words: list[str], expected: str, connection: Connection
) -> None:
    row = connection.execute("select search_snippet(%s, %s, %s)", (title, body, words)).fetchone()
    assert row == (expected,)


def test_a_table_of_finds_can_be_printed(connection: Connection, run_id: int) -> None:
    put(connection, run_id, TEXTS)
    assert found_table(found_articles(connection, "提案")).row_count == 5


def test_changed_and_deleted_articles(connection: Connection, run_id: int) -> None:
    put(connection, run_id, [cleaned("a", "旧文提案"), cleaned("b", "提案")])
    later = DAY.replace(hour=12)
    load(connection, run_id, [cleaned("a", "新文", at=DAY.replace(year=2025), seen=later)], [])
    load(connection, run_id, [cleaned("a", "新文建议", at=DAY.replace(year=2024), seen=later)], [])
    assert make_searchable(connection) == 1
    assert (found(connection, "旧文"), found(connection, "建议")) == ([], ["a"])
    connection.execute("delete from articles where url = 'b'")
    assert found(connection, "提案") == []
    assert connection.execute("select count(*) from search_texts").fetchone() == (1,)


def test_an_article_seen_again_unchanged_is_not_done_again(connection: Connection, run_id: int) -> None:
    put(connection, run_id, [cleaned("a", "提案")])
    assert put(connection, run_id, [cleaned("a", "提案", seen=DAY.replace(hour=12))]) == 0


def test_what_somebody_else_is_at_is_left_to_them(connection: Connection, run_id: int, database: Database) -> None:
    load(connection, run_id, TEXTS, [])
    with database.connect() as killed, killed.transaction(force_rollback=True):
        taken = killed.execute(query("take_queued"), {"limit": 3}).fetchall()
        assert make_searchable(connection) == len(TEXTS) - len(taken)
    assert make_searchable(connection) == len(taken)
    assert found(connection, "提案") == QUERIES["提案"]


LETTERS = st.sampled_from("政协提案委员的是鳖麓著協後ＡＢabZ0１９，。“” %_\\\n𠮷𪚥é〇々")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(st.text(LETTERS, min_size=2, max_size=30), min_size=1, max_size=8), pick=st.data())
def test_every_two_neighbours_find_their_article_and_no_other(
    bodies: list[str], pick: st.DataObject, connection: Connection, run_id: int
) -> None:
    connection.execute("truncate articles, search_texts, search_queue cascade")
    put(connection, run_id, [cleaned(str(number), body) for number, body in enumerate(bodies)], crowd=3)
    body = pick.draw(st.sampled_from(bodies))
    at = pick.draw(st.integers(0, len(body) - 2))
    pair = body[at : at + 2]
    assume(not set(pair) & set(" \n“”"))
    folded: dict[str, str] = dict(
        connection.execute("select url, zh_fold(title || e'\\n' || body) from articles").fetchall()
    )
    row = connection.execute("select zh_fold(%s)", (pair,)).fetchone()
    assert row is not None
    assert set(found(connection, f'"{pair}"', limit=100)) == {url for url, text in folded.items() if row[0] in text}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Mn", "Mc"], exclude_characters="\0"), max_size=60))
def test_a_query_asks_for_what_its_text_is_indexed_by(text: str, connection: Connection) -> None:
    row = connection.execute(
        "select zh_query(%(text)s) <@ zh_grams(zh_fold(%(text)s)), zh_grams(zh_fold(%(text)s)) <@ zh_query(%(text)s)",
        {"text": text},
    ).fetchone()
    assert row == (True, True)


def test_own_questions_use_the_index(connection: Connection, run_id: int) -> None:
    put(connection, run_id, TEXTS)
    question = "select count(*) from article_grams where grams @> zh_query('提案')"
    connection.execute("set enable_seqscan = off")  # so few rows are read faster without
    assert connection.execute(question).fetchone() == (5,)
    plan = "\n".join(row[0] for row in connection.execute(f"explain {question}"))
    assert "_grams" in plan
    assert "Seq Scan" not in plan


def test_the_index_is_asked_however_much_news_it_lists(connection: Connection, run_id: int) -> None:
    put(connection, run_id, [cleaned(str(number), f"提案{number}" * 50) for number in range(300)])
    connection.execute("analyze search_texts")
    question = "select count(*) from article_grams where grams @> zh_query('甲')"
    plan = "\n".join(row[0] for row in connection.execute(f"explain {question}"))
    assert "on search_texts_2026_grams" in plan


@pytest.mark.parametrize("day", ["infinity", "-infinity", "12026-03-04", "0926-03-04 BC"])
def test_a_day_that_cannot_be_stops_nothing(day: str, connection: Connection, run_id: int) -> None:
    put(connection, run_id, [cleaned("a", "提案")])
    connection.execute("update articles set published_at = %s", (day,))
    assert put(connection, run_id, [cleaned("b", "提案")]) == 2
    counted = connection.execute("select count(*) from article_grams where grams @> zh_query('提案')").fetchone()
    assert counted == (2,)


# Each holds something whose folding may depend on what stands beside it, or that is beyond the first plane.
UNUSUAL = {"e\u0301lan": "élan", "か\u3099き": "がき", "ΣΑ丙": "σα丙", "𪚥龍": "𪚥龙", "\u1112\u1167\u11b8상": "협상"}


@pytest.mark.parametrize("crowd", [1, 10**6], ids=["all at once", "one by one"])
def test_texts_are_stored_as_the_database_would_store_them(crowd: int, connection: Connection, run_id: int) -> None:
    pages = [*TEXTS, *[cleaned(f"unusual {words}", f"政协{text}，提案") for text, words in UNUSUAL.items()]]
    assert put(connection, run_id, pages, crowd=crowd) == len(pages)
    for text, words in UNUSUAL.items():
        assert found(connection, words) == found(connection, text) == [f"unusual {words}"]
    [(stored, differing)] = connection.execute(
        """
        select
            count(*),
            count(*) filter (
                where (texts.year, texts.site, texts.published_at, texts.folded, texts.grams) is distinct from (
                    search_year(articles.published_at),
                    articles.site,
                    articles.published_at,
                    zh_fold(coalesce(articles.simplified, articles.title || e'\n' || articles.body)),
                    array(
                        select distinct gram
                        from unnest(search_grams(articles.site, texts.folded)) as gram
                        order by gram
                    )
                )
            )
        from articles
        join search_texts as texts on texts.article_id = articles.id
        """
    )
    assert (stored, differing) == (len(pages), 0)


def test_what_is_taken_for_simplified_is_what_opencc_simplifies(connection: Connection) -> None:
    row = connection.execute("select zh_traditional(), zh_simplified()").fetchone()
    assert row is not None
    traditional, simplified = row
    assert len(traditional) == len(simplified) == len(set(traditional))
    assert not set(traditional) & set(simplified)
    differing = [(a, b) for a, b in zip(traditional, simplified, strict=True) if to_simplified(a) != b]
    assert differing == [("薴", "苎")]


@pytest.mark.parametrize("crowd", [1, 10**6], ids=["all at once", "one by one"])
def test_a_writer_who_owns_nothing_does_all_of_it(crowd: int, connection: Connection, run_id: int) -> None:
    connection.execute("set role cppcc_writer")
    pages = [cleaned(str(year), "社情民意信息" * 20, at=datetime(year, 3, 4, tzinfo=SHANGHAI)) for year in (2001, 2002)]
    assert put(connection, run_id, pages, crowd=crowd) == 2
    assert sort_stories(connection) == 1
    assert found(connection, "社情民意") == ["2002", "2001"]
    for refused in (
        "drop table articles",
        "create table mine ()",
        "delete from migrations",
        "call let_write('postgres')",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(refused)
