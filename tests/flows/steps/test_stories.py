from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier

from crawler.article import SHANGHAI, Article, Site
from crawler.errors import StoreError
from crawler.landing.receipt import Landed
from crawler.replica.prose import write
from crawler.replica.traditional import to_traditional
from crawler.text.fingerprint import text_hash
from flows.steps.load import Cleaned, load
from flows.steps.runs import begin_run, upsert_sites
from flows.steps.stories import settle_keys, sort_stories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.postgres import Connection, Database

NOON = datetime(2026, 3, 4, 12, tzinfo=SHANGHAI)
SITE = Site(
    key="jiangsu",
    name="江苏省政协",
    level="provincial",
    adcode="320000",
    base_url="http://127.0.0.1/",
    dialect="plain",
    channels=(),
    article_url=".*",
)
SITES = (
    SITE,
    replace(SITE, key="national", name="全国政协", level="national", adcode="000000"),
    replace(SITE, key="xuzhou", name="徐州市政协", level="prefecture", adcode="320300"),
)

PARTITION = """
    select array_agg(articles.url order by articles.url)
    from texts join articles using (text_hash)
    where unfit is null
    group by story order by 1
"""


def prose(seed: int) -> str:
    return "\n".join(write(f"stories {seed}", "replica_xuzhou").paragraphs)


def page(name: str, body: str, **changes: Any) -> Article:
    article = Article(
        url=f"http://127.0.0.1/{name}.html",
        title="政协召开会议",
        body=body,
        published_at=NOON,
        precision="minute",
        published_from="page",
        source=None,
        author=None,
        editor=None,
        column=None,
        media=(),
        next_page=None,
        confidence=0.75,
        codec="utf-8",
        codec_confidence=0.9,
        votes=(),
        repairs=(),
        losses=0,
        text_hash=text_hash(body),
        flags=(),
    )
    return replace(article, **changes)


def cleaned(article: Article, site: str = "jiangsu", later: int = 0) -> Cleaned:
    landed = Landed(
        site=site,
        channel="要闻",
        kind="article",
        url=article.url,
        status=200,
        fetched_at=NOON + timedelta(minutes=later),
        file="one.warc.gz",
        offset=abs(hash((article.url, later))),
        length=100,
    )
    return Cleaned(landed=landed, outcome=article)


@pytest.fixture
def run_id(connection: Connection) -> int:
    upsert_sites(connection, SITES, NOON)
    return begin_run(connection, asked=[], rules_version="1", now=NOON)


def partition(connection: Connection) -> list[list[str]]:
    """The addresses of each story, without what they have in common."""
    found = connection.execute(PARTITION).fetchall()
    return [[url.removeprefix("http://127.0.0.1/").removesuffix(".html") for url in urls] for (urls,) in found]


def many(stories: int = 6) -> list[Article]:
    """Articles in every relation there is: copies, parts, parts of parts, twins, one text twice, and loners."""
    pages = []
    for seed in range(stories):
        text = prose(seed)
        lines = text.split("\n")
        pages += [
            page(f"{seed}-whole", text),
            page(f"{seed}-twin", to_traditional(text)),
            page(f"{seed}-copy", text.replace("。", "，记者获悉。", 3)),
            page(f"{seed}-framed", f"本报讯\n{text}\n（来源：徐州日报）"),
            page(f"{seed}-half", "\n".join(lines[: len(lines) // 2])),
            page(f"{seed}-end", "\n".join(lines[len(lines) // 2 :])),
            page(f"{seed}-other", prose(seed + 1000)),
        ]
    return pages


def loaded(connection: Connection, run_id: int, pages: Sequence[Article], sizes: Sequence[int], most: int) -> None:
    """Pages in batches of these sizes, by turns; stories sorted after each."""
    at = turn = 0
    while at < len(pages):
        size = sizes[turn % len(sizes)]
        load(connection, run_id, [cleaned(each) for each in pages[at : at + size]], [])
        sort_stories(connection, most)
        at += size
        turn += 1


def expected(stories: int = 6) -> list[list[str]]:
    names = ("copy", "end", "framed", "half", "twin", "whole")
    joined = [[f"{seed}-{name}" for name in names] for seed in range(stories)]
    return sorted([*joined, *([f"{seed}-other"] for seed in range(stories))])


@given(
    random=st.randoms(use_true_random=False),
    sizes=st.lists(st.integers(1, 20), min_size=1, max_size=5),
    most=st.integers(1, 30),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_does_not_matter(
    random: Random, sizes: list[int], most: int, connection: Connection, run_id: int
) -> None:
    connection.execute("delete from articles")
    sort_stories(connection)
    assert partition(connection) == []
    pages = many(4)
    random.shuffle(pages)
    loaded(connection, run_id, pages, sizes, most)
    assert partition(connection) == expected(4)


def test_two_loaders_make_the_stories_of_one(database: Database, connection: Connection, run_id: int) -> None:
    pages = many()
    Random(1).shuffle(pages)

    def loader(part: Sequence[Article]) -> None:
        with database.connect() as own:
            loaded(own, run_id, part, [3, 1, 5], 4)

    with ThreadPoolExecutor(3) as loaders:
        for done in [loaders.submit(loader, pages[start::3]) for start in range(3)]:
            done.result()
    assert partition(connection) == expected()


def rows(connection: Connection) -> list[list[tuple[Any, ...]]]:
    """Every row with its hidden version: equal tables were not written to in between."""
    names = ("texts", "text_signatures", "text_keys", "new_text_keys", "text_pairs", "common_keys", "unsorted_texts")
    return [connection.execute(SQL("select xmin, * from {}").format(Identifier(name))).fetchall() for name in names]


def test_sorting_again_changes_nothing(connection: Connection, run_id: int) -> None:
    loaded(connection, run_id, many(2), [100], 100)
    before = rows(connection)
    load(connection, run_id, [cleaned(each, later=1) for each in many(2)], [])
    assert sort_stories(connection) == 0
    assert rows(connection) == before


def killed(database: Database) -> None:
    """Everything sorted in one transaction, which then ends as a killed session's does."""
    with database.connect() as connection, connection.transaction():
        assert sort_stories(connection) > 0
        connection.execute("select pg_terminate_backend(pg_backend_pid())")


def test_what_was_not_sorted_is_sorted_by_the_next(database: Database, connection: Connection, run_id: int) -> None:
    load(connection, run_id, [cleaned(each) for each in many(2)], [])
    with pytest.raises(StoreError):
        killed(database)
    assert partition(connection) == []
    assert sort_stories(connection) > 0
    assert partition(connection) == expected(2)


def test_a_text_that_links_two_stories_makes_them_one_and_parts_them_again(connection: Connection, run_id: int) -> None:
    first, second = prose(1), prose(2)
    for name, body in (("a", first), ("b", second)):
        load(connection, run_id, [cleaned(page(name, body))], [])
    sort_stories(connection)
    assert partition(connection) == [["a"], ["b"]]
    load(connection, run_id, [cleaned(page("both", f"{first}\n{second}"))], [])
    sort_stories(connection)
    assert partition(connection) == [["a", "b", "both"]]
    load(connection, run_id, [cleaned(page("both", prose(3)), later=1)], [])
    sort_stories(connection)
    assert partition(connection) == [["a"], ["b"], ["both"]]
    load(connection, run_id, [cleaned(page("both", to_traditional(second)), later=2)], [])
    sort_stories(connection)
    assert partition(connection) == [["a"], ["b", "both"]]


def kept_keys(connection: Connection) -> tuple[int, int]:
    """How many rows text_keys and new_text_keys have."""
    row = connection.execute("select (select count(*) from text_keys), (select count(*) from new_text_keys)").fetchone()
    assert row is not None
    return row[0], row[1]


def test_texts_are_found_again_once_their_keys_have_settled(connection: Connection, run_id: int) -> None:
    pages = many(4)
    loaded(connection, run_id, pages[::2], [100], 100)
    _, new = kept_keys(connection)
    assert not settle_keys(connection)
    assert settle_keys(connection, at_least=0)
    assert kept_keys(connection) == (new, 0)
    loaded(connection, run_id, pages[1::2], [100], 100)
    assert partition(connection) == expected(4)
    connection.execute("delete from articles")
    sort_stories(connection)
    assert kept_keys(connection) == (0, 0)


def test_unfit_and_very_short_texts_are_in_no_story(connection: Connection, run_id: int) -> None:
    short = "市政协召开会议。（图片新闻）"
    pages = [page("a", prose(1)), page("b", prose(1), unfit="spun"), page("c", short), page("d", short)]
    load(connection, run_id, [cleaned(each) for each in pages], [])
    sort_stories(connection)
    assert partition(connection) == [["a"]]
    load(connection, run_id, [cleaned(page("a", prose(1), unfit="spun"), later=1)], [])
    sort_stories(connection)
    assert partition(connection) == []
    load(connection, run_id, [cleaned(page("b", prose(1)), later=1)], [])
    sort_stories(connection)
    assert partition(connection) == [["b"]]


def test_the_earliest_and_then_the_highest_leads(connection: Connection, run_id: int) -> None:
    text = prose(1)
    lines = text.split("\n")
    carried = [
        ("late", text, "national", NOON + timedelta(days=2)),
        ("city", text + "\n（来源：徐州日报）", "xuzhou", NOON - timedelta(hours=3)),
        ("province", text, "jiangsu", NOON),
        ("cut", "\n".join(lines[: len(lines) // 2]), "xuzhou", NOON + timedelta(days=1)),
        ("undated", to_traditional(text), "national", None),
    ]
    for name, body, site, day in carried:
        dated: dict[str, Any] = {} if day else {"precision": None, "published_from": None}
        load(connection, run_id, [cleaned(page(name, body, published_at=day, **dated), site)], [])
    sort_stories(connection)
    stories = connection.execute("select site, members, sites, first_day::text, last_day::text from stories").fetchall()
    assert stories == [("jiangsu", 5, 3, "2026-03-04", "2026-03-06")]
    reprints = {
        url.split("/")[-1]: rest
        for url, *rest in connection.execute(
            "select url, later, reason, similarity >= 0.85, round(kept::numeric, 1) from reprints"
        )
    }
    assert reprints["late.html"] == [timedelta(days=2), "same text", True, 1]
    assert reprints["undated.html"] == [None, "same text", True, 1]
    assert reprints["city.html"][:3] == [timedelta(hours=-3), "near copy", True]
    assert reprints["cut.html"][:3] == [timedelta(days=1), "part of", True]
    assert 0.3 < float(reprints["cut.html"][3]) < 0.8


def test_a_crowd_of_like_texts_stays_one_story(connection: Connection, run_id: int) -> None:
    """Once a key is common, texts are found by its samples."""
    bodies = [f"{prose(1)}\n（第{number}家网站转载）" for number in range(120)]
    loaded(connection, run_id, [page(f"{at}", body) for at, body in enumerate(bodies)], [40], 100)
    assert connection.execute("select count(*), count(distinct story) from texts").fetchone() == (120, 1)
    assert connection.execute("select count(*) > 0 from common_keys").fetchone() == (True,)
