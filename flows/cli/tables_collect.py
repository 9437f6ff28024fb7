"""What commands that bring articles in print: runs, backfills, archives, what was cleaned again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from crawler.article import Site
from flows.cli.tables_common import plain_table
from flows.cli.tables_read import difference
from flows.steps.backfill_plan import Estimate
from flows.steps.reclean import Recleaned
from flows.steps.warc_captures import Tally
from flows.store.articles import Loaded
from flows.store.backfills import Backfill
from flows.store.postgres import Connection
from sql import query


def channels_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """What a run read of each list, and why it read no further."""
    table = plain_table()
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("list", no_wrap=True)
    for name in ("pages", "listed", "new", "known", "linked"):
        table.add_column(name, justify="right")
    table.add_column("oldest", no_wrap=True)
    table.add_column("stopped at", style="dim", overflow="fold")
    for site, channel, *counts, oldest_on, stopped_because, failure in rows:
        why = f"{stopped_because}: {failure}" if failure else stopped_because
        table.add_row(site, channel, *(str(count) for count in counts), str(oldest_on or "–"), Text(why))
    return table


def attachments_table(rows: Sequence[tuple[Any, ...]]) -> Table:
    """Files that were fetched, one a row."""
    table = plain_table()
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("bytes", justify="right")
    table.add_column("sha256", no_wrap=True)
    table.add_column("file", overflow="fold")
    for site, size, checksum, url in rows:
        table.add_row(site, str(size), checksum.hex()[:16] + "…", Text(url))
    return table


def backfills_table(rows: Sequence[Backfill]) -> Table:
    """How far the reading of archives has come, a list a row."""
    table = plain_table()
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("list", no_wrap=True)
    for name in ("pages", "listed", "new"):
        table.add_column(name, justify="right")
    table.add_column("back to", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("stopped at", style="dim", overflow="fold")
    for row in rows:
        counts = (row.next_page - 1, row.listed, row.new)
        table.add_row(
            row.site,
            row.channel,
            *(str(count) for count in counts),
            str(row.oldest_on or "–"),
            row.state,
            row.stopped_because or "–",
        )
    return table


def archives_summary(tally: Tally) -> Group:
    """What was met in archives, and what became of it."""
    table = plain_table()
    table.add_column("site", style="cyan", no_wrap=True)
    for name in ("pages", "new", "changed", "unchanged", "rejected"):
        table.add_column(name, justify="right")
    for key, pages in sorted(tally.pages.items()):
        loaded = tally.loaded.get(key, Loaded())
        counts = (pages, loaded.new, loaded.changed, loaded.unchanged, loaded.rejected)
        table.add_row(key, *(str(count) for count in counts))
    pages = tally.pages.total()
    lines = [
        tally.words,
        f"{tally.joined} articles that go on on further pages" if tally.joined else "",
        *(f"rejected: {reason}, {count} times" for reason, count in tally.rejected.most_common()),
        *(f"bad: {file} at {bad.offset}: {bad.reason}" for file, bad in tally.examples),
    ]
    return Group(*([table] if pages else []), *(Text(line) for line in lines if line))


def recleaned_summary(found: Recleaned) -> Group:
    """What today's rules make of stored pages: counts by site and field, then some of it to be read."""
    sites = plain_table()
    sites.add_column("site", style="cyan", no_wrap=True)
    for name in ("read", "changed", "now articles", "now rejected", "rejected otherwise"):
        sites.add_column(name, justify="right")
    refused = Counter[str]()
    for (site, _), count in found.refused.items():
        refused[site] += count
    for site, read in sorted(found.read.items()):
        counts = (read, found.changed[site], found.accepted[site], refused[site], found.otherwise[site])
        sites.add_row(site, *(str(count) for count in counts))
    fields = plain_table()
    fields.add_column("site", style="cyan", no_wrap=True)
    fields.add_column("what changes")
    for site in sorted(found.changed):
        of_site = sorted(((count, name) for (key, name), count in found.fields.items() if key == site), reverse=True)
        fields.add_row(site, ", ".join(f"{count} {name}" for count, name in of_site))
    text = Text()
    for each in found.examples:
        text.append(f"\n{each.kind}: {each.site} {each.url}\n", "bold")
        if each.kind == "changed":
            text.append_text(difference(each.before, each.after))
        else:
            text.append(f"- {each.before}\n", "red").append(f"+ {each.after}\n", "green")
    lines = [f"now rejected, and kept: {site} {reason}, {count}" for (site, reason), count in found.refused.items()]
    lines += [f"cannot be read: {count} pages of {file}" for file, count in found.missing.items()]
    shown = [sites if found.read else Text("Nothing is stored of these sites and days.")]
    return Group(*shown, *([fields] if found.changed else []), *(Text(line) for line in lines), text)


def plan_of(site: Site, estimates: Sequence[Estimate]) -> Group:
    """What the reading of a site's archive will take: a list a row, and the sum in hours and days."""
    table = plain_table()
    table.add_column("list", no_wrap=True)
    for name in ("pages", "articles to fetch", "requests"):
        table.add_column(name, justify="right")
    table.add_column("", style="yellow")
    for each in estimates:
        counts = (each.pages, each.articles, each.requests)
        unknown = each.trouble or ("it does not say how long it is" if each.pages is None else "")
        table.add_row(each.channel, *("?" if count is None else str(count) for count in counts), unknown)
    known = sum(each.requests for each in estimates if each.requests is not None)
    hours, days = known * site.delay / 3600, max(1, -(-known // site.budget))
    return Group(
        Text.assemble((f"{site.key} {site.name}", "bold")),
        table,
        f"about {known} requests: {hours:.1f} hours at {site.delay:g} s each, days at {site.budget} a day: {days}\n",
    )


def run_articles(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """The articles a run was the first to bring, newest first."""
    return connection.execute(query("run_articles"), {"run_id": run_id}).fetchall()


def run_sites(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """What a run found, by site."""
    return connection.execute(query("run_sites"), {"run_id": run_id}).fetchall()


def last_run(connection: Connection) -> int | None:
    """The number of the newest run."""
    row = connection.execute(query("last_run")).fetchone()
    return row[0] if row else None


def has_run(connection: Connection, run_id: int) -> bool:
    """Return whether there is a run of this number."""
    return connection.execute(query("report_run"), {"run_id": run_id}).fetchone() is not None


def run_channels(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """What a run read of each list."""
    return connection.execute(query("run_channels"), {"run_id": run_id}).fetchall()


def run_failures(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """Why requests of a run came to nothing: site, reason, how often, one address."""
    return connection.execute(query("run_failures"), {"run_id": run_id}).fetchall()


def attachments_of_run(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """The files a run fetched: site, bytes, checksum, address."""
    return connection.execute(query("run_attachments"), {"run_id": run_id}).fetchall()


def run_warnings(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """What a run did for a site that somebody should know of: site and words."""
    return connection.execute(query("run_warnings"), {"run_id": run_id}).fetchall()


def run_rejected(connection: Connection, run_id: int) -> list[tuple[Any, ...]]:
    """The pages of a run that gave no article: site, reason, detail, address."""
    return connection.execute(query("run_rejected"), {"run_id": run_id}).fetchall()
