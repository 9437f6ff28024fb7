"""How alarms name sites and moments."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from crawler.article import SHANGHAI

if TYPE_CHECKING:
    from crawler.article import Site


def called(site: Site) -> str:
    return f"{site.name}（{site.key}）"


def to_the_minute(moment: datetime) -> str:
    """To the minute, in Shanghai."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
