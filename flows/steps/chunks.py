"""What was landed, in pieces: a chunk is of one site and fits a transaction, a batch of chunks is worth a task."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.article import Rejected
from crawler.sites.canonical import canonical
from flows.steps.clean import grouped, known_as
from flows.store.articles import Cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.article import Site
    from crawler.landing.receipt import Landed

PAGES = 100
"""Articles in a chunk: enough to share a transaction's cost, few enough to lose little to a kill."""
WORTH = 200
"""Articles in a batch: a task costs Prefect some ten milliseconds, whatever it does."""

GONE = {404: "not found", 410: "gone"}
"""Answers that are final: such a page is rejected with its reason, and not asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A part of what one site landed."""

    site: Site
    pages: tuple[Landed, ...] = ()
    """Pages of articles, each followed by its parts."""
    gone: tuple[Cleaned, ...] = ()
    """Pages that are not there any more."""
    others: tuple[Landed, ...] = ()
    """What is recorded and not read: lists, failures, files."""


def _gone(landed: Landed, site: Site) -> Cleaned:
    outcome = Rejected(url=canonical(landed.url, site), reason=GONE[landed.status])
    return Cleaned(landed=known_as(landed, site), outcome=outcome)


def chunks(site: Site, landed: Sequence[Landed]) -> Iterator[Chunk]:
    """What a site landed, the first chunk with everything that is no article's page."""
    groups = grouped(landed)
    gone = [each for each in landed if each.kind == "article" and each.status in GONE]
    placed = {each for group in groups for each in group}.union(gone)
    first = Chunk(
        site=site,
        gone=tuple(_gone(each, site) for each in gone),
        others=tuple(each for each in landed if each not in placed),
    )
    for start in range(0, max(len(groups), 1), PAGES):
        pages = tuple(each for group in groups[start : start + PAGES] for each in group)
        gone_too, others = ((), ()) if start else (first.gone, first.others)
        yield Chunk(site=site, pages=pages, gone=gone_too, others=others)


def batches(sites: Iterable[Site], landed: Sequence[Landed]) -> Iterator[list[Chunk]]:
    """Everything these sites landed, in batches that hold no site twice: a chunk learns from the one before it."""
    by_site: defaultdict[str, list[Landed]] = defaultdict(list)
    for each in landed:
        by_site[each.site].append(each)
    batch: list[Chunk] = []
    for site in sites:
        for chunk in chunks(site, by_site[site.key]) if site.key in by_site else ():
            if batch and (batch[-1].site is site or sum(len(each.pages) for each in batch) >= WORTH):
                yield batch
                batch = []
            batch.append(chunk)
    if batch:
        yield batch
