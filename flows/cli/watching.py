"""Commands about alarms: look once, list, mute."""

from __future__ import annotations

import re
from datetime import datetime
from getpass import getuser
from typing import Annotated

import typer

from crawler.article import SHANGHAI
from crawler.errors import SettingsError
from flows.cli.running import running
from flows.settings import (
    Settings,
)
from flows.terminal import say

PANEL = "Operate"
"""The group of these commands in `cppcc --help`."""

commands = typer.Typer()


@commands.command(rich_help_panel=PANEL)
def watch() -> None:
    """Look once at what is wrong, by each site's own history: raise and clear alarms, and tell of new ones."""
    from flows.cli.tables_operate import alarms_table
    from flows.monitoring.alarm_store import list_alarms
    from flows.monitoring.receivers.receivers import receivers

    settings = Settings.from_environment()
    receivers(settings.notify)  # a bad address is known before the servers start
    with running(settings) as database:
        from flows.watch import run_watch

        watched = run_watch()
        with database.connect() as connection:
            rows = list_alarms(connection, datetime.now(SHANGHAI))
    settled = watched.settled
    say(f"{len(settled.raised)} raised, {settled.lasting} going on, {len(settled.cleared)} cleared.")
    for each in watched.told:
        said = f"could not be told: {each.trouble}" if each.trouble else "has been told"
        say(f"{each.receiver} {said} (alarms {', '.join(map(str, each.alarms))})", wrap=False)
    if rows:
        say(alarms_table(rows))


@commands.command(rich_help_panel=PANEL)
def alarms(
    number: Annotated[int | None, typer.Argument(metavar="[ID]", help="One alarm, with its numbers.")] = None,
    *,
    with_cleared: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    mute_for: Annotated[
        str | None, typer.Option("--mute", metavar="7d", help="Tell nobody of its kind and site for so many days.")
    ] = None,
    why: Annotated[str, typer.Option(help="Why it is muted, for whoever wonders later.")] = "",
    unmute_it: Annotated[bool, typer.Option("--unmute", help="Take back --mute.")] = False,
) -> None:
    """The alarms that go on, or one in full; what is muted is still recorded."""
    from flows.cli.tables_operate import alarm_in_full, alarms_table
    from flows.monitoring.alarm_store import list_alarms, mute, unmute
    from flows.store.postgres import open_database

    now = datetime.now(SHANGHAI)
    if number is None and (mute_for or unmute_it):
        raise SettingsError("Say which alarm by its number: cppcc alarms lists them")
    with open_database(Settings.from_environment()).connect() as connection:
        rows = list_alarms(connection, now, alarm_id=number, with_cleared=with_cleared)
        if number is not None and mute_for:
            found = re.fullmatch(r"(\d{1,3})d", mute_for)
            if found is None:
                raise SettingsError(f"--mute {mute_for} is no number of days such as 7d")
            mute(connection, number, days=int(found[1]), why=why, who=getuser(), now=now)
        if number is not None and unmute_it:
            unmute(connection, number)
        if mute_for or unmute_it:
            rows = list_alarms(connection, now, alarm_id=number)
    if number is not None:
        say(alarm_in_full(rows[0]), wrap=False)
    else:
        say(alarms_table(rows) if rows else "No alarm.")
