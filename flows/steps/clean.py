"""The second step: landed bytes to articles, with no network and no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from crawler.article import SHANGHAI, Article, Fetched, Rejected, Site
from crawler.landing.coding import LARGEST
from crawler.landing.receipt import Landed
from crawler.landing.warc import read_response
from crawler.sites.canonical import canonical
from crawler.text.clean import clean_pages
from crawler.text.parts import MOST_PARTS, next_part, part_number
from flows.steps.load import Cleaned


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
    """One landed article, its first page first, read from the files in the folder `landing` and cleaned."""
    return clean_fetched(pages, [read_response(landing / each.file, each.offset) for each in pages], site)


def clean_fetched(pages: Sequence[Landed], fetched: Sequence[Fetched], site: Site) -> Cleaned:
    """One landed article, its first page first, cleaned from what was read of each page.

    Its address is the canonical one of the first page's that answered.
    """
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
    while len(pages) < MOST_PARTS and (url := next_part(bodies[-1].url, bodies[-1].body)) and url not in seen:
        seen.add(url)
        if (part := find(url)) is None:
            break
        pages.append(part)
        bodies.append(read_response(landing / part.file, part.offset))
    return pages, bodies


def clean_all(landed: Sequence[Landed], landing: Path, site: Site) -> list[Cleaned]:
    """A batch of one site's landed article pages and their parts, each article cleaned; see `grouped`."""
    return [clean_landed(pages, landing, site) for pages in grouped(landed)]
