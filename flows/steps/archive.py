"""The reading of archives: what was asked, how far it has come, and what it will take."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal

from crawler.dialects.listing import stated_pages, stated_rows
from crawler.errors import SettingsError
from crawler.spiders.job import Visit
from flows.postgres import records
from sql import query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from crawler.article import Site
    from crawler.landing.receipt import ChannelDone
    from flows.postgres import Connection
    from flows.preview import Preview

CHUNK = 10
"""List pages of one channel in a part: some two hundred articles, a quarter of an hour at five seconds each."""
UNLIMITED = 100_000
"""More list pages than any list has."""
ENDS = {"last page", "no new rows", "older than asked"}
"""Why a channel stopped that has nothing more to give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The part of an archive that is asked for; days are those of publication, both included."""

    since: date | None = None
    until: date | None = None
    first_page: int = 1
    last_page: int | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise SettingsError(f"--since {self.since} is later than --until {self.until}")
        if self.last_page is not None and not 1 <= self.first_page <= self.last_page:
            raise SettingsError(f"--pages {self.first_page}-{self.last_page} is no range of pages counted from 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """One row of `backfills`, whose columns are explained there."""

    id: int
    site: str
    channel: str
    since: date | None
    until: date | None
    first_page: int
    last_page: int | None
    state: Literal["open", "done"]
    next_url: str | None
    next_page: int
    listed: int
    new: int
    oldest_on: date | None
    stopped_because: str | None

    @property
    def visit(self) -> Visit:
        """Its next part. Where a list turns its pages by a form, it has no address to go on from: it is read in one."""
        resumes = self.next_url is not None or self.next_page == 1
        start_page = self.next_page if self.next_url else 1
        left = (self.last_page or UNLIMITED) - start_page + 1
        return Visit(
            site=self.site,
            channel=self.channel,
            start=self.next_url,
            start_page=start_page,
            pages=min(CHUNK, left) if resumes else left,
            known_ends=False,
            ends_before=self.since,
            asks_from_page=self.first_page,
            since=self.since,
            until=self.until,
        )

    def after(self, done: ChannelDone) -> Backfill:
        """The row after a part."""
        is_past = done.stopped_because == "page cap" and done.next_page > (self.last_page or UNLIMITED)
        return replace(
            self,
            state="done" if is_past or done.stopped_because in ENDS else "open",
            next_url=done.next_url,
            next_page=done.next_page,
            listed=self.listed + done.listed,
            new=self.new + done.new,
            oldest_on=min((day for day in (self.oldest_on, done.oldest_on) if day), default=None),
            stopped_because="last page asked for" if is_past else done.stopped_because,
        )


def open_backfills(
    connection: Connection, sites: Sequence[Site], channel: str | None, span: Span, now: datetime
) -> list[Backfill]:
    """A row for each list of these sites, or for the one named `channel`; an order given before goes on where it was.

    Raises SettingsError if no list has that name.
    """
    chosen = [(site.key, each.name) for site in sites for each in site.channels if channel in {None, each.name}]
    if not chosen:
        names = ", ".join(dict.fromkeys(each.name for site in sites for each in site.channels))
        raise SettingsError(f"No list is called {channel!r}; there are {names}")
    rows = []
    for site, name in chosen:
        order = {"site": site, "channel": name, "now": now, **asdict(span)}
        rows += [Backfill(**row) for row in records(connection, query("open_backfill"), order)]
    return rows


def restart(connection: Connection, rows: Sequence[Backfill], now: datetime) -> None:
    """Read these lists again from their first pages."""
    connection.execute(query("restart_backfill"), {"ids": [row.id for row in rows], "now": now})


def advance(
    connection: Connection, rows: Sequence[Backfill], channels: Sequence[ChannelDone], now: datetime
) -> list[Backfill]:
    """The rows after a part, as they are now kept."""
    done = {(each.site, each.channel): each for each in channels}
    after = [row.after(done[row.site, row.channel]) for row in rows if (row.site, row.channel) in done]
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(query("advance_backfill"), [{"now": now, **asdict(row)} for row in after])
    return after


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What the reading of one list will take. An estimate: lists count wrongly, and rows shift as new ones come."""

    channel: str
    pages: int | None
    """List pages; None where the list does not say how many there are."""
    articles: int | None
    """Articles that are not in the store yet."""
    trouble: str | None = None

    @property
    def requests(self) -> int | None:
        return None if self.pages is None else self.pages + (self.articles or 0)


def estimate(seen: Preview, span: Span, in_store: int, today: date) -> Estimate:
    """What the reading of a list will take, judged by its first page: the pages it states, how dense its days are."""
    if seen.page is None or not seen.taken:
        return Estimate(channel=seen.channel, pages=None, articles=None, trouble=seen.trouble or "no rows")
    per_page = len(seen.taken)
    rows = stated_rows(seen.page)
    pages = -(-rows // per_page) if rows else stated_pages(seen.page) or (None if seen.next_page else 1)
    days = [row.published_on for row in seen.taken if row.published_on]
    per_day = len(days) / max((today - min(days)).days, 1) if days else None
    wanted_from, wanted_to = 0.0, float("inf")  # rows from the top, by date
    if per_day and span.since:
        wanted_to = (today - span.since).days * per_day
    if per_day and span.until:
        wanted_from = max((today - span.until).days, 0) * per_day
    last_row = min(
        wanted_to, (span.last_page or float("inf")) * per_page, float("inf") if pages is None else pages * per_page
    )
    if last_row == float("inf"):
        return Estimate(channel=seen.channel, pages=None, articles=None)
    first_row = max(wanted_from, (span.first_page - 1) * per_page)
    return Estimate(
        channel=seen.channel,
        pages=max(1, -(-int(last_row) // per_page)),
        articles=max(0, int(last_row - first_row) - in_store),
    )


def articles_in_store(connection: Connection, site: str, span: Span) -> dict[str, int]:
    """How many articles of each list the store holds, within the days of the span."""
    parameters = {"site": site, "since": span.since, "until": span.until}
    return dict(connection.execute(query("articles_in_store"), parameters).fetchall())
