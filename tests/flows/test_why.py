"""The story of a page, for each thing that a page can be to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from crawler.article import Site
from crawler.landing.receipt import Failed, Linked, Receipt
from flows.settings import Settings
from flows.steps.fetch import landing_folder
from flows.steps.runs import begin_run, record_failures, record_links, upsert_sites
from flows.steps.wanted import record_retries
from flows.why import story, told

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from conftest import Runs

    from flows.postgres import Connection

GONE = "http://www.xuzhou.replica.test/zxyw/202001/t20200101_9.html"


def told_of(connection: Connection, key: str, home: Path) -> str:
    """What the command prints, spaces and line breaks evened out."""
    console = Console(width=200, record=True, file=None, quiet=False, force_terminal=False)
    landing = landing_folder(Settings(home=home))
    with console.capture() as captured:
        console.print(told(story(connection, key, landing), landing))
    return " ".join(captured.get().split())


# an article of the replica by its title; what its story says, in this order
ARTICLES = {
    "市政协主席在全市政协2025年党的建设暨市政协机关党风廉政建设工作会议上的讲话": [
        "page article",
        "listed replica_jpage 领导讲话: 市政协主席在全市政协2025年党的建设",
        "2025-02-20",
        "status 200 cppcc-000001.warc.gz at",
        "← read",
        "bytes",
        "sent as text/html; charset=gb2312",
        "encoding read as utf-8 (confidence 1.00); header says gb18030",
        "cut",
        "版权所有",
        "repaired 164 reading taken out 445 traditional character simplified",
        "published 2025-02-20, says its address",
        "today rules",
        "say the same as what is stored",
    ],
    "在春季森林防火中更好发挥专门协商机构作用——以胜利街道列出责任清单挂图推进为例": [
        "read as gb18030",
        "published 2024-04-21 17:42, says the text of its page",
        "source 区政协办公室 editor 冯梅",
    ],
}


@pytest.mark.parametrize(("title", "said"), ARTICLES.items(), ids=ARTICLES)
def test_an_article(title: str, said: list[str], crawled: Runs) -> None:
    with crawled.database.connect() as connection:
        found = connection.execute("select id, url from articles where title = %s", (title,)).fetchone()
        assert found is not None
        by_number, by_address = (told_of(connection, str(key), crawled.home) for key in found)
        by_another = told_of(connection, found[1].replace("http://", "https://") + "#top", crawled.home)
    assert by_number == by_address
    assert by_another.replace(f"address {found[1].replace('http:', 'https:')}#top ", "") == by_address
    at = 0
    for words in said:
        at = by_address.index(words, at)


def test_an_article_whose_bytes_were_moved_away(crawled: Runs, tmp_path: Path) -> None:
    with crawled.database.connect() as connection:
        assert "bytes cannot be read" in told_of(connection, "1", tmp_path)


def test_an_article_that_was_changed_and_what_rules_say_today(crawled: Runs) -> None:
    with crawled.database.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute("update articles set title = '旧题', rules_version = '0' where id = 1")
        found = told_of(connection, "1", crawled.home)
    assert "title, because of our rules -title:" in found
    assert "+title: 旧题" in found
    assert "say otherwise than what is stored (rules 0): title -旧题" in found


def test_a_rejected_page(crawled: Runs) -> None:
    with crawled.database.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute(
            """
            with gone as (delete from articles where id = 1 returning *)
            insert into rejected (
                site, channel, url, reason, detail, rules_version, fetch_id, first_seen, last_seen
            )
            select site, channel, url, 'no body', 'nothing reads like sentences', '0', fetch_id, first_seen, last_seen
            from gone
            """
        )
        url = connection.execute("select url from rejected").fetchone()
        assert url is not None
        found = told_of(connection, url[0], crawled.home)
    assert "page rejected: no body (nothing reads like sentences)" in found
    assert "make an article of it:" in found


@pytest.fixture
def run_id(connection: Connection, now: datetime) -> int:
    site = Site(
        key="replica_xuzhou",
        name="徐州市政协（仿站）",
        level="prefecture",
        adcode="320300",
        base_url="http://www.xuzhou.replica.test/",
        dialect="trs",
        channels=(),
        article_url=".*",
    )
    upsert_sites(connection, [site], now)
    return begin_run(connection, asked=[], rules_version="3", now=now)


def test_an_owed_page(connection: Connection, run_id: int, now: datetime, tmp_path: Path) -> None:
    failed = Failed(
        site="replica_xuzhou", channel="政协要闻", kind="article", url=GONE, reason="timeout", listed_title="题"
    )
    record_failures(connection, run_id, [failed])
    found = told_of(connection, GONE, tmp_path)
    assert "page asked for, and neither an article nor rejected" in found
    record_retries(connection, Receipt(failed=(failed,)), now)
    found = told_of(connection, GONE, tmp_path)
    assert "page owed: timeout, tried" in found
    assert "asked for again" in found
    assert "listed replica_xuzhou 政协要闻: 题, no day" in found
    assert f"run {run_id}: timeout" in found
    connection.execute("update retries set given_up = true")
    assert "given up" in told_of(connection, GONE, tmp_path)


def test_a_linked_page(connection: Connection, run_id: int, now: datetime, tmp_path: Path) -> None:
    url = "https://mp.weixin.qq.com/s/1"
    linked = Linked(site="replica_xuzhou", channel="政协要闻", url=url, title="公众号文章", listed_on=None)
    record_links(connection, Receipt(linked=(linked,)), now)
    found = told_of(connection, url, tmp_path)
    assert "page on another host: lists point at it" in found
    assert "linked replica_xuzhou 政协要闻: 公众号文章, no day" in found


# an address nobody has heard of; what is said of its site
UNKNOWN = {
    GONE: "replica_xuzhou 徐州市政协（仿站）",
    "http://www.example.com/": "no site of the registry is at that address",
    "提案": "no site of the registry is at that address",
    "12345": "no site of the registry is at that address",
    "http://[": "no site of the registry is at that address",
}


@pytest.mark.parametrize(("key", "said"), UNKNOWN.items())
def test_an_unknown_page(key: str, said: str, connection: Connection, tmp_path: Path) -> None:
    found = told_of(connection, key, tmp_path)
    assert "page unknown: no list has shown it" in found
    assert said in found


def test_the_story_an_article_belongs_to(crawled: Runs) -> None:
    with crawled.database.connect() as connection:
        row = connection.execute(
            "select article_id, leader_id, leader_site from reprints order by 1 limit 1"
        ).fetchone()
        assert row is not None
        reprint, leader, site = row
        alone = connection.execute("select article_id from stories where members = 1 order by 1 limit 1").fetchone()
        assert alone is not None
        assert f"story one of 2: same text, 100% of it, first on {site} http" in told_of(
            connection, str(reprint), crawled.home
        )
        assert "story leads one reprint" in told_of(connection, str(leader), crawled.home)
        assert "story nobody else carries it" in told_of(connection, str(alone[0]), crawled.home)
