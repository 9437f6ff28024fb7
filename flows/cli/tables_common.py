"""How tables look, and articles as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from flows.wording import described, moment


def plain_table(**how: Any) -> Table:
    """A table without lines, as all of ours are."""
    return Table(box=None, pad_edge=False, header_style="bold", **how)


def articles_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """Articles, one a row: site, date, title, what was repaired."""
    table = plain_table()
    table.add_column("id", justify="right", style="dim")
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("date", no_wrap=True)
    table.add_column("title", ratio=3, overflow="fold")
    table.add_column("repaired", ratio=2, style="yellow", overflow="fold")
    for number, site, published_at, precision, title, codec, votes, repairs, losses in rows:
        table.add_row(
            str(number), site, moment(published_at, precision), Text(title), described(codec, votes, repairs, losses)
        )
    return table


def found_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """Articles that were found, one a row, each with the piece of its text that was."""
    table = plain_table(padding=(0, 2, 1, 0))
    table.add_column("id", justify="right", style="dim")
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("date", no_wrap=True)
    table.add_column("title and text", overflow="fold")
    for number, site, published_at, precision, title, snippet in rows:
        text = Text.assemble((" ".join(title.split()), "bold"), "\n", highlighted(snippet))
        table.add_row(str(number), site, moment(published_at, precision), text)
    return table


def highlighted(snippet: str) -> Text:
    """A snippet with what stands in its <b> and </b> in colour.

    >>> highlighted("…在<b>提案</b>办理中…").markup
    '…在[bold red]提案[/bold red]办理中…'
    """
    text = Text()
    for place, part in enumerate(re.split("</?b>", snippet)):
        text.append(part, "bold red" if place % 2 else "")
    return text


def sites_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """What a run found, one site a row."""
    table = plain_table()
    table.add_column("site", style="cyan", no_wrap=True)
    for name in ("listed", "new", "changed", "unchanged", "rejected", "failed"):
        table.add_column(name, justify="right")
    table.add_column("stopped at", style="dim")
    for site, *counts, stopped_because in rows:
        table.add_row(site, *(str(count) for count in counts), stopped_because or "–")
    return table
