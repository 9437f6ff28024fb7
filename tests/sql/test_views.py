"""The views people query: what each says of a few rows whose truth is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from psycopg.sql import SQL, Identifier, Placeholder

from sql import query

if TYPE_CHECKING:
    from flows.postgres import Connection

STORE = """
    insert into sites (key, name, level, adcode, base_url, dialect, confidence, enabled) values
        ('beijing', '北京市政协', 'provincial', '110000', 'http://127.0.0.1/', 'trs', 'confirmed', true),
        ('national', '全国政协', 'national', '000000', 'http://127.0.0.2/', 'cppcc', 'confirmed', true),
        ('ningxia', '宁夏政协', 'provincial', '640000', 'http://127.0.0.3/', 'trs', 'guess', false);
    insert into runs (started_at, finished_at, status, asked, rules_version) values
        ('2026-03-10 09:30+08', '2026-03-10 10:30+08', 'done', '{}', '1'),
        ('2026-02-08 10:30+08', '2026-02-08 10:40+08', 'done', '{}', '1');
    insert into fetches (run_id, site, url, kind, status, fetched_at, warc_file, warc_offset, warc_length)
    select 1, 'beijing', 'http://127.0.0.1/', 'article', 200, '2026-03-10 10:00+08', 'one.warc.gz', place, 1
    from generate_series(1, 3) as place;
"""


SEEN = "2026-03-10 10:00+08"


@pytest.fixture(autouse=True)
def filled(connection: Connection) -> None:
    connection.execute(STORE)


def insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    names, values = SQL(", ").join(map(Identifier, row)), SQL(", ").join(map(Placeholder, row))
    connection.execute(SQL("insert into {} ({}) values ({})").format(Identifier(table), names, values), row)


def put(connection: Connection, url: str, **fields: Any) -> None:
    """An article, of whom only what matters is given."""
    row = {
        "site": "beijing", "channel": "要闻", "title": "题", "url": url, "body": "文", "flags": [], "losses": 0,
        "repairs": "[]", "codec": "utf-8", "codec_confidence": 1, "codec_votes": "[]", "text_hash": bytes(16),
        "rules_version": "1", "fetch_id": 1, "first_run": 1, "last_run": 1, "first_seen": SEEN, "last_seen": SEEN,
        "confidence": 1,
    } | fields  # fmt: skip
    if row.get("published_at"):
        row |= {"published_precision": "minute", "published_from": "page"}
    insert(connection, "articles", row)


def listed(connection: Connection, site: str, channel: str = "要闻", run: int = 1, **fields: Any) -> None:
    """A reading of one list."""
    row = {
        "run_id": run, "site": site, "channel": channel, "pages": 1, "listed": 9, "new": 0, "known": 9, "linked": 0,
        "stopped_because": "last page",
    } | fields  # fmt: skip
    insert(connection, "channel_runs", row)


# before, after, what the difference shows
DIFFERENCES = {
    "nothing": ("甲\n乙", "甲\n乙", None),
    "a line more": ("甲\n乙", "甲\n丙\n乙", "+ 丙"),
    "a line less": ("甲\n丙\n乙", "甲\n乙", "- 丙"),
    "a name in a list": ("出席：\n王某\n李某\n散会", "出席：\n王某\n张某\n散会", "- 李某\n+ 张某"),
    "two places": ("一\n甲\n二\n乙", "一\n丁\n二\n戊", "- 甲\n+ 丁\n- 乙\n+ 戊"),
    "one of two equal lines": ("甲\n甲", "甲", "- 甲"),
    "lines that moved": ("甲\n乙", "乙\n甲", None),
    "everything": ("甲", "", "- 甲"),
}


@pytest.mark.parametrize(("before", "after", "shown"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_a_difference_in_lines(before: str, after: str, shown: str | None, connection: Connection) -> None:
    assert connection.execute("select line_difference(%s, %s)", (before, after)).fetchall() == [(shown,)]


# what an update does to the article; which fields changed, because of what, what is shown
CHANGES = {
    "a title": (
        "title = '新题', fetch_id = 2",
        ["title"],
        "the page",
        "- title: 题\n+ title: 新题",
    ),
    "a list of names": ("body = '文\n王某', fetch_id = 2", ["body"], "the page", "+ 王某"),
    "a date, by better rules": (
        """
        published_at = '2024-09-25 08:30+08', published_precision = 'minute', published_from = 'page',
        rules_version = '2'
        """,
        ["date"],
        "our rules",
        "+ date: 2024-09-25 08:30",
    ),
    "a line learned to be the site's own": ("body = ''", ["body"], "our rules", "- 文"),
    "who did it is not known": (
        "source = '人民政协报', rules_version = '2', fetch_id = 2",
        ["source"],
        "the page or our rules",
        "+ source: 人民政协报",
    ),
    "a picture": ("media = '[{}]', fetch_id = 2", ["media"], "the page", ""),
}


@pytest.mark.parametrize(("update", "what", "because_of", "shown"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_told(update: str, what: list[str], because_of: str, shown: str, connection: Connection) -> None:
    put(connection, "a")
    connection.execute(b"update articles set " + update.encode())
    assert connection.execute(
        "select what, because_of, difference from article_changes where url = 'a'"
    ).fetchall() == [(what, because_of, shown)]


def test_each_change_is_told_against_what_followed_it(connection: Connection) -> None:
    put(connection, "a")
    put(connection, "b")
    for title in ("二", "三"):
        connection.execute("update articles set title = %s, fetch_id = 2 where url = 'a'", (title,))
    connection.execute("update articles set last_seen = last_seen + interval '1 day'")  # no change of what it says
    assert connection.execute(
        "select title_before, title_after from article_changes where url = 'a' order by version_id"
    ).fetchall() == [("题", "二"), ("二", "三")]
    assert connection.execute("select count(*) from article_changes where url = 'b'").fetchone() == (0,)


def test_an_article_knows_its_site_and_its_day(connection: Connection) -> None:
    put(connection, "a", published_at="2024-09-24 16:30+00")
    put(connection, "b", site="national")
    assert connection.execute(
        "select url, site_name, level, adcode, province, published_on from articles_with_site order by url"
    ).fetchall() == [
        ("a", "北京市政协", "provincial", "110000", "北京市", date(2024, 9, 25)),
        ("b", "全国政协", "national", "000000", "全国", None),
    ]
    connection.execute("update sites set level = 'prefecture', adcode = '320100' where key = 'beijing'")
    assert connection.execute("select level, province from articles_with_site where url = 'a'").fetchall() == [
        ("prefecture", "江苏省")
    ]


def test_the_view_with_sites_shows_every_column_of_the_articles(connection: Connection) -> None:
    articles, with_site = (
        [column.name for column in connection.execute(SQL("table {}").format(Identifier(name))).description or ()]
        for name in ("articles", "articles_with_site")
    )
    assert [*articles, "site_name", "level", "adcode", "province"] == with_site


def test_days_are_counted_in_shanghai(connection: Connection) -> None:
    for number, at in enumerate(("2024-09-24 15:59+00", "2024-09-24 16:00+00", "2024-09-25 08:00+08", None)):
        put(connection, str(number), published_at=at)
    assert connection.execute("set time zone 'UTC'").statusmessage
    assert connection.execute("select * from articles_daily order by day").fetchall() == [
        ("beijing", date(2024, 9, 24), 1),
        ("beijing", date(2024, 9, 25), 2),
    ]


def rhythm(connection: Connection, now: datetime, last: int) -> None:
    """An article every other day, the newest so many days ago."""
    for number in range(20):
        put(connection, str(number), published_at=now - timedelta(days=last + 2 * number))


def ran(connection: Connection) -> None:
    connection.execute(
        "insert into site_runs (run_id, site, listed, new, changed, unchanged, rejected, failed) "
        "values (1, 'beijing', 9, 0, 0, 9, 0, 0)"
    )


CHANNEL = """
    insert into channels (
        site, name, url, newest, is_settled, every, due_at, read_at, changed_at, failure
    )
    values (
        'beijing', %s, 'http://127.0.0.1/', '{}', true, '1 day',
        '2026-03-11 10:30+08', '2026-03-10 10:30+08', '2026-03-10 10:30+08', %s
    )
"""
# days since the newest article, failures of its lists, whether it is blocked; the state in words
FRESHNESS: dict[str, tuple[int, list[str | None], bool, str]] = {
    "as usual": (2, [None], False, "as usual"),
    "late": (5, [None], False, "silent for longer than ever"),
    "a list fails": (1, [None, "status 404"], False, "as usual, but not every list can be read"),
    "no list": (1, ["status 404"], False, "none of its lists can be read"),
    "blocked": (1, [None], True, "blocked (status 521) until 2026-03-12"),
}


@pytest.mark.parametrize(("last", "failures", "is_blocked", "state"), FRESHNESS.values(), ids=FRESHNESS)
def test_how_fresh_a_site_is(
    last: int, failures: list[str | None], is_blocked: bool, state: str, *, now: datetime, connection: Connection
) -> None:
    rhythm(connection, now, last)
    put(connection, "typing", published_at="2099-01-01 00:00+08")
    ran(connection)
    for number, failure in enumerate(failures):
        connection.execute(CHANNEL, (str(number), failure))
    if is_blocked:
        until = now + timedelta(days=2)
        connection.execute("insert into site_blocks values ('beijing', 'status 521', 2, %s, %s)", (now, until))
    found = connection.execute(
        "select site, days_silent, usual_silence, state from site_freshness_at(%s) order by 1", (now,)
    ).fetchall()
    assert found == [
        ("beijing", last, 2, state),
        ("national", None, None, "never crawled"),
        ("ningxia", None, None, "not enabled"),
    ]


# how the lists of the site were read; the reasons of the three latest silent days, the newest first
GAPS: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "never": ([], ["its lists were never read"] * 3),
    "an hour ago": ([{}], ["silent for longer than usual"] * 3),
    "a month ago": ([{"run": 2}], ["not crawled since: no list was due"] * 3),
    "one of two failed": (
        [{}, {"channel": "提案", "stopped_because": "failed"}],
        ["silent, but not every list could be read"] * 3,
    ),
    "both failed": (
        [{"stopped_because": "failed"}, {"channel": "提案", "stopped_because": "blocked"}],
        ["its lists could not be read"] * 3,
    ),
    "not so far back": (
        [{"oldest_on": date(2026, 3, 8)}],
        ["silent for longer than usual"] * 2 + ["older than what was read of its lists"],
    ),
}


@pytest.mark.parametrize(("readings", "reasons"), GAPS.values(), ids=GAPS)
def test_a_gap_has_its_reason(
    readings: list[dict[str, Any]], reasons: list[str], now: datetime, connection: Connection
) -> None:
    rhythm(connection, now, last=4)
    for reading in readings:
        listed(connection, "beijing", **reading)
    found = connection.execute(
        "select day, reason, silent_days from gaps_at(%s) order by day desc limit 3", (now,)
    ).fetchall()
    days = (date(2026, 3, 9), date(2026, 3, 8), date(2026, 3, 7))
    assert found == [(day, reason, 3) for day, reason in zip(days, reasons, strict=True)]
    # The report asks in another way, which costs less, and is told the same.
    span = {"sites": ["beijing", "ningxia"], "since": date(2026, 1, 29), "until": date(2026, 3, 10), "now": now}
    told = connection.execute(query("report_gaps"), span).fetchall()
    view = "select site, day, reason from gaps_at(%(now)s) where day between %(since)s and %(until)s order by day"
    assert sorted(told, key=lambda row: row[1]) == connection.execute(view, span).fetchall()


def test_a_silence_as_long_as_others_is_as_usual(now: datetime, connection: Connection) -> None:
    rhythm(connection, now, last=2)
    listed(connection, "beijing")
    found = connection.execute("select distinct reason, silent_days from gaps_at(%s)", (now,)).fetchall()
    assert found == [("silent as usual", 1)]


SAID = "(select array_agg(said::text order by said::text) from {} as said)"


@pytest.mark.parametrize("view", ["site_freshness", "gaps", "open_alarms"])
def test_a_view_is_its_function_of_the_present(view: str, now: datetime, connection: Connection) -> None:
    rhythm(connection, now, last=2)
    alarm = {"kind": "disk low", "raised_at": now, "seen_at": now, "noticed": "{}", "message": "1 GiB"}
    insert(connection, "alarms", alarm)
    both = (
        SQL(SAID).format(SQL(each).format(Identifier(f"{view}{end}"))) for each, end in (("{}", ""), ("{}()", "_at"))
    )
    [(seen, told)] = connection.execute(SQL("select {}, {}").format(*both)).fetchall()
    assert seen == told
    assert seen


def test_what_was_damaged_is_counted(connection: Connection) -> None:
    votes = '[{"witness": "meta", "codec": "gb18030"}]'
    put(
        connection,
        "a",
        published_at="2024-09-25 08:00+08",
        codec_votes=votes,
        repairs='[{"name": "marks", "count": 2}]',
    )
    put(connection, "b", published_at="2024-09-01 00:00+08", losses=3, repairs='[{"name": "marks", "count": 5}]')
    put(connection, "c", codec="gb18030", codec_votes=votes)
    assert connection.execute("select * from encoding_damage order by month").fetchall() == [
        ("beijing", date(2024, 9, 1), 2, 1, pytest.approx(0.5), 2, {"marks": 7}, 1, 3),
        ("beijing", None, 1, 0, 0, 0, {}, 0, 0),
    ]


def test_who_is_quoted(connection: Connection) -> None:
    for number, source in enumerate(("人民政协报", "人民政协报", "新华社", None)):
        put(connection, str(number), source=source, published_at=f"2024-09-0{number + 1} 08:00+08")
    assert connection.execute("select * from sources order by articles desc, source").fetchall() == [
        ("beijing", "人民政协报", 2, pytest.approx(0.5), date(2024, 9, 1), date(2024, 9, 2)),
        ("beijing", "新华社", 1, pytest.approx(0.25), date(2024, 9, 3), date(2024, 9, 3)),
        ("beijing", None, 1, pytest.approx(0.25), date(2024, 9, 4), date(2024, 9, 4)),
    ]
