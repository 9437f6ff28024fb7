"""The receipt of a crawl: a line of JSON for each event, flushed at once, so that a killed crawl's can be read."""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Self

from crawler.errors import LandingError

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal["list", "article", "part", "attachment", "other"]
"""What a response is: a part is the second or a later page of a split article."""
StoppedBecause = Literal["page of known articles", "last page", "no new rows", "page cap", "failed", "blocked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """A response was written to the landing, whatever its status."""

    site: str
    channel: str
    """Empty for what belongs to no channel, such as robots.txt."""
    kind: Kind
    url: str
    """The address that answered; a redirect and its target are two events of the same kind."""
    status: int
    fetched_at: datetime
    file: str
    offset: int
    length: int
    asked: str | None = None
    """The address that was asked for, where a redirect led from it to `url`."""
    listed_title: str | None = None
    listed_on: date | None = None
    part_of: str | None = None
    """The address of the first page of the article that a part continues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An address gave nothing that can be used."""

    site: str
    channel: str
    kind: Kind
    url: str
    """The address that was asked for, before any redirect."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDone:
    """A channel's lists were read, and why no further page was."""

    site: str
    channel: str
    pages: int
    """List pages read."""
    listed: int
    """Different articles seen."""
    new: int
    """Of these, the ones asked for; another channel of the site may have asked first."""
    known: int
    """Of these, the ones known before the crawl."""
    stopped_because: StoppedBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Something was done for a site that its owner and ours should know of, such as asking it by http."""

    site: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The crawl came to its own end; without this line it was killed or crashed."""

    reason: str
    """`finished`, or what stopped it early, such as `shutdown`."""


Event = Landed | Failed | ChannelDone | Warned | Ended

_EVENTS: dict[str, type[Event]] = {
    "landed": Landed,
    "failed": Failed,
    "channel done": ChannelDone,
    "warned": Warned,
    "ended": Ended,
}
_NAMES = {kind: name for name, kind in _EVENTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt as far as it goes, each kind of event in the order it happened."""

    landed: tuple[Landed, ...] = ()
    failed: tuple[Failed, ...] = ()
    channels: tuple[ChannelDone, ...] = ()
    warned: tuple[Warned, ...] = ()
    ended: Ended | None = None
    """None for a crawl that was killed or crashed."""


class ReceiptWriter:
    """A new receipt, opened by entering the context.

    Raises LandingError if the file exists or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        try:
            self._file = self.path.open("x", encoding="utf-8")
            fcntl.flock(self._file, fcntl.LOCK_EX)  # until this process ends, however it ends: see `wait_for_writer`
        except OSError as error:
            raise LandingError(f"{self.path} cannot be begun as a receipt: {error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise LandingError(f"{self.path} cannot be written: {error}") from error

    def write(self, event: Event) -> None:
        """Append one event and hand it to the operating system."""
        said = {name: getattr(event, name) for name in event.__dataclass_fields__}  # asdict would copy every value
        line = json.dumps({"event": _NAMES[type(event)], **said}, ensure_ascii=False, default=_spoken)
        try:
            self._file.write(line + "\n")
            self._file.flush()
        except OSError as error:
            raise LandingError(f"{self.path} cannot be written: {error}") from error


def wait_for_writer(path: Path) -> None:
    """Until the crawl that writes this receipt is over; one whose owner was killed takes a moment to go."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)


def read_receipt(path: Path) -> Receipt:
    """Everything a crawl said before it ended or was killed; a torn last line is left out.

    Raises LandingError if the file cannot be read or another line is not an event.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise LandingError(f"{path} cannot be read: {error}") from error
    # What follows the last line end is nothing, or a line that a killed process did not finish.
    events = [_event(path, number, line) for number, line in enumerate(lines[:-1], start=1)]
    return Receipt(
        landed=tuple(event for event in events if isinstance(event, Landed)),
        failed=tuple(event for event in events if isinstance(event, Failed)),
        channels=tuple(event for event in events if isinstance(event, ChannelDone)),
        warned=tuple(event for event in events if isinstance(event, Warned)),
        ended=next((event for event in events if isinstance(event, Ended)), None),
    )


def _spoken(value: object) -> str:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"a receipt holds no {type(value).__name__}")


def _event(path: Path, number: int, line: bytes) -> Event:
    try:
        said = json.loads(line)
        kind = _EVENTS[said.pop("event")]
        names = {field.name for field in fields(kind)}
        if "fetched_at" in names:
            said["fetched_at"] = datetime.fromisoformat(said["fetched_at"])
            said["listed_on"] = date.fromisoformat(said["listed_on"]) if said["listed_on"] else None
        return kind(**said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LandingError(f"{path}, line {number} is not an event of a receipt: {error}") from error
