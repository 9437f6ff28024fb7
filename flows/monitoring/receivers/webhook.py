"""Any program that takes JSON: https://… or http://…"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flows.monitoring.receivers.receiver import name_of, post, title, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flows.monitoring.alarm import Alarm


MOST = 200_000
"""Bytes of text in a request, a tenth of what servers take as they are set up by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that JSON is posted to; every status of success means that it was taken."""

    name: str
    url: str = field(repr=False)
    most: int = MOST

    @classmethod
    def from_url(cls, url: str) -> Webhook:
        """The receiver that an address means."""
        return cls(name=name_of(url), url=url)

    def body(self, alarms: Sequence[Alarm], at: datetime) -> dict[str, Any]:
        """What is posted: every alarm with its numbers."""
        return {
            "title": title(alarms),
            "sent_at": at.isoformat(),
            "alarms": [
                {
                    "id": alarm.id,
                    "site": alarm.site,
                    "site_name": alarm.site_name,
                    "kind": alarm.kind,
                    "subject": alarm.subject,
                    "raised_at": alarm.raised_at.isoformat(),
                    "message": alarm.message,
                    "numbers": alarm.noticed,
                    "text": words(alarm),
                }
                for alarm in alarms
            ],
        }

    def send(self, alarms: Sequence[Alarm], at: datetime) -> None:
        """Tell of some alarms. Raises NotifyError if the request was not answered with success."""
        post(self.url, self.body(alarms, at), self.name)
