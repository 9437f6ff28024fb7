"""Telling of alarms: each receiver once of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.errors import NotifyError
from flows.monitoring.alarm_store import record_telling, untold_alarms
from flows.monitoring.receivers.receiver import batches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flows.monitoring.receivers.receiver import Receiver
    from flows.store.postgres import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one receiver was told."""

    receiver: str
    alarms: tuple[int, ...]
    trouble: str | None = None
    """Why it was not told after all; the next watch tries again."""


def tell(connection: Connection, receivers: Sequence[Receiver], now: datetime) -> list[Told]:
    """Tell every receiver of the alarms it has not been told of, within `single_watch`.

    What a receiver took is written down at once, message by message: a failure of one keeps nothing from the others,
    and nobody is told twice. Only a kill between an answer and its record makes a message come again.
    """
    names = [receiver.name for receiver in receivers]
    told = []
    for receiver in receivers:
        alarms = [alarm for alarm in untold_alarms(connection, names, now) if receiver.name not in alarm.told_to]
        for batch in batches(alarms, receiver.most):
            numbers = tuple(alarm.id for alarm in batch)
            try:
                receiver.send(batch, now)
            except NotifyError as error:
                told.append(Told(receiver=receiver.name, alarms=numbers, trouble=str(error)))
                break
            record_telling(connection, numbers, receiver.name, names, now)
            told.append(Told(receiver=receiver.name, alarms=numbers))
    return told
