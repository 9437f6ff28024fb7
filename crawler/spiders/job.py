"""What a crawl is told: the only thing its child process reads besides the web. Imports no Scrapy, flows build it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from crawler.article import Channel, Site
from crawler.errors import SettingsError


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
    proxy: str | None = None
    """The HTTP proxy of every request; the environment is not asked."""
    allow_private: bool = False
    """Ask hosts at private addresses too, where no proxy is used."""
    timeout: float = 30.0
    """The most seconds a response may take."""
    obey_robots: bool = True
    read_through: tuple[str, ...] = ()
    """Keys of the sites whose lists are read past pages of known articles: after a crawl that was cut short, or that
    missed some, the unknown ones may lie behind them."""
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
            paths: dict[str, Any] = {name: Path(said.pop(name)) for name in ("known", "landing", "receipt")}
            read_through = tuple(said.pop("read_through"))
            return cls(sites=sites, read_through=read_through, **paths, **said)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingsError(f"this is not a crawl's job as Job.to_json writes it: {error!r}") from error


def _told(site: Site) -> dict[str, Any]:
    """What a crawl has to know of a site; how its articles are read is not for it."""
    return {name: value for name, value in asdict(site).items() if name not in {"layouts", "furniture"}}


def _site(said: dict[str, Any]) -> Site:
    return Site(**{**said, "channels": tuple(Channel(**channel) for channel in said["channels"])})
