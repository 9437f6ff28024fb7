"""What several commands take: days, sites, how many."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from crawler.article import Site
from crawler.errors import SettingsError

if TYPE_CHECKING:
    from flows.store.postgres import Connection


FURTHEST = 999_999
"""The last list page that can be asked for, and the most rows, files or articles: what is more is a slip."""


Format = Literal["jsonl", "csv", "parquet"]
"""What articles can be written as."""


def day(words: str) -> date:
    """Read a day such as 2020-01-31. Raises typer.BadParameter for anything else."""
    try:
        return datetime.strptime(words, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
    except ValueError as error:
        raise typer.BadParameter(f"{words!r} is no day such as 2020-01-31") from error


Since = Annotated[date | None, typer.Option(parser=day, metavar="DAY", help="The first day of publication.")]
Until = Annotated[date | None, typer.Option(parser=day, metavar="DAY", help="The last day of publication.")]
Limit = Annotated[int, typer.Option(min=1, max=FURTHEST, help="How many.")]
OneSite = Annotated[str | None, typer.Option(help="Only this site's.")]


def check_days(since: date | None, until: date | None) -> None:
    """Raise SettingsError for a span of days that ends before it begins."""
    if since and until and since > until:
        raise SettingsError(f"--since {since} is later than --until {until}")


def check_site(connection: Connection, key: str | None) -> None:
    """Raise SettingsError for the key of a site that neither the site lists nor the store have."""
    from crawler.sites.registry import load_registry
    from flows.cli.tables_sites import has_site

    if key is not None and not has_site(connection, key) and key not in {each.key for each in load_registry()}:
        raise SettingsError(f"No site has the key {key}; cppcc sites lists them")


def chosen_sites(sites: str, shard: str | None = None) -> tuple[list[str], list[Site]]:
    """The words of a `--sites` option, and the sites they name, or the shard's part of them: at least one."""
    from crawler.sites.registry import load_registry, select, sharded

    words = [word.strip() for word in sites.split(",") if word.strip()]
    chosen = sharded(select(load_registry(), words), shard)
    if not chosen:
        remedy = f"shard {shard} holds none of these" if shard else "name one, or enable some in crawler/sites"
        raise SettingsError(f"No site is chosen: {remedy}")
    return words, chosen
