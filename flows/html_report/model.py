"""What a run's page says, as values: no query and no markup here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.article import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.outcome import Outcome
    from flows.wording import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run as a whole; its columns are explained in the table `runs`."""

    id: int
    kind: str
    started_at: datetime
    finished_at: datetime | None
    status: str
    error: str | None
    asked: tuple[str, ...]
    rules_version: str

    @property
    def day(self) -> date:
        """The day in Shanghai on which it ended, or began if it has not."""
        return (self.finished_at or self.started_at).astimezone(SHANGHAI).date()

    @property
    def duration(self) -> timedelta | None:
        """How long it took; None while it runs."""
        return self.finished_at - self.started_at if self.finished_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm of the watch that nothing has ended yet."""

    site: str | None
    """None where it is about no site."""
    name: str | None
    """The site's name."""
    kind: str
    message: str
    raised_at: datetime
    muted_until: date | None = None
    """The day from which it is told again, where somebody has muted it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """An article as a line of a list."""

    title: str
    url: str
    published_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNews:
    """What the run found on one site; its numbers are those of the table `site_runs`."""

    key: str
    name: str
    level: str
    listed: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    failed: int
    stopped_because: str | None
    titles: tuple[Title, ...] = ()
    """The newest of its new articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDays:
    """One row of the calendar: what a site published on each of its days."""

    key: str
    name: str
    level: str
    articles: Mapping[date, int]
    """Days without any are left out."""
    gaps: Mapping[date, str]
    """Why there are none, as the view `gaps` says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Sites by days."""

    days: tuple[date, ...]
    """From a Monday to the day of the run."""
    sites: tuple[SiteDays, ...]
    hidden: int
    """Further sites that there is no room for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One kind of damage, through all new articles."""

    name: str
    """As in `articles.repairs`."""
    articles: int
    places: int | None
    """How often it was mended; None where nothing is counted."""
    sites: tuple[tuple[str, int], ...]
    """The names of the sites that had it, and in how many articles, most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One line of a page as its bytes were decoded, and as the article has it."""

    site: str
    title: str
    url: str
    repairs: tuple[str, ...]
    """What was repaired in the article, as in `articles.repairs`."""
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A page that gave no article."""

    site: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why pages gave no article, how many, and the first few."""

    reason: str
    pages: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFailure:
    """A list that could not be read, or not to its end."""

    site: str
    """The site's name."""
    channel: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRequests:
    """How one site answered."""

    key: str
    name: str
    answers: int
    refusals: int
    """Answers with a status from 400 on."""
    failures: int
    """Requests that came to nothing."""
    reason: str | None
    """Why most of them did."""
    seconds: float
    """From its first answer to its last."""

    @property
    def seconds_each(self) -> float | None:
        """Between two answers, the pause that is kept between requests included; None for fewer than two."""
        return self.seconds / (self.answers - 1) if self.answers > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A site that turned the crawl away and is left alone."""

    key: str
    name: str
    sign: str
    """What it answered."""
    times: int
    """How often in a row."""
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story that new articles belong to."""

    title: str
    url: str
    site: str
    """Who leads it."""
    members: int
    sites: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that a run's page says, most important first."""

    run: Run
    outcome: Outcome | None
    """The outcome of the run; None for runs that ask no site anything."""
    failures: tuple[ListFailure, ...]
    """The lists that could not be read."""
    alarms: tuple[Alarm, ...]
    """Those that are open when the page is made, muted ones last."""
    sites: tuple[SiteNews, ...]
    """Every site the run asked, the highest committees first."""
    calendar: Calendar
    damage: tuple[Damage, ...]
    passage: Passage | None
    refusals: tuple[Refusal, ...]
    requests: tuple[SiteRequests, ...]
    """Of sites with failures, the most first; then those that took longest."""
    quiet: int
    """Sites beyond these, which answered and whose turn is not told."""
    blocks: tuple[Block, ...]
    """Sites that are left alone when the page is made."""
    stories: tuple[Story, ...]
    warnings: tuple[tuple[str, str], ...]
    """Names of sites, and what was done for each that somebody should know of."""

    @property
    def loud(self) -> int:
        """Open alarms that nobody has muted."""
        return sum(alarm.muted_until is None for alarm in self.alarms)

    @property
    def new(self) -> int:
        """New articles."""
        return sum(site.new for site in self.sites)

    @property
    def changed(self) -> int:
        """Articles that changed."""
        return sum(site.changed for site in self.sites)

    @property
    def rejected(self) -> int:
        """Pages that gave no article."""
        return sum(site.rejected for site in self.sites)

    @property
    def failed(self) -> int:
        """Requests that brought no page."""
        return sum(site.failed for site in self.sites)
