"""The recipe: one page's bytes to one article. Read this first."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.article import Article, Extracted, Layout, Rejected, Site, Step
from crawler.text.body import Region, find_body
from crawler.text.dates import date_in_url
from crawler.text.decode import decode
from crawler.text.extract import FOOT, HEAD, extract
from crawler.text.fingerprint import text_hash
from crawler.text.gate import ungated
from crawler.text.hopeless import flags
from crawler.text.hopeless_table import UNFIT
from crawler.text.markup import excess, visible
from crawler.text.page import Page, read_page
from crawler.text.refusal import refuse
from crawler.text.repair import repair_characters, repair_paragraphs, simplify
from crawler.text.script import is_traditional, to_simplified

RULES_VERSION = "2"
"""Counts up whenever the rules of this room change what an article looks like."""

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
class _Reading:
    """A page, the article found on it, and the repairs made before it could be found."""

    page: Page
    found: Extracted | None
    steps: tuple[Step, ...]

    @property
    def confidence(self) -> float:
        return self.found.confidence if self.found else 0.0


def _read(html: str, url: str, site: Site | None, *, unhide: bool = False) -> _Reading:
    """One reading of a page: lines, body, repairs, fields."""
    page = read_page(html, _layouts(site, url), unhide=unhide)
    learned = site.furniture if site else frozenset[str]()
    region = find_body(page, learned)
    steps: tuple[Step, ...] = ()
    if region is not None:
        page, steps = restore(page, region, simplified=ungated(url) is not None)
        region = find_body(page, learned) if steps else region
    return _Reading(page, extract(page, region, url) if region else None, steps)


def clean(body: bytes, *, url: str, content_type: str | None = None, site: Site | None = None) -> Article | Rejected:
    """Read one page as the article it holds, or say why it holds none.

    `body` is the response's payload, `content_type` its header, `site` the registry's block if there is one.
    Never raises for what a page may hold.

    >>> page = "<h1>市政协召开会议</h1><p>9月24日，市政协召开会议，研究提案办理工作。</p>".encode("gbk")
    >>> clean(page, url="http://www.example.gov.cn/202409/t20240924_1.html").title
    '市政协召开会议'
    >>> clean(b"<p>404", url="http://www.example.gov.cn/1.html").reason
    'soft 404'
    """
    markup = visible(body)
    if too_much := excess(markup):
        return Rejected(url=url, reason="too large", detail=too_much)
    decoded = decode(markup, content_type=content_type, site=site.charset if site else None)
    reading = _read(decoded.text, url, site)
    if reading.confidence < _DOUBTFUL or (reading.found and reading.found.said < _SHORT):
        # Some pages hide their text until a script shows it.
        readings = (_read(decoded.text, url, site, unhide=True), reading)
        reading = max(readings, key=lambda each: each.confidence)
    found = reading.found
    refused = refuse(reading.page, body, found)
    if found is None or refused:
        reason, detail = refused or ("no body", "nothing on the page reads like sentences")
        return Rejected(url=url, reason=reason, detail=detail)
    mended = repair_paragraphs("\n".join(found.paragraphs), reading.steps)
    if not mended.text.strip():
        return Rejected(url=url, reason="no body", detail="what reads like sentences is advertising")
    title = found.title or mended.text.split("\n", 1)[0][:40]
    signs = flags(mended.text) + (() if found.title else ("title taken from text",))
    return Article(
        url=url,
        title=title,
        body=mended.text,
        published_at=found.published_at,
        precision=found.precision,
        published_from=found.published_from,
        source=found.source,
        author=found.author,
        editor=found.editor,
        column=found.column,
        media=found.media,
        next_page=found.next_page,
        confidence=found.confidence,
        codec=decoded.codec,
        codec_confidence=decoded.confidence,
        votes=decoded.votes,
        repairs=reading.steps + mended.steps,
        # What the article lost, not its page: navigation in another codec is no loss of text.
        losses=f"{title}{mended.text}".count("\ufffd"),
        text_hash=text_hash(mended.text),
        flags=signs,
        unfit=next((sign for sign in signs if sign in UNFIT), None),
        simplified=to_simplified(f"{title}\n{mended.text}") if is_traditional(mended.text) else None,
    )
