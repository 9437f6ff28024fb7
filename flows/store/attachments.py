"""The files that articles offer: which are missing, and what came, with size and checksum."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from crawler.landing.storable import storable, storable_key
from crawler.landing.warc_store import read_response
from crawler.spiders.job import Wanted
from sql import query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crawler.article import MediaKind
    from crawler.landing.receipt import Landed
    from flows.store.postgres import Connection

KINDS: tuple[MediaKind, ...] = ("document", "archive")
"""What is fetched: pictures and films are many, large, and not text."""


def missing_attachments(connection: Connection, sites: Sequence[str], limit: int) -> list[Wanted]:
    """At most so many files that articles of these sites offer and that are not in the store."""
    parameters = {"sites": list(sites), "kinds": list(KINDS), "limit": limit}
    rows = connection.execute(query("missing_attachments"), parameters)
    return [Wanted(site=site, channel=channel, url=url, kind="attachment") for site, channel, url in rows]


def record_attachments(connection: Connection, landed: Sequence[Landed], landing: Path) -> None:
    """Keep size and checksum of each file that came; the responses must be in `fetches` already."""
    for each in landed:
        if each.kind == "attachment" and each.status == 200:
            fetched = read_response(landing / each.file, each.offset)
            connection.execute(
                query("insert_attachment"),
                {
                    "url": storable_key(each.asked or each.url),
                    "content_type": fetched.content_type and storable(fetched.content_type)[0],
                    "size": len(fetched.body),
                    "sha256": sha256(fetched.body).digest(),
                    "file": each.file,
                    "offset": each.offset,
                },
            )
