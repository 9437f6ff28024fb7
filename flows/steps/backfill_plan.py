"""What a backfill would take, estimated from each list's first page: how many it counts, how dense its days are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.dialects.listing import stated_pages, stated_rows
from flows.store.backfills import Span

if TYPE_CHECKING:
    from datetime import date

    from flows.steps.preview import Preview


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
