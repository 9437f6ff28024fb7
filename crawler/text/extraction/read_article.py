"""One reading of a decoded page: its lines, where the article stands among them, repairs, and what the page says."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.article import Extracted, Layout, Site, Step
from crawler.text.extraction.extract import FOOT, HEAD, extract
from crawler.text.extraction.main_block import Region, find_body
from crawler.text.extraction.page import Page, read_page
from crawler.text.han.big5_gateway import ungated
from crawler.text.han.dates import date_in_url
from crawler.text.repairs.repair import repair_characters, simplify

_DOUBTFUL = 0.45
"""The confidence below which a page is read a second time."""

_SHORT = 60
"""Characters of sentences below which it is, too."""


def _layouts(site: Site | None, url: str) -> list[Layout]:
    """The site's layouts, those of the day first that the page's address names, else the newest first."""
    if site is None or not site.layouts:
        return []
    day = date_in_url(url)
    return sorted(site.layouts, key=lambda layout: day is not None and not layout.holds_on(day.date()))


def restore(page: Page, region: Region, *, simplified: bool) -> tuple[Page, tuple[Step, ...]]:
    """The page with the characters of its article and what stands near it repaired, and what was done."""
    head = page.head()
    first, end = max(0, region.start - HEAD), region.end + FOOT
    text = "\n".join((head, *page.lines[first:end]))
    restored = repair_characters(text)
    steps = restored.steps
    if simplified:
        # What a gate converted was simplified before, whether or not it shows.
        restored = simplify(restored.text)
        steps += restored.steps
    if restored.text == text:
        return page, steps
    lines = restored.text.split("\n")
    heads = head.count("\n") + 1
    return page.with_text("\n".join(lines[:heads]), first, lines[heads:]), steps


@dataclass(frozen=True, slots=True)
class Reading:
    """A page, the article found on it, and the repairs made before it could be found."""

    page: Page
    found: Extracted | None
    steps: tuple[Step, ...]

    @property
    def confidence(self) -> float:
        return self.found.confidence if self.found else 0.0


def _read_once(html: str, url: str, site: Site | None, *, unhide: bool = False) -> Reading:
    page = read_page(html, _layouts(site, url), unhide=unhide)
    learned = site.furniture if site else frozenset[str]()
    region = find_body(page, learned)
    steps: tuple[Step, ...] = ()
    if region is not None:
        page, steps = restore(page, region, simplified=ungated(url) is not None)
        region = find_body(page, learned) if steps else region
    return Reading(page, extract(page, region, url) if region else None, steps)


def read(html: str, url: str, site: Site | None) -> Reading:
    """The article of a page as well as it can be read: doubtful ones are read again with what they hide.

    Some pages hide their text until a script shows it.
    """
    reading = _read_once(html, url, site)
    if reading.confidence >= _DOUBTFUL and reading.found and reading.found.said >= _SHORT:
        return reading
    return max((_read_once(html, url, site, unhide=True), reading), key=lambda each: each.confidence)
