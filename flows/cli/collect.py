"""Commands that bring articles in: run, recheck, backfill, reclean, attachments."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.article import SHANGHAI, Site
from crawler.errors import SettingsError
from flows.cli.options import FURTHEST, Since, Until, check_days, chosen_sites
from flows.cli.running import judged_runs, replica_proxy, running
from flows.home import report_file, runs_folder
from flows.outcome import Outcome
from flows.settings import (
    Settings,
)
from flows.terminal import busy, complain, say

if TYPE_CHECKING:
    from flows.store.backfills import Span
    from flows.store.postgres import Database


PANEL = "Collect"
"""The group of these commands in `cppcc --help`."""

commands = typer.Typer()


@commands.command(rich_help_panel=PANEL)
def run(
    sites: Annotated[str, typer.Option(help="replica, all (every enabled site), or keys split by commas.")] = "all",
    now: Annotated[bool, typer.Option("--now", help="Of all, read lists whose time has not come, too.")] = False,
    articles: Annotated[
        int, typer.Option(min=0, max=FURTHEST, help="How many articles the replica makes up beside the seeds.")
    ] = 24,
    shard: Annotated[str | None, typer.Option(help="2/4: the second of four parts of the sites.")] = None,
) -> None:
    """Fetch what is new, clean it, keep it; once, now."""
    from flows.cli.progress import watching
    from flows.store.politeness import check_not_halted

    words, chosen = chosen_sites(sites, shard)
    settings = Settings.from_environment()
    check_not_halted(settings)
    with ExitStack() as stack:
        proxy = replica_proxy(stack, chosen, articles)
        database = stack.enter_context(running(settings))
        from flows.daily import run_daily

        channels = sum(len(site.channels) for site in chosen)
        with judged_runs(database) as judged, watching(runs_folder(settings.home), channels=channels):
            judged.runs = [run_daily(asked=words, proxy=proxy, only_due=False if now else None, shard=shard)]
        for run_id in judged.runs:
            _print_run(database, run_id, judged.outcome)
            print_report(report_file(settings.home, run_id), run_id)
    judged.exit()


@commands.command(rich_help_panel=PANEL)
def backfill(
    *,
    sites: Annotated[
        str | None, typer.Option(help="Keys split by commas, all, or replica; with --warc, every registered site.")
    ] = None,
    warc: Annotated[
        list[str] | None,
        typer.Option(help="Read WARC files instead of lists: a path, a pattern, or - (standard input)."),
    ] = None,
    dask: Annotated[
        str | None, typer.Option(help="With --warc: a Dask cluster such as tcp://10.0.0.5:8786, local, or none.")
    ] = None,
    channel: Annotated[str | None, typer.Option(help="Only the list of this name.")] = None,
    since: Since = None,
    until: Until = None,
    pages: Annotated[str, typer.Option(help="List pages, as 3-20, 7 or 3-; by default all.")] = "1-",
    plan: Annotated[
        bool, typer.Option("--plan", help="Only say what it would take; asks one page of each list.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="From the beginning, also what was done before.")] = False,
) -> None:
    """Fetch what older list pages hold, as far back as asked; the same command again goes on where it was left."""
    from flows.cli.progress import watching
    from flows.cli.tables_collect import backfills_table
    from flows.store.backfills import Span, open_backfills
    from flows.store.politeness import check_not_halted

    if warc:
        if channel or since or until or plan or again or pages != "1-":
            raise SettingsError("--warc goes with --sites and --dask alone: archives are read from end to end")
        _take_in_archives(warc, sites, dask)
        return
    if dask:
        raise SettingsError("--dask goes with --warc: lists are read by one process")
    if sites is None:
        raise SettingsError("Name the sites whose lists are to be read: --sites; or archives: --warc")
    words, chosen = chosen_sites(sites)
    first_page, last_page = _page_range(pages)
    span = Span(since=since, until=until, first_page=first_page, last_page=last_page)
    settings = Settings.from_environment()
    check_not_halted(settings)
    with ExitStack() as stack:
        proxy = replica_proxy(stack, chosen)
        if plan:
            _print_plan(settings, chosen, channel, span, proxy)
            return
        database = stack.enter_context(running(settings))
        from flows.backfill import run_backfill

        with judged_runs(database) as judged, watching(runs_folder(settings.home), channels=None):
            judged.runs = run_backfill(words, channel=channel, span=span, again=again, proxy=proxy)
        runs = judged.runs
        with database.connect() as connection:
            rows = open_backfills(connection, chosen, channel, span, datetime.now(SHANGHAI))
        say(backfills_table(rows))
        say(f"\nRead in {len(runs)} parts, the last in run {runs[-1]}." if runs else "\nNothing was left to read.")
        if any(row.state == "open" for row in rows):
            say("What is open goes on with the same command: a failed list at once, a spent budget tomorrow.")
    if runs:
        judged.exit()


def _take_in_archives(warc: list[str], sites: str | None, dask: str | None) -> None:
    """Pages out of WARC files, and what was met in them."""
    from flows.cli.tables_collect import archives_summary
    from flows.steps.warc_captures import matching

    words = chosen_sites(sites)[0] if sites else None
    matching(warc)
    with running(Settings.from_environment()):
        from flows.warc_import import run_archives

        with busy("Reading archives …"):
            run_id, tally = run_archives(warc, words, dask=dask)
    say(archives_summary(tally))
    say(f"\nRun {run_id}. cppcc receipt {run_id} and the table bad_records say more.")


@commands.command(rich_help_panel=PANEL)
def reclean(
    *,
    sites: Annotated[str, typer.Option(help="Keys split by commas, all (every registered site), or replica.")] = "all",
    since: Since = None,
    until: Until = None,
    accept: Annotated[
        bool, typer.Option("--accept/--dry-run", help="Store what changes; by default it is only shown.")
    ] = False,
    dask: Annotated[
        str | None, typer.Option(help="A Dask cluster such as tcp://10.0.0.5:8786, local, or none.")
    ] = None,
) -> None:
    """Clean stored pages again, from the bytes that were landed and with the rules of today, and show what changes."""
    from flows.cli.tables_collect import recleaned_summary

    words = [word.strip() for word in sites.split(",") if word.strip()]
    check_days(since, until)
    with running(Settings.from_environment()):
        from flows.reclean import run_reclean

        with busy("Cleaning again …"):
            run_id, found = run_reclean(words, since=since, until=until, dry_run=not accept, dask=dask)
    say(recleaned_summary(found), wrap=False)
    if run_id is not None:
        say(f"Stored in run {run_id}. What articles said before is in article_versions; see article_changes.")
    elif found.changed or found.accepted or found.otherwise:
        say("Nothing was stored. The same command with --accept stores it.")


@commands.command(rich_help_panel=PANEL)
def recheck(
    sites: Annotated[str, typer.Option(help="replica, all (every enabled site), or keys split by commas.")] = "all",
) -> None:
    """Ask again for recent articles, which offices correct, and for those that are owed; read no list."""
    from flows.cli.progress import watching
    from flows.store.politeness import check_not_halted

    words, chosen = chosen_sites(sites)
    settings = Settings.from_environment()
    check_not_halted(settings)
    with ExitStack() as stack:
        proxy = replica_proxy(stack, chosen)
        database = stack.enter_context(running(settings))
        from flows.recheck import run_recheck

        with judged_runs(database) as judged, watching(runs_folder(settings.home), channels=None):
            run_id = run_recheck(words, proxy=proxy)
            judged.runs = [] if run_id is None else [run_id]
        if not judged.runs:
            say("No article is due to be asked for again, and none is owed.")
            return
        for each in judged.runs:
            _print_run(database, each, judged.outcome)
            print_report(report_file(settings.home, each), each)
    judged.exit()


@commands.command(rich_help_panel=PANEL)
def attachments(
    sites: Annotated[str, typer.Option(help="Keys split by commas, all, or replica.")],
    limit: Annotated[int, typer.Option(min=1, max=FURTHEST, help="The most files in one run.")] = 200,
) -> None:
    """Fetch documents and archives that articles offer, and keep their checksums."""
    from flows.cli.progress import watching
    from flows.cli.tables_collect import attachments_of_run, attachments_table
    from flows.store.politeness import check_not_halted

    words, chosen = chosen_sites(sites)
    settings = Settings.from_environment()
    check_not_halted(settings)
    with ExitStack() as stack:
        proxy = replica_proxy(stack, chosen)
        database = stack.enter_context(running(settings))
        from flows.attachments import run_attachments

        with judged_runs(database) as judged, watching(runs_folder(settings.home), channels=None):
            judged.runs = [run_attachments(words, limit=limit, proxy=proxy)]
        with database.connect() as connection:
            fetched = attachments_of_run(connection, judged.runs[-1])
    if fetched:
        say(attachments_table(fetched))
    elif judged.outcome.verdict == "nothing due":
        say("No file is missing that is on a site's own host.")
    judged.exit()


def _page_range(pages: str) -> tuple[int, int | None]:
    """Return the first and the last page of `3-20`, `7` or `3-`, counted from 1."""
    found = re.fullmatch(r"([0-9]{1,6})(?:(-)([0-9]{1,6})?)?", pages.strip())
    if found is None or not int(found[1]):
        raise SettingsError(f"--pages {pages} is no range such as 3-20, counted from 1 to {FURTHEST} at most")
    first, dash, last = found.groups()
    return int(first), int(last) if last else None if dash else int(first)


def _print_plan(settings: Settings, chosen: list[Site], channel: str | None, span: Span, proxy: str | None) -> None:
    """What a backfill would take, a list a row and a site a sum."""
    from flows.cli.tables_collect import plan_of
    from flows.steps.backfill_plan import estimate
    from flows.steps.preview import preview
    from flows.store.backfills import articles_in_store, check_list
    from flows.store.postgres import open_database

    today = datetime.now(SHANGHAI).date()
    check_list(chosen, channel)
    with open_database(settings).connect() as connection:
        for site in chosen:
            wanted = tuple(each for each in site.channels if channel in {None, each.name})
            held = articles_in_store(connection, site.key, span)
            with busy(f"Asking {site.name}, {site.delay:g} seconds between two lists …"):
                seen = preview(settings, replace(site, channels=wanted), proxy=proxy)
            estimates = [estimate(each, span, held.get(each.channel, 0), today) for each in seen]
            say(plan_of(site, estimates))


def _print_run(database: Database, run_id: int, outcome: Outcome) -> None:
    """The articles, the sites, what was rejected, and where to look."""
    from flows.cli.tables_collect import run_articles, run_rejected, run_sites
    from flows.cli.tables_common import articles_table, sites_table

    with database.connect() as connection:
        fresh = run_articles(connection, run_id)
        if fresh:
            say(articles_table(fresh))
        elif outcome.verdict == "read":
            say("Nothing new: every listed item is in the store already, and no row was changed.")
        elif outcome.is_well:  # else the command ends with it
            say(outcome.words)
        say()
        say(sites_table(run_sites(connection, run_id)))
        for site, reason, detail, url in run_rejected(connection, run_id):
            say(f"rejected: {site} {reason} ({detail}) {url}", wrap=False)
    say(f"\nRun {run_id}: {len(fresh)} new articles. The database is {database.where}. Look at it with")
    # As the reader has to type it: the command is on PATH only where the environment is activated.
    command = "cppcc" if shutil.which("cppcc") else os.path.relpath(sys.argv[0])
    say(f"  {command} psql\n  {database.psql}", wrap=False)


def print_report(file: Path, run_id: int) -> None:
    """Where the run's page is; or that it has none, which happens where the disk is full."""
    if file.exists():
        say(f"What it came to, as a page: {file}", wrap=False)
    else:
        complain(f"run {run_id} has no report: cppcc report {run_id} says why")
