"""The receipt of a crawl: a line of JSON for each event, flushed at once, so that a killed crawl's can be read."""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Self, get_args, get_origin, get_type_hints

from crawler.errors import LandingError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

Kind = Literal["list", "article", "part", "attachment", "other"]
"""What a response is: a part is the second or a later page of a split article."""
StoppedBecause = Literal[
    "page of known articles",
    "not modified",
    "older than asked",
    "last page",
    "no new rows",
    "page cap",
    "failed",
    "blocked",
    "budget spent",
    "halted",
]
"""Why no further page of a list was read."""


BLOCKED = "blocked: "
"""How the reason of a failure begins whose site turned the crawl away; the sign follows."""
BUDGET_SPENT = "budget spent"
HALTED = "halted"
"""The reasons of failures that are our own doing, and stop a list as well."""


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
    etag: str | None = None
    last_modified: str | None = None
    """As sent; conditional requests send both back."""
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
    listed_title: str | None = None
    listed_on: date | None = None
    part_of: str | None = None
    """The address of the first page of the article that a part continues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A row of a list leads to a foreign host, such as WeChat: what is known of it is the row."""

    site: str
    channel: str
    url: str
    title: str
    listed_on: date | None


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
    linked: int = 0
    """Rows that lead to foreign hosts."""
    newest: tuple[date, ...] = ()
    """The five latest days of its first page, newest first, future ones left out: its rhythm."""
    oldest_on: date | None = None
    """The oldest day of any row."""
    covers_from: date | None = None
    """The day of the last row on its first page: late items of later days stand on that page."""
    list_hash: str | None = None
    """Of the addresses on its first page."""
    etag: str | None = None
    last_modified: str | None = None
    """Of its first page, as sent; None where that shows no rows and fetches them by script: it never changes."""
    next_url: str | None = None
    """Where the reading would go on; None at its end, and where a form would have to be posted."""
    next_page: int = 1
    """The number of that page."""


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


Event = Landed | Failed | Linked | ChannelDone | Warned | Ended

_EVENTS: dict[str, type[Event]] = {
    "landed": Landed,
    "failed": Failed,
    "linked": Linked,
    "channel done": ChannelDone,
    "warned": Warned,
    "ended": Ended,
}
_NAMES = {kind: name for name, kind in _EVENTS.items()}
_MOST = 2**31
"""Numbers of events are below: bytes of a crawl's WARC file."""
_MOST_COUNTED = 10**6
"""Pages and articles of one list in one crawl are fewer; the store adds them up."""


def _day(value: str) -> date:
    return date.fromisoformat(value)


# The fields that JSON has no type for.
_READ: dict[str, Callable[[Any], Any]] = {
    "fetched_at": datetime.fromisoformat,
    "listed_on": _day,
    "oldest_on": _day,
    "covers_from": _day,
    "newest": lambda days: tuple(_day(each) for each in days),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedLine:
    """A line of a receipt that is no event, such as one that lost bytes to a broken disk."""

    offset: int
    """Where it begins in the file, in bytes."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt as far as it goes, each kind of event in the order it happened."""

    landed: tuple[Landed, ...] = ()
    failed: tuple[Failed, ...] = ()
    linked: tuple[Linked, ...] = ()
    channels: tuple[ChannelDone, ...] = ()
    warned: tuple[Warned, ...] = ()
    ended: Ended | None = None
    """None for a crawl that was killed or crashed."""
    damaged: tuple[DamagedLine, ...] = ()
    """Lines whose events are lost: what they said of pages and lists has to be found out again."""

    @property
    def is_complete(self) -> bool:
        """Whether the crawl did all it was to do and every line says so; one that is asked to stop ends early."""
        return self.ended == Ended(reason="finished") and not self.damaged


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


def follow(path: Path) -> Iterator[Event | None]:
    """Each event of a receipt as it is written; None whenever there is none yet. Goes on until it is closed."""
    with path.open("rb") as file:
        line = b""
        while True:
            line += file.readline()
            if line.endswith(b"\n"):
                event = _event(line)
                if not isinstance(event, str):
                    yield event
                line = b""
            else:
                yield None


def read_receipt(path: Path, sites: Collection[str] | None = None) -> Receipt:
    """Everything a crawl said before it ended or was killed; a torn last line is left out.

    With `sites`, the keys of those that there are, a line about another one is no event.

    Lines that are no events stand in `damaged`, and cost none of the others. Raises LandingError if the file cannot be
    read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise LandingError(f"{path} cannot be read: {error}") from error
    events: list[Event] = []
    damaged: list[DamagedLine] = []
    offset = 0
    for number, line in enumerate(lines[:-1], start=1):  # what follows the last line end was torn by a kill
        event = _event(line)
        if sites is not None and (site := getattr(event, "site", None)) and site not in sites:
            event = f"no site has the key {site}"
        if isinstance(event, str):
            damaged.append(DamagedLine(offset=offset, reason=f"line {number} is no event of a receipt: {event}"))
        else:
            events.append(event)
        offset += len(line) + 1
    return Receipt(
        landed=tuple(event for event in events if isinstance(event, Landed)),
        failed=tuple(event for event in events if isinstance(event, Failed)),
        linked=tuple(event for event in events if isinstance(event, Linked)),
        channels=tuple(event for event in events if isinstance(event, ChannelDone)),
        warned=tuple(event for event in events if isinstance(event, Warned)),
        ended=next((event for event in events if isinstance(event, Ended)), None),
        damaged=tuple(damaged),
    )


def _spoken(value: object) -> str:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    raise TypeError(f"a receipt holds no {type(value).__name__}")


def _event(line: bytes) -> Event | str:
    """The event that a line holds, or in words why it holds none."""
    try:
        said = json.loads(line)
        kind = _EVENTS[said.pop("event")]
        for name in said.keys() & _READ.keys():
            said[name] = _READ[name](said[name]) if said[name] is not None else None
        event = kind(**said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return f"{type(error).__name__}: {error}"
    for name, allowed in _TYPES[kind].items():
        most = _MOST_COUNTED if kind is ChannelDone else _MOST
        if not _is_one(getattr(event, name), allowed, most):
            return f"{name} is no {allowed}, or more than any of ours"
    for name in ("site", "channel", "file"):  # ours; whatever a page said may hold anything
        if not str(getattr(event, name, "")).isprintable():
            return f"{name} holds what none of ours does"
    if isinstance(event, Landed):
        if PurePath(event.file).name != event.file or event.file in {"", ".."}:
            return f"{event.file!r} is no file of the landing"
        if not 1970 <= event.fetched_at.year < 9999:
            return f"{event.fetched_at} is no moment of a crawl"
    return event


_TYPES: dict[type[Event], dict[str, Any]] = {kind: get_type_hints(kind) for kind in _NAMES}


def _is_one(value: object, allowed: Any, most: int) -> bool:
    """Whether a value that JSON held is of a field's type; a moment must say its zone."""
    if isinstance(allowed, UnionType):
        return any(_is_one(value, each, most) for each in get_args(allowed))
    if get_origin(allowed) is Literal:
        return value in get_args(allowed)
    if get_origin(allowed) is tuple:
        return isinstance(value, tuple)  # of days: `_READ` has made them
    if allowed is datetime:
        return isinstance(value, datetime) and value.tzinfo is not None
    if allowed is int:
        return type(value) is int and 0 <= value < most
    return type(value) is allowed
