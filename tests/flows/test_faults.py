"""One odd page, line or run stops nothing else; and what every surface says of runs that read nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from crawler.errors import SettingsError
from crawler.landing.receipt import wait_for_writer
from crawler.replica.misbehaviour import Misbehaviour
from crawler.replica.world import build_world
from crawler.sites.registry import load_registry, select
from flows.cli.status import read_status
from flows.home import landing_folder
from flows.html_report.queries import read_page
from flows.html_report.render import is_well, render, verdict
from flows.monitoring.alarm_store import last_clearings, settle, standing_alarms
from flows.monitoring.observations import observe
from flows.monitoring.rules.notices import notices
from flows.prefect_server import ask
from flows.settings import Settings
from flows.store.runs import begin_run, finish_run, read_outcome, retry_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runs

    from flows.monitoring.alarm_store import Settled
    from flows.prefect_server import PrefectServer
    from flows.store.postgres import Connection

NOBODY = "http://127.0.0.1:9"
"""Where nothing listens."""
RUN = """
import sys
from crawler.errors import NothingReadError
from flows.daily import run_daily
{before}
try:
    print(run_daily(['replica'], {proxy}))
except NothingReadError as error:
    print(*error.runs)
"""
DAY = timedelta(days=1)


def code(before: str = "", proxy: str = "sys.argv[1]") -> str:
    """A daily run over the replica, after some other lines."""
    return RUN.format(before=before, proxy=proxy)


def as_of_all(connection: Connection) -> None:
    """Let the runs count as daily runs over every enabled site, which is what the watch looks at."""
    connection.execute("update runs set asked = '{all}'")


def present(connection: Connection) -> datetime:
    """Five minutes after the last run began: runs ask the real clock, and a test must not."""
    row = connection.execute("select max(started_at) + interval '5 minutes' from runs").fetchone()
    assert row is not None
    at: datetime = row[0]
    return at


def watched(runs: Runs, connection: Connection, after: timedelta = timedelta(0)) -> Settled:
    """One watch over the replica's sites, so long after the last run."""
    now = present(connection) + after
    sites = select(load_registry(), ["replica"])
    standing = standing_alarms(connection)
    observed = observe(connection, Settings(home=runs.home), sites, set(), now)
    return settle(connection, standing, notices(observed, standing, last_clearings(connection), now), now)


def keys(settled: Settled) -> set[tuple[str | None, str]]:
    return {(alarm.site, alarm.kind) for alarm in settled.raised}


# Runs that read nothing, or little ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What every surface says of a run."""

    state: str
    """Prefect's."""
    status: str
    verdict: str
    exit_code: int
    badge: str
    trouble: str | None
    alarms: set[tuple[str | None, str]]


FAILED = Told(
    state="Failed",
    status="failed",
    verdict="nothing read",
    exit_code=1,
    badge="! 失败",
    trouble="None of the 8 lists could be read: ",
    alarms={(None, "nothing read")},
)


@pytest.fixture
def few(runs: Runs) -> Runs:
    """Runs over a replica with few articles, where it is lists that count."""
    runs.replica.world = build_world(articles=24)
    return runs


def lists(runs: Runs, *keys: str) -> list[str]:
    """The addresses of the lists of replica sites, by default of all."""
    sites = select(load_registry(), list(keys) or ["replica"])
    return [channel.url for site in sites for channel in site.channels]


def every_list_503(runs: Runs) -> None:
    runs.replica.misbehave = {url: Misbehaviour(kind="status", value=503) for url in lists(runs)}


def one_site_never_answers(runs: Runs) -> None:
    runs.replica.misbehave = {url: Misbehaviour(kind="closed") for url in lists(runs, "replica_stz")}


def most_lists_closed(runs: Runs) -> None:
    shut = lists(runs, "replica_national", "replica_xuzhou", "replica_stz")
    runs.replica.misbehave = {url: Misbehaviour(kind="closed") for url in shut}


def nothing(runs: Runs) -> None:
    """All is as it should be."""


SCENARIOS: dict[str, tuple[Callable[[Runs], None], str, Told]] = {
    "a proxy that is down": (nothing, repr(NOBODY), FAILED),
    "names that nobody resolves": (nothing, "None", FAILED),
    "every site answers 503": (every_list_503, "sys.argv[1]", FAILED),
    "one enabled site never answered": (
        one_site_never_answers,
        "sys.argv[1]",
        Told(
            state="Completed",
            status="done",
            verdict="read",
            exit_code=0,
            badge="✓ 正常",
            trouble=None,
            alarms={("replica_stz", "never read")},
        ),
    ),
    "fewer than half": (
        most_lists_closed,
        "sys.argv[1]",
        Told(
            state="Partly read",
            status="done",
            verdict="partly read",
            exit_code=3,
            badge="! 8 个栏目只读到 2 个",
            trouble="Fewer than half of the lists were read, 2 of 8",
            alarms={
                ("replica_national", "never read"),
                ("replica_xuzhou", "never read"),
                ("replica_stz", "never read"),
            },
        ),
    ),
    "all is well": (
        nothing,
        "sys.argv[1]",
        Told(
            state="Completed",
            status="done",
            verdict="read",
            exit_code=0,
            badge="✓ 正常",
            trouble=None,
            alarms=set(),
        ),
    ),
}


@pytest.mark.parametrize(("prepare", "proxy", "told"), SCENARIOS.values(), ids=SCENARIOS)
def test_every_surface_says_the_same_of_the_first_run(
    few: Runs,
    connection: Connection,
    server: PrefectServer,
    *,
    prepare: Callable[[Runs], None],
    proxy: str,
    told: Told,
) -> None:
    prepare(few)
    run_id = few.run(code(proxy=proxy))
    outcome = read_outcome(connection, [run_id])
    assert (outcome.verdict, outcome.exit_code) == (told.verdict, told.exit_code)
    row = connection.execute("select status, error from runs where id = %s", (run_id,)).fetchone()
    assert row == (told.status, outcome.words if told.status == "failed" else None)
    begun = {"flows": {"name": {"any_": ["daily"]}}, "flow_runs": {"start_time": {"is_null_": False}}}
    [flow_run] = ask(server.api_url, "flow_runs/filter", {**begun, "sort": "START_TIME_DESC", "limit": 1})
    assert flow_run["state"]["name"] == told.state
    assert outcome.words in flow_run["state"]["message"]
    logged = ask(server.api_url, "logs/filter", {"logs": {"flow_run_id": {"any_": [flow_run["id"]]}}})
    lines = [line["message"] for line in logged if line["level"] >= 30]
    failed = connection.execute("select url from failures where run_id = %s and kind = 'list'", (run_id,)).fetchall()
    assert all(any(url in line for line in lines) for (url,) in failed)

    settings = Settings(home=few.home)
    page = read_page(connection, run_id, landing_folder(settings.home), present(connection))
    assert f">{told.badge}</span>" in render(page)
    assert is_well(page) == outcome.is_well
    troubles = read_status(settings, connection, None, present(connection)).troubles
    assert [trouble.startswith(f"run {run_id}: {told.trouble}") for trouble in troubles] == [True] * bool(told.trouble)
    as_of_all(connection)
    assert keys(watched(few, connection)) == told.alarms
    assert keys(watched(few, connection, DAY)) == set()  # told once


def test_a_dead_network_is_one_alarm_for_days_and_is_over_when_lists_are_read(
    few: Runs, connection: Connection
) -> None:
    few.run()
    as_of_all(connection)
    assert keys(watched(few, connection)) == set()
    raised = set()
    for _ in range(2):  # a site alone would be out of reach on the second day
        connection.execute("update runs set started_at = started_at - interval '1 day'")
        few.run(code(proxy=repr(NOBODY)))
        as_of_all(connection)
        raised |= keys(watched(few, connection))
    assert raised == {(None, "nothing read")}
    connection.execute("update runs set started_at = started_at - interval '1 day'")
    few.run()
    as_of_all(connection)
    settled = watched(few, connection)
    assert (settled.raised, [alarm.kind for alarm in settled.cleared]) == ((), ["nothing read"])


def test_days_on_which_nothing_is_due_are_no_alarm(few: Runs, connection: Connection) -> None:
    few.run()
    for _ in range(8):  # the National Day holidays, or lists that are read once a week
        connection.execute("update runs set started_at = started_at - interval '1 day'")
        run_id = begin_run(connection, asked=["all"], rules_version="1", now=present(connection))
        finish_run(connection, run_id, "done", now=present(connection))
        outcome = read_outcome(connection, [run_id])
        assert (outcome.verdict, outcome.exit_code, outcome.is_well) == ("nothing due", 0, True)
        as_of_all(connection)
        assert keys(watched(few, connection)) == set()
    settings = Settings(home=few.home)
    assert read_status(settings, connection, None, present(connection)).troubles == []
    page = read_page(connection, run_id, landing_folder(settings.home), present(connection))
    assert (is_well(page), verdict(page)) == (True, "每日采集完成，没有到时间的栏目")


# Pills ----------------------------------------------------------------------------------------------------------------

PILLS = """
import flows.steps.clean as cleaning
from flows.steps.clean import clean_pages
def odd(pages, *, site):
    if error := {errors}.get(pages[0].url):
        raise error
    return clean_pages(pages, site=site)
cleaning.clean_pages = odd
"""
RECLEAN = "from flows.reclean import run_reclean; print(run_reclean(['replica'], dry_run=False)[0])"


ERRORS = ["OverflowError('date value out of range')", "RecursionError()", "KeyError('正文')", "TypeError('odd')"]


def pills(errors: dict[str, str]) -> str:
    """Lines before a run in which cleaning a page raises, by addresses; each error as Python writes it."""
    return PILLS.format(errors="{" + ", ".join(f"{url!r}: {error}" for url, error in errors.items()) + "}")


def test_one_odd_page_on_each_site_stops_nothing_and_comes_in_when_the_rule_is_mended(
    runs: Runs, connection: Connection
) -> None:
    articles = runs.replica.world.by_url
    last = {url.split("/")[2]: url for url in sorted(articles)}  # of each host
    errors = dict(zip(last.values(), ERRORS, strict=True))
    runs.run(code(pills(errors)))
    assert runs.articles() == len(articles) - 4
    rows = connection.execute("select url, reason, detail from rejected order by url").fetchall()
    assert [(url, reason) for url, reason, _ in rows] == [(url, "our fault") for url in sorted(errors)]
    assert all(detail.startswith(errors[url].partition("(")[0]) for url, _, detail in rows)
    assert all(" at flows/steps/clean.py:" in detail for _, _, detail in rows)
    as_of_all(connection)
    settled = watched(runs, connection)
    assert keys(settled) == {(None, "our fault")}
    [alarm] = settled.raised
    assert alarm.noticed["pages"] == 4
    assert any(url in alarm.message for url in errors)

    runs.run(RECLEAN)
    assert runs.articles() == len(articles)
    assert connection.execute("select count(*) from rejected").fetchone() == (0,)
    assert [over.kind for over in watched(runs, connection).cleared] == ["our fault"]


def test_a_changed_page_that_we_fail_at_leaves_its_article_and_is_asked_for_again(
    runs: Runs, connection: Connection
) -> None:
    runs.run()
    url = min(runs.replica.world.by_url)
    connection.execute(
        """
        update articles
        set first_seen = first_seen - interval '2 days', last_seen = last_seen - interval '2 days',
            published_at = first_seen - interval '3 days', published_precision = 'minute', published_from = 'page'
        where url = %s
        """,
        (url,),
    )
    connection.execute("update fetches set etag = null, last_modified = null")
    before = runs.content()
    runs.run(code(pills({url: "TypeError('odd')"})))
    assert runs.content() == before
    assert connection.execute("select url, reason like 'our fault: TypeError: odd at %' from retries").fetchall() == [
        (url, True)
    ]
    as_of_all(connection)
    assert keys(watched(runs, connection)) == {(None, "our fault")}


# Runs that were stopped -----------------------------------------------------------------------------------------------

UNREADABLE = """
import flows.ingest as road
from flows.ingest import read_landed
def odd(receipt, landing, sites):
    if receipt.parent.name == "000001":
        raise {error}
    return read_landed(receipt, landing, sites)
road.read_landed = odd
"""


def states(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute("select id, status, tries from runs order by id").fetchall()


def test_a_run_that_cannot_be_taken_up_fails_for_itself_alone_and_is_given_up_after_three_tries(
    runs: Runs, connection: Connection
) -> None:
    settings = Settings(home=runs.home)
    runs.kill_when_landed(12)
    assert states(connection) == [(1, "running", 0)]
    assert read_status(settings, connection, None, present(connection)).troubles == [
        "run 1 was stopped and is not loaded yet: the next run does that"
    ]
    poisoned = code(UNREADABLE.format(error="AttributeError('no such thing')"))
    assert runs.run(poisoned) == 2
    assert states(connection) == [(1, "unfinished", 1), (2, "done", 0)]
    assert runs.articles() == len(runs.replica.world.by_url)
    runs.run(poisoned)
    runs.run(poisoned)
    assert states(connection) == [(1, "given up", 3), (2, "done", 0), (3, "done", 0), (4, "done", 0)]
    row = connection.execute("select error from runs where id = 1").fetchone()
    assert row is not None
    assert row[0].startswith("Its process was killed, or its machine went down. Loading what it had landed failed: ")
    assert "AttributeError: no such thing at " in row[0]
    as_of_all(connection)
    assert keys(watched(runs, connection)) == {(None, "run given up")}
    assert read_status(settings, connection, None, present(connection)).troubles == [
        "run 1 was given up, what it landed is not in the store: cppcc retry 1",
        "1 open alarm",
    ]
    page = read_page(connection, 1, landing_folder(settings.home), present(connection))
    assert verdict(page).startswith("每日采集中途中断，已取回的内容三次都没能入库")

    with pytest.raises(SettingsError, match="Run 2 is not one that was given up"):
        retry_run(connection, 2)
    retry_run(connection, 1)
    runs.run()
    assert states(connection)[0] == (1, "interrupted", 1)
    assert [over.kind for over in watched(runs, connection).cleared] == ["run given up"]


def test_a_fault_in_the_middle_of_a_run_keeps_its_cause_and_what_it_landed(runs: Runs, connection: Connection) -> None:
    broken = "import flows.ingest as it\ndef odd(*_): raise OSError(28, 'No space left on device')\n"
    broken += "it.record_links = odd"
    process = runs.start(code(broken))
    process.communicate()
    assert process.returncode == 1
    assert states(connection) == [(1, "unfinished", 0)]
    asked = len(runs.replica.requests)
    runs.run()
    assert states(connection) == [(1, "interrupted", 1), (2, "done", 0)]
    row = connection.execute("select error from runs where id = 1").fetchone()
    assert row is not None
    assert "No space left on device" in row[0]
    assert runs.articles() == len(runs.replica.world.by_url)
    again = [request.url for request in runs.replica.requests[asked:] if request.url in runs.replica.world.by_url]
    assert again == []  # what was landed is not asked for a second time


def test_damaged_lines_of_a_receipt_cost_no_article(runs: Runs, connection: Connection) -> None:
    runs.kill_when_landed(16)
    receipt = runs.home / "runs" / "000001" / "receipt.jsonl"
    wait_for_writer(receipt)
    lines = receipt.read_bytes().splitlines(keepends=True)
    damaged = (2, 9, 14)
    for line in damaged:
        lines[line] = json.dumps({"event": "landed"})[: line + 3].encode() + b"\xff\n"
    receipt.write_bytes(b"".join(lines))
    runs.run()
    assert states(connection) == [(1, "interrupted", 1), (2, "done", 0)]
    assert runs.articles() == len(runs.replica.world.by_url)
    found = connection.execute("select warc_file, warc_offset, reason from bad_records order by warc_offset").fetchall()
    assert [(file, offset) for file, offset, _ in found] == [
        (str(receipt), sum(map(len, lines[:line]))) for line in damaged
    ]
    assert found[0][2].startswith("line 3 is no event of a receipt: ")
    as_of_all(connection)
    assert keys(watched(runs, connection)) == {(None, "our fault")}


def test_landed_bytes_that_are_gone_are_fetched_again(runs: Runs, connection: Connection) -> None:
    runs.kill_when_landed(16)
    wait_for_writer(runs.home / "runs" / "000001" / "receipt.jsonl")
    [landed] = (runs.home / "landing").glob("*.warc.gz")
    landed.write_bytes(landed.read_bytes()[:200])
    runs.run()
    assert states(connection) == [(1, "interrupted", 1), (2, "done", 0)]
    assert runs.articles() == len(runs.replica.world.by_url)
