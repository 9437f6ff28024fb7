"""The whole road: the replica's sites, the real crawl, a real Prefect, a real Postgres; undisturbed, and killed."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

from waiting import PATIENCE, until
from warcio.archiveiterator import ArchiveIterator

from crawler.replica.misbehaviour import Misbehaviour
from crawler.sites.registry import load_registry, select
from crawler.text.script import to_simplified
from flows.children import start_child
from flows.prefect_server import ask
from flows.steps.runs import held_sites

if TYPE_CHECKING:
    import pytest
    from conftest import Runs

    from crawler.replica.world import World
    from flows.postgres import Connection, Database
    from flows.prefect_server import PrefectServer

SEEDS = Path(__file__).parents[1] / "cases" / "seeds"


def folded(text: str) -> str:
    return to_simplified(unicodedata.normalize("NFKC", text))


def test_the_road(runs: Runs, connection: Connection) -> None:
    world = runs.replica.world
    runs.run()
    rows = {url: row for url, *row in connection.execute("select url, title, body, source, author from articles")}
    assert rows.keys() == world.by_url.keys()
    assert connection.execute("select * from rejected").fetchall() == []
    assert connection.execute("select * from failures").fetchall() == []
    assert connection.execute("select * from site_furniture").fetchall() == []
    check_seeds(world, connection)
    check_landing(runs.home, connection)

    before = whole_store(connection)
    runs.run()
    assert whole_store(connection) == before
    fetched = [request.url for request in runs.replica.requests if request.url in world.by_url]
    assert len(fetched) == len(set(fetched)) == len(world.by_url)

    runs.replica.world = world.publish(5)
    runs.run()
    assert runs.articles() == len(world.by_url) + 5


def check_seeds(world: World, connection: Connection) -> None:
    """All five seed pages came out as their goldens say."""
    seeds = {article.seed.layout.name: article.url for article in world.articles if article.seed}
    assert len(seeds) == 5
    for name, url in seeds.items():
        golden = json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8"))
        row = connection.execute(
            "select title, published_at, author, source, column_name, body from articles where url = %s", (url,)
        ).fetchone()
        assert row is not None
        title, published_at, author, source, column, body = row
        found = {
            "title": title,
            "published_at": published_at.isoformat(),
            "author": author,
            "source": source,
            "column": column,
        }
        for field, value in found.items():
            if golden[field] is not None:
                assert folded(value or "") == folded(golden[field]), (name, field)
        assert unicodedata.normalize("NFKC", body) == unicodedata.normalize("NFKC", "\n".join(golden["body"])), name


def check_landing(home: Path, connection: Connection) -> None:
    """The landed file opens in a public reader, and `fetches` says where each response begins."""
    [file] = (home / "landing").iterdir()
    found = {}
    with file.open("rb") as stream:
        records = ArchiveIterator(stream, check_digests="raise")
        for record in records:
            record.content_stream().read()
            if record.rec_type == "response":
                found[records.get_record_offset()] = record.rec_headers.get_header("WARC-Target-URI")
    assert found == dict(connection.execute("select warc_offset, url from fetches").fetchall())


def whole_store(connection: Connection) -> list[Any]:
    questions: list[LiteralString] = [
        "select * from articles order by id",
        "select * from rejected order by id",
        "select * from failures order by run_id, url",
        "select * from sites order by key",
        "select * from site_furniture order by site, line",
    ]
    return [connection.execute(question).fetchall() for question in questions]


def test_killed_at_any_moment_the_next_run_makes_it_whole(
    runs: Runs, tmp_path_factory: pytest.TempPathFactory, database: Database, server: PrefectServer
) -> None:
    runs.kill_when_landed(1)
    runs.kill_when_landed(15)
    runs.replica.world = runs.replica.world.publish(20)
    runs.kill_when_landed(40)
    runs.replica.world = runs.replica.world.publish(20)
    runs.kill_at(runs.articles, 1)  # while it loads what the run before had landed
    runs.run()
    runs.replica.world = runs.replica.world.publish(20)
    runs.kill_at(runs.articles, 1)  # while it loads what it has landed itself
    runs.run()
    killed = runs.content()
    assert len(killed) == len(runs.replica.world.by_url)

    with database.connect() as connection:
        interrupted = connection.execute("select count(*) from runs where status = 'interrupted'").fetchone()
        assert interrupted is not None
        assert interrupted[0] == 4
        pages = [file.read_text(encoding="utf-8") for file in runs.home.glob("reports/run-*.html")]
        assert sorted("每日采集中途中断" in page for page in pages) == [False] * 2 + [True] * 4
        connection.execute("truncate sites, runs restart identity cascade")  # and all that refers to them
    undisturbed = type(runs)(tmp_path_factory.mktemp("undisturbed"), database, server, runs.replica)
    undisturbed.run()
    assert undisturbed.content() == killed


OVER = "import sys; from flows.daily import run_daily; print(run_daily({sites}, sys.argv[1]))"


def test_runs_over_different_sites_go_on_side_by_side(runs: Runs) -> None:
    owned = [["replica_stz", "replica_jpage"], ["replica_national", "replica_xuzhou"]]
    for process in [runs.start(OVER.format(sites=sites)) for sites in owned]:
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
    assert runs.articles() == len(runs.replica.world.by_url)
    with runs.database.connect() as connection:
        assert connection.execute("select distinct status from runs").fetchall() == [("done",)]


def test_a_site_that_another_run_has_is_left_to_it(runs: Runs, connection: Connection) -> None:
    with held_sites(connection, select(load_registry(), ["replica_stz"])):
        number = runs.run(OVER.format(sites=["replica_stz", "replica_xuzhou"]))
    told = connection.execute("select site, listed > 0, stopped_because from site_runs where run_id = %s", (number,))
    assert sorted(told.fetchall()) == [("replica_stz", False, "in another run"), ("replica_xuzhou", True, "last page")]
    runs.run(OVER.format(sites=["replica_stz"]))
    assert connection.execute("select count(distinct site) from articles").fetchone() == (2,)


def test_what_fails_today_is_asked_for_tomorrow(runs: Runs) -> None:
    world = runs.replica.world
    broken, missing = list(world.by_url)[-2:]
    runs.replica.misbehave = {
        broken: Misbehaviour(kind="status", value=500),
        missing: Misbehaviour(kind="status", value=404),
    }
    runs.run()
    assert runs.articles() == len(world.by_url) - 2
    with runs.database.connect() as connection:
        assert connection.execute("select url, reason from failures").fetchall() == [(broken, "status 500")]
        assert connection.execute("select url, reason from rejected").fetchall() == [(missing, "not found")]
    runs.replica.misbehave = {}
    runs.run()
    assert runs.articles() == len(world.by_url) - 1


FOOTER = "本栏目由委员之家志愿服务队整理，欢迎各界朋友来信交流。"


def with_footer(world: World, site: str) -> World:
    """The world in which a site writes the same sentence under each of its texts."""
    articles = [
        replace(article, served_paragraphs=(*article.served_paragraphs, FOOTER))
        if article.site.key == site
        else article
        for article in world.articles
    ]
    return replace(world, articles=tuple(articles))


def test_what_recurs_through_a_site_s_pages_is_taken_off_the_next(runs: Runs, connection: Connection) -> None:
    world = runs.replica.world
    runs.replica.world = with_footer(world, "replica_national")
    pages = len([article for article in world.articles if article.site.key == "replica_national"])
    runs.run()
    carried = "select count(*) from articles where body like '%%' || %s"
    assert connection.execute(carried, (FOOTER,)).fetchone() == (pages,)
    learned = "select site, line, pages, of_pages, state from site_furniture"
    assert connection.execute(learned).fetchall() == [("replica_national", FOOTER, pages, pages, "learned")]

    before = whole_store(connection)
    runs.run()
    assert whole_store(connection) == before

    runs.replica.world = with_footer(world.publish(4), "replica_national")
    runs.run()
    assert runs.articles() == len(world.by_url) + 4
    assert connection.execute(carried, (FOOTER,)).fetchone() == (pages,)
    assert connection.execute(learned).fetchall() == [("replica_national", FOOTER, pages, pages, "learned")]


EVERY_MINUTE = """
import sys
from dataclasses import replace
from prefect.schedules import Cron
from flows.schedule import DAILY, keep_schedule
keep_schedule(["replica"], [replace(DAILY, schedule=Cron("* * * * *"))], proxy=sys.argv[1])
"""


def test_a_cron_schedule_really_fires(runs: Runs) -> None:
    command = [sys.executable, "-c", EVERY_MINUTE, runs.replica.address]
    with start_child(command, log=runs.home / "serve.log", environment=runs.environment) as child:
        until(
            lambda: runs.articles() >= len(runs.replica.world.by_url),
            unless=lambda: child.exit_code is not None and child.last_lines(),
        )


def test_every_run_leaves_a_page_and_its_short_version(crawled: Runs, server: PrefectServer) -> None:
    html = (crawled.home / "reports" / "run-1.html").read_text(encoding="utf-8")
    assert f"每日采集完成，新增 {crawled.articles()} 篇" in html
    question = {"artifacts": {"key": {"any_": ["report"]}}, "sort": "CREATED_DESC", "limit": 200}
    artifacts = ask(server.api_url, "artifacts/filter", question)
    assert any(str(crawled.home / "reports" / "run-1.html") in artifact["data"] for artifact in artifacts)


def test_a_report_that_finds_no_room_takes_nothing_back(runs: Runs, server: PrefectServer) -> None:
    (runs.home / "reports").write_text("a file, where a folder should be", encoding="utf-8")
    assert runs.run() == 1
    assert runs.articles() == len(runs.replica.world.by_url)
    said = ask(server.api_url, "logs/filter", {"logs": {"level": {"ge_": 30}}, "sort": "TIMESTAMP_DESC", "limit": 200})
    assert any(each["message"].startswith("Run 1 has no report: ") for each in said)
