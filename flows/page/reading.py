"""Where a run's page comes from: the store, and for one passage the landed bytes."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, LiteralString

from crawler.article import SHANGHAI
from crawler.errors import LandingError, StoreError
from crawler.landing.warc import read_response
from crawler.sites.registry import load_registry
from flows.page.page import (
    Alarm,
    Block,
    Calendar,
    Damage,
    Example,
    Page,
    Passage,
    Refusal,
    Run,
    SiteDays,
    SiteNews,
    SiteRequests,
    Story,
    Title,
)
from flows.page.passage import most_repaired, repaired_lines
from flows.postgres import records
from flows.steps.furniture import furnished
from sql import query

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from flows.postgres import Connection

WEEKS = 5
"""Whole weeks of the calendar, before the one of the run."""
CALENDAR_SITES = 120
TITLES = 8
"""New articles of a site that are named."""
EXAMPLES = 3
"""Pages of each reason for having no article that are named."""
REQUEST_SITES = 12
STORIES = 10
CANDIDATES = 5
"""Articles whose bytes are read again for a passage to show."""

Row = dict[str, Any]


def read_page(connection: Connection, run_id: int, landing: Path, now: datetime) -> Page:
    """What there is to say of a run `now`; `landing` is the folder of landed files, which may lack this run's.

    Raises StoreError if there is no such run.
    """

    def ask(statement: LiteralString, **parameters: Any) -> list[Row]:
        return records(connection, statement, {"run_id": run_id, **parameters})

    found = ask(query("report_run"))
    if not found:
        raise StoreError(f"There is no run {run_id}")
    run = Run(**{**found[0], "asked": tuple(found[0]["asked"])})
    titles = {
        site: tuple(Title(title=row["title"], url=row["url"], published_on=row["published_on"]) for row in rows)
        for site, rows in groupby(ask(query("report_titles"), each=TITLES), key=lambda row: row["site"])
    }
    sites = tuple(SiteNews(**row, titles=titles.get(row["key"], ())) for row in ask(query("report_sites")))
    names = {site.key: site.name for site in sites}
    requests = _requests(sites, ask(query("report_requests")), ask(query("report_failures")))
    return Page(
        run=run,
        alarms=open_alarms(connection, now),
        sites=sites,
        calendar=_calendar(connection, run, now),
        damage=_damage(ask(query("report_repairs")), names),
        passage=_passage(connection, ask(query("report_mended"), limit=CANDIDATES), names, landing),
        refusals=_refusals(ask(query("report_rejected"), each=EXAMPLES), names),
        requests=tuple(requests[:REQUEST_SITES]),
        quiet=max(0, len(requests) - REQUEST_SITES),
        blocks=tuple(Block(**row) for row in records(connection, query("blocks"), {"now": now})),
        stories=_stories(connection, ask(query("report_stories"), limit=STORIES)),
        warnings=_warnings(ask(query("run_warnings")), names),
    )


def open_alarms(connection: Connection, now: datetime) -> tuple[Alarm, ...]:
    """The open alarms, the latest first, muted ones last."""
    return tuple(Alarm(**row) for row in records(connection, query("report_alarms"), {"now": now}))


def _calendar(connection: Connection, run: Run, now: datetime) -> Calendar:
    """The sites that were asked in these weeks, as far as there is room, by days."""
    monday = run.day - timedelta(weeks=WEEKS, days=run.day.weekday())
    days = tuple(monday + timedelta(days=day) for day in range((run.day - monday).days + 1))
    since = datetime.combine(monday, time(), SHANGHAI)
    visited = records(connection, query("report_visited"), {"run_id": run.id, "since": min(since, run.started_at)})
    shown = visited[:CALENDAR_SITES]
    span = {"sites": [row["key"] for row in shown], "since": days[0], "until": days[-1]}
    articles: defaultdict[str, dict[date, int]] = defaultdict(dict)
    gaps: defaultdict[str, dict[date, str]] = defaultdict(dict)
    for row in records(connection, query("report_days"), span):
        articles[row["site"]][row["day"]] = row["articles"]
    for row in records(connection, query("report_gaps"), {"now": now, **span}):
        gaps[row["site"]][row["day"]] = row["reason"]
    return Calendar(
        days=days,
        sites=tuple(SiteDays(**row, articles=articles[row["key"]], gaps=gaps[row["key"]]) for row in shown),
        hidden=len(visited) - len(shown),
    )


def _damage(rows: list[Row], names: Mapping[str, str]) -> tuple[Damage, ...]:
    """By kind, the kind with most articles first; what is lost for good last."""
    damage = []
    for name, group in groupby(rows, key=lambda row: row["name"]):
        each = list(group)
        counted = [row["places"] for row in each if row["places"] is not None]
        damage.append(
            Damage(
                name=name,
                articles=sum(row["articles"] for row in each),
                places=sum(counted) if counted else None,
                sites=tuple((names.get(row["site"], row["site"]), row["articles"]) for row in each),
            )
        )
    return tuple(sorted(damage, key=lambda kind: (kind.name == "lost for good", -kind.articles, kind.name)))


def _passage(connection: Connection, rows: list[Row], names: Mapping[str, str], landing: Path) -> Passage | None:
    """The first of these articles of which a line can be shown before and after; None where the bytes of none are."""
    registry = {site.key: site for site in load_registry()} if rows else {}
    for row in rows:
        site = registry.get(row["site"])
        try:
            fetched = read_response(landing / row["warc_file"], row["warc_offset"])
        except LandingError:  # the file was moved away: the page can do without
            continue
        lines = repaired_lines(fetched, furnished(connection, site) if site else None, row["body"])
        if pair := most_repaired(lines):
            return Passage(
                site=names.get(row["site"], row["site"]),
                title=row["title"],
                url=row["url"],
                repairs=tuple(step["name"] for step in row["repairs"]),
                before=pair[0],
                after=pair[1],
            )
    return None


def _refusals(rows: list[Row], names: Mapping[str, str]) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(
            reason=reason,
            pages=pages,
            examples=tuple(
                Example(site=names.get(row["site"], row["site"]), detail=row["detail"], url=row["url"]) for row in group
            ),
        )
        for (reason, pages), group in groupby(rows, key=lambda row: (row["reason"], row["pages"]))
    )


def _requests(sites: tuple[SiteNews, ...], answered: list[Row], failed: list[Row]) -> list[SiteRequests]:
    """Sites with failures, the most first; then those that took longest."""
    answers = {row.pop("site"): row for row in answered}
    failures = {row.pop("site"): row for row in failed}
    asked = [
        SiteRequests(
            key=site.key,
            name=site.name,
            **answers.get(site.key, {"answers": 0, "refusals": 0, "seconds": 0.0}),
            **failures.get(site.key, {"failures": 0, "reason": None}),
        )
        for site in sites
        if site.key in answers or site.key in failures
    ]
    return sorted(asked, key=lambda each: (-each.failures, -each.seconds, each.key))


def _stories(connection: Connection, rows: list[Row]) -> tuple[Story, ...]:
    leaders = {
        row.pop("story"): row
        for row in records(connection, query("report_story_leaders"), {"stories": [row["story"] for row in rows]})
    }
    return tuple(Story(**leaders[number], **row) for row in rows if (number := row.pop("story")) in leaders)


def _warnings(rows: list[Row], names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((names.get(row["site"], row["site"]), row["words"]) for row in rows)
