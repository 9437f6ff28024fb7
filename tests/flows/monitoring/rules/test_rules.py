"""What is an alarm and what is none: sites with rhythms of their own, holidays, redesigns, hijacks, outages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from crawler.article import SHANGHAI, Channel, Layout, Site
from flows.monitoring.alarm import Notice, Standing
from flows.monitoring.holidays import is_working_day
from flows.monitoring.observations import Block, Disk, Observed, Page, Reading, RunSeen, SiteSeen
from flows.monitoring.rules.budget_spent import budget_spent
from flows.monitoring.rules.damage_rising import damage_rising
from flows.monitoring.rules.disk_low import disk_low
from flows.monitoring.rules.gone_quiet import gone_quiet
from flows.monitoring.rules.layout_drift import layout_drift
from flows.monitoring.rules.notices import notices
from flows.monitoring.rules.run_late import run_late
from flows.monitoring.rules.turned_away import turned_away
from flows.monitoring.rules.unreadable import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SITE = Site(
    key="beijing",
    name="北京市政协",
    level="provincial",
    adcode="110000",
    base_url="http://127.0.0.1/",
    dialect="trs",
    channels=(Channel(name="要闻", url="http://127.0.0.1/zxyw/"),),
    article_url=".*",
    budget=100,
)
FIELDS = frozenset({"body", "title", "date", "source", "author", "column"})
MIRRORED = frozenset({"reading taken out", "traditional character simplified"})


def at(day: date, hour: int = 6, minute: int = 40) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def working(first: date, last: date, every: int = 1) -> tuple[date, ...]:
    """Each so-manieth working day from the first to the last day."""
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return tuple(filter(is_working_day, days))[::every]


def read(last: date, *, days: int = 40, failed: int = 0, failure: str | None = None, spent: int = 0) -> Any:
    """Daily readings of the one list until `last`, of which the latest failed, or spent the budget."""
    return {
        "要闻": tuple(
            Reading(
                day=last - timedelta(days=number),
                is_failed=number < failed,
                is_budget_spent=number < spent,
                read_at=None if number < failed else at(last - timedelta(days=number), 6, 30),
                failure=failure if number < failed else None,
            )
            for number in range(days)
        )
    }


def seen(days: Sequence[date] = (), *, last_read: date, **fields: Any) -> SiteSeen:
    return replace(
        SiteSeen(site=SITE, days=tuple(days), newest_id=7, newest_title="市政协召开会议", readings=read(last_read)),
        **fields,
    )


def standing(notice: Notice, raised_at: datetime) -> Standing:
    return Standing(
        id=1,
        site=notice.site,
        kind=notice.kind,
        subject=notice.subject,
        raised_at=raised_at,
        noticed=notice.noticed,
    )


# Gone quiet: the days it published on, the day of the last reading, whether that is an alarm
SUMMER, SESSIONS = date(2026, 6, 1), date(2026, 3, 3)
DAILY = working(SUMMER, date(2026, 9, 15))
FORTNIGHTLY = working(date(2025, 9, 1), date(2026, 9, 15), every=10)
WEEKLY_WITH_SESSIONS = tuple(
    sorted({*working(date(2025, 9, 1), date(2026, 7, 1), every=5), *working(SESSIONS, date(2026, 3, 12))})
)
BURSTS = tuple(day for number, day in enumerate(working(date(2025, 9, 1), date(2026, 9, 15))) if number % 22 < 5)
SILENCES = {
    "a daily site, the next morning": (DAILY, date(2026, 9, 16), False),
    "a daily site, two working days": (DAILY, date(2026, 9, 18), False),
    "a daily site, three working days": (DAILY, date(2026, 9, 19), True),
    "over a weekend": (working(SUMMER, date(2026, 9, 11)), date(2026, 9, 14), False),
    "over 国庆": (working(SUMMER, date(2026, 9, 30)), date(2026, 10, 9), False),
    "over 国庆 and three working days, a Saturday among them": (
        working(SUMMER, date(2026, 9, 30)),
        date(2026, 10, 11),
        True,
    ),
    "over 春节": (working(date(2025, 11, 3), date(2026, 2, 13)), date(2026, 2, 25), False),
    "over 春节 of a year without a notice": (working(date(2027, 10, 8), date(2028, 1, 24)), date(2028, 2, 4), False),
    "twice a month, a week more than ever": (FORTNIGHTLY, FORTNIGHTLY[-1] + timedelta(days=23), False),
    "twice a month, three months": (FORTNIGHTLY, FORTNIGHTLY[-1] + timedelta(days=90), True),
    "weekly, daily during the Two Sessions": (
        WEEKLY_WITH_SESSIONS,
        WEEKLY_WITH_SESSIONS[-1] + timedelta(days=11),
        False,
    ),
    "weekly, six weeks": (WEEKLY_WITH_SESSIONS, date(2026, 8, 12), True),
    "a burst a month, the usual pause": (BURSTS, BURSTS[-1] + timedelta(days=28), False),
    "a young site": (working(date(2026, 8, 3), date(2026, 9, 1)), date(2026, 9, 25), False),
    "a site of few days": (DAILY[::40], date(2026, 12, 31), False),
    "a site without articles": ((), date(2026, 9, 25), False),
    "a date in the future": ((*DAILY, date(2027, 1, 1)), date(2026, 9, 19), True),
}


@pytest.mark.parametrize(("days", "last_read", "is_alarm"), SILENCES.values(), ids=SILENCES)
def test_a_silence(days: tuple[date, ...], last_read: date, is_alarm: bool) -> None:
    assert (gone_quiet(seen(days, last_read=last_read), None, at(last_read)) is not None) == is_alarm


def test_a_silence_says_its_numbers() -> None:
    found = gone_quiet(seen(DAILY, last_read=date(2026, 9, 19)), None, at(date(2026, 9, 19)))
    assert found is not None
    assert found.message == (
        "北京市政协（beijing）已有 3 个工作日没有新文章（至 2026-09-19），最后一篇是 2026-09-15《市政协召开会议》。"
        "平常相隔 0 个工作日，十次有九次不超过 0 个，最长 0 个（75 次）。"
    )


def test_nothing_is_known_of_days_after_the_lists_were_last_read() -> None:
    month_later = at(date(2026, 10, 20))
    assert gone_quiet(seen(DAILY, last_read=date(2026, 9, 17)), None, month_later) is None
    unread = {**read(date(2026, 10, 20)), "通知": read(date(2026, 10, 20), failed=40)["要闻"]}
    assert gone_quiet(seen(DAILY, last_read=SUMMER, readings=unread), None, month_later) is None


def test_articles_that_come_late_are_waited_for() -> None:
    late = seen(DAILY, last_read=date(2026, 9, 19), delay=3)
    assert gone_quiet(late, None, at(date(2026, 9, 19))) is None


def test_a_silence_lasts_until_an_article_comes_though_the_history_wears_away() -> None:
    quiet = seen(DAILY, last_read=date(2026, 9, 19))
    found = gone_quiet(quiet, None, at(date(2026, 9, 19)))
    assert found is not None
    before = standing(found, at(date(2026, 9, 19)))
    year_later = date(2027, 10, 30)
    lasting = gone_quiet(replace(quiet, days=(), readings=read(year_later)), before, at(year_later))
    assert lasting is not None
    assert lasting.noticed["usual"] == found.noticed["usual"]
    assert lasting.noticed["silent"] > 200
    again = seen((*DAILY, date(2026, 9, 21)), last_read=date(2026, 9, 22))
    assert gone_quiet(again, before, at(date(2026, 9, 22))) is None


# Drift and damage -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Pages from the oldest to the newest, as they will be observed."""

    pages: tuple[Page, ...] = ()

    def add(self, number: int, present: frozenset[str] = FIELDS, **fields: Any) -> Kept:
        first = len(self.pages)
        return Kept(pages=self.pages + tuple(page(first + at, present, **fields) for at in range(number)))

    def observed(self, **fields: Any) -> SiteSeen:
        return seen(last_read=date(2026, 9, 15), pages=self.pages[::-1], **fields)


def page(number: int, present: frozenset[str], **fields: Any) -> Page:
    """One page a day, as far as nothing else is said."""
    day = date(2026, 4, 1) + timedelta(days=number)
    whole = Page(
        article_id=number,
        url=f"http://127.0.0.1/{number}.html",
        read_at=at(day),
        day=day,
        present=present,
        damage=frozenset(),
        reason=None,
        file="cppcc-000001.warc.gz",
        offset=number,
    )
    return replace(whole, **fields)


def none_of(*fields: str) -> frozenset[str]:
    return FIELDS - {*fields}


NOW = at(date(2026, 9, 15))
HALF = Kept()
for _ in range(40):
    HALF = HALF.add(1).add(1, none_of("author"))
CLUMPS = Kept()
for _ in range(10):
    CLUMPS = CLUMPS.add(6).add(4, none_of("author", "source"))
REJECTED: dict[str, Any] = {"article_id": None, "reason": "no body", "day": None}

# pages, the fields that are said to have drifted
DRIFTS: dict[str, tuple[Kept, set[str]]] = {
    "as ever": (Kept().add(80), set()),
    "one missing author": (Kept().add(60).add(1, none_of("author")), set()),
    "three missing authors": (Kept().add(60).add(3, none_of("author")), set()),
    "the author is gone": (Kept().add(60).add(4, none_of("author")), {"author"}),
    "all that stood above the text is gone": (
        Kept().add(60).add(5, none_of("author", "source", "date")),
        {"author", "source", "date"},
    ),
    "no page gives an article": (Kept().add(60).add(4, frozenset(), **REJECTED), {"body"}),
    "half have an author, and ten have none": (HALF.add(10, none_of("author")), set()),
    "half have an author, and twenty have none": (HALF.add(20, none_of("author")), {"author"}),
    "short news comes in fours": (CLUMPS.add(4, none_of("author", "source")), set()),
    "short news comes in fifteen": (CLUMPS.add(15, none_of("author", "source")), {"author", "source"}),
    "a session's news without authors, all of one day": (
        Kept().add(60).add(30, none_of("author"), day=date(2026, 6, 3)),
        set(),
    ),
    "a session's news without authors, of three days": (
        Kept()
        .add(60)
        .add(9, none_of("author"), day=date(2026, 6, 3))
        .add(9, none_of("author"), day=date(2026, 6, 4))
        .add(9, none_of("author"), day=date(2026, 6, 5)),
        {"author"},
    ),
    "a field it never had": (Kept().add(60, none_of("author")), set()),
    "too little history": (Kept().add(12).add(12, none_of("author")), set()),
}


@pytest.mark.parametrize(("kept", "drifted"), DRIFTS.values(), ids=DRIFTS)
def test_a_drift(kept: Kept, drifted: set[str]) -> None:
    found = layout_drift(kept.observed(), None, None, NOW)
    assert set(found.noticed["changes"] if found else ()) == drifted


def test_a_drift_says_its_numbers_and_an_example() -> None:
    found = layout_drift(DRIFTS["the author is gone"][0].observed(), None, None, NOW)
    assert found is not None
    assert found.message == (
        "北京市政协（beijing）的页面可能改版，能读出的字段变少：作者由 100% (60/60) 降到 0% (0/4)。"
        "例：http://127.0.0.1/63.html。"
    )
    assert found.noticed["example"] | {"url": ""} == {
        "article": 63, "url": "", "file": "cppcc-000001.warc.gz", "offset": 63, "reason": None,
    }  # fmt: skip


def test_a_drift_ends_when_pages_are_as_before_and_is_not_raised_by_old_pages_again() -> None:
    lost = Kept().add(60).add(6, none_of("author"))
    found = layout_drift(lost.observed(), None, None, NOW)
    assert found is not None
    before = standing(found, NOW)
    for good, lasts in {0: True, 1: True, 2: True, 4: False}.items():
        assert (layout_drift(lost.add(good).observed(), before, None, NOW) is not None) == lasts, good
    over_at = lost.add(4).pages[-1].read_at
    assert layout_drift(lost.add(4).observed(), None, over_at, NOW) is None
    # without that memory the twenty latest pages would still tell of it
    lost_again = lost.add(4).add(13, none_of("author"))
    again = layout_drift(lost_again.observed(), None, over_at, NOW)
    assert again is not None
    assert again.noticed["changes"]["author"]["after"]["pages"] <= 13


def test_a_drift_that_stays_becomes_what_is_usual() -> None:
    lost = Kept().add(60).add(6, none_of("author"))
    found = layout_drift(lost.observed(), None, None, NOW)
    assert found is not None
    before = standing(found, NOW)
    assert layout_drift(lost.observed(), before, None, NOW + timedelta(days=29)) is not None
    assert layout_drift(lost.observed(), before, None, NOW + timedelta(days=31)) is None


def test_pages_of_an_older_layout_are_not_compared_with() -> None:
    newer = Kept().add(60).add(12, none_of("author"))
    site = replace(SITE, layouts=(Layout(valid_from=newer.pages[60].day), Layout(valid_until=newer.pages[59].day)))
    assert layout_drift(newer.observed(site=site), None, None, NOW) is None
    assert layout_drift(newer.observed(), None, None, NOW) is not None


def test_rejected_pages_say_nothing_of_fields_they_cannot_have() -> None:
    found = layout_drift(Kept().add(60).add(4, frozenset(), **REJECTED).observed(), None, None, NOW)
    assert found is not None
    assert "该页没有文章：no body" in found.message


# pages, the kinds of damage that rose
RISES: dict[str, tuple[Kept, int]] = {
    "two mirrored pages": (Kept().add(60).add(2, damage=MIRRORED), 0),
    "a hijack": (Kept().add(60).add(4, damage=MIRRORED), 1),
    "harmless repairs": (Kept().add(60).add(20, damage=frozenset({"page break joined", "entity read"})), 0),
    "advertising and lost characters": (
        Kept().add(60).add(6, damage=frozenset({"link farm dropped", "lost characters"})),
        2,
    ),
    "a site that always was a mirror": (Kept().add(80, damage=MIRRORED), 0),
    "a hijack that ended": (Kept().add(40, damage=MIRRORED).add(40), 0),
}


@pytest.mark.parametrize(("kept", "kinds"), RISES.values(), ids=RISES)
def test_damage(kept: Kept, kinds: int) -> None:
    found = damage_rising(kept.observed(), None, None, NOW)
    assert len(found.noticed["changes"] if found else ()) == kinds


def test_damage_says_its_numbers() -> None:
    found = damage_rising(RISES["a hijack"][0].observed(), None, None, NOW)
    assert found is not None
    assert "镜像劫持的注音与繁体由 0% (0/60) 升到 100% (4/4)。例：http://127.0.0.1/63.html" in found.message


# Out of reach, budgets, disks, runs -----------------------------------------------------------------------------------

TODAY = date(2026, 9, 15)
# readings, the kinds and subjects of what is noticed
READINGS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "all is well": (read(TODAY), []),
    "a night of maintenance": (read(TODAY, failed=1, failure="timeout"), []),
    "an outage": (read(TODAY, failed=2, failure="timeout"), [("blocked", "out of reach")]),
    "an outage of a site that is seldom there": (
        {"要闻": tuple(
            replace(each, is_failed=each.is_failed or not place % 3, failure="timeout")
            for place, each in enumerate(read(TODAY, failed=2)["要闻"])
        )},
        [],
    ),
    "an outage of a site that is read since last week": (
        read(TODAY, days=7, failed=2, failure="robots.txt: status 503"),
        [("blocked", "out of reach")],
    ),
    "a site that never was there": (read(TODAY, days=9, failed=9, failure="unknown host"), []),
    "forbidden": (read(TODAY, failed=2, failure="status 403"), [("blocked", "out of reach")]),
    "a redesigned list, on its second day": (read(TODAY, failed=2, failure="no rows: not a trs list"), []),
    "a redesigned list": (read(TODAY, failed=3, failure="no rows: not a trs list"), [("layout drift", "lists")]),
    "one of two lists has moved": (
        {**read(TODAY), "通知": read(TODAY, failed=3, failure="status 404")["要闻"]},
        [("layout drift", "lists")],
    ),
    "one of two lists is slow": ({**read(TODAY), "通知": read(TODAY, failed=3, failure="timeout")["要闻"]}, []),
    "a list that never was there": (
        {**read(TODAY), "通知": read(TODAY, days=9, failed=9, failure="status 404")["要闻"]},
        [],
    ),
    "never read": ({}, []),
}  # fmt: skip


@pytest.mark.parametrize(("readings", "expected"), READINGS.values(), ids=READINGS)
def test_lists_that_cannot_be_read(readings: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = unreadable(seen(last_read=TODAY, readings=readings))
    assert [(each.kind, each.subject) for each in found] == expected


def test_a_site_that_turns_the_crawl_away_is_one_alarm() -> None:
    block = Block(sign="status 521", times=2, since=at(TODAY), until=at(TODAY + timedelta(days=2)))
    away = seen(last_read=TODAY, readings=read(TODAY, failed=4, failure="status 521"), block=block)
    assert unreadable(away) == []
    found = turned_away(away)
    assert found is not None
    assert "自 2026-09-15 06:40 起拒绝访问（status 521，连续 2 次）" in found.message


@pytest.mark.parametrize(
    ("days", "spent", "is_alarm"), [(40, 2, False), (40, 3, True), (10, 10, False)], ids=("two", "three", "a new site")
)
def test_a_budget_that_does_not_suffice(days: int, spent: int, is_alarm: bool) -> None:
    found = budget_spent(seen(last_read=TODAY, readings=read(TODAY, days=days, spent=spent)))
    assert (found is not None) == is_alarm


GIGABYTE = 10**9


@pytest.mark.parametrize(
    ("free", "daily", "stands", "is_alarm"),
    [
        (100, 1, False, False),
        (50, 1, False, True),
        (65, 1, True, True),
        (75, 1, True, False),
        (3, 0, False, False),
        (2, 0, False, True),
    ],
)
def test_a_disk(free: int, daily: int, stands: bool, is_alarm: bool) -> None:
    disk = Disk(name="home", folder="/srv/cppcc", free=free * GIGABYTE, total=500 * GIGABYTE)
    before = Standing(id=1, site=None, kind="disk low", subject="home", raised_at=NOW, noticed={}) if stands else None
    assert (disk_low(disk, daily * GIGABYTE, before) is not None) == is_alarm


def ran(number: int, days_ago: float, status: str = "done") -> RunSeen:
    began = at(TODAY, 6, 30) - timedelta(days=days_ago)
    return RunSeen(
        id=number,
        started_at=began,
        finished_at=None if status == "running" else began + timedelta(hours=2),
        status=status,
        error="Postgres is out of reach" if status == "failed" else None,
    )


def daily_until(days_ago: int) -> list[RunSeen]:
    return [ran(40 - number, days_ago + number) for number in range(30)]


# runs, hours after half past six, what is said of the runs since; None where nothing is late
LATE: dict[str, tuple[list[RunSeen], float, str | None]] = {
    "on time": (daily_until(0), 3, None),
    "the day's run goes on": ([ran(41, 0, "running"), *daily_until(1)], 3, None),
    "the day's run goes on for too long": ([ran(41, 0, "running"), *daily_until(1)], 5, "第 41 次正在运行"),
    "the day's run failed": (
        [ran(41, 0, "failed"), *daily_until(1)],
        5,
        "第 41 次失败：Postgres is out of reach",
    ),
    "nothing ran": (daily_until(2), 5, "其后没有再开始"),
    "run by hand, once a week": ([ran(40 - number, 6 + 7 * number) for number in range(10)], 5, None),
    "hardly ever run": ([ran(2, 9), ran(1, 10)], 5, None),
}


@pytest.mark.parametrize(("runs", "hours", "said"), LATE.values(), ids=LATE)
def test_a_run_that_is_late(runs: list[RunSeen], hours: float, said: str | None) -> None:
    found = run_late(runs, at(TODAY, 6, 30) + timedelta(hours=hours))
    assert (found is not None) == (said is not None)
    assert found is None or said is None or said in found.message


# Years without an event -----------------------------------------------------------------------------------------------


def publishing(chance: float) -> Callable[[Random], bool]:
    return lambda random: random.random() < chance


# how likely a site publishes on a working day, articles on such a day, how likely each field is there
CALM = {
    "every day, many": (0.99, 4, 0.98),
    "every day, one": (0.9, 1, 0.9),
    "every other day": (0.5, 2, 0.6),
    "once a week": (0.2, 2, 0.95),
    "twice a month": (0.1, 1, 0.5),
}


@pytest.mark.parametrize(("chance", "articles", "given"), CALM.values(), ids=CALM)
def test_a_site_that_goes_on_as_ever_raises_nothing_in_a_year(chance: float, articles: int, given: float) -> None:
    random = Random("calm")
    days: list[date] = []
    kept: list[Page] = []
    for number in range(500):
        day = date(2024, 12, 2) + timedelta(days=number)
        if random.random() < (chance if is_working_day(day) else chance / 20):
            days.append(day)
            for _ in range(articles):
                fields = frozenset(field for field in FIELDS if field == "body" or random.random() < given)
                damage = MIRRORED if random.random() < 0.02 else frozenset[str]()
                kept.append(replace(page(len(kept), fields), read_at=at(day), day=day, damage=damage))
        now = at(day + timedelta(days=1))
        observed = Observed(
            sites=(seen(days[-300:], last_read=now.date(), pages=tuple(kept[:-201:-1]), readings=read(now.date())),)
        )
        found = notices(observed, [], {}, now)
        assert found == [], (day, [each.message for each in found])
