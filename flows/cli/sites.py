"""Commands about the site lists, and what was learned of sites."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import Annotated

import typer

from crawler.errors import SettingsError
from flows.cli.running import replica_proxy
from flows.settings import (
    Settings,
)
from flows.terminal import busy, remark, say

PANEL = "Collect"
"""The group of these commands in `cppcc --help`."""

commands = typer.Typer()


sites_app = typer.Typer(help="The site lists: see them, try one, begin one.", invoke_without_command=True)
commands.add_typer(sites_app, name="sites", rich_help_panel=PANEL)


@sites_app.callback()
def sites(context: typer.Context) -> None:
    """The site lists, one site a row."""
    from crawler.sites.registry import load_registry
    from flows.cli.tables_sites import registry_table

    if context.invoked_subcommand is None:
        say(registry_table(load_registry()))


@sites_app.command()
def check(key: Annotated[str, typer.Argument(help="The site's key.")]) -> None:
    """Read the first page of each of a site's lists, live, and say what a crawl would take. Nothing is kept."""
    from crawler.sites.registry import load_registry, select
    from flows.cli.tables_sites import previews
    from flows.steps.preview import preview

    site, *others = select(load_registry(), [key])
    if others:
        raise SettingsError(f"{key} names {1 + len(others)} sites: choose one; cppcc sites lists them")
    with ExitStack() as stack:
        proxy = replica_proxy(stack, [site])
        stack.enter_context(busy(f"Asking {site.name}, {site.delay:g} seconds between two lists …"))
        seen = preview(Settings.from_environment(), site, proxy=proxy)
    say(previews(site, seen))
    if any(each.trouble for each in seen):
        raise typer.Exit(1)


@sites_app.command()
def add(url: Annotated[str, typer.Argument(help="The first page of one of the site's lists.")]) -> None:
    """Read a list of an unknown site, live, and print a block for `crawler/sites` to be completed by hand."""
    from flows.cli.tables_sites import rows_table
    from flows.steps.preview import preview, recognised, visitor

    if not re.fullmatch(r"https?://[\w.-]+(:[0-9]{1,5})?([/?#]\S*)?", url):
        raise SettingsError(f"{url} is no address of a list: it must begin with http:// or https:// and a host")
    stranger = visitor(url)
    with busy(f"Asking {stranger.name} …"):
        [seen] = preview(Settings.from_environment(), stranger, proxy=None)
    block, taken = recognised(seen, stranger.key)
    if not taken:
        raise SettingsError(f"{url} gave no list: {seen.trouble or 'no rows'}")
    say(block, wrap=False)
    remark(rows_table(taken))


@commands.command(rich_help_panel=PANEL)
def furniture(
    site: Annotated[str | None, typer.Argument(help="Only this site's.")] = None,
    refuse: Annotated[str | None, typer.Option(metavar="LINE", help="It is text: leave it in from now on.")] = None,
    accept: Annotated[str | None, typer.Option(metavar="LINE", help="It is no text: take it off after all.")] = None,
) -> None:
    """The lines that were learned to be a site's own and are taken off its articles."""
    from crawler.sites.registry import load_registry
    from flows.cli.tables_sites import furniture_table
    from flows.store.learned_boilerplate import judge, learned_lines
    from flows.store.postgres import open_database

    if site is not None and site not in {each.key for each in load_registry()}:
        raise SettingsError(f"No site has the key {site}; cppcc sites lists them")
    with open_database(Settings.from_environment()).connect() as connection:
        if refuse is not None:
            judge(connection, site, refuse, "refused")
        if accept is not None:
            judge(connection, site, accept, "learned")
        lines = learned_lines(connection, site)
    say(furniture_table(lines) if lines else "No line has been learned so far.")
