"""The noun of the replica: one article, the truth of it and what is served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.replica.damage import Mirror
from crawler.replica.seeds import Seed
from crawler.replica.site_table import ReplicaChannel, ReplicaSite


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaArticle:
    """One article: the truth, and what its page shows of it."""

    site: ReplicaSite
    channel: ReplicaChannel
    url: str
    listed_at: datetime
    """When the list says it came out; the day of its address. Always there, even where the page shows no date."""
    title: str
    paragraphs: tuple[str, ...]
    """The clean text."""
    published_at: datetime | None
    """What the page says, to the minute; None when the page says nothing."""
    source: str | None
    author: str | None
    editor: str | None
    column: str
    served_title: str
    served_paragraphs: tuple[str, ...]
    mirror: Mirror | None = None
    """How the whole page was damaged when it was made; None for clean pages and for the seeds."""
    seed: Seed | None = None
    signed: bool = False
    """Whether the author stands in the last paragraph alone."""
    reprint_of: str | None = None
    """The address of the article whose text this is, on another site."""
    page: int = 0
    """Which page of a split article is served, from 0."""
    pages: int = 1
    """How many pages it is split into."""

    @property
    def damaged(self) -> bool:
        """Whether what is served differs from the truth."""
        return (self.title, self.paragraphs) != (self.served_title, self.served_paragraphs)
