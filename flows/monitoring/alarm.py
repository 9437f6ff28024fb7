"""An alarm's nouns: what is wrong now, what was wrong before, what is told, and what makes two of them the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.monitoring.alarm_kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An alarm that was raised and is not over."""

    id: int
    site: str | None
    kind: Kind
    subject: str
    raised_at: datetime
    noticed: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that is wrong now."""

    site: str | None = None
    kind: Kind
    subject: str = ""
    noticed: dict[str, Any]
    """The numbers, as JSON can hold them."""
    message: str
    """What people are told, in Chinese."""


Key = tuple[str | None, str, str]
"""What makes an alarm the same alarm: its site, kind and subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An alarm as people are told of it."""

    id: int
    site: str | None
    site_name: str | None = None
    kind: Kind
    subject: str
    raised_at: datetime
    message: str
    noticed: dict[str, Any]
    told_to: tuple[str, ...] = ()
    """The receivers that have been told already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmState:
    """An alarm with all that came of it, for whoever looks at it."""

    id: int
    site: str | None
    site_name: str | None
    kind: Kind
    subject: str
    raised_at: datetime
    seen_at: datetime
    cleared_at: datetime | None
    told_at: datetime | None
    message: str
    noticed: dict[str, Any]
    muted_until: date | None
    muted_because: str | None
    muted_by: str | None
