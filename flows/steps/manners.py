"""How much the sites are asked: budgets, those that turned us away, and the switch that stops everything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.errors import SettingsError
from crawler.landing.receipt import BLOCKED
from sql import query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crawler.article import Site
    from crawler.landing.receipt import Receipt
    from flows.postgres import Connection
    from flows.settings import Settings

LONGEST = timedelta(days=30)
"""The longest time a site that turns us away is left alone."""


def halt_file(settings: Settings) -> Path:
    """The file that stops every crawl of this installation as long as it exists."""
    return settings.home / "halt"


def check_not_halted(settings: Settings) -> None:
    """Raises SettingsError, saying since when and why, if the crawl is halted."""
    file = halt_file(settings)
    if file.exists():
        since = datetime.fromtimestamp(file.stat().st_mtime, UTC).astimezone()
        reason = file.read_text(encoding="utf-8").strip()
        raise SettingsError(
            f"The crawl is halted since {since:%Y-%m-%d %H:%M}{f' ({reason})' if reason else ''}: cppcc resume"
        )


def budgets_left(connection: Connection, sites: Sequence[Site], now: datetime) -> dict[str, int]:
    """How many requests each site may still be sent on the day of `now`, a day of Shanghai."""
    spent: dict[str, int] = dict(
        connection.execute(query("requests_today"), {"sites": [site.key for site in sites], "now": now}).fetchall()
    )
    return {site.key: max(0, site.budget - spent.get(site.key, 0)) for site in sites}


def blocked_sites(connection: Connection, now: datetime) -> dict[str, datetime]:
    """The sites that are left alone now, and until when."""
    return dict(connection.execute(query("blocked_sites"), {"now": now}).fetchall())


def record_blocks(connection: Connection, receipt: Receipt, now: datetime) -> None:
    """Keep which sites turned the crawl away, and for how long each is left alone; forget those that let it in again.

    A day the first time, twice as long each further time, 30 days at most.
    """
    signs = {each.site: each.reason.removeprefix(BLOCKED) for each in receipt.failed if each.reason.startswith(BLOCKED)}
    let_in = {each.site for each in receipt.landed if each.kind != "other" and each.status in {200, 304}} - signs.keys()
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(query("lift_blocks"), {"sites": sorted(let_in)})
        times: dict[str, int] = dict(cursor.execute(query("known_blocks")).fetchall())
        cursor.executemany(
            query("upsert_block"),
            [
                {
                    "site": site,
                    "sign": sign,
                    "times": times.get(site, 0) + 1,
                    "now": now,
                    "until": now + min(timedelta(days=2 ** min(times.get(site, 0), 5)), LONGEST),
                }
                for site, sign in signs.items()
            ],
        )
