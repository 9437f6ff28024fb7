"""How far a channel has been read, and whether to read on: pure values, each list page gives the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from crawler.landing.receipt import ChannelDone

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from crawler.article import Channel, Site
    from crawler.dialects.dialect import Form, ListRow
    from crawler.landing.receipt import StoppedBecause
    from crawler.spiders.job import Visit

RHYTHM = 5
"""How many of the latest days tell how often a channel publishes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A channel as far as it has been read; each list request carries it on."""

    site: Site
    channel: Channel
    visit: Visit
    pages: int = 0
    """List pages read in this crawl."""
    listed: frozenset[str] = frozenset()
    """Canonical addresses of the rows so far."""
    new: int = 0
    known: int = 0
    linked: int = 0
    newest: tuple[date, ...] = ()
    oldest_on: date | None = None
    covers_from: date | None = None
    list_hash: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def page(self) -> int:
        """The number of the list page that is read next, counted from 1."""
        return self.visit.start_page + self.pages

    @property
    def cap(self) -> int:
        """The most pages read in this crawl."""
        return self.visit.pages or self.channel.pages

    def with_page(
        self,
        rows: Sequence[ListRow],
        *,
        new: int,
        known: int,
        linked: int,
        today: date,
        validators: tuple[str | None, str | None] = (None, None),
    ) -> Reading:
        """The reading with one more page; `rows` are its rows, `validators` its ETag and Last-Modified."""
        days = [row.published_on for row in rows if row.published_on and row.published_on <= today]
        addresses = "\n".join(row.url for row in rows)
        read = replace(
            self,
            pages=self.pages + 1,
            listed=self.listed.union(row.url for row in rows),
            new=self.new + new,
            known=self.known + known,
            linked=self.linked + linked,
            oldest_on=min([*days, self.oldest_on] if self.oldest_on else days, default=None),
        )
        if self.listed or self.visit.start_page > 1:
            return read
        etag, last_modified = (None, None) if self.pages else validators
        return replace(
            read,
            etag=etag,
            last_modified=last_modified,
            newest=tuple(sorted(days, reverse=True)[:RHYTHM]),
            covers_from=last_day(rows),
            list_hash=blake2b(addresses.encode(), digest_size=8).hexdigest(),
        )

    def done(self, stopped_because: StoppedBecause, *, next_url: str | None = None) -> ChannelDone:
        """What the receipt says of the channel when no further page is read; `next_url` is that page's address."""
        return ChannelDone(
            site=self.site.key,
            channel=self.channel.name,
            pages=self.pages,
            listed=len(self.listed),
            new=self.new,
            known=self.known,
            linked=self.linked,
            stopped_because=stopped_because,
            newest=self.newest,
            oldest_on=self.oldest_on,
            covers_from=self.covers_from,
            list_hash=self.list_hash,
            etag=self.etag,
            last_modified=self.last_modified,
            next_url=next_url,
            next_page=self.page,
        )


def last_day(rows: Sequence[ListRow]) -> date | None:
    """The day of the last row that shows one: later items stand above it, while pinned ones stand on top."""
    return next((row.published_on for row in reversed(rows) if row.published_on), None)


def why_stop(
    read: Reading, rows: Sequence[ListRow], *, is_fresh: bool, is_known: bool, following: str | Form | None
) -> StoppedBecause | None:
    """Why a channel is read no further after a page, or None.

    `is_fresh` says whether any row is new to this reading, `is_known` whether every row was known before the crawl. The
    first known row never ends it: old items get pinned to the top. Nor does a page of known rows as long as its days
    lie in the overlap, in which items still come in late.
    """
    visit, last_on = read.visit, last_day(rows)
    is_past_overlap = visit.overlap_from is None or last_on is None or last_on < visit.overlap_from
    if not is_fresh:
        return "no new rows"
    if visit.known_ends and is_known and is_past_overlap:
        return "page of known articles"
    if visit.ends_before and last_on and last_on < visit.ends_before:
        return "older than asked"
    if following is None:
        return "last page"
    return "page cap" if read.pages >= read.cap else None


def is_asked_for(row: ListRow, visit: Visit, page: int, known: Collection[str]) -> bool:
    """Whether a row's article is to be fetched: unknown, and within the pages and days the visit asks for."""
    if page < visit.asks_from_page or row.url in known:
        return False
    day = row.published_on
    return day is None or ((visit.since or day) <= day <= (visit.until or day))
