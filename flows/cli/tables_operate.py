"""What commands that keep an installation going print: alarms, maintenance."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from flows.cli.tables_common import plain_table
from flows.monitoring.alarm import AlarmState
from flows.store.upkeep import Done
from flows.wording import moment


def alarms_table(rows: Sequence[AlarmState]) -> Table:
    """Alarms, one a row, the newest first."""
    table = plain_table(padding=(0, 2, 0, 0))
    table.add_column("id", justify="right", style="dim")
    table.add_column("site", style="cyan", no_wrap=True)
    table.add_column("alarm", no_wrap=True)
    table.add_column("raised", no_wrap=True)
    table.add_column("state", no_wrap=True)
    table.add_column("what is wrong", overflow="fold")
    for alarm in rows:
        table.add_row(
            str(alarm.id), alarm.site or "–", alarm.kind, moment(alarm.raised_at, None), alarm_state(alarm),
            Text(alarm.message),
        )  # fmt: skip
    return table


def alarm_state(alarm: AlarmState) -> str:
    """Whether an alarm is over, muted, told or none of these."""
    if alarm.cleared_at:
        return f"over since {moment(alarm.cleared_at, None)}"
    if alarm.muted_until:
        return f"muted until {alarm.muted_until}"
    return "told" if alarm.told_at else "not told"


def alarm_in_full(alarm: AlarmState) -> Text:
    """One alarm with its numbers."""
    lines = [
        f"{alarm.id}  {alarm.kind}{f' ({alarm.subject})' if alarm.subject else ''}  {alarm.site or ''}",
        alarm.message,
        f"raised {moment(alarm.raised_at, None)}, last seen {moment(alarm.seen_at, None)}, {alarm_state(alarm)}",
    ]
    if alarm.muted_until:
        lines.append(f"muted by {alarm.muted_by}: {alarm.muted_because}")
    lines += [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in alarm.noticed.items()]
    example = alarm.noticed.get("example", {})
    if article := example.get("article"):
        lines.append(f"see: cppcc show {article}")
    elif url := example.get("url"):
        lines.append(f"see: cppcc why {url}")
    return Text("\n".join(lines))


def maintenance_table(done: Sequence[Done]) -> Table:
    """What was looked after, one thing a row."""
    table = plain_table(padding=(0, 2, 0, 0))
    table.add_column("what", style="cyan", no_wrap=True)
    table.add_column("what was done", overflow="fold", ratio=3)
    table.add_column("why", style="dim", overflow="fold", ratio=4)
    for each in done:
        table.add_row(each.what, each.result, each.why)
    return table
