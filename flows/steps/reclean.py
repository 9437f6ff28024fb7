"""Stored pages cleaned again: the bytes that were landed, the rules of today, and what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from struct import pack
from typing import Any

from crawler.article import SHANGHAI, Rejected, Site
from crawler.errors import LandingError
from crawler.landing.warc_store import WarcReader
from flows.steps.clean import clean_fetched, with_parts
from flows.store.articles import Cleaned, content, load
from flows.store.postgres import Connection, Database, records
from flows.store.provenance import landed_page, part_finder
from sql import query

PAGES = 400
"""Pages in a piece: about a second of work."""
EXAMPLES = 3
"""Pages of a site that are shown of each kind of change."""

FIELDS = {
    "title": "title",
    "body": "body",
    "date": "published_at published_precision published_from",
    "source": "source",
    "author": "author",
    "editor": "editor",
    "column": "column_name",
    "media": "media",
    "encoding": "codec codec_confidence codec_votes",
    "repairs": "repairs losses",
    "fitness": "flags unfit next_page",
    "confidence": "confidence",
    "search": "simplified text_hash",
}
"""What may change, in the words of article_changes, and the columns that hold it."""
READABLE = ("title", "date", "source", "author", "editor", "column")
"""The fields that a difference shows beside the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPiece:
    """Pages of one landed file, by the numbers of their rows."""

    file: str
    sites: tuple[str, ...]
    articles: tuple[int, ...] = ()
    rejected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One page that changes."""

    site: str
    url: str
    kind: str
    """changed, accepted (it was rejected), or rejected (it stays an article)."""
    before: str
    after: str


@dataclass(slots=True, kw_only=True)
class Recleaned:
    """What today's rules make of stored pages; counted by site."""

    read: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    """Articles."""
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Of these, by site and what changes: a name of FIELDS."""
    accepted: Counter[str] = field(default_factory=Counter)
    """Rejected pages that are articles now."""
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Articles that are rejected now, by site and reason. They stay as they are."""
    otherwise: Counter[str] = field(default_factory=Counter)
    """Rejected pages that are rejected for another reason now."""
    missing: Counter[str] = field(default_factory=Counter)
    """Pages whose bytes cannot be read, by file."""
    examples: list[Example] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All of it in a line."""
        return (
            f"{self.read.total()} pages read again: {self.changed.total()} articles change, "
            f"{self.accepted.total()} rejected pages become articles, {self.refused.total()} articles would be "
            f"rejected and stay, {self.missing.total()} cannot be read"
        )

    def add(self, other: Recleaned) -> None:
        """Count another piece in; of its examples, those are kept that their site has few of."""
        for name in ("read", "changed", "fields", "accepted", "refused", "otherwise", "missing"):
            getattr(self, name).update(getattr(other, name))
        for each in other.examples:
            self.show(each)

    def show(self, example: Example) -> None:
        """Keep an example, unless there are enough of its kind."""
        alike = [each for each in self.examples if (each.site, each.kind) == (example.site, example.kind)]
        if len(alike) < EXAMPLES:
            self.examples.append(example)


def stored_pieces(
    connection: Connection, sites: Sequence[str], since: date | None, until: date | None
) -> Iterator[StoredPiece]:
    """Everything that is stored of these sites within days, file by file; streamed, whatever the size of the store."""
    with connection.cursor(name="stored_pages", withhold=True) as cursor:  # no transaction stays open meanwhile
        cursor.itersize = 10 * PAGES
        cursor.execute(query("stored_pages"), {"sites": list(sites), "since": since, "until": until})
        batch: list[tuple[str, str, bool, int]] = []
        for row in cursor:
            if batch and (row[0] != batch[0][0] or len(batch) >= PAGES):
                yield _piece(batch)
                batch = []
            batch.append(row)
        if batch:
            yield _piece(batch)


def _piece(batch: Sequence[tuple[str, str, bool, int]]) -> StoredPiece:
    return StoredPiece(
        file=batch[0][0],
        sites=tuple(dict.fromkeys(site for _, site, _, _ in batch)),
        articles=tuple(number for *_, is_article, number in batch if is_article),
        rejected=tuple(number for *_, is_article, number in batch if not is_article),
    )


def reclean_piece(
    database: Database, piece: StoredPiece, sites: Mapping[str, Site], landing: Path, *, run_id: int | None
) -> Recleaned:
    """Clean a piece again, in one pass through its file; with a run's number, store what is otherwise now.

    An article that would be rejected stays as it is. Done twice, it changes nothing the second time.
    """
    found = Recleaned()
    with database.connect() as connection:
        rows = records(connection, query("stored_articles"), {"ids": list(piece.articles)})
        rows += records(connection, query("stored_rejected"), {"ids": list(piece.rejected)})
        rows.sort(key=lambda row: row["warc_offset"])
        otherwise = []
        try:
            with WarcReader(landing / piece.file) as warc:
                for row in rows:
                    cleaned = _cleaned(connection, row, sites[row["site"]], warc, landing)
                    if cleaned is None:
                        found.missing[piece.file] += 1
                    elif _is_otherwise(row, cleaned, found):
                        otherwise.append(cleaned)
        except LandingError:  # there is no such file any more
            found.missing[piece.file] += len(rows)
        if run_id is not None and otherwise:
            load(connection, run_id, otherwise, [])
    return found


def _cleaned(
    connection: Connection, row: Mapping[str, Any], site: Site, warc: WarcReader, landing: Path
) -> Cleaned | None:
    """A stored page cleaned again, under the address it is known by; None if its bytes cannot be read."""
    first = landed_page(row)
    try:
        fetched = warc.response(first.offset)
        pages = with_parts(first, fetched, landing, part_finder(connection, first, row["run_id"]))
    except LandingError:
        return None
    cleaned = clean_fetched(*pages, site)
    return replace(cleaned, outcome=replace(cleaned.outcome, url=row["url"]), last_seen=row["last_seen"])


def _is_otherwise(row: Mapping[str, Any], cleaned: Cleaned, found: Recleaned) -> bool:
    """Count a page; whether what is stored of it has to change."""
    site, outcome = row["site"], cleaned.outcome
    found.read[site] += 1
    was_article = "reason" not in row
    if isinstance(outcome, Rejected):
        detail = f"{outcome.reason}: {outcome.detail}" if outcome.detail else outcome.reason
        if was_article:
            found.refused[site, outcome.reason] += 1
            found.show(Example(site=site, url=row["url"], kind="rejected", before=row["title"], after=detail))
            return False
        if (row["reason"], row["detail"]) == (outcome.reason, outcome.detail):
            return False
        found.otherwise[site] += 1
        return True
    if not was_article:
        found.accepted[site] += 1
        before = f"{row['reason']}: {row['detail']}"
        found.show(Example(site=site, url=row["url"], kind="accepted", before=before, after=outcome.title))
        return True
    now = content(cleaned)
    changed = [name for name, columns in FIELDS.items() if any(_differs(row, now, each) for each in columns.split())]
    if not changed:
        return False
    found.changed[site] += 1
    found.fields.update((site, name) for name in changed)
    before, after = _readable(row), _readable(now)
    if before != after:
        found.show(Example(site=site, url=row["url"], kind="changed", before=before, after=after))
    return True


def _differs(row: Mapping[str, Any], now: Mapping[str, Any], column: str) -> bool:
    before, after = row[column], now[column]
    if isinstance(before, float):  # the store keeps four bytes of it
        return pack("f", before) != pack("f", after)
    return bool(before != after)


def _readable(row: Mapping[str, Any]) -> str:
    """What people read of an article: its fields, each on a line of its own, and its text."""
    columns = ((name, row[FIELDS[name].split()[0]]) for name in READABLE)
    fields = [
        f"{name}: {value.astimezone(SHANGHAI).isoformat(' ', 'minutes') if name == 'date' else value}"
        for name, value in columns
        if value
    ]
    return "\n".join([*fields, row["body"]])
