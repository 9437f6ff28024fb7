"""A page as text: what it says, what it leaves out, what it escapes, and its short version."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from crawler.article import SHANGHAI
from flows.html_report.model import Alarm, Calendar, ListFailure, Page, Run, SiteDays, SiteNews, Title
from flows.html_report.render import brief, render, verdict
from flows.html_report.words_table import ALARMS, DAMAGE, LEVELS
from flows.monitoring.alarm_kinds import KINDS
from flows.outcome import Counts, outcome_of
from flows.wording import SHORT

TODAY = date(2026, 11, 27)
READ = outcome_of(Counts(read=4))
HOSTILE = "<script>alert('政协')</script>"


def run(**fields: Any) -> Run:
    started = datetime(2026, 11, 27, 6, 30, tzinfo=SHANGHAI)
    given: dict[str, Any] = {
        "id": 12, "kind": "daily", "started_at": started, "finished_at": started + timedelta(minutes=5),
        "status": "done", "error": None, "asked": ("all",), "rules_version": "3",
    }  # fmt: skip
    return Run(**(given | fields))


def site(number: int, **fields: Any) -> SiteNews:
    given: dict[str, Any] = {
        "key": f"site_{number}", "name": f"第{number}县政协", "level": "county", "listed": 9, "new": 0, "changed": 0,
        "unchanged": 9, "rejected": 0, "failed": 0, "stopped_because": None,
    }  # fmt: skip
    return SiteNews(**(given | fields))


def page(**fields: Any) -> Page:
    given: dict[str, Any] = {
        "run": run(), "outcome": READ, "failures": (), "alarms": (), "sites": (site(1),),
        "calendar": Calendar(days=(TODAY,), sites=(), hidden=0),
        "damage": (), "passage": None, "refusals": (), "requests": (), "quiet": 0, "blocks": (), "stories": (),
        "warnings": (),
    }  # fmt: skip
    return Page(**(given | fields))


ALARM = Alarm(site="nx", name="宁夏政协", kind="gone quiet", message="12 天没有新文章", raised_at=run().started_at)

VERDICTS = {
    "每日采集完成，没有新文章": page(),
    "每日采集完成，没有到时间的栏目": page(sites=(), outcome=outcome_of(Counts())),
    "每日采集完成，2 个栏目读到 0 个，其余站点拒绝访问，没有新文章": page(outcome=outcome_of(Counts(blocked=2))),
    "每日采集完成，8 个栏目只读到 3 个，新增 7 篇": page(
        sites=(site(1, new=7),), outcome=outcome_of(Counts(read=3, failed=5))
    ),
    "每日采集失败：8 个栏目全部没有读到": page(run=run(status="failed"), outcome=outcome_of(Counts(failed=8))),
    "重新清洗完成，没有新文章": page(run=run(kind="reclean"), outcome=None),
    "每日采集完成，新增 7 篇": page(sites=(site(1, new=7),)),
    "每日采集完成，新增 7 篇；1 条告警未解除": page(sites=(site(1, new=7),), alarms=(ALARM,)),
    "历史补采失败": page(run=run(kind="backfill", status="failed", error="out of order")),
    "每日采集中途中断，已取回的内容都已入库": page(run=run(status="interrupted")),
    "每日采集中途中断，已取回的内容由下一次运行入库": page(run=run(status="unfinished", finished_at=None)),
    "每日采集中途中断，已取回的内容三次都没能入库": page(run=run(status="given up")),
    "每日采集正在进行": page(run=run(status="running", finished_at=None)),
    "a new kind完成，没有新文章": page(run=run(kind="a new kind")),
}


@pytest.mark.parametrize(("words", "made"), VERDICTS.items(), ids=VERDICTS)
def test_verdicts(words: str, made: Page) -> None:
    assert verdict(made) == words
    assert f"<h1>{words}</h1>" in render(made)
    assert brief(made).startswith(f"**{words}**")


BADGES = {
    "all lists read": (page(), "✓ 正常"),
    "nothing was due": (page(outcome=outcome_of(Counts())), "✓ 正常"),
    "fewer than half": (page(outcome=outcome_of(Counts(read=3, failed=5))), "! 8 个栏目只读到 3 个"),
    "blocked everywhere": (page(outcome=outcome_of(Counts(blocked=8))), "! 8 个栏目读到 0 个，其余站点拒绝访问"),
    "nothing read": (page(run=run(status="failed"), outcome=outcome_of(Counts(failed=8))), "! 失败"),
    "an alarm": (page(alarms=(ALARM,)), "! 请看下面的告警"),
}


@pytest.mark.parametrize(("made", "badge"), BADGES.values(), ids=BADGES)
def test_the_badge_is_green_only_where_what_was_due_was_read(made: Page, badge: str) -> None:
    html = render(made)
    assert f">{badge}</span>" in html
    assert ('class="state good"' in html) == badge.startswith("✓")


def test_what_failed_stands_first() -> None:
    failed = ListFailure(site="第1县政协", channel="要闻", reason="connection refused", url="http://a.test/list")
    html = render(page(outcome=outcome_of(Counts(failed=1)), failures=(failed,)))
    sections = re.findall(r'<section id="(\w+)">', html)
    assert sections[:2] == ["failed", "alarms"]
    assert "无法连接" in html
    assert "没有读到：第1县政协 要闻：无法连接" in brief(page(failures=(failed,)))


def test_what_comes_from_the_web_is_escaped() -> None:
    title = Title(title=HOSTILE, url="javascript:alert(1)", published_on=None)
    html = render(page(
        run=run(status="failed", error=HOSTILE),
        sites=(site(1, new=1, name=HOSTILE, titles=(title,)),),
        alarms=(Alarm(site="x", name=HOSTILE, kind=HOSTILE, message=HOSTILE, raised_at=run().started_at),),
        warnings=((HOSTILE, HOSTILE),),
    ))  # fmt: skip
    assert "<script" not in html
    assert "javascript:" not in re.sub(r"<bdi>.*?</bdi>", "", html)
    assert "&lt;script&gt;" in html


def test_the_short_version_is_plain_markdown() -> None:
    said = brief(page(sites=(site(1, new=3, name="[县](http://x)|*<b>"),), alarms=(ALARM,)))
    assert "| 3 | 0 | 0 | 0 | 1 | 5 分 0 秒 |" in said
    assert "- 告警：宁夏政协：久未更新。12 天没有新文章" in said
    assert r"- \[县\](http://x)\|\*\<b\>：3 篇" in said


def test_three_thousand_sites_stay_a_page() -> None:
    titles = tuple(
        Title(title="市政协召开会议" * 4, url=f"http://127.0.0.1/{each}", published_on=TODAY) for each in range(8)
    )
    days = tuple(TODAY - timedelta(days=back) for back in reversed(range(42)))
    rows = tuple(
        SiteDays(key=f"site_{each}", name=f"第{each}县政协", level="county", articles=dict.fromkeys(days, 3), gaps={})
        for each in range(120)
    )
    made = page(
        sites=tuple(site(each, new=20, titles=titles) for each in range(3000)),
        calendar=Calendar(days=days, sites=rows, hidden=2880),
    )
    html = render(made)
    assert len(html.encode()) < 1_500_000
    assert "还有 2960 个站点、59200 篇" in html
    assert "还有 2880 个站点" in html
    assert "还有 12 篇" in html
    assert html.count("<rect") == 120 * 42 + 5  # and the legend's


def test_every_word_of_the_store_has_its_chinese() -> None:
    assert DAMAGE.keys() >= SHORT.keys()
    assert list(LEVELS) == ["national", "provincial", "sub-provincial", "prefecture", "county"]
    assert ALARMS.keys() == {*KINDS}
