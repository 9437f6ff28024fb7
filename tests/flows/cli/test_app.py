"""`cppcc` as a person uses it: what it prints, and what it says to bad input."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict
from waiting import PATIENCE

from crawler.article import SHANGHAI, Article, Media, Site
from crawler.landing.receipt import Landed
from crawler.replica.server import Replica
from crawler.replica.world import build_world
from crawler.sites.registry import load_registry
from crawler.text.clean import clean
from flows.cli import app as cli
from flows.prefect_server import only_serving
from flows.servers.embedded_postgres import stop_embedded
from flows.settings import Settings
from flows.store.articles import Cleaned, load
from flows.store.learned_boilerplate import learn
from flows.store.postgres import Connection, Database
from flows.store.runs import begin_run, upsert_sites
from flows.store.search import make_searchable

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runs

    from flows.prefect_server import PrefectServer

SEEDS = Path(__file__).parents[2] / "cases" / "seeds"
AGED = """
    update articles set first_seen = first_seen - interval '2 days', last_seen = last_seen - interval '2 days',
        published_at = null, published_precision = null, published_from = null
"""
PAGE = "<title>市政协召开会议-某市政协</title><h1>市政协召开会议</h1><p>9月24日，市政协召开会议，研究提案办理工作。</p>"


def cppcc(*words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the command line in this process; its exit code."""
    monkeypatch.setattr(sys, "argv", ["cppcc", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_run_and_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPPCC_HOME", str(tmp_path))

    def run() -> str:
        command = [sys.executable, "-m", "flows.cli.app", "run", "--sites", "replica", "--articles", "8"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    try:
        first, second = run(), run()
    finally:
        stop_embedded(Settings(home=tmp_path))
    assert "区政协召开十届十一次常委会(扩大)会议" in first
    assert "Run 1: 13 new articles." in first
    assert "Nothing new" in second
    assert "Run 2: 0 new articles." in second
    for number, said in ((1, first), (2, second)):
        assert f"What it came to, as a page: {tmp_path}/reports/run-{number}.html" in said


def test_sites(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert cppcc("sites", monkeypatch=monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(load_registry())
    [line] = [each for each in lines if each.startswith("nx ")]
    assert line.split() == ["nx", "宁夏回族自治区政协", "provincial", "640000", "trs", "15", "confirmed", "yes"]


def test_check_says_what_a_crawl_would_take(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cppcc("sites", "check", "replica_xuzhou", monkeypatch=monkeypatch) == 0
    said = capsys.readouterr().out
    assert "6 links, of which article_url takes 6" in said
    assert "2023-03-19  李萍主持召开市政协第24次主席会议并讲话" in said


@pytest.mark.parametrize(
    "site", [each for each in load_registry() if each.confidence == "replica"], ids=lambda s: s.key
)
def test_add_finds_dialect_and_pattern(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Replica(build_world()) as replica:
        monkeypatch.setenv("CPPCC_PROXY", replica.address)
        assert cppcc("sites", "add", site.channels[0].url, monkeypatch=monkeypatch) == 0
        asked = [request.url for request in replica.requests]
    assert len(asked) == 2  # robots.txt and the list; no article
    [block] = tomllib.loads(capsys.readouterr().out)["site"]
    assert (block["dialect"], block["enabled"]) == (site.dialect, False)
    articles = [each.url for each in build_world().articles if re.fullmatch(site.article_url, each.url)]
    taken = [each for each in articles if re.fullmatch(block["article_url"], each)]
    assert len(taken) >= len(articles) // 2  # those of one column: a block's other columns are found by hand


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("nxzx.gov.cn", "it must begin with http:// or https://"),
        ("http://www.xuzhou.replica.test/gone/", "gave no list: status 404"),
    ],
)
def test_add_says_what_is_no_list(
    url: str, complaint: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Replica(build_world()) as replica:
        monkeypatch.setenv("CPPCC_PROXY", replica.address)
        assert cppcc("sites", "add", url, monkeypatch=monkeypatch) == 1
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_repair(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert cppcc("repair", str(SEEDS / f"{name}.txt"), monkeypatch=monkeypatch) == 0
    restored = unicodedata.normalize("NFKC", capsys.readouterr().out)
    golden = json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8"))
    assert all(unicodedata.normalize("NFKC", paragraph) in restored for paragraph in golden["body"])


def test_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE.encode("gb18030"))
    words = [
        "clean",
        str(file),
        "--url",
        "http://www.example.gov.cn/202409/t20240925_1.html",
        "--content-type",
        "text/html",
    ]
    assert cppcc(*words, monkeypatch=monkeypatch) == 0
    article = json.loads(capsys.readouterr().out)
    assert article["title"] == "市政协召开会议"
    assert article["body"] == "9月24日，市政协召开会议，研究提案办理工作。"
    assert article["published_at"] == "2024-09-25T00:00:00+08:00"
    assert article["codec"] == "gb18030"


def test_clean_of_what_is_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    assert cppcc("clean", str(file), "--url", "http://[::1/", monkeypatch=monkeypatch) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "市政协召开会议"


def test_clean_says_why_a_page_is_no_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.html"
    file.write_text("<p>404", encoding="utf-8")
    assert cppcc("clean", str(file), monkeypatch=monkeypatch) == 1
    assert json.loads(capsys.readouterr().out)["reason"] == "soft 404"


def keep(connection: Connection, articles: list[Article]) -> None:
    """Articles of the replica's national site into the store."""
    noon = datetime(2026, 3, 4, 12, tzinfo=SHANGHAI)
    upsert_sites(connection, load_registry(), noon)
    run_id = begin_run(connection, asked=[], rules_version="1", now=noon)
    pages = [
        Landed(
            site="replica_national",
            channel="政协要闻",
            kind="article",
            url=article.url,
            status=200,
            fetched_at=noon,
            file="one.warc.gz",
            offset=number,
            length=1,
        )
        for number, article in enumerate(articles)
    ]
    load(
        connection, run_id, [Cleaned(landed=page, outcome=each) for page, each in zip(pages, articles, strict=True)], []
    )


def an_article() -> Article:
    article = clean(PAGE.encode(), url="http://www.example.gov.cn/202409/t20240925_1.html")
    assert isinstance(article, Article)
    return article


def test_show_one(
    given: None, connection: Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    media = (
        Media(kind="image", url="http://127.0.0.1/a.jpg", caption="会议现场"),
        Media(kind="document", url="http://127.0.0.1/b.doc"),
    )
    further = "http://127.0.0.1/2.html"
    keep(connection, [replace(an_article(), media=media, confidence=0.834, next_page=further, published_from="url")])
    assert cppcc("show", "1", monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().out.splitlines() == [
        "市政协召开会议",
        "      site: replica_national",
        " published: 2024-09-25, says its address",
        "       url: http://www.example.gov.cn/202409/t20240925_1.html",
        f"   goes on: {further}",
        "confidence: 0.83",
        "        id: 1",
        "",
        "9月24日，市政协召开会议，研究提案办理工作。",
        "",
        "     image: http://127.0.0.1/a.jpg 会议现场",
        "  document: http://127.0.0.1/b.doc",
    ]


def test_show_one_that_says_little(
    given: None, connection: Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    undated = replace(an_article(), published_at=None, precision=None, published_from=None, media=(), confidence=0.0)
    keep(connection, [undated])
    assert cppcc("show", undated.url, monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().out.splitlines() == [
        "市政协召开会议",
        "      site: replica_national",
        " published: –",
        "       url: http://www.example.gov.cn/202409/t20240925_1.html",
        "        id: 1",
        "",
        "9月24日，市政协召开会议，研究提案办理工作。",
    ]


def test_search(
    given: None, connection: Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(connection, [an_article()])
    make_searchable(connection)
    assert cppcc("search", "研究提案", "會議", "-调研", "--since", "2024-09-25", "--best", monkeypatch=monkeypatch) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["id", "site", "date", "title", "and", "text"],
        [],
        ["1", "replica_national", "2024-09-25", "市政协召开会议"],
        ["9月24日，市政协召开会议，研究提案办理工作。"],
    ]
    # a phrase keeps what the shell took off it: this one has its words in another order
    assert cppcc("search", "研究 会议", "提案", monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().out == "Nothing was found.\n"


def test_report(
    given: None,
    connection: Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CPPCC_HOME", str(tmp_path))
    keep(connection, [an_article()])
    assert cppcc("report", monkeypatch=monkeypatch) == 0
    file = tmp_path / "reports" / "run-1.html"
    assert capsys.readouterr().out == f"{file}\n"
    html = file.read_text(encoding="utf-8")
    assert "第 1 次运行" in html
    assert cppcc("report", "1", "--output", str(tmp_path / "one.html"), monkeypatch=monkeypatch) == 0
    assert (tmp_path / "one.html").read_text(encoding="utf-8") == html
    assert cppcc("report", "1", "--output", "/dev/null/one.html", monkeypatch=monkeypatch) == 1
    assert "cppcc: /dev/null/one.html cannot be written: " in capsys.readouterr().err
    assert cppcc("report", "7", monkeypatch=monkeypatch) == 1
    assert capsys.readouterr().err == "cppcc: There is no run 7\n"


def test_report_opens_the_browser(
    given: None, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CPPCC_HOME", str(tmp_path))
    keep(connection, [an_article()])
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    command = [sys.executable, "-m", "flows.cli.app", "report", "--open"]
    subprocess.run(
        command, env={**os.environ, "BROWSER": f"{browser} %s"}, check=True, capture_output=True, timeout=PATIENCE
    )
    assert opened.read_text() == f"file://{tmp_path}/reports/run-1.html\n"


def test_status_is_for_people_and_for_monitoring(
    given: None,
    connection: Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CPPCC_HOME", str(tmp_path))
    assert cppcc("status", monkeypatch=monkeypatch) == 0
    assert "No run has been made yet" in capsys.readouterr().out
    (tmp_path / "halt").write_text("new server", encoding="utf-8")
    assert cppcc("status", monkeypatch=monkeypatch) == 1
    complaint = capsys.readouterr().err
    assert complaint.startswith("cppcc: not well: The crawl is halted since ")
    assert complaint.endswith("(new server)\n")


def test_settings(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CPPCC_PROXY", "http://user:secret@proxy:3128")
    monkeypatch.setenv("CPPCC_CONTACT", "mailto:a@b.cn")
    assert cppcc("settings", monkeypatch=monkeypatch) == 0
    said = capsys.readouterr().out
    assert "mailto:a@b.cn" in said
    assert "secret" not in said


def test_furniture(
    given: None, connection: Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def listed(*words: str) -> list[list[str]]:
        assert cppcc("furniture", *words, monkeypatch=monkeypatch) == 0
        return [line.split() for line in capsys.readouterr().out.splitlines()]

    assert listed() == ["No line has been learned so far.".split()]
    footer, longer = "欢迎各界朋友来信交流。", "本栏目由委员之家志愿服务队整理，" * 4
    articles = [
        replace(
            an_article(),
            url=f"http://127.0.0.1/{number}.html",
            body="\n".join([f"第{number}次会议。", *([longer] if number < 10 else []), footer]),
            text_hash=number.to_bytes(16),
        )
        for number in range(12)
    ]
    keep(connection, articles)
    learn(connection, "replica_national")
    heading = ["site", "pages", "state", "line"]
    cut_off = f"{longer[:39]}…"
    assert listed() == [
        heading,
        ["replica_national", "12", "of", "12", "learned", footer],
        ["replica_national", "10", "of", "12", "learned", cut_off],
    ]
    assert listed("replica_national", "--refuse", cut_off)[2][4:] == ["refused", cut_off]
    assert listed("replica_national", "--accept", longer)[2][4:] == ["learned", cut_off]
    assert listed("replica_stz") == ["No line has been learned so far.".split()]

    assert cppcc("furniture", "replica_national", "--refuse", "同志们：", monkeypatch=monkeypatch) == 1
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert "No learned line of replica_national is or begins with '同志们：'" in said.err


def test_what_the_schedule_starts_can_be_started_by_hand(
    runs: Runs, server: PrefectServer, connection: Connection
) -> None:
    def command(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flows.cli.app", *words],
            env=runs.environment, capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    with only_serving(Settings(home=runs.home)) as tell:
        tell(server.api_url)
        assert [line.split()[0] for line in command("maintenance").splitlines() if not line.startswith(" ")] == [
            "what", "vacuum", "search", "stories", "working", "logs", "disk",
        ]  # fmt: skip
        assert command("recheck", "--sites", "replica") == (
            "No article is due to be asked for again, and none is owed.\n"
        )
        assert "Run 1: 13 new articles." in command("run", "--sites", "replica", "--articles", "8")
        connection.execute(AGED)
        said = command("recheck", "--sites", "replica")
    assert "Run 2: 0 new articles." in said
    assert f"What it came to, as a page: {runs.home}/reports/run-2.html" in said
    kinds = connection.execute("select kind, status from runs order by id").fetchall()
    assert kinds == [("daily", "done"), ("recheck", "done")]
    asked = connection.execute("select distinct kind from fetches where run_id = 2 order by kind").fetchall()
    assert asked == [("article",), ("other",)]  # articles and robots.txt; no list


def test_psql_is_told_the_password_and_nobody_else_is(database: Database, tmp_path: Path) -> None:
    """The words can be seen by every account of the machine."""
    psql = tmp_path / "psql"
    psql.write_text('#!/bin/sh\necho "$PGPASSWORD"\nprintf "%s\\n" "$@"\n')
    psql.chmod(0o755)
    given = conninfo_to_dict(database.conninfo)
    url = f"postgresql://{given['user']}:p%40ss@/{given['dbname']}?host={given['host']}"
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli.app", "psql", "--", "-Atc", "select 1"],
        env={**os.environ, "DATABASE_URL": url, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    password, where, *words = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert (password, words) == ("p@ss", ["-Atc", "select 1"])
    assert conninfo_to_dict(where) == {key: value for key, value in given.items() if key != "port"}


NO_SUCH = {
    "an article": (["show", "999999"], "No article has the id or address 999999"),
    "an article with a number that is none": (["show", "9" * 5000], "No article has the id or address 999"),
    "an article to explain": (["why", "999999"], "No article has the id or address 999999"),
    "no address to explain": (["why", "nxzx.gov.cn"], "an address begins with http:// or https://"),
    "a receipt": (["receipt", "999"], "There is no run 999"),
    "a receipt of no number": (["receipt", "9" * 20], "There is no run 99999999999999999999"),
    "a report": (["report", "9" * 20], "There is no run 99999999999999999999"),
    "an alarm": (["alarms", "999"], "No alarm has the number 999"),
    "an alarm of no number": (["alarms", "9" * 20], "No alarm has the number 99999999999999999999"),
    "an alarm to mute": (["alarms", "999", "--mute", "7d", "--why", "x"], "No alarm has the number 999"),
    "a site's articles": (["show", "--site", "nowhere"], "No site has the key nowhere; cppcc sites lists them"),
    "a site to search": (["search", "提案", "--site", "nowhere"], "No site has the key nowhere"),
    "a site to export": (["export", "--site", "nowhere"], "No site has the key nowhere"),
}


@pytest.mark.parametrize(("words", "message"), NO_SUCH.values(), ids=NO_SUCH.keys())
def test_what_is_not_there_is_said_to_be_not_there(
    words: list[str],
    message: str,
    given: None,
    asked: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert asked(*words) == 1
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert message in said.err


DAYS = {
    "backfill": ["backfill", "--sites", "nx"],
    "reclean": ["reclean"],
    "search": ["search", "提案"],
    "export": ["export"],
}


@pytest.mark.parametrize("words", DAYS.values(), ids=DAYS.keys())
@pytest.mark.parametrize("option", ["--since", "--until"])
@pytest.mark.parametrize("day", ["2020-13-01", "2020-02-30", "20200131", "today", "", "9" * 5000])
def test_a_day_is_a_day(
    words: list[str], option: str, day: str, asked: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(*words, option, day) == 2
    said = capsys.readouterr().err
    assert f"Invalid value for '{option}': {day!r} is no day such as 2020-01-31" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("words", DAYS.values(), ids=DAYS.keys())
def test_the_first_day_comes_first(
    words: list[str], asked: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(*words, "--since", "2024-05-01", "--until", "2024-04-30") == 1
    assert capsys.readouterr().err == "cppcc: --since 2024-05-01 is later than --until 2024-04-30\n"


BAD_INPUT = {
    "unknown site": (["run", "--sites", "replika"], {}, "no site has the key 'replika'; did you mean replica"),
    "replica and real sites": (["run", "--sites", "replica,cppcc"], {}, "cannot be crawled together"),
    "no site": (["run", "--sites", ","], {}, "No site is chosen"),
    "furniture of an unknown site": (["furniture", "nowhere"], {}, "No site has the key nowhere"),
    "missing file": (["repair", "nowhere.txt"], {}, "nowhere.txt cannot be read"),
    "folder for a file": (["clean", "."], {}, ". cannot be read"),
    "unknown option": (["run", "--site", "all"], {}, "No such option"),
    "unknown command": (["crawl"], {}, "No such command 'crawl'"),
    "number out of range": (["run", "--articles", "-1"], {}, "greater than or equal to 0"),
    "archives and days": (["backfill", "--warc", "a.warc", "--since", "2020-01-01"], {}, "--warc goes with --sites"),
    "no archive there": (["backfill", "--warc", "nowhere/*.warc.gz"], {}, "--warc nowhere/*.warc.gz: no file is there"),
    "no page": (["backfill", "--sites", "nx", "--pages", "0-"], {}, "--pages 0- is no range such as 3-20"),
    "no number of a page": (["backfill", "--sites", "nx", "--pages", "1-" + "9" * 20], {}, "is no range such as 3-20"),
    "pages backwards": (["backfill", "--sites", "nx", "--pages", "5-3"], {}, "--pages 5-3 is no range of pages"),
    "no list": (
        ["backfill", "--sites", "replica_stz", "--channel", "要闻", "--plan"],
        {},
        "No list is called '要闻'; there are 政协要闻, 委员风采",
    ),
    "several sites to check": (["sites", "check", "replica"], {}, "replica names 4 sites: choose one"),
    "no address to add": (["sites", "add", "http://a["], {}, "http://a[ is no address of a list"),
    "no end of rows": (["show", "--limit", "9" * 20], {}, "less than or equal to 999999"),
    "no end of articles": (["replica", "--articles", "9" * 20], {}, "less than or equal to 999999"),
    "neither lists nor archives": (["backfill"], {}, "Name the sites whose lists are to be read: --sites"),
    "a cluster for lists": (["backfill", "--sites", "nx", "--dask", "local"], {}, "--dask goes with --warc"),
    "bad database address": (["show"], {"DATABASE_URL": "mysql://host/db"}, "DATABASE_URL must begin with"),
    "no shard": (["run", "--shard", "5/4"], {}, "'5/4' is no shard: 2/4 is the second of four"),
    "an empty shard": (["run", "--sites", "replica_stz", "--shard", "2/2"], {}, "No site is chosen"),
    "a worker for nobody": (["worker"], {}, "Set PREFECT_API_URL"),
    "a worker for a server that is not there": (
        ["worker"],
        {"PREFECT_API_URL": "http://127.0.0.1:1/api"},
        "No Prefect server answers at http://127.0.0.1:1/api",
    ),
    "deployments for nobody": (["deploy"], {}, "Set PREFECT_API_URL"),
    "no server there": (["show"], {"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "127.0.0.1"),
}


@pytest.mark.parametrize(("words", "environment", "message"), BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_gets_one_clear_line(
    words: list[str],
    environment: dict[str, str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cppcc(*words, monkeypatch=monkeypatch) != 0
    said = capsys.readouterr()
    assert said.out == ""
    assert message in said.err
    assert said.err.startswith("cppcc: ")
    assert len(said.err.splitlines()) == 1
