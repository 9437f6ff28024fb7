from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from crawler.article import SHANGHAI, Article, Rejected
from crawler.landing.receipt import Landed
from crawler.text.clean import clean
from flows.steps.clean import completed

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
