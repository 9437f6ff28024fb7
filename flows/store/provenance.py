"""What the store knows of landed pages, as the events that landed them: without the receipts of their runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.article import SHANGHAI
from crawler.landing.receipt import Landed
from crawler.landing.storable import storable_key
from flows.store.postgres import records
from sql import query

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flows.store.postgres import Connection


def landed_page(row: Mapping[str, Any]) -> Landed:
    """The event that landed a page, out of a row that joins what was made of it with its fetch.

    Of pages that were landed before the list's day was kept, it is the article's where the list gave that.
    """
    listed_on = row["listed_on"]
    if listed_on is None and row.get("published_from") == "list":
        listed_on = row["published_at"].astimezone(SHANGHAI).date()
    return Landed(
        site=row["site"],
        channel=row["channel"],
        kind=row["kind"],
        url=row.get("fetched_url") or row["url"],
        status=row["status"],
        fetched_at=row["fetched_at"],
        file=row["warc_file"],
        offset=row["warc_offset"],
        length=row["warc_length"],
        asked=row["asked"],
        listed_on=listed_on,
        etag=row.get("etag"),
        last_modified=row.get("last_modified"),
    )


def part_finder(connection: Connection, first: Landed, run_id: int) -> Callable[[str], Landed | None]:
    """What finds a landed further page by its address, for an article whose first page a run has landed."""

    def find(url: str) -> Landed | None:
        words = {"urls": [storable_key(url)], "site": first.site, "run_id": run_id, "fetched_at": first.fetched_at}
        return next((landed_page(row) for row in records(connection, query("stored_part"), words)), None)

    return find
