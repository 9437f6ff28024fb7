"""The five pages this project began with: what each line of their text is, and what they must become.

`seeds/NNN.txt` is the text as it was found, damage and all; `seeds/NNN.json` is the clean article.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from crawler.article import SHANGHAI


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedLayout:
    """Where a seed is served, and which line of its text is what. Lines count from 0."""

    name: str
    site: str
    channel: str
    """The name of a channel of that site."""
    listed_at: datetime
    """The day its list row shows; ours where the seed has none."""
    title: int | str
    """A line, or words of ours where the text has no title."""
    body: int
    """The first line of the content box."""
    site_name: int | None = None
    breadcrumb: int | None = None
    date_line: int | None = None
    foot: int | None = None


def _on(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


LAYOUTS = (
    SeedLayout(
        name="000",
        site="replica_national",
        channel="政协要闻",
        listed_at=_on(2024, 7, 29),
        title="全国地方政协秘书长工作交流座谈会综述",
        body=0,
    ),
    SeedLayout(
        name="001",
        site="replica_xuzhou",
        channel="理论研究",
        listed_at=_on(2024, 9, 25, 11, 12),
        site_name=0,
        breadcrumb=2,
        title=3,
        date_line=4,
        body=6,
        foot=-1,
    ),
    # Its box holds a teaser cut off in the middle, the title again, and then the text.
    SeedLayout(
        name="002",
        site="replica_jpage",
        channel="领导讲话",
        listed_at=_on(2025, 2, 20),
        title=0,
        body=1,
    ),
    # Its box begins with the boilerplate of the document-sharing site.
    SeedLayout(
        name="003",
        site="replica_jpage",
        channel="领导讲话",
        listed_at=_on(2023, 9, 12),
        title="政协系统机关建设工作部署要求发言.docx",
        body=0,
    ),
    SeedLayout(
        name="004",
        site="replica_stz",
        channel="政协要闻",
        listed_at=_on(2024, 3, 18),
        title=0,
        body=1,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A seed page, taken apart, and the clean article that must come of it."""

    layout: SeedLayout
    site_name: str | None
    breadcrumb: str | None
    title: str
    date_line: str | None
    paragraphs: tuple[str, ...]
    foot: str | None
    clean_title: str
    clean_paragraphs: tuple[str, ...]
    published_at: datetime | None
    author: str | None
    source: str | None


def _read(layout: SeedLayout) -> Seed:
    folder = files("crawler.replica") / "seeds"
    lines = [line.strip() for line in (folder / f"{layout.name}.txt").read_text(encoding="utf-8").splitlines()]
    clean = json.loads((folder / f"{layout.name}.json").read_text(encoding="utf-8"))

    def line(number: int | None) -> str | None:
        return None if number is None else lines[number]

    title = layout.title if isinstance(layout.title, str) else lines[layout.title]
    return Seed(
        layout=layout,
        site_name=line(layout.site_name),
        breadcrumb=line(layout.breadcrumb),
        title=title,
        date_line=line(layout.date_line),
        paragraphs=tuple(text for text in lines[layout.body : layout.foot] if text),
        foot=line(layout.foot),
        clean_title=clean["title"] or title,
        clean_paragraphs=tuple(clean["body"]),
        published_at=datetime.fromisoformat(clean["published_at"]) if clean["published_at"] else None,
        author=clean["author"],
        source=clean["source"],
    )


@cache
def seeds() -> tuple[Seed, ...]:
    """The five seeds, in the order of their names.

    >>> [seed.layout.name for seed in seeds()]
    ['000', '001', '002', '003', '004']
    >>> seeds()[1].date_line
    '2024-09-25 11:12作者: 市政協(xié)黨組理論學習中心組來源:本站'
    """
    return tuple(_read(layout) for layout in LAYOUTS)
