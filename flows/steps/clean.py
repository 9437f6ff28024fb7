"""The second step: landed bytes to articles, with no network and no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from crawler.article import SHANGHAI, Article, Rejected, Site
from crawler.landing.coding import LARGEST
from crawler.landing.receipt import Landed
from crawler.landing.warc import read_response
from crawler.text.clean import clean
from flows.steps.load import Cleaned


def completed(outcome: Article | Rejected, landed: Landed) -> Article | Rejected:
    """The article with the day from its list row when the page itself names none."""
    if isinstance(outcome, Rejected) or outcome.published_at or landed.listed_on is None:
        return outcome
    day = datetime.combine(landed.listed_on, time(), SHANGHAI)
    return replace(outcome, published_at=day, precision="day", published_from="list")


def clean_landed(landed: Landed, landing: Path, site: Site) -> Cleaned:
    """One landed article page, read from its file in the folder `landing` and cleaned."""
    fetched = read_response(landing / landed.file, landed.offset)
    if fetched.is_too_large:
        too_large = Rejected(url=landed.url, reason="too large", detail=f"more than {LARGEST >> 20} MiB unpacked")
        return Cleaned(landed=landed, outcome=too_large)
    outcome = clean(fetched.body, url=landed.url, content_type=fetched.content_type, site=site)
    return Cleaned(landed=landed, outcome=completed(outcome, landed))


def clean_all(landed: Sequence[Landed], landing: Path, site: Site) -> list[Cleaned]:
    """A batch of one site's landed article pages, each cleaned."""
    return [clean_landed(each, landing, site) for each in landed]
