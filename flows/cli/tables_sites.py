"""What commands about sites print: the registry, lists as a crawl would take them, learned lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from crawler.article import Site
from crawler.dialects.dialect import ListRow
from flows.cli.tables_common import plain_table
from flows.steps.preview import Preview
from flows.store.postgres import Connection
from flows.wording import shortened
from sql import query


def has_site(connection: Connection, key: str) -> bool:
    """Return whether the store knows this site, be it of the site lists or of earlier ones."""
    return connection.execute(query("has_site"), {"key": key}).fetchone() is not None


def registry_table(sites: Sequence[Site]) -> Table:
    """The registry, one site a row."""
    table = plain_table()
    for name in ("key", "name", "level", "adcode", "dialect", "channels", "confidence", "enabled"):
        table.add_column(
            name,
            style="cyan" if name == "key" else None,
            justify="right" if name == "channels" else "left",
            no_wrap=name != "name",
        )
    for site in sites:
        count = str(len(site.channels))
        enabled = "yes" if site.enabled else "no"
        table.add_row(site.key, site.name, site.level, site.adcode, site.dialect, count, site.confidence, enabled)
    return table


def previews(site: Site, seen: Sequence[Preview]) -> Group:
    """What a crawl would take from each channel of a site: a line of counts or its trouble, and the newest rows."""
    parts: list[Text | Table] = []
    for each in seen:
        parts.append(Text.assemble((each.channel, "bold"), f"  {each.url}"))
        if each.trouble:
            parts.append(Text(f"  takes nothing: {each.trouble}", style="red"))
        if each.dialect and each.dialect != site.dialect:
            parts.append(Text(f"  looks like {each.dialect}; the block says {site.dialect}", style="yellow"))
        if each.page:
            parts.append(Text(f"  {len(each.rows)} links, of which article_url takes {len(each.taken)}"))
            parts.append(Text(f"  next page: {each.next_page or 'none'}"))
        if each.rows and not each.taken:
            parts.append(Text(f"  the first link is {each.rows[0].url}", style="yellow"))
        parts.append(rows_table(each.taken[:5]))
    return Group(*parts)


def rows_table(rows: Sequence[ListRow]) -> Table:
    """Rows of a list: day, title, address."""
    table = plain_table(show_header=False)
    for row in rows:
        table.add_row(f"  {row.published_on or '–'}", Text(row.title), Text(row.url, style="dim"))
    return table


def furniture_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """Learned lines, one a row, cut off where a terminal's row ends."""
    table = plain_table()
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("pages", justify="right", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("line", overflow="fold")
    for site, pages, of_pages, state, line in rows:
        table.add_row(site, f"{pages} of {of_pages}", state, Text(shortened(line)))
    return table
