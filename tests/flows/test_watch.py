"""The watch as it runs: real Postgres, real Prefect, real receivers; each alarm raised, told and cleared once."""

from __future__ import annotations

import json
import sys
import urllib.request
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from psycopg.conninfo import conninfo_to_dict
from waiting import PATIENCE, until

from crawler.article import SHANGHAI
from crawler.errors import SettingsError
from crawler.sites.registry import load_registry, select
from flows import cli
from flows.notify.receivers import receivers
from flows.prefect_server import OPENER
from flows.settings import Settings
from flows.steps.alarm_store import (
    last_clearings,
    list_alarms,
    mute,
    settle,
    single_watch,
    standing_alarms,
    unmute,
    untold_alarms,
)
from flows.steps.alarms import Notice
from flows.steps.observed import observe
from flows.steps.runs import upsert_sites
from flows.steps.tell import tell

if TYPE_CHECKING:
    from conftest import Hook, Runs

    from flows.postgres import Connection, Database
    from flows.prefect_server import PrefectServer

NOW = datetime(2026, 9, 24, 7, 5, tzinfo=SHANGHAI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUIET = Notice(site="nx", kind="gone quiet", noticed={"silent": 9}, message="9 个工作日没有新文章")
DRIFT = Notice(
    site="nx", kind="layout drift", subject="pages", noticed={"changes": {}}, message="作者由 60/60 降到 0/4"
)
DISK = Notice(kind="disk low", subject="home", noticed={"free": 1}, message="只剩 1 GB")


@pytest.fixture(autouse=True)
def registered(connection: Connection) -> None:
    upsert_sites(connection, load_registry(), NOW)


def watched(connection: Connection, *found: Notice, now: datetime = NOW) -> tuple[int, int, int]:
    """One watch that found these: how many were raised, go on, and are over."""
    settled = settle(connection, standing_alarms(connection), found, now)
    return len(settled.raised), settled.lasting, len(settled.cleared)


def test_an_alarm_is_raised_once_kept_up_to_date_and_cleared(connection: Connection) -> None:
    assert watched(connection, QUIET, DISK) == (2, 0, 0)
    longer = replace(QUIET, noticed={"silent": 10}, message="10 个工作日没有新文章")
    assert watched(connection, longer, DISK, DRIFT, now=NOW + DAY) == (1, 2, 0)
    assert connection.execute(
        "select site, kind, subject, message, site_name from open_alarms order by id"
    ).fetchall() == [
        ("nx", "gone quiet", "", "10 个工作日没有新文章", "宁夏回族自治区政协"),
        (None, "disk low", "home", "只剩 1 GB", None),
        ("nx", "layout drift", "pages", "作者由 60/60 降到 0/4", "宁夏回族自治区政协"),
    ]
    assert watched(connection, DRIFT, now=NOW + 2 * DAY) == (0, 1, 2)
    assert last_clearings(connection) == {
        ("nx", "gone quiet", ""): NOW + 2 * DAY,
        (None, "disk low", "home"): NOW + 2 * DAY,
    }
    assert watched(connection, QUIET, DRIFT, now=NOW + 3 * DAY) == (1, 1, 0)  # the same thing again is a new alarm
    [first, *_] = list_alarms(connection, NOW, alarm_id=1)
    assert (first.raised_at, first.seen_at, first.cleared_at) == (NOW, NOW + DAY, NOW + 2 * DAY)
    assert [alarm.id for alarm in list_alarms(connection, NOW)] == [4, 3]
    assert [alarm.id for alarm in list_alarms(connection, NOW, with_cleared=True)] == [4, 3, 2, 1]


def test_a_watch_knows_what_stood_before(connection: Connection) -> None:
    watched(connection, QUIET)
    [before] = standing_alarms(connection)
    assert (before.site, before.kind, before.raised_at, before.noticed) == ("nx", "gone quiet", NOW, {"silent": 9})


def test_two_watches_do_not_go_on_at_once(connection: Connection, database: Database) -> None:
    with database.connect() as other, single_watch(connection) as first, single_watch(other) as second:
        assert (first, second) == (True, False)
    with database.connect() as other, single_watch(other) as third:
        assert third


def told(hook: Hook) -> list[list[int]]:
    """The alarms of each message."""
    return [[alarm["id"] for alarm in body["alarms"]] for _, body in hook.asked]


def test_every_receiver_is_told_once_of_each_alarm(connection: Connection, hook: Hook) -> None:
    to = receivers([hook.address])
    watched(connection, QUIET, DISK)
    for hours in range(3):
        tell(connection, to, NOW + hours * HOUR)
        watched(connection, QUIET, DISK, now=NOW + hours * HOUR)
    assert told(hook) == [[1, 2]]
    watched(connection, QUIET, DISK, DRIFT, now=NOW + DAY)
    tell(connection, to, NOW + DAY)
    assert told(hook) == [[1, 2], [3]]
    assert [alarm.told_at for alarm in list_alarms(connection, NOW)] == [NOW + DAY, NOW, NOW]


def test_who_could_not_be_told_is_told_later_and_the_others_not_again(connection: Connection, hook: Hook) -> None:
    robot, program = f"wecom://key?api={hook.address}", f"{hook.address}/program"
    watched(connection, QUIET)
    hook.answer = b'{"errcode": 45009, "errmsg": "api freq out of limit"}'
    first = tell(connection, receivers([robot, program]), NOW)
    assert [each.trouble is None for each in first] == [False, True]
    assert "api freq out of limit (45009)" in str(first[0].trouble)
    assert [alarm.told_at for alarm in list_alarms(connection, NOW)] == [None]

    hook.answer = b'{"errcode": 0}'
    second = tell(connection, receivers([robot, program]), NOW + HOUR)
    assert [(each.receiver.partition("-")[0], each.alarms, each.trouble) for each in second] == [("wecom", (1,), None)]
    assert [alarm.told_at for alarm in list_alarms(connection, NOW)] == [NOW + HOUR]
    assert tell(connection, receivers([robot, program]), NOW + 2 * HOUR) == []
    assert [path.partition("?")[0] for path, _ in hook.asked] == [
        "/cgi-bin/webhook/send", "/program", "/cgi-bin/webhook/send",
    ]  # fmt: skip


def test_what_did_not_fit_into_one_message_goes_on_where_it_was(connection: Connection, hook: Hook) -> None:
    many = [replace(DISK, subject=str(number), message="磁盘" * 400) for number in range(4)]
    watched(connection, *many)
    robot = receivers([f"wecom://key?api={hook.address}"])
    hook.status = 500
    assert [each.alarms for each in tell(connection, robot, NOW)] == [(1,)]
    hook.status = 200
    assert [each.alarms for each in tell(connection, robot, NOW + HOUR)] == [(1,), (2,), (3,), (4,)]


def test_what_is_muted_is_recorded_and_not_told_until_its_day(connection: Connection, hook: Hook) -> None:
    to = receivers([hook.address])
    watched(connection, QUIET, DRIFT)
    mute(connection, 1, days=7, why="换届，停更到月底", who="zhang", now=NOW)
    tell(connection, to, NOW)
    assert told(hook) == [[2]]
    [quiet] = list_alarms(connection, NOW, alarm_id=1)
    assert (quiet.muted_because, quiet.muted_by) == ("换届，停更到月底", "zhang")
    assert str(quiet.muted_until) == "2026-10-01"
    watched(connection, DRIFT, now=NOW + DAY)
    watched(connection, DRIFT, QUIET, now=NOW + 2 * DAY)
    tell(connection, to, NOW + 2 * DAY)  # another of its kind and site: muted as well
    assert told(hook) == [[2]]
    tell(connection, to, NOW + 7 * DAY)
    assert told(hook) == [[2], [3]]


def test_unmuting(connection: Connection) -> None:
    watched(connection, QUIET)
    mute(connection, 1, days=7, why="换届", who="zhang", now=NOW)
    assert untold_alarms(connection, ["a"], NOW) == []
    unmute(connection, 1)
    assert [alarm.id for alarm in untold_alarms(connection, ["a"], NOW)] == [1]


@pytest.mark.parametrize(("days", "why", "said"), [(0, "换届", "1 to 366 days"), (7, " ", "Say why")])
def test_a_mute_that_says_too_little(days: int, why: str, said: str, connection: Connection) -> None:
    watched(connection, QUIET)
    with pytest.raises(SettingsError, match=said):
        mute(connection, 1, days=days, why=why, who="zhang", now=NOW)


def test_what_a_real_crawl_left_is_observed(crawled: Runs, tmp_path: Any) -> None:
    sites = select(load_registry(), ["replica"])
    with crawled.database.connect() as connection:
        observed = observe(connection, Settings(home=crawled.home), sites, [], crawled.began() + HOUR)
        counts = dict(connection.execute("select site, count(*) from articles group by site").fetchall())
    for seen in observed.sites:
        assert seen.readings.keys() == {channel.name for channel in seen.site.channels}
        assert all(not reading.is_failed and reading.read_at for [reading] in seen.readings.values())
        assert list(seen.days) == sorted(set(seen.days))
        assert all("body" in page.present and page.file.endswith(".warc.gz") for page in seen.pages)
        assert len(seen.pages) <= counts[seen.site.key]
    assert {disk.name for disk in observed.disks} == {"home", "database"}
    assert observed.landed_daily > 0


# Months of a site in the store, up to a moment: an article each day until twenty days ago, its lists read every day.
FILL = """
    insert into runs (started_at, finished_at, status, asked, rules_version)
    select moment, moment + interval '1 hour', 'done', '{}', '1'
    from generate_series(%(now)s - interval '99 days', %(now)s - interval '1 hour', interval '1 day') as moment;
    insert into channel_runs (run_id, site, channel, pages, listed, new, known, linked, stopped_because)
    select id, 'nx', channel, 1, 9, 0, 9, 0, 'last page' from runs cross join unnest(%(channels)s::text[]) as channel;
    insert into fetches (run_id, site, url, kind, status, fetched_at, warc_file, warc_offset, warc_length)
    values (1, 'nx', 'http://127.0.0.1/', 'article', 200, %(now)s, 'one.warc.gz', 1, 1);
    insert into articles (
        site, channel, title, published_at, published_precision, published_from, url, body, flags, losses, repairs,
        codec, codec_confidence, codec_votes, text_hash, rules_version, fetch_id, first_run, last_run, first_seen,
        last_seen,
        confidence
    )
    select 'nx', '要闻', '市政协召开会议', moment, 'day', 'page', 'http://127.0.0.1/' || number, '会议', '{}', 0, '[]',
        'utf-8', 1, '[]', '\\x00000000000000000000000000000000', '1', 1, 1, 1, moment, moment, 1
    from generate_series(%(now)s - interval '99 days', %(now)s - interval '20 days', interval '1 day')
        with ordinality as days (moment, number);
"""
WATCH = """
import json
from flows.watch import run_watch
watched = run_watch()
print(json.dumps([len(watched.settled.raised), watched.settled.lasting, len(watched.settled.cleared)]))
"""


def run_watch(runs: Runs) -> list[int]:
    """How many alarms a watch in a process of its own raised, found going on, and cleared."""
    process = runs.start(WATCH)
    printed, complaint = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, complaint
    counts: list[int] = json.loads(printed)
    return counts


def events(server: PrefectServer) -> list[dict[str, Any]]:
    """The alarms that Prefect's server has heard of."""
    asked = {"filter": {"event": {"prefix": ["cppcc."]}}, "limit": 50}
    request = urllib.request.Request(  # noqa: S310  (the test's own server)
        f"{server.api_url}/events/filter", json.dumps(asked).encode(), {"Content-Type": "application/json"}
    )
    with OPENER.open(request, timeout=PATIENCE) as answer:
        return list(json.load(answer)["events"])


def test_the_flow_tells_once_and_prefect_hears_of_it(
    runs: Runs, crawled: Runs, connection: Connection, server: PrefectServer, hook: Hook
) -> None:
    now = crawled.began()  # the watch asks the real clock, and so did this
    channels = [channel.name for site in load_registry() if site.key == "nx" for channel in site.channels]
    for statement in FILL.split(";\n")[:-1]:
        connection.execute(statement.encode(), {"channels": channels, "now": now})
    runs.environment["CPPCC_NOTIFY"] = f"{hook.address}/alarms wecom://key?api=http://127.0.0.1:9"
    assert run_watch(runs) == [1, 0, 0]
    assert run_watch(runs) == [0, 1, 0]
    [(_, body)] = hook.asked
    [alarm] = body["alarms"]
    assert (alarm["site"], alarm["kind"]) == ("nx", "gone quiet")
    assert alarm["text"].splitlines()[0] == "**停更｜宁夏回族自治区政协**"
    assert "平常相隔 0 个工作日" in alarm["message"]

    connection.execute("update articles set published_at = %s where url = 'http://127.0.0.1/1'", (now,))
    assert run_watch(runs) == [0, 0, 1]
    until(lambda: len(events(server)) >= 2)  # the server keeps them a few seconds before it writes them down
    heard = events(server)
    assert [event["event"] for event in heard] == ["cppcc.alarm.cleared", "cppcc.alarm.raised"]
    assert {event["resource"]["prefect.resource.id"] for event in heard} == {"cppcc.site.nx"}
    assert {event["payload"]["kind"] for event in heard} == {"gone quiet"}


def test_the_commands(
    database: Database, connection: Connection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = conninfo_to_dict(database.conninfo)
    for name, value in {"HOST": "host", "PORT": "port", "USER": "user", "DATABASE": "dbname"}.items():
        monkeypatch.setenv(f"PG{name}", str(given[value]))

    def alarms(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["cppcc", "alarms", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return said.err if ended.value.code else said.out

    assert alarms() == "No alarm.\n"
    watched(connection, replace(QUIET, noticed={"silent": 9, "example": {"article": 7}}))
    assert "9 个工作日没有新文章" in alarms()
    shown = alarms("1")
    assert shown.splitlines()[0] == "1  gone quiet  nx"
    assert "silent: 9" in shown
    assert "see: cppcc show 7" in shown
    assert "Say why" in alarms("1", "--mute", "7d")
    assert "no number of days" in alarms("1", "--mute", "soon", "--why", "换届")
    assert "muted by" in alarms("1", "--mute", "7d", "--why", "换届")
    assert "not told" in alarms("1", "--unmute")
    assert "by its number" in alarms("--mute", "7d", "--why", "换届")
    assert "No alarm has the number 9" in alarms("9")
