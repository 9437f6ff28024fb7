"""Stored pages cleaned again: shown first, then stored as new versions; by one process, and by a cluster that dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, LiteralString

from waiting import PATIENCE, until

from flows.home import landing_folder

if TYPE_CHECKING:
    from typing import Any

    from conftest import Runs

    from flows.store.postgres import Connection

RECLEAN = """
import sys
from datetime import date
from flows.reclean import run_reclean
from flows.cli.tables_collect import recleaned_summary
from rich.console import Console
run_id, found = run_reclean(["all"], {words})
Console(width=200).print(recleaned_summary(found))
"""

# what older rules might have made of the pages
OLDER: LiteralString = """
    create temporary table chosen as select *, row_number() over (order by id) as place from articles;
    update articles set body = '上一篇：无' || e'\\n' || body, rules_version = '1', gone_at = '2026-01-02'
        where id in (select id from chosen where place <= 3);
    update articles set author = '（记者', last_seen = last_seen + '30 days', rules_version = '1'
        where id in (select max(id) from chosen);  -- of another site: of one, three differences are shown
    update articles set confidence = 0.1, codec = 'latin-1', rules_version = '1'
        where id in (select id from chosen where place = 5);
    -- a page that is a list: today's rules see no article in it
    update articles set fetch_id = (select min(id) from fetches where kind = 'list' and site = articles.site)
        where id in (select id from chosen where place = 6);
    insert into rejected (site, channel, url, reason, detail, rules_version, fetch_id, first_seen, last_seen)
        select site, channel, url, 'no body', '', '1', fetch_id, first_seen, last_seen from chosen where place = 7;
    delete from articles where id in (select id from chosen where place = 7);
    delete from article_versions;
"""


def recleaned(runs: Runs, words: str) -> str:
    """What the command would print."""
    process = subprocess.run(
        [sys.executable, "-c", RECLEAN.format(words=words)],
        env=runs.environment, capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert (process.returncode, process.stderr) == (0, "")
    return " ".join(process.stdout.split())


def store(connection: Connection) -> list[Any]:
    questions: list[LiteralString] = [
        "select * from articles order by id",
        "select * from article_versions order by id",
        "select * from rejected order by id",
    ]
    return [connection.execute(question).fetchall() for question in questions]


def test_it_is_shown_and_then_stored(runs: Runs, connection: Connection) -> None:
    runs.run()
    good = runs.content()
    connection.execute(OLDER)
    before = store(connection)

    said = recleaned(runs, "dask='none'")
    assert store(connection) == before
    assert connection.execute("select kind from runs").fetchall() == [("daily",)]
    assert "- 上一篇：无" in said
    assert "- author: （记者" in said
    assert "now rejected, and kept" in said
    for count in ("3 body", "1 author", "1 encoding", "1 confidence"):
        assert count in said

    recleaned(runs, "dry_run=False, dask='local'")
    [rejected] = connection.execute("select id, url from chosen where place = 6").fetchall()
    assert [row for row in runs.content() if row[1] != rejected[1]] == [row for row in good if row[1] != rejected[1]]
    changes = connection.execute("select article_id, what, because_of from article_changes order by 1, 2").fetchall()
    assert sorted(changes) == [
        *(
            (number, ["body"], "our rules")
            for (number,) in connection.execute("select id from chosen where place <= 3")
        ),
        *((number, ["author"], "our rules") for (number,) in connection.execute("select max(id) from chosen")),
    ]
    kept = connection.execute("select distinct rules_version from article_versions").fetchall()
    assert kept == [("1",)]
    [(gone, later)] = connection.execute(
        "select count(*) filter (where gone_at is not null), count(*) filter (where articles.last_seen > fetched_at)"
        " from articles join fetches on fetches.id = fetch_id"
    ).fetchall()
    assert (gone, later) == (3, 2)  # of the second the response was exchanged above
    assert connection.execute("select count(*) from rejected").fetchone() == (0,)
    assert connection.execute("select kind, status from runs order by id").fetchall()[1:] == [("reclean", "done")]
    [(words,)] = connection.execute("select words from warnings").fetchall()
    assert "1 of its articles" in words

    after = store(connection)
    recleaned(runs, "dry_run=False, dask='none'")
    assert store(connection) == after


def test_days_and_lost_files(runs: Runs, connection: Connection) -> None:
    runs.run()
    [(days,)] = connection.execute("select count(*) from articles where published_on >= '2024-01-01'").fetchall()
    said = recleaned(runs, "since=date(2024, 1, 1), dask='none'")
    assert (
        sum(int(line.split()[0]) for line in said.split("replica_")[1:] for line in [line.split(maxsplit=1)[1]]) == days
    )
    [file] = landing_folder(runs.home).iterdir()
    file.rename(runs.home / "elsewhere")
    assert f"cannot be read: {runs.articles()} pages of {file.name}" in recleaned(runs, "dask='none'")


CLUSTER = """
import os, sys
from distributed import Client, LocalCluster
if __name__ == "__main__":
    local = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(**local) as cluster, Client(cluster) as client:
        print(cluster.scheduler_address, *client.run(os.getpid).values(), flush=True)
        sys.stdin.read()
"""
TAKE_IN = """
import sys
import flows.steps.warc_captures as captures
captures.PAGES = 4
from flows.warc_import import run_archives
print(run_archives([{file!r}], None, dask={address!r})[0])
"""


def test_a_worker_that_is_killed_midway_loses_nothing(crawled_parts: Runs, runs: Runs) -> None:
    [file] = landing_folder(crawled_parts.home).iterdir()
    with subprocess.Popen(
        [sys.executable, "-c", CLUSTER], env=runs.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as cluster:
        assert cluster.stdout is not None
        address, worker, _ = cluster.stdout.readline().split()
        process = runs.start(TAKE_IN.format(file=str(file), address=address))
        until(runs.articles, unless=lambda: process.poll() is not None and process.communicate())
        os.kill(int(worker), signal.SIGKILL)
        printed, complaint = process.communicate(timeout=PATIENCE)
        assert (process.returncode, complaint) == (0, "")
        cluster.communicate("")
    assert printed.split() == ["1"]
    assert [row[:5] + row[8:] for row in runs.content()] == [row[:5] + row[8:] for row in crawled_parts.content()]
