"""Nothing that a page, the store or a person says is obeyed by rich or by a terminal: it is shown."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.types.json import Jsonb
from waiting import PATIENCE

from crawler.replica.world import build_world
from flows.prefect_server import only_serving
from flows.settings import Settings
from flows.store.search import make_searchable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Runs

    from flows.prefect_server import PrefectServer
    from flows.store.postgres import Database

SHOWN = "[bold]会议[/b] :smile:"
OBEYED = "\x1b]0;PWNED\x07\x9b31m\x7f\u202e\u2066"
HOSTILE = f"页面{OBEYED}{SHOWN}"

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

RUN = """
import sys
from functools import partial
from crawler.replica import server
from crawler.replica.misbehaviour import Misbehaviour
from flows.cli import app as cli
server.Replica = partial(server.Replica, misbehave={sys.argv[1]: Misbehaviour(kind="page", text=sys.argv[2])})
sys.argv[1:] = ["run", "--sites", "replica", "--articles", "8"]
cli.main()
"""


def test_a_run_that_went_well_ends_well_whatever_pages_say(runs: Runs, server: PrefectServer) -> None:
    """A title that closes a tag which nobody opened was a traceback and exit code 1."""
    [pill, *_] = build_world(articles=8).articles
    page = f"<title>404 页面不存在 {SHOWN}&#27;]0;PWNED&#7;&#x202e;</title>"
    with only_serving(Settings(home=runs.home)) as tell:
        tell(server.api_url)
        done = subprocess.run(
            [sys.executable, "-c", RUN, pill.url, page],
            env=runs.environment, capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    [rejected] = [line for line in done.stdout.splitlines() if line.startswith("rejected: ")]
    assert SHOWN in rejected
    assert pill.url in rejected
    assert not COMMANDS.search(done.stdout)


STORED = {
    "articles": (
        "update articles set title = %(words)s, source = %(words)s, author = %(words)s, editor = %(words)s,"
        " column_name = %(words)s, body = body || '提案' || %(words)s, media = %(media)s, next_page = %(words)s"
    ),
    "rejected": (
        "insert into rejected (site, channel, url, reason, detail, rules_version, fetch_id, first_seen, last_seen)"
        " select site, %(words)s, 'http://a.test/1', 'soft 404', %(words)s, '1', fetch_id, first_seen, last_seen"
        " from articles limit 1"
    ),
    "lists": "update channel_runs set stopped_because = %(words)s, failure = %(words)s",
    "sites": "update site_runs set stopped_because = %(words)s",
    "failures": (
        "insert into failures (run_id, site, channel, kind, url, reason)"
        " values (1, 'replica_stz', %(words)s, 'article', %(words)s, %(words)s)"
    ),
    "warnings": "insert into warnings (run_id, site, words) values (1, 'replica_stz', %(words)s)",
    "links": (
        "insert into links (site, url, channel, title, first_seen)"
        " values ('replica_stz', 'http://a.test/2', %(words)s, %(words)s, '2026-03-04')"
    ),
    "alarms": (
        "insert into alarms (site, kind, subject, raised_at, seen_at, noticed, message) values ('replica_stz',"
        " 'gone quiet', %(words)s, '2026-03-04', '2026-03-04', %(noticed)s, %(words)s)"
    ),
    "mutes": (
        "insert into alarm_mutes (site, kind, until, why, who, muted_at)"
        " values ('replica_stz', 'gone quiet', '2999-01-01', %(words)s, %(words)s, '2026-03-04')"
    ),
    "blocks": (
        "insert into site_blocks (site, sign, times, since, until)"
        " values ('replica_stz', %(words)s, 1, '2026-03-04', '2999-01-01')"
    ),
    "furniture": (
        "insert into site_furniture (site, line, pages, of_pages, first_seen, last_seen)"
        " values ('replica_stz', %(words)s, 12, 12, '2026-03-04', '2026-03-04')"
    ),
}
"""What the web says, wherever the store keeps it."""

ASKED = {
    "articles": (["show"], 5),
    "an article": (["show", "1"], 5),
    "found": (["search", "提案", "--limit", "3"], 3),
    "a run": (["receipt", "1"], 4),
    "how it is": (["status"], 2),
    "alarms": (["alarms"], 1),
    "an alarm": (["alarms", "1"], 3),
    "the story of an article": (["why", "1"], 5),
    "the story of a rejected page": (["why", "http://a.test/1"], 2),
    "the story of a link": (["why", "http://a.test/2"], 2),
    "learned lines": (["furniture"], 1),
    "no such article": (["show", f"http://a.test/{HOSTILE}"], 1),
    "no such site": (["furniture", HOSTILE], 1),
    "no such file": (["repair", HOSTILE], 1),
}
"""What shows it, and how often at least."""


@pytest.fixture(scope="module")
def hostile(crawled: Runs, store: Database) -> Iterator[dict[str, str]]:
    """The environment of a crawled store in which all that strangers say is hostile."""
    given = conninfo_to_dict(crawled.database.conninfo)
    administration = replace(store, conninfo=make_conninfo(store.conninfo, dbname="postgres"))
    with administration.connect() as connection:
        connection.execute(f"create database hostile template {given['dbname']}")
    made = replace(store, conninfo=make_conninfo(store.conninfo, dbname="hostile"))
    media = [{"kind": "image", "url": f"http://a.test/{HOSTILE}", "caption": HOSTILE}]
    noticed = {"example": {"url": HOSTILE}, HOSTILE: HOSTILE}
    with made.connect() as connection:
        for statement in STORED.values():
            connection.execute(statement, {"words": HOSTILE, "media": Jsonb(media), "noticed": Jsonb(noticed)})
        make_searchable(connection)
    yield {
        "CPPCC_HOME": str(crawled.home),
        **{f"PG{name.upper()}": str(given[name]) for name in ("host", "port", "user")},
        "PGDATABASE": "hostile",
    }
    with administration.connect() as connection:
        connection.execute("drop database hostile with (force)")


@pytest.fixture
def asks_hostile(
    hostile: dict[str, str], asked: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    return asked


@pytest.mark.parametrize(("words", "times"), ASKED.values(), ids=ASKED.keys())
def test_whatever_is_stored_is_shown_and_not_obeyed(
    words: list[str],
    times: int,
    asks_hostile: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert asks_hostile(*words) in {0, 1}
    said = "".join(capsys.readouterr())
    assert not COMMANDS.search(said)
    assert "".join(said.split()).count("".join(SHOWN.split())) >= times


def test_a_terminal_gets_no_more_than_a_pipe() -> None:
    """What rich keeps up to date in its place takes another way than what is printed once."""
    program = """
import sys
from rich.progress import Progress, TextColumn
from flows.terminal import busy, err, pour, poured, say
with busy(sys.argv[1]) as now:
    now(sys.argv[1] + "!")
with Progress(TextColumn("{task.description}", markup=False), console=err) as progress:
    progress.add_task(sys.argv[1])
say(sys.argv[1])
pour(sys.argv[1])
poured().write(sys.argv[1].encode())
"""
    reading, writing = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen(
        [sys.executable, "-c", program, HOSTILE], stdin=writing, stdout=writing, stderr=writing, env=environment
    ) as started:
        os.close(writing)
        seen = b""
        while piece := _read(reading):
            seen += piece
    os.close(reading)
    assert started.returncode == 0
    text = seen.decode()
    assert text.count(SHOWN) >= 5
    assert not set("\x07\x9b\x7f\u202e\u2066") & set(text)
    assert "\x1b]0;" not in text


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so where nobody has the other end any more
        return b""
