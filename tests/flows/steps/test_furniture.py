from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from crawler.article import SHANGHAI, Article, Site
from crawler.errors import SettingsError
from crawler.landing.receipt import Landed
from crawler.text.fingerprint import text_hash
from flows.steps.furniture import furnished, judge, learn, learned_lines
from flows.steps.load import Cleaned, load
from flows.steps.runs import begin_run, upsert_sites
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.postgres import Connection

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
FOOTER = "本栏目由委员之家志愿服务队整理，欢迎来信交流。"
OTHER = "本栏目由委员之家志愿服务队整理，欢迎来电交流。"


class News:
    """Fills the store: each article a text of its own, fetched a minute after the one before."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.numbers = count(1)
        upsert_sites(connection, [SITE, replace(SITE, key="hebei", adcode="130000")], NOON)
        self.run_id = begin_run(connection, asked=[], rules_version="1", now=NOON)

    def text(self, *, lines: int = 8) -> list[str]:
        number = next(self.numbers)
        return [f"第{number}次会议的第{line}句话，说的是提案办理工作。" for line in range(lines)]

    def add(self, bodies: Iterable[list[str]], site: str = "beijing") -> None:
        cleaned = [self._cleaned("\n".join(body), next(self.numbers), site) for body in bodies]
        load(self.connection, self.run_id, cleaned, [])

    def publish(self, pages: int, *tail: str, site: str = "beijing") -> None:
        self.add([[*self.text(), *tail] for _ in range(pages)], site)

    def rows(self) -> list[tuple[Any, ...]]:
        """Every learned line with its hidden version: equal rows were not written to in between."""
        return self.connection.execute("select xmin, * from site_furniture order by site, line").fetchall()

    def lines(self) -> list[str]:
        return [row[-1] for row in learned_lines(self.connection, None)]

    def _cleaned(self, body: str, number: int, site: str) -> Cleaned:
        url = f"http://127.0.0.1/{number}.html"
        landed = Landed(
            site=site,
            channel="要闻",
            kind="article",
            url=url,
            status=200,
            fetched_at=NOON + timedelta(minutes=number),
            file="one.warc.gz",
            offset=number,
            length=1,
        )
        article = Article(
            url=url,
            title="政协座谈会召开",
            body=body,
            published_at=None,
            precision=None,
            published_from=None,
            source=None,
            author=None,
            editor=None,
            column=None,
            media=(),
            next_page=None,
            confidence=0.9,
            codec="utf-8",
            codec_confidence=1.0,
            votes=(),
            repairs=(),
            losses=0,
            text_hash=text_hash(body),
        )
        return Cleaned(landed=landed, outcome=article)


@pytest.fixture
def news(connection: Connection) -> News:
    return News(connection)


# pages with the line, pages without it, whether it is learned
NUMBERS = {
    "nine pages are too few": (9, 0, False),
    "ten are enough": (10, 0, True),
    "just under three in ten": (10, 24, False),
    "just over three in ten": (10, 23, True),
    "exactly three in ten": (30, 70, True),
    "one page less": (29, 71, False),
}


@pytest.mark.parametrize(("pages", "others", "is_learned"), NUMBERS.values(), ids=NUMBERS.keys())
def test_how_often_a_line_must_recur(pages: int, others: int, is_learned: bool, news: News) -> None:
    news.publish(others)
    news.publish(pages, FOOTER)
    learn(news.connection, "beijing")
    expected = [("beijing", pages, pages + others, "learned", FOOTER)] if is_learned else []
    assert learned_lines(news.connection, None) == expected
    assert furnished(news.connection, SITE).furniture == (frozenset({FOOTER}) if is_learned else frozenset())


def test_copies_of_a_text_are_one_text(news: News) -> None:
    news.publish(9, FOOTER)
    news.add([[*news.text(), FOOTER]] * 5)
    learn(news.connection, "beijing")
    assert learned_lines(news.connection, None) == [("beijing", 10, 10, "learned", FOOTER)]


def test_a_line_twice_on_one_page_counts_once(news: News) -> None:
    news.publish(9, FOOTER, FOOTER)
    learn(news.connection, "beijing")
    assert news.lines() == []


@pytest.mark.parametrize("place", range(8))
def test_three_lines_at_either_end_are_looked_at(place: int, news: News) -> None:
    bodies = [news.text(lines=7) for _ in range(10)]
    news.add([*body[:place], FOOTER, *body[place:]] for body in bodies)
    learn(news.connection, "beijing")
    assert news.lines() == ([] if place in {3, 4} else [FOOTER])


def test_short_texts_have_fewer_lines(news: News) -> None:
    news.add([*news.text(lines=1), FOOTER] for _ in range(10))
    news.add([FOOTER] for _ in range(3))
    learn(news.connection, "beijing")
    assert learned_lines(news.connection, None) == [("beijing", 11, 11, "learned", FOOTER)]


def test_a_long_line_is_text(news: News) -> None:
    longest, longer = "长" * 200, "更" * 201
    news.publish(10, longest, longer)
    learn(news.connection, "beijing")
    assert news.lines() == [longest]


def test_a_site_is_learned_from_its_own_pages(news: News) -> None:
    news.publish(10, FOOTER)
    news.publish(9, FOOTER, site="hebei")
    for site in ("beijing", "hebei"):
        learn(news.connection, site)
    assert [row[0] for row in learned_lines(news.connection, None)] == ["beijing"]
    assert learned_lines(news.connection, "hebei") == []
    assert furnished(news.connection, replace(SITE, key="hebei")).furniture == frozenset()


def test_the_same_pages_teach_nothing_new(news: News) -> None:
    news.publish(12, FOOTER)
    learn(news.connection, "beijing")
    before = news.rows()
    learn(news.connection, "beijing")
    assert news.rows() == before


def test_a_line_that_is_gone_stays_known(news: News) -> None:
    news.publish(12, FOOTER)
    learn(news.connection, "beijing")
    before = news.rows()
    news.publish(20)  # as they come out once the line is taken off
    learn(news.connection, "beijing")
    news.publish(200)
    learn(news.connection, "beijing")
    assert news.rows() == before
    assert furnished(news.connection, SITE).furniture == {FOOTER}


def test_a_line_that_recurs_is_counted_anew(news: News) -> None:
    news.publish(12, FOOTER)
    learn(news.connection, "beijing")
    news.publish(3)
    news.publish(3, FOOTER)
    learn(news.connection, "beijing")
    assert learned_lines(news.connection, None) == [("beijing", 15, 18, "learned", FOOTER)]
    seen = news.connection.execute(
        """
        select site_furniture.first_seen = min(articles.first_seen), site_furniture.last_seen = max(articles.last_seen)
        from site_furniture, articles
        group by site_furniture.site, line
        """
    ).fetchall()
    assert seen == [(True, True)]


def test_a_refused_line_stays_refused_until_it_is_accepted(news: News) -> None:
    news.publish(10, FOOTER)
    learn(news.connection, "beijing")
    judge(news.connection, "beijing", FOOTER, "refused")
    news.publish(10, FOOTER)
    learn(news.connection, "beijing")
    assert learned_lines(news.connection, "beijing") == [("beijing", 20, 20, "refused", FOOTER)]
    assert furnished(news.connection, SITE).furniture == frozenset()
    judge(news.connection, "beijing", FOOTER, "learned")
    assert furnished(news.connection, SITE).furniture == {FOOTER}


def test_only_the_newest_pages_are_looked_at(news: News) -> None:
    news.publish(150, FOOTER)
    news.publish(190)
    news.publish(10)
    learn(news.connection, "beijing")
    assert news.lines() == []
    news.publish(60, OTHER)
    learn(news.connection, "beijing")
    assert learned_lines(news.connection, None) == [("beijing", 60, 200, "learned", OTHER)]


def test_what_learning_costs_does_not_grow_with_the_store(news: News) -> None:
    news.publish(300)
    news.connection.execute("analyze articles")
    news.connection.execute("set enable_seqscan = off; set enable_bitmapscan = off")
    lines = news.connection.execute(f"explain {query('learn_furniture')}", {"site": "beijing"}).fetchall()
    plan = "\n".join(line for (line,) in lines)
    _, _, below = plan.partition("->  Limit")
    assert below, plan
    assert below.splitlines()[1].strip().startswith("->  Index Scan using articles_site_last_seen on articles"), plan


def test_a_beginning_that_no_other_line_has_names_its_line(news: News) -> None:
    news.publish(10, OTHER, FOOTER)
    learn(news.connection, "beijing")
    judge(news.connection, "beijing", f"{FOOTER[:21]}…", "refused")
    assert {(row[3], row[4]) for row in learned_lines(news.connection, None)} == {
        ("refused", FOOTER),
        ("learned", OTHER),
    }


UNKNOWN = {
    "another line": ("beijing", "同志们：", "No learned line of beijing is or begins with '同志们：'"),
    "nothing": ("beijing", "", "No learned line of beijing"),
    "an ellipsis": ("beijing", "…", "No learned line of beijing"),
    "another site's": ("hebei", FOOTER, "No learned line of hebei"),
    "two lines": ("beijing", FOOTER[:10], "2 learned lines of beijing begin with"),
}


@pytest.mark.parametrize(("site", "line", "message"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_an_unknown_line_is_not_judged(site: str, line: str, message: str, news: News) -> None:
    news.publish(10, OTHER, FOOTER)
    learn(news.connection, "beijing")
    before = news.rows()
    with pytest.raises(SettingsError, match=message):
        judge(news.connection, site, line, "refused")
    assert news.rows() == before
