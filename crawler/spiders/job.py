"""What a crawl is told: the only thing its child process reads besides the web. Imports no Scrapy, flows build it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self

from crawler.article import Channel, Site, Twin
from crawler.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """How far one channel is read in a crawl. As it stands here: from its top to its end or its cap of pages."""

    site: str
    channel: str
    start: str | None = None
    """The list page to begin with; None for the channel's first."""
    start_page: int = 1
    """Its number."""
    pages: int | None = None
    """The most pages read; None for the channel's own number."""
    known_ends: bool = True
    """Whether a page of known articles ends the reading: not after one that was cut short, nor in a backfill."""
    overlap_from: date | None = None
    """A page of known articles does not end it before this day is passed: items come late, behind known ones."""
    ends_before: date | None = None
    """A page whose last row is older ends it, whatever is on that page."""
    asks_from_page: int = 1
    """The first page whose articles are asked for."""
    since: date | None = None
    """The first day whose articles are asked for."""
    until: date | None = None
    """The last day whose articles are asked for."""
    etag: str | None = None
    last_modified: str | None = None
    """Those of the first page as last read: if it is still the same, the reading ends there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A page that is asked for by its address, whether a list shows it or not."""

    site: str
    channel: str
    url: str
    kind: Literal["article", "attachment"] = "article"
    listed_title: str | None = None
    listed_on: date | None = None
    etag: str | None = None
    last_modified: str | None = None
    """Those of the page as last seen: if it is still the same, nothing more is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One crawl."""

    sites: tuple[Site, ...]
    known: Path
    """A UTF-8 file of the article addresses not to be asked for, one a line."""
    landing: Path
    """The WARC file to write; must not exist."""
    receipt: Path
    """The receipt to write; must not exist."""
    user_agent: str
    visits: tuple[Visit, ...] | None = None
    """The channels to be read, and how far; None for all of the sites', from the top."""
    wanted: Path | None = None
    """A UTF-8 file of pages asked for by address, as `write_wanted` writes it."""
    budgets: Mapping[str, int] = field(default_factory=dict)
    """How many requests each site may still be sent, by its key; one that is not named has no limit."""
    halt: Path | None = None
    """As soon as this file exists, nothing more is asked for."""
    proxy: str | None = None
    """The HTTP proxy of every request; the environment is not asked."""
    allow_private: bool = False
    """Ask hosts at private addresses too, where no proxy is used."""
    timeout: float = 30.0
    """The most seconds a response may take."""
    obey_robots: bool = True
    lists_only: bool = False
    """Read the lists and ask for no article."""

    def to_json(self) -> str:
        """This job as `from_json` reads it."""
        said = asdict(self) | {"sites": [_told(site) for site in self.sites]}
        return json.dumps(said, ensure_ascii=False, default=str)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The job that `to_json` wrote. Raises SettingsError for anything else."""
        try:
            said = json.loads(text)
            sites = tuple(_site(each) for each in said.pop("sites"))
            visits = said.pop("visits")
            paths: dict[str, Any] = {name: Path(said.pop(name)) for name in ("known", "landing", "receipt")}
            paths |= {name: Path(path) if (path := said.pop(name)) else None for name in ("wanted", "halt")}
            return cls(
                sites=sites,
                visits=None if visits is None else tuple(Visit(**_dated(each)) for each in visits),
                **paths,
                **said,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingsError(f"this is not a crawl's job as Job.to_json writes it: {error!r}") from error


def write_wanted(path: Path, wanted: Iterable[Wanted]) -> None:
    """Write down, one a line, what a crawl is to ask for by address."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(each), ensure_ascii=False, default=str) + "\n" for each in wanted)


def read_wanted(path: Path) -> Iterator[Wanted]:
    """What `write_wanted` wrote, in its order."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Wanted(**_dated(json.loads(line)))


_DATES = {"overlap_from", "ends_before", "since", "until", "listed_on"}


def _dated(said: dict[str, Any]) -> dict[str, Any]:
    return {name: date.fromisoformat(value) if value and name in _DATES else value for name, value in said.items()}


def _told(site: Site) -> dict[str, Any]:
    """What a crawl has to know of a site; how its articles are read is not for it."""
    return {name: value for name, value in asdict(site).items() if name not in {"layouts", "furniture"}}


def _site(said: dict[str, Any]) -> Site:
    channels = tuple(Channel(**channel) for channel in said["channels"])
    twins = tuple(Twin(**twin) for twin in said["twins"])
    return Site(**{**said, "channels": channels, "twins": twins})
