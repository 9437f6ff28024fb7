"""The page as HTML that needs nothing else, and its short version: values in, text out."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.article import SHANGHAI
from flows.html_report.words_table import ALARMS, DAMAGE, ENDED, FAILURES, GAPS, KINDS, LEVELS, REJECTED, STATUSES
from flows.wording import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from flows.html_report.model import Alarm, Page, SiteDays, SiteNews

STEPS = (1, 2, 4, 8)
"""Articles a day from which a cell of the calendar is of the next darker colour."""
TITLE = 90
"""Characters of a title, an address or a reason that are shown."""
NEWS_SITES = 40
"""Sites whose new articles are shown."""
DAMAGE_SITES = 6
"""Sites that are named with a kind of damage."""
ALARMS_SHOWN = 30
FAILURES_SHOWN = 30
BLOCKS_SHOWN = 20
WARNINGS_SHOWN = 20


def render(page: Page) -> str:
    """A run's page: one HTML file that asks for nothing outside itself and runs no script.

    Everything in it that came from the web is escaped; addresses are links only where they are http or https.
    """
    most = max((site.new for site in page.sites), default=0)
    news = sorted((site for site in page.sites if site.new), key=lambda site: -site.new)
    return _TEMPLATES.get_template("run.html").render(
        page=page,
        run=page.run,
        verdict=verdict(page),
        is_well=is_well(page),
        levels=_levels(page.sites),
        news=news[:NEWS_SITES],
        more_news=news[NEWS_SITES:],
        most=most,
        alarms=page.alarms[:ALARMS_SHOWN],
        more_alarms=max(0, len(page.alarms) - ALARMS_SHOWN),
        calendar_levels=[
            (level, list(rows)) for level, rows in groupby(page.calendar.sites, key=lambda row: row.level)
        ],
        steps=STEPS,
        damage_sites=DAMAGE_SITES,
        blocks_shown=BLOCKS_SHOWN,
        failures=page.failures[:FAILURES_SHOWN],
        more_failures=max(0, len(page.failures) - FAILURES_SHOWN),
        warnings=page.warnings[:WARNINGS_SHOWN],
        more_warnings=max(0, len(page.warnings) - WARNINGS_SHOWN),
    )


def brief(page: Page) -> str:
    """The short version, in Markdown: the figures, the alarms, and where most is new."""
    figures = (page.new, page.changed, page.rejected, page.failed, len(page.sites), lasting(page.run.duration))
    lines = [
        f"**{verdict(page)}**",
        "",
        "| 新增 | 有改动 | 未收录 | 请求失败 | 站点 | 用时 |",
        "|---:|---:|---:|---:|---:|---:|",
        f"| {' | '.join(map(str, figures))} |",
    ]
    for failure in page.failures[:FAILURES_SHOWN]:
        words = f"{failure.site} {failure.channel}：{failure_words(failure.reason)}"
        lines += ["", f"- 没有读到：{_plain(words)}"]
    for alarm in page.alarms[:ALARMS_SHOWN]:
        lines += ["", f"- 告警：{_plain(alarm_words(alarm))}"]
    news = sorted((site for site in page.sites if site.new), key=lambda site: -site.new)[:10]
    lines += ["", *(f"- {_plain(site.name)}：{site.new} 篇" for site in news)]
    return "\n".join(lines).rstrip()


def is_well(page: Page) -> bool:
    """Whether the run ended as it should and read what it had to, and no alarm is open that nobody has muted."""
    return page.run.status == "done" and (page.outcome is None or page.outcome.is_well) and not page.loud


def verdict(page: Page) -> str:
    """What happened, in one sentence."""
    kind = KINDS.get(page.run.kind, page.run.kind)
    if page.run.status == "done":
        said = f"{kind}完成{_brought(page)}"
    elif page.run.status == "failed" and page.outcome and page.outcome.verdict == "nothing read":
        said = f"{kind}失败：{page.outcome.chinese}"
    else:
        said = f"{kind}{ENDED.get(page.run.status, page.run.status)}"
    return f"{said}；{page.loud} 条告警未解除" if page.loud else said


def _brought(page: Page) -> str:
    """What a run brought that ended well, as the end of a sentence; what it could not read comes first."""
    clauses = []
    outcome = page.outcome
    if outcome and outcome.verdict != "read":
        clauses.append(outcome.chinese)
    if page.run.kind != "attachments" and (not outcome or outcome.counts.lists or page.new or page.changed):
        clauses.append(f"新增 {page.new} 篇" if page.new or page.changed else "没有新文章")
    return "".join(f"，{clause}" for clause in clauses)


def alarm_words(alarm: Alarm) -> str:
    """An alarm in a line."""
    about = f"{alarm.name or alarm.site}：" if alarm.site else ""
    return f"{about}{ALARMS.get(alarm.kind, alarm.kind)}。{alarm.message}"


def lasting(length: timedelta | float | None) -> str:
    """A length of time as people say it.

    >>> [lasting(timedelta(seconds=each)) for each in (0.4, 75, 3720, 100000)]
    ['不到 1 秒', '1 分 15 秒', '1 小时 2 分', '27 小时 46 分']
    """
    if length is None:
        return "—"
    seconds = length.total_seconds() if isinstance(length, timedelta) else length
    hours, minutes, rest = int(seconds) // 3600, int(seconds) // 60 % 60, int(seconds) % 60
    if hours:
        return f"{hours} 小时 {minutes} 分"
    if minutes:
        return f"{minutes} 分 {rest} 秒"
    return f"{rest} 秒" if rest else "不到 1 秒"


def failure_words(reason: str | None) -> str:
    """Why a request failed, in Chinese as far as it is known.

    >>> failure_words("status 503"), failure_words("foreign host elsewhere.test")
    ('返回状态 503', 'foreign host elsewhere.test')
    """
    for pattern, words in FAILURES:
        if reason and (found := re.fullmatch(pattern, reason)):
            return found.expand(words)
    return reason or ""


def is_link(url: str) -> bool:
    """Whether an address leads to a web page, and not into a script.

    >>> is_link("https://www.cppcc.gov.cn/"), is_link("javascript:alert(1)")
    (True, False)
    """
    return url.startswith(("http://", "https://"))


def step(articles: int) -> int:
    """Which colour of the calendar's scale so many articles are; 0 is none.

    >>> [step(articles) for articles in (0, 1, 3, 4, 8, 200)]
    [0, 1, 2, 3, 4, 4]
    """
    return sum(articles >= least for least in STEPS)


def cells(row: SiteDays, days: tuple[date, ...]) -> Iterator[tuple[int, int, str, str]]:
    """A row of the calendar: of each day its place, its colour, its mark, and what to say of it ("" for nothing)."""
    for place, day in enumerate(days):
        articles, gap = row.articles.get(day, 0), row.gaps.get(day, "")
        mark, words = ("", f"{articles} 篇") if articles else GAPS.get(gap, ("", gap))
        yield place, step(articles), mark, f"{row.name} {day:%m-%d}：{words}" if words else ""


def _levels(sites: tuple[SiteNews, ...]) -> list[tuple[str, int, int]]:
    """Of each level: its name, its new articles, and the sites that were asked."""
    counted = {level: [site.new for site in sites if site.level == level] for level in LEVELS}
    return [(LEVELS[level], sum(each), len(each)) for level, each in counted.items() if each]


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else "—"


def _plain(words: str) -> str:
    """Words without what Markdown or HTML would take for markup."""
    return re.sub(r"([\\`*_\[\]<>|#&!])", r"\\\1", " ".join(words.split()))


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {
    "moment": _moment,
    "lasting": lasting,
    "failure_words": failure_words,
    "shortened": lambda words, length=TITLE: shortened(words, length),
}
_TEMPLATES.tests |= {"link": is_link}
_TEMPLATES.globals |= {
    "alarms_table": ALARMS,
    "cells": cells,
    "damage_table": DAMAGE,
    "kinds": KINDS,
    "level_names": LEVELS,
    "rejected_table": REJECTED,
    "statuses": STATUSES,
}
