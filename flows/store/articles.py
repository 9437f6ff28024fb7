"""Load one batch of cleaned pages in one transaction. Idempotent: loading it again changes no row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from crawler.article import SHANGHAI, Article, Rejected
from crawler.faults import OUR_FAULT, fault_of
from crawler.landing.storable import storable, storable_key
from flows.store.postgres import RowRefused, copy_rows, json
from sql import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.landing.receipt import Landed
    from flows.store.postgres import Connection

EARLIEST = datetime(1949, 1, 1, tzinfo=SHANGHAI)
"""The first conference met in that year: nothing of it was published before."""
AHEAD = timedelta(days=31)
"""How far after its fetch a page may say that it was published: clocks go wrong, years are mistyped."""

STAGED = (
    "position site channel column_name title published_at published_precision published_from source author editor url"
    " body media next_page confidence flags losses repairs codec codec_confidence codec_votes simplified unfit"
    " text_hash seen warc_file warc_offset"
).split()
"""The columns of staged_articles, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A landed page, or the pages of one article, and what cleaning made of them."""

    landed: Landed
    outcome: Article | Rejected
    parts: tuple[Landed, ...] = ()
    """The further pages of a split article; `landed` is its first."""
    last_seen: datetime | None = None
    """When the page was last seen so, where that was later than it was landed."""

    @property
    def seen(self) -> datetime:
        return self.last_seen or self.landed.fetched_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many addresses of a batch were what."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        """Of two batches.

        >>> Loaded(new=2, rejected=1) + Loaded(new=1, unchanged=4)
        Loaded(new=3, changed=0, unchanged=4, rejected=1)
        """
        return Loaded(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            rejected=self.rejected + other.rejected,
        )


def is_possible(published_at: datetime, fetched_at: datetime) -> bool:
    """Whether a page that was fetched then can have been published then.

    >>> fetched_at = datetime(2026, 3, 4, tzinfo=SHANGHAI)
    >>> [is_possible(datetime(year, 3, 5, tzinfo=SHANGHAI), fetched_at) for year in (1, 1948, 1949, 2026, 2027, 9999)]
    [False, False, True, True, False, False]
    """
    return EARLIEST <= published_at <= fetched_at + AHEAD


def _load_articles(connection: Connection, run_id: int) -> tuple[int, int]:
    """Those that are staged; how many were new, and how many changed."""
    connection.execute(query("drop_overtaken_articles"))
    counted = connection.execute(query("upsert_articles"), {"run_id": run_id}).fetchone()
    assert counted is not None
    connection.execute(query("keep_earlier_versions"), {"run_id": run_id})
    connection.execute(query("touch_articles"), {"run_id": run_id})
    connection.execute(query("delete_accepted"))
    new, changed = counted
    return new, changed


def _stage(connection: Connection, table: Literal["fetches", "articles", "rejected"], rows: Sequence[Any]) -> None:
    connection.execute(query(f"stage_{table}"))
    copy_rows(connection, query(f"copy_{table}"), rows)


def _fetch_row(landed: Landed) -> tuple[Any, ...]:
    """In the order of copy_fetches.sql."""
    return (
        landed.site,
        storable_key(landed.url),
        storable_key(landed.asked) if landed.asked else None,
        landed.kind,
        landed.status,
        landed.fetched_at,
        landed.file,
        landed.offset,
        landed.length,
        storable(landed.etag)[0] if landed.etag else None,
        storable(landed.last_modified)[0] if landed.last_modified else None,
        landed.listed_on,
    )


def _article_row(position: int, landed: Landed, seen: datetime, article: Article) -> tuple[Any, ...]:
    """In the order of copy_articles.sql."""
    lost = 0

    def text(value: str | None) -> str | None:
        nonlocal lost
        if value is None:
            return None
        kept, losses = storable(value)
        lost += losses
        return kept

    dated: tuple[Any, ...] = (article.published_at, article.precision, article.published_from)
    flags = list(article.flags)
    if article.published_at and not is_possible(article.published_at, landed.fetched_at):
        dated = (None, None, None)
        flags.append("impossible date")
    return (
        position,
        landed.site,
        landed.channel,
        text(article.column),
        text(article.title),
        *dated,
        text(article.source),
        text(article.author),
        text(article.editor),
        storable_key(article.url),
        text(article.body),
        json([{"kind": each.kind, "url": text(each.url), "caption": text(each.caption)} for each in article.media]),
        text(article.next_page),
        article.confidence,
        flags,
        article.losses + lost,
        json([{"name": step.name, "count": step.count} for step in article.repairs]),
        article.codec,
        article.codec_confidence,
        json([{"witness": vote.witness, "codec": vote.codec} for vote in article.votes]),
        text(article.simplified),
        article.unfit,
        article.text_hash,
        seen,
        landed.file,
        landed.offset,
    )


def _rejected_row(position: int, landed: Landed, seen: datetime, rejected: Rejected) -> tuple[Any, ...]:
    """In the order of copy_rejected.sql."""
    return (
        position,
        landed.site,
        landed.channel,
        storable_key(rejected.url),
        rejected.reason,
        storable(rejected.detail)[0],
        seen,
        landed.file,
        landed.offset,
    )


def content(cleaned: Cleaned) -> dict[str, Any]:
    """What a row of `articles` says of a cleaned page, by the names of the columns: to be compared with one."""
    assert isinstance(cleaned.outcome, Article)
    row = _article_row(0, cleaned.landed, cleaned.seen, cleaned.outcome)
    return {name: getattr(value, "obj", value) for name, value in zip(STAGED, row, strict=True)}


def load(connection: Connection, run_id: int, cleaned: Sequence[Cleaned], landed_others: Sequence[Landed]) -> Loaded:
    """Load one batch of cleaned pages, and where these and `landed_others` (lists, failures) were landed. Idempotent.

    A row is touched only if its content differs or the page was fetched later than it says; an older fetch never
    replaces a newer one, but is kept as an earlier version. An article ends the rejection of its page, a rejection
    leaves an article as it is. Of an address that comes twice, the last one wins. The sites must be in the store
    already (`upsert_sites`). Several processes may load at once: the result is that of one after the other.

    The batch is one transaction. Where Postgres refuses it for what is in a row, the page that brought it is found and
    rejected as our fault: whatever a page says, an article has to be made so that it can be kept.
    """
    try:
        return _load(connection, run_id, cleaned, landed_others)
    except RowRefused:
        accepted = [_accepted(connection, run_id, page) for page in cleaned]
    return _load(connection, run_id, accepted, landed_others)


def _accepted(connection: Connection, run_id: int, page: Cleaned) -> Cleaned:
    """Return a page if Postgres would take its rows; its rejection if not. Nothing is stored."""
    try:
        with connection.transaction(force_rollback=True):
            _load(connection, run_id, [page], ())
    except RowRefused as error:
        refused = Rejected(url=page.outcome.url, reason=OUR_FAULT, detail=fault_of(error).detail)
        return replace(page, outcome=refused)
    return page


def _load(connection: Connection, run_id: int, cleaned: Sequence[Cleaned], landed_others: Sequence[Landed]) -> Loaded:
    """Load a batch in one transaction."""
    articles = [
        _article_row(position, page.landed, page.seen, page.outcome)
        for position, page in enumerate(cleaned)
        if isinstance(page.outcome, Article)
    ]
    rejected = [
        _rejected_row(position, page.landed, page.seen, page.outcome)
        for position, page in enumerate(cleaned)
        if isinstance(page.outcome, Rejected)
    ]
    fetched = [landed for page in cleaned for landed in (page.landed, *page.parts)]
    fetches = [_fetch_row(landed) for landed in (*fetched, *landed_others)]
    with connection.transaction():
        _stage(connection, "fetches", fetches)
        _stage(connection, "articles", articles)
        _stage(connection, "rejected", rejected)
        connection.execute(query("load_lock"))  # two that write the same rows would wait for each other in a circle
        connection.execute(query("insert_fetches"), {"run_id": run_id})
        connection.execute(query("touch_unmodified"), {"run_id": run_id})
        connection.execute(query("mark_gone"), {"run_id": run_id})
        new, changed = _load_articles(connection, run_id) if articles else (0, 0)
        if rejected:
            connection.execute(query("upsert_rejected"), {"run_id": run_id})
    accepted = {page.outcome.url for page in cleaned if isinstance(page.outcome, Article)}
    refused = {page.outcome.url for page in cleaned if isinstance(page.outcome, Rejected)}
    return Loaded(
        new=new,
        changed=changed,
        unchanged=len(accepted) - new - changed,
        rejected=len(refused - accepted),
    )
