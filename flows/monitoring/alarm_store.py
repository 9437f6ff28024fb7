"""The store's memory of alarms: raised once, kept up to date, cleared; muted and told."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.article import SHANGHAI
from crawler.errors import SettingsError
from flows.monitoring.alarm import Alarm, AlarmState, Standing
from flows.store.postgres import json, records
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from flows.monitoring.alarm import Key, Notice
    from flows.store.postgres import Connection

LONGEST_MUTE = timedelta(days=366)
"""What is to be silent for longer is to be mended, or taken out of the site lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What one watch changed."""

    raised: tuple[Alarm, ...] = ()
    cleared: tuple[Standing, ...] = ()
    lasting: int = 0
    """How many stood before and still do."""


@contextmanager
def single_watch(connection: Connection) -> Iterator[bool]:
    """Be the only watch in this database for as long as the block lasts; False if another one goes on."""
    is_ours = connection.execute(query("try_watch_lock")).fetchone() == (True,)
    try:
        yield is_ours
    finally:
        if is_ours and not connection.closed:
            connection.execute(query("release_watch_lock"))


def standing_alarms(connection: Connection) -> list[Standing]:
    """The alarms that are not over, the oldest first."""
    return [Standing(**row) for row in records(connection, query("open_alarms"))]


def last_clearings(connection: Connection) -> dict[Key, datetime]:
    """When each thing was last over."""
    return {
        (site, kind, subject): cleared_at
        for site, kind, subject, cleared_at in connection.execute(query("last_clearings"))
    }


def settle(connection: Connection, standing: Sequence[Standing], notices: Sequence[Notice], now: datetime) -> Settled:
    """Raise what is new, renew what goes on, clear what is over; all of it or nothing."""
    before: dict[Key, Standing] = {(each.site, each.kind, each.subject): each for each in standing}
    raised = []
    with connection.transaction():
        for notice in notices:
            known = before.pop((notice.site, notice.kind, notice.subject), None)
            said = {"noticed": json(notice.noticed), "message": notice.message, "now": now}
            if known is not None:
                connection.execute(query("renew_alarm"), said | {"id": known.id})
                continue
            what = {"site": notice.site, "kind": notice.kind, "subject": notice.subject}
            row = connection.execute(query("raise_alarm"), said | what).fetchone()
            assert row is not None
            raised.append(
                Alarm(
                    id=row[0],
                    site=notice.site,
                    kind=notice.kind,
                    subject=notice.subject,
                    raised_at=now,
                    message=notice.message,
                    noticed=notice.noticed,
                )
            )
        for over in before.values():
            connection.execute(query("clear_alarm"), {"id": over.id, "now": now})
    return Settled(raised=tuple(raised), cleared=tuple(before.values()), lasting=len(notices) - len(raised))


def untold_alarms(connection: Connection, receivers: Sequence[str], now: datetime) -> list[Alarm]:
    """Alarms that go on, are not muted, and of which not all of these receivers have been told; the oldest first."""
    asked = {"receivers": list(receivers), "today": now.astimezone(SHANGHAI).date()}
    rows = records(connection, query("untold_alarms"), asked)
    return [Alarm(**{**row, "told_to": tuple(row["told_to"])}) for row in rows]


def record_telling(
    connection: Connection, alarms: Sequence[int], receiver: str, receivers: Sequence[str], now: datetime
) -> None:
    """A receiver, of all of these, has been told of these alarms."""
    said = {"alarms": list(alarms), "receiver": receiver, "receivers": list(receivers), "now": now}
    connection.execute(query("record_telling"), said)


def list_alarms(
    connection: Connection, now: datetime, *, alarm_id: int | None = None, with_cleared: bool = False
) -> list[AlarmState]:
    """The alarms that go on, or also those that are over, the newest first, 200 at most; or the one with a number.

    Raises SettingsError if no alarm has it.
    """
    asked = {"id": alarm_id, "with_cleared": with_cleared, "today": now.astimezone(SHANGHAI).date()}
    found = [AlarmState(**row) for row in records(connection, query("list_alarms"), asked)]
    if alarm_id is not None and not found:
        raise SettingsError(f"No alarm has the number {alarm_id}; cppcc alarms --all lists them")
    return found


def mute(connection: Connection, alarm_id: int, *, days: int, why: str, who: str, now: datetime) -> None:
    """Tell nobody of an alarm, and of others of its kind and site, for so many days from `now` on.

    Raises SettingsError if that is no time, or no reason is given.
    """
    if not timedelta(0) < timedelta(days=days) <= LONGEST_MUTE:
        raise SettingsError(f"An alarm can be muted for 1 to {LONGEST_MUTE.days} days")
    if not why.strip():
        raise SettingsError("Say why, for whoever wonders later: --why TEXT")
    until = now.astimezone(SHANGHAI).date() + timedelta(days=days)
    said = {"id": alarm_id, "until": until, "why": why, "who": who, "now": now}
    connection.execute(query("mute_alarms"), said)


def unmute(connection: Connection, alarm_id: int) -> None:
    """Tell of an alarm, and of others of its kind and site, again."""
    connection.execute(query("unmute_alarms"), {"id": alarm_id})
