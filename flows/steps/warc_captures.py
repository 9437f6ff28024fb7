"""Pages of registered sites in anybody's WARC files: found, read, cleaned and loaded like what a crawl landed."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from glob import glob
from pathlib import Path
from typing import BinaryIO

from crawler.article import Article, Rejected, Site
from crawler.errors import LandingError, SettingsError
from crawler.faults import Fault, contained
from crawler.landing.receipt import Landed
from crawler.landing.warc_copy import copied, is_packed_as_a_whole, land, opened
from crawler.landing.warc_reader import Bad, Head, Record, http_head, moment, records, trouble
from crawler.landing.warc_store import WarcReader, read_response
from crawler.sites.canonical import canonical
from crawler.sites.owners import Owners, channel_of
from crawler.text.extraction.pagination import part_number
from flows.steps.clean import clean_fetched, with_parts
from flows.store.articles import Cleaned, Loaded, load
from flows.store.postgres import Connection, Database
from sql import query

PAGES = 300
"""Pages in a piece: a task on another process costs Prefect a tenth of a second, whatever it does."""
EXAMPLES = 20
"""Bad records of a run that are shown; the table bad_records holds them all."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was met in archives, and what became of it."""

    files: int = 0
    records: int = 0
    """Whole ones, of every kind."""
    of_sites: int = 0
    """Responses from the servers of registered sites."""
    pages: Counter[str] = field(default_factory=Counter)
    """Of these, the pages that look like articles, by site."""
    known: int = 0
    """Of these, the ones that an earlier run has read."""
    loaded: defaultdict[str, Loaded] = field(default_factory=lambda: defaultdict(Loaded))
    """By site."""
    rejected: Counter[str] = field(default_factory=Counter)
    """By reason."""
    joined: int = 0
    """Articles that were put together from several pages."""
    bad: int = 0
    examples: list[tuple[str, Bad]] = field(default_factory=list)
    """Some of what is bad, with its file."""

    @property
    def words(self) -> str:
        """All of it in a line."""
        sums = sum(self.loaded.values(), Loaded())
        return (
            f"{self.files} files, {self.records} records, {self.of_sites} responses of registered hosts, "
            f"{self.pages.total()} pages that look like articles: {sums.new} new, {sums.changed} changed, "
            f"{sums.unchanged} unchanged, {sums.rejected} rejected, {self.known} read by an earlier run; "
            f"{self.bad} bad records"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A page of a registered site as an archive holds it."""

    site: Site
    known_as: str
    """Its canonical address."""
    landed: Landed
    is_article: bool
    """Whether the address looks like an article's."""
    is_part: bool
    """Whether it looks like that of a further page of one; it may look like both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Pages of one file, in the order in which they lie there."""

    file: str
    sites: Mapping[str, Site]
    pages: tuple[Landed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of a piece."""

    loaded: Mapping[str, Loaded]
    """By site."""
    rejected: Counter[str]
    """By reason."""
    unfinished: tuple[Landed, ...]
    """First pages of articles that go on: they are not loaded before all archives are read."""
    bad: tuple[tuple[str, Bad], ...] = ()
    """Records that could be found and not be unpacked, each with its file."""


def matching(sources: Sequence[str]) -> list[Path | None]:
    """The files that paths and patterns name, each once, in their order; None stands for standard input.

    Raises SettingsError for what names none.
    """
    found: dict[Path | None, None] = {}
    for source in sources:
        if source == "-":
            found[None] = None
            continue
        names = [source] if Path(source).is_file() else sorted(glob(source, recursive=True))  # noqa: PTH207  (Path.glob takes no absolute pattern)
        files = [path.resolve() for name in names if (path := Path(name)).is_file()]
        if not files:
            raise SettingsError(f"--warc {source}: no file is there, or none has such a name")
        found |= dict.fromkeys(files)
    return list(found)


class Scan:
    """The reading of archives from end to end: which pages they hold of which sites."""

    def __init__(self, sites: Sequence[Site], landing: Path, bad: Callable[[str, Bad], None]) -> None:
        self.tally = Tally()
        self._owners = Owners(sites)
        self._landing = landing
        self._bad = bad
        self._latest_bad: tuple[str, int] | None = None

    def captures(self, file: Path | None) -> Iterator[Capture]:
        """The pages of sites in one file; None is standard input.

        A file stays where it is, and is known by its whole path, unless it lies in the landing. Standard input, and
        what is packed so that no record can be read by itself, is copied into the landing, as far as it is a site's.
        """
        self.tally.files += 1
        with ExitStack() as stack:
            path = file or stack.enter_context(copied(_standard_input(), self._landing))
            is_copied = file is None or is_packed_as_a_whole(path)
            if is_copied:
                source = file.name if file else "standard input"
                path = land(path, self._landing, keeps=self._is_wanted, told=lambda each: self._told(source, each))
        name = self._name(path)
        with opened(path) as archive:
            for each in records(archive):
                if not is_copied:  # of a copy, bad records were counted when it was made
                    self._told(name, each)
                if isinstance(each, Record) and (capture := self._found(name, each)):
                    yield capture

    def _name(self, path: Path) -> str:
        is_ours = path.parent == self._landing.resolve()
        return path.name if is_ours else str(path)

    def _told(self, file: str, each: Record | Bad) -> None:
        if isinstance(each, Bad):
            self.is_bad(file, each)
            return
        self.tally.records += 1
        reason = contained(self._trouble, each)
        if isinstance(reason, Fault):
            reason = reason.reason
        if reason:
            self.is_bad(file, Bad(offset=each.offset, reason=reason))

    def _trouble(self, record: Record) -> str | None:
        """Why a page of a registered site cannot be read, although its record is whole."""
        if record.kind != "response" or not self._owners.on_server(record.url):
            return None
        self.tally.of_sites += 1
        head = http_head(record)
        reason = trouble(record, head)
        return reason if head is None or _is_page(head) else None

    def is_bad(self, file: str, bad: Bad) -> None:
        """Count a bad record, once, and record it."""
        if self._latest_bad == (file, bad.offset):  # what is broken in two ways is one bad record
            return
        self._latest_bad = file, bad.offset
        self.tally.bad += 1
        if len(self.tally.examples) < EXAMPLES:
            self.tally.examples.append((file, bad))
        self._bad(file, bad)

    def _is_wanted(self, record: Record) -> bool:
        return self._found("", record) is not None

    def _found(self, file: str, record: Record) -> Capture | None:
        """What a record is to a site; None as well where our own code fails at it, which `_told` has counted as bad."""
        found = contained(self._capture, file, record)
        if isinstance(found, Fault):
            if file:
                self.is_bad(file, Bad(offset=record.offset, reason=found.reason))
            return None
        return found

    def _capture(self, file: str, record: Record) -> Capture | None:
        """What a record is to a site, if it holds one of its pages."""
        if record.kind != "response" or not (on_server := self._owners.on_server(record.url)):
            return None
        head = http_head(record)
        if head is None or not _is_page(head) or trouble(record, head):
            return None
        found = self._owners.article(record.url)
        is_part = part_number(record.url) > 0
        if found is None and not is_part:
            return None
        site, known_as = found or (on_server[0], canonical(record.url, on_server[0]))
        channel = channel_of(known_as, site)
        at = moment(record.headers["warc-date"])
        assert at is not None, "what has no date is trouble"
        landed = Landed(
            site=site.key,
            channel=channel.name if channel else "",
            kind="article",
            url=record.url,
            status=head.status,
            fetched_at=at,
            file=file,
            offset=record.offset,
            length=record.length or 0,
            etag=next(iter(head.said("etag")), None),
            last_modified=next(iter(head.said("last-modified")), None),
        )
        return Capture(site=site, known_as=known_as, landed=landed, is_article=found is not None, is_part=is_part)


def _is_page(head: Head) -> bool:
    return head.status == 200 and head.is_page


def _standard_input() -> BinaryIO:
    return sys.stdin.buffer


class Parts:
    """Where the further pages of articles are, by their canonical addresses. An address and a place each: few are."""

    def __init__(self) -> None:
        self._at: defaultdict[tuple[str, str], list[Landed]] = defaultdict(list)

    def add(self, capture: Capture) -> None:
        self._at[capture.site.key, capture.known_as].append(replace(capture.landed, kind="part"))

    def finder(self, first: Landed, site: Site) -> Callable[[str], Landed | None]:
        """What finds a page by its address, as it was archived nearest in time to the first page of its article."""

        def find(url: str) -> Landed | None:
            found = self._at.get((site.key, canonical(url, site)), ())
            return min(found, key=lambda part: abs(part.fetched_at - first.fetched_at), default=None)

        return find


def pieces(captures: Iterable[Capture]) -> Iterator[Piece]:
    """Captures of articles, so many together as are worth a task; of one file each."""
    batch: list[Capture] = []
    for capture in captures:
        if batch and (len(batch) >= PAGES or batch[0].landed.file != capture.landed.file):
            yield _piece(batch)
            batch = []
        batch.append(capture)
    if batch:
        yield _piece(batch)


def _piece(batch: Sequence[Capture]) -> Piece:
    return Piece(
        file=batch[0].landed.file,
        sites={capture.site.key: capture.site for capture in batch},
        pages=tuple(capture.landed for capture in batch),
    )


def unknown_pages(connection: Connection, piece: Piece) -> Piece:
    """The piece without what an earlier run has read."""
    asked = {"file": piece.file, "offsets": [page.offset for page in piece.pages]}
    known = {offset for (offset,) in connection.execute(query("known_offsets"), asked)}
    return replace(piece, pages=tuple(page for page in piece.pages if page.offset not in known))


def take_in_piece(database: Database, run_id: int, piece: Piece, landing: Path, *, holds_back: bool = True) -> TakenIn:
    """Clean the pages of a piece and load them, in one pass through their file. Idempotent.

    With `holds_back`, articles that go on elsewhere are handed back. A record that cannot be unpacked is handed back as
    bad. Raises LandingError if there is no such file any more.
    """
    cleaned: list[Cleaned] = []
    unfinished: list[Landed] = []
    bad: list[tuple[str, Bad]] = []
    with WarcReader(landing / piece.file) as warc:
        for page in piece.pages:
            try:
                fetched = warc.response(page.offset)
            except LandingError as error:
                bad.append((page.file, Bad(offset=page.offset, reason=str(error))))
                continue
            each = clean_fetched([page], [fetched], piece.sites[page.site])
            if holds_back and isinstance(each.outcome, Article) and each.outcome.next_page:
                unfinished.append(page)
            else:
                cleaned.append(each)
    with database.connect() as connection:
        return replace(load_captures(connection, run_id, cleaned), unfinished=tuple(unfinished), bad=tuple(bad))


def load_captures(connection: Connection, run_id: int, cleaned: Sequence[Cleaned]) -> TakenIn:
    """Load what was cleaned, site by site; of an address that was archived several times, the earlier page first."""
    rounds: defaultdict[tuple[int, str], list[Cleaned]] = defaultdict(list)
    times: Counter[str] = Counter()
    for each in sorted(cleaned, key=lambda each: each.landed.fetched_at):
        rounds[times[each.outcome.url], each.landed.site].append(each)
        times[each.outcome.url] += 1
    loaded: defaultdict[str, Loaded] = defaultdict(Loaded)
    for (_, site), batch in sorted(rounds.items(), key=lambda each: each[0]):
        loaded[site] += load(connection, run_id, batch, [])
    reasons = Counter(each.outcome.reason for each in cleaned if isinstance(each.outcome, Rejected))
    return TakenIn(loaded=dict(loaded), rejected=reasons, unfinished=())


def join_unfinished(
    database: Database, run_id: int, *, sites: Mapping[str, Site], pages: Sequence[Landed], parts: Parts, landing: Path
) -> tuple[TakenIn, set[tuple[str, int]]]:
    """Clean and load articles that go on, with their further pages as far as these were met; which those are."""
    cleaned: list[Cleaned] = []
    used: set[tuple[str, int]] = set()
    bad: list[tuple[str, Bad]] = []
    for first in pages:
        site = sites[first.site]
        fetched = read_response(landing / first.file, first.offset)
        try:
            joined = with_parts(first, fetched, landing, parts.finder(first, site))
        except LandingError as error:  # a further page that cannot be unpacked: the article is stored without it
            bad.append((first.file, Bad(offset=first.offset, reason=str(error))))
            joined = [first], [fetched]
        cleaned.append(clean_fetched(*joined, site))
        used.update((part.file, part.offset) for part in cleaned[-1].parts)
    with database.connect() as connection:
        return replace(load_captures(connection, run_id, cleaned), bad=tuple(bad)), used
