"""The second step: landed bytes to articles, with no network and no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from crawler.article import SHANGHAI, Article, Fetched, Rejected, Site
from crawler.errors import LandingError
from crawler.faults import OUR_FAULT, Fault, contained
from crawler.landing.content_coding import LARGEST
from crawler.landing.receipt import Failed, Landed
from crawler.landing.warc_store import read_response
from crawler.sites.canonical import canonical
from crawler.text.clean import clean_pages
from crawler.text.extraction.pagination import MOST_PARTS, next_part, part_number
from flows.store.articles import Cleaned


def grouped(landed: Sequence[Landed]) -> list[list[Landed]]:
    """The pages of each landed article, its first and then its parts by their numbers, wherever their events stand.

    Events of other kinds, pages that came with another status than 200, and parts of articles that are not there are in
    no group. Of a part that was landed twice the later one counts.
    """
    pages = [each for each in landed if each.status == 200]
    parts: defaultdict[str, dict[int, Landed]] = defaultdict(dict)
    for each in sorted(pages, key=lambda page: page.fetched_at):
        if each.kind == "part" and each.part_of:
            parts[each.part_of][part_number(each.asked or each.url)] = each
    groups = []
    for page in pages:
        if page.kind == "article":
            own = parts.get(page.url, {}) | parts.get(page.asked or page.url, {})
            groups.append([page, *(own[number] for number in sorted(own))])
    return groups


def completed(outcome: Article | Rejected, landed: Landed) -> Article | Rejected:
    """The article with the day from its list row when the page itself names none."""
    if isinstance(outcome, Rejected) or outcome.published_at or landed.listed_on is None:
        return outcome
    day = datetime.combine(landed.listed_on, time(), SHANGHAI)
    return replace(outcome, published_at=day, precision="day", published_from="list")


def known_as(landed: Landed, site: Site) -> Landed:
    """The event with its address before a redirect in the form in which lists are compared with what is known."""
    return replace(landed, asked=canonical(landed.asked, site)) if landed.asked else landed


def clean_landed(pages: Sequence[Landed], landing: Path, site: Site) -> Cleaned:
    """Read one landed article, its first page first, from the files in the folder `landing`, and clean it.

    Raises LandingError if the landed bytes cannot be read, or are another page's.
    """
    fetched = [read_response(landing / each.file, each.offset) for each in pages]
    for page, response in zip(pages, fetched, strict=True):
        if page.url != response.url:
            raise LandingError(f"at byte {page.offset} of {page.file} is not {page.url}")
    return clean_fetched(pages, fetched, site)


def clean_fetched(pages: Sequence[Landed], fetched: Sequence[Fetched], site: Site) -> Cleaned:
    """Clean one landed article, its first page first, from what was read of each page.

    Its address is the canonical one of the first page's that answered. A page that our own code fails at is rejected as
    `our fault`, with the place: its bytes are kept, and recleaning brings it in once the place is mended.
    """
    found = contained(_cleaned, pages, fetched, site)
    if isinstance(found, Fault):
        outcome = Rejected(url=pages[0].url, reason=OUR_FAULT, detail=found.detail)
        return Cleaned(landed=pages[0], outcome=outcome, parts=tuple(pages[1:]))
    return found


def _cleaned(pages: Sequence[Landed], fetched: Sequence[Fetched], site: Site) -> Cleaned:
    first, *parts = pages
    if fetched[0].is_too_large:
        outcome: Article | Rejected = Rejected(
            url=first.url, reason="too large", detail=f"more than {LARGEST >> 20} MiB unpacked"
        )
    else:
        outcome = clean_pages([each for each in fetched if not each.is_too_large], site=site)
    outcome = replace(completed(outcome, first), url=canonical(first.url, site))
    return Cleaned(landed=known_as(first, site), outcome=outcome, parts=tuple(parts))


def with_parts(
    first: Landed, fetched: Fetched, landing: Path, find: Callable[[str], Landed | None]
) -> tuple[list[Landed], list[Fetched]]:
    """An article's first page with the further ones that its pages lead to, as far as `find` knows their addresses."""
    pages, bodies, seen = [first], [fetched], {fetched.url}
    while len(pages) < MOST_PARTS:
        url = contained(next_part, bodies[-1].url, bodies[-1].body)
        # Where looking for a further page fails, cleaning fails at the same place, and says so.
        if not url or isinstance(url, Fault) or url in seen:
            break
        seen.add(url)
        if (part := find(url)) is None:
            break
        pages.append(part)
        bodies.append(read_response(landing / part.file, part.offset))
    return pages, bodies


def clean_all(landed: Sequence[Landed], landing: Path, site: Site) -> list[Cleaned | Failed]:
    """Clean a batch of one site's landed article pages and their parts, each article by itself; see `grouped`.

    An article whose landed bytes cannot be read any more has failed: it is asked for again like any other that did.
    """
    cleaned: list[Cleaned | Failed] = []
    for pages in grouped(landed):
        try:
            cleaned.append(clean_landed(pages, landing, site))
        except LandingError as error:
            cleaned.append(failed(pages[0], f"landed bytes lost: {error}"))
    return cleaned


def failed(landed: Landed, reason: str) -> Failed:
    """Return the failure of a landed page, by which the store asks for it again."""
    return Failed(
        site=landed.site,
        channel=landed.channel,
        kind=landed.kind,
        url=landed.asked or landed.url,
        reason=reason,
        listed_title=landed.listed_title,
        listed_on=landed.listed_on,
        part_of=landed.part_of,
    )
