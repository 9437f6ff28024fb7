"""What a page says of a run: of a real one, and of rows whose truth is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from crawler.article import SHANGHAI
from crawler.errors import StoreError
from crawler.text.fingerprint import fold
from flows.page.page import Calendar, Damage, Page, Refusal, SiteRequests
from flows.page.reading import CALENDAR_SITES, WEEKS, read_page
from flows.settings import Settings
from flows.steps.fetch import landing_folder
from sql import query

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runs

    from flows.postgres import Connection


@pytest.fixture(scope="module")
def page(crawled: Runs) -> Page:
    with crawled.database.connect() as connection:
        return read_page(connection, 1, landing_folder(Settings(home=crawled.home)), crawled.began())


def test_the_numbers_are_those_of_the_store(crawled: Runs, page: Page) -> None:
    assert (page.run.kind, page.run.status, page.new, page.failed) == ("daily", "done", crawled.articles(), 0)
    assert [site.level for site in page.sites] == ["national", "prefecture", "prefecture", "county"]
    assert {title.url for site in page.sites for title in site.titles} <= crawled.replica.world.by_url.keys()
    assert {each.key for each in page.requests} == {site.key for site in page.sites}
    assert all(each.answers > each.failures == 0 for each in page.requests)
    assert page.alarms == ()
    assert page.stories[0].members == 2


def test_damage_is_counted_by_kind_and_site(page: Page) -> None:
    [readings] = [kind for kind in page.damage if kind.name == "reading taken out"]
    assert (readings.articles, len(readings.sites)) == (4, 4)
    assert readings.places is not None
    assert readings.places > 1000
    [otherwise] = [kind for kind in page.damage if kind.name == "read in another encoding"]
    assert otherwise.sites == (("台州市政协（仿站）", 8),)


def test_the_passage_is_what_was_landed_and_what_is_stored(crawled: Runs, page: Page) -> None:
    assert page.passage is not None
    before = "".join(piece.text for piece in page.passage.before).strip("…")
    after = "".join(piece.text for piece in page.passage.after).strip("…")
    [served] = [each for each in crawled.replica.world.articles if each.url == page.passage.url]
    assert fold(before) in fold("".join(served.served_paragraphs))
    with crawled.database.connect() as connection:
        [(body,)] = connection.execute("select body from articles where url = %s", (page.passage.url,)).fetchall()
    assert after in body
    assert any(piece.is_changed for piece in page.passage.after)
    unchanged = [
        [piece.text for piece in side if not piece.is_changed] for side in (page.passage.before, page.passage.after)
    ]
    assert unchanged[0] == unchanged[1]


def test_without_the_landed_files_there_is_no_passage_and_all_the_rest(
    crawled: Runs, page: Page, tmp_path: Path
) -> None:
    with crawled.database.connect() as connection:
        without = read_page(connection, 1, tmp_path, crawled.began())
    assert (without.passage, without.damage, without.sites) == (None, page.damage, page.sites)


def test_a_run_that_never_was(connection: Connection, now: datetime, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no run 7"):
        read_page(connection, 7, tmp_path, now)


STARTED = datetime(2026, 3, 4, 6, 30, tzinfo=SHANGHAI)  # a Wednesday
STORE = """
    insert into sites (key, name, level, adcode, base_url, dialect, confidence, enabled)
    select 'county_' || number, number || '县政协', 'county', '110101', 'http://127.0.0.1/', 'trs', 'confirmed', true
    from generate_series(1000, 1199) as number;
    insert into sites (key, name, level, adcode, base_url, dialect, confidence, enabled) values
        ('beijing', '北京市政协', 'provincial', '110000', 'http://127.0.0.1/', 'trs', 'confirmed', true),
        ('national', '全国政协', 'national', '000000', 'http://127.0.0.2/', 'cppcc', 'confirmed', true),
        ('ningxia', '宁夏政协', 'provincial', '640000', 'http://127.0.0.3/', 'trs', 'guess', false);
    insert into runs (started_at, finished_at, status, asked, rules_version, error) values
        (%(started)s - interval '300 days', %(started)s - interval '300 days', 'done', '{}', '3', null),
        (%(started)s, %(started)s + interval '90 seconds', 'failed', '{nx}', '3', 'The crawl ended with code 1.');
    insert into site_runs (run_id, site, listed, new, changed, unchanged, rejected, failed)
    select 2, key, 9, 0, 0, 9, 0, 0 from sites where key <> 'ningxia';
    insert into site_runs (run_id, site, listed, new, changed, unchanged, rejected, failed)
    values (1, 'ningxia', 1, 0, 0, 0, 0, 0);
    insert into fetches (run_id, site, url, kind, status, fetched_at, warc_file, warc_offset, warc_length)
    select 2, 'beijing', 'http://127.0.0.1/' || place, 'article', case when place = 4 then 503 else 200 end,
        %(started)s + place * interval '5 seconds', 'two.warc.gz', place, 1
    from generate_series(1, 4) as place;
    insert into failures (run_id, site, channel, kind, url, reason) values
        (2, 'national', '要闻', 'list', 'http://127.0.0.2/', 'timeout'),
        (2, 'national', '要闻', 'article', 'http://127.0.0.2/1', 'status 503'),
        (2, 'national', '要闻', 'article', 'http://127.0.0.2/2', 'status 503');
    insert into rejected (site, channel, url, reason, detail, rules_version, fetch_id, first_seen, last_seen)
    select 'beijing', '要闻', 'http://127.0.0.1/' || id, 'no body', '3 characters', '3', id, fetched_at, fetched_at
    from fetches where status = 200;
    insert into articles (site, channel, title, url, body, published_at, published_precision, published_from, flags,
        losses, repairs, codec, codec_confidence, codec_votes, text_hash, rules_version, fetch_id, first_run, last_run,
        first_seen, last_seen, confidence)
    select 'beijing', '要闻', '题', 'http://127.0.0.1/old/' || number, '文', %(started)s - number * interval '1 day',
        'day', 'page', '{}', 2, '[]', 'utf-8', 1, '[]', decode(md5(number::text), 'hex'), '3', 4,
        case when number < 2 then 2 else 1 end, 2, %(started)s, %(started)s, 1
    from generate_series(0, 60) as number;
"""


@pytest.fixture
def filled(connection: Connection) -> Connection:
    connection.execute(STORE.replace("%(started)s", f"timestamptz '{STARTED}'"))
    return connection


def test_rows_whose_truth_is_known(filled: Connection, now: datetime, tmp_path: Path) -> None:
    page = read_page(filled, 2, tmp_path, now)
    assert (page.run.error, page.run.duration) == ("The crawl ended with code 1.", timedelta(seconds=90))
    assert [site.key for site in page.sites[:3]] == ["national", "beijing", "county_1000"]
    assert [title.published_on for title in page.sites[1].titles] == [date(2026, 3, 4), date(2026, 3, 3)]
    assert page.damage == (Damage(name="lost for good", articles=2, places=4, sites=(("北京市政协", 2),)),)
    assert page.refusals == (Refusal(reason="no body", pages=3, examples=page.refusals[0].examples),)
    assert page.requests[:2] == (
        SiteRequests(
            key="national", name="全国政协", answers=0, refusals=0, failures=3, reason="status 503", seconds=0
        ),
        SiteRequests(key="beijing", name="北京市政协", answers=4, refusals=1, failures=0, reason=None, seconds=15),
    )
    assert page.requests[1].seconds_each == 5


def test_the_calendar_begins_on_a_monday_and_ends_with_the_run(
    filled: Connection, now: datetime, tmp_path: Path
) -> None:
    calendar: Calendar = read_page(filled, 2, tmp_path, now).calendar
    assert calendar.days[0] == date(2026, 3, 2) - timedelta(weeks=WEEKS)
    assert calendar.days[-1] == date(2026, 3, 4)
    # one was not asked in these weeks; of the others not all have room
    assert (len(calendar.sites), calendar.hidden) == (CALENDAR_SITES, 202 - CALENDAR_SITES)
    beijing = calendar.sites[1]
    assert beijing.articles == dict.fromkeys(calendar.days, 1)
    assert calendar.sites[0].articles == {}


def test_days_without_articles_have_their_reasons(filled: Connection, now: datetime, tmp_path: Path) -> None:
    filled.execute("delete from articles where published_on = '2026-02-20'")
    beijing = read_page(filled, 2, tmp_path, now).calendar.sites[1]
    assert beijing.gaps == {date(2026, 2, 20): "its lists were never read"}


ALARMS = """
    insert into alarms (site, kind, raised_at, seen_at, cleared_at, noticed, message) values
        ('beijing', 'gone quiet', '2026-03-10 07:30+08', '2026-03-10 10:30+08', null, '{}', '12 days'),
        (null, 'disk low', '2026-03-10 09:30+08', '2026-03-10 10:30+08', null, '{}', '1 GiB'),
        ('beijing', 'blocked', '2026-03-10 01:30+08', '2026-03-10 10:30+08', '2026-03-10 10:30+08', '{}', 'status 521'),
        ('national', 'damage rising', '2026-03-10 10:30+08', '2026-03-10 10:30+08', null, '{}', 'from 1 to 30');
    insert into alarm_mutes (site, kind, until, why, who, muted_at)
    values ('national', 'damage rising', '2999-01-01', 'known', 'zhang', '2026-03-10 10:30+08');
"""


def test_open_alarms_are_shown_and_muted_ones_last(filled: Connection, now: datetime, tmp_path: Path) -> None:
    filled.execute(ALARMS)
    page = read_page(filled, 2, tmp_path, now)
    assert [(alarm.name, alarm.kind, alarm.message, alarm.muted_until) for alarm in page.alarms] == [
        (None, "disk low", "1 GiB", None),
        ("北京市政协", "gone quiet", "12 days", None),
        ("全国政协", "damage rising", "from 1 to 30", date(2999, 1, 1)),
    ]
    assert page.loud == 2


PLANS = {
    "report_titles": {"each": 8},
    "report_repairs": {},
    "report_mended": {"limit": 5},
    "report_stories": {"limit": 10},
    "report_rejected": {"each": 3},
    "report_requests": {},
}


@pytest.mark.parametrize(("name", "parameters"), PLANS.items(), ids=PLANS)
def test_a_run_is_found_by_an_index(name: str, parameters: dict[str, Any], connection: Connection) -> None:
    with connection.transaction():
        connection.execute("set local enable_seqscan = off")  # so few rows that nothing else would be worth while
        plan = "\n".join(line for (line,) in connection.execute(f"explain {query(name)}", {"run_id": 1, **parameters}))
    assert "articles_first_run" in plan or "fetches_run" in plan, plan
