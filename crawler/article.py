"""The nouns of the road, all frozen: what one stage hands to the next.

    Site → Fetched → Decoded → Extracted → Article | Rejected

A stage takes one of these and returns the next; nothing is changed in place, so what a stage was given can always be
looked at beside what it made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The only time zone Chinese sites publish in."""

Level = Literal["national", "provincial", "sub-provincial", "prefecture", "county"]
Precision = Literal["second", "minute", "day"]
DateWitness = Literal["meta", "page", "url", "list"]
"""What says when an article was published: the page's meta tags, its text, its address, or the list it stood in."""
MediaKind = Literal["image", "document", "archive", "audio", "video"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One list of a site, such as 要闻."""

    name: str
    url: str
    """The address of its first list page."""
    pages: int = 50
    """The most list pages read in one run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where on a site's pages the fields stand, for the years in which its pages were made so: CSS selectors."""

    valid_from: date | None = None
    """The first day of publication of pages that are laid out so; None for always."""
    valid_until: date | None = None
    """The last day; None for pages that still are."""
    body: str | None = None
    title: str | None = None
    published_at: str | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether pages published on a day are laid out so.

        >>> Layout(valid_until=date(2020, 12, 31)).holds_on(date(2021, 1, 1))
        False
        """
        return (self.valid_from or day) <= day <= (self.valid_until or day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Second addresses under which a site shows its articles, and how the first is made of one."""

    pattern: str
    """A regular expression that the whole of a second address matches."""
    replacement: str
    """The first address, with `\\1` for what the pattern's first group matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One committee's website, as a block of `crawler/sites/*.toml` describes it."""

    key: str
    name: str
    level: Level
    adcode: str
    """Six digits of GB/T 2260; 000000 is the national committee."""
    base_url: str
    dialect: str
    """A name in `crawler.dialects.DIALECTS`."""
    channels: tuple[Channel, ...]
    article_url: str
    """A regular expression that the whole address of an article matches."""
    charset: str | None = None
    """The codec its pages are known to be in; one vote among others."""
    confidence: Literal["confirmed", "inferred", "guess", "replica"] = "confirmed"
    enabled: bool = True
    delay: float = 5.0
    """Seconds between two requests to the host, give or take a fifth."""
    tls: Literal["default", "legacy"] = "default"
    """How it is asked by https: `legacy` also by what only old servers still want, which is no longer safe."""
    budget: int = 2000
    """The most requests a day, a day of Shanghai."""
    overlap: int = 14
    """Days before a list's newest item in which items still come in late: as far its pages are read every time."""
    layouts: tuple[Layout, ...] = ()
    """How its pages are laid out where the general extractor goes wrong, the newest first."""
    twins: tuple[Twin, ...] = ()
    """Its own second addresses; those of its CMS family are known without being told."""
    furniture: frozenset[str] = frozenset()
    """Lines that recur through its pages, learned from them (the store's `site_furniture`), not from the registry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One response of a site, as it was landed."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """The payload with its content-encoding undone and nothing else."""
    fetched_at: datetime
    is_too_large: bool = False
    """Whether the payload is larger than what is read; `body` is empty then."""

    @property
    def content_type(self) -> str | None:
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What one witness says about a page's codec."""

    witness: Literal["bom", "utf-8", "header", "meta", "site", "charset-normalizer", "part", "fallback"]
    codec: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A page's text and how we came to read it so."""

    text: str
    codec: str
    votes: tuple[Vote, ...]
    losses: int
    """Characters that could not be read and stand as U+FFFD."""
    confidence: float
    """0 to 1: the share of the text's signs that look like what the codec should give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One repair that was made, and how often."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A text after repair, with everything that was done to it."""

    text: str
    steps: tuple[Step, ...] = ()
    losses: int = 0
    """Places where a byte is gone for good; they are left as they were found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture of an article, or a file it offers."""

    kind: MediaKind
    url: str
    """Its whole address."""
    caption: str | None = None
    """What the page writes under a picture, or on the link to a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What a page says of its article. Absent is None, never an empty string."""

    title: str | None
    paragraphs: tuple[str, ...]
    published_at: datetime | None = None
    precision: Precision | None = None
    published_from: DateWitness | None = None
    source: str | None = None
    author: str | None = None
    editor: str | None = None
    column: str | None = None
    media: tuple[Media, ...] = ()
    said: int = 0
    """Characters of its sentences."""
    is_titled: bool = False
    """Whether its title stands above it, close by."""
    confidence: float = 0.0
    """0 to 1: how far the signs agree that this is the page's article and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item, clean, with the evidence for every change that was made to it."""

    url: str
    title: str
    body: str
    """A paragraph a line."""
    published_at: datetime | None
    """Aware, Asia/Shanghai."""
    precision: Precision | None
    published_from: DateWitness | None
    source: str | None
    author: str | None
    editor: str | None
    column: str | None
    media: tuple[Media, ...]
    next_page: str | None
    """The address of the page on which the article goes on and that was not read; flagged `incomplete`."""
    confidence: float
    """0 to 1: how far the signs agree that this is the page's article and nothing else."""
    codec: str
    codec_confidence: float
    votes: tuple[Vote, ...]
    repairs: tuple[Step, ...]
    losses: int
    """Places in title and body where something is gone for good, each marked by U+FFFD."""
    text_hash: bytes
    """16 bytes; equal for texts that differ in script, width, punctuation or white space alone."""
    simplified: str | None = None
    """Title and body in simplified characters, for search, where the article is in traditional ones; else None."""
    flags: tuple[str, ...] = field(default=())
    """What a reader should know of the text and no repair can mend."""
    unfit: str | None = None
    """The flag that keeps it out of the default view, if one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A page that gave no article, and why. Kept, counted and replayable."""

    url: str
    reason: str
    """A short fixed phrase to count by, such as `no body`."""
    detail: str = ""
