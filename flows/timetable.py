"""Which flow runs when: the default times, what CPPCC_SCHEDULE makes of them, and their words. Imports no Prefect."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from crawler.errors import SettingsError

ZONE = "Asia/Shanghai"
"""The zone of all times here."""

FIELDS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}
"""The five fields of a time in cron's syntax, with their least and greatest numbers; Sunday is 0 and 7."""
LONGEST_MONTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
"""How many days a month has at most, where that is not 31."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A flow with its time."""

    flow: str
    cron: str | None
    """When, in cron's syntax and Shanghai time; None where it is switched off."""
    command: str
    """What does the same once, now: the words behind `cppcc`."""
    what: str

    @property
    def when(self) -> str:
        """The time in words.

        >>> [replace(DEFAULT[0], cron=cron).when for cron in ("5 7 * * *", "5 * * * *", "5 7 * * 1-5", None)]
        ['every day at 07:05', 'every hour at :05', 'at 5 7 * * 1-5 (cron)', 'off']
        """
        if self.cron is None:
            return "off"
        found = re.fullmatch(r"(\d+) (\d+|\*) \* \* \*", self.cron)
        if found is None:
            return f"at {self.cron} (cron)"
        minute, hour = found.groups()
        return f"every hour at :{minute:0>2}" if hour == "*" else f"every day at {hour:0>2}:{minute:0>2}"


DEFAULT = (
    Row(
        flow="daily",
        # Before offices open: committees publish in office hours, and late items are caught the next day.
        cron="30 6 * * *",
        command="run --sites all",
        what="What is new, and what is owed.",
    ),
    Row(
        flow="recheck",
        # In the afternoon: offices correct what they published in the morning.
        cron="0 15 * * *",
        command="recheck --sites all",
        what="Recent articles again, which offices correct, and owed ones; reads no list.",
    ),
    Row(
        flow="watch",
        # Hourly: an alarm is told once, however often it is found.
        cron="10 * * * *",
        command="watch",
        what="What went wrong, by each site's own history; asks no site anything.",
    ),
    Row(
        flow="maintenance",
        # At night, when nobody else is at work.
        cron="30 3 * * *",
        command="maintenance",
        what="What a store needs that is left alone for years: vacuum, indexes of the search and of stories, "
        "working files, logs, Prefect's old records.",
    ),
)


def timetable(changes: str | None) -> tuple[Row, ...]:
    """Return the default rows with these changes, such as `daily=0 5 * * *; recheck=off`; rows not named stay.

    Raises SettingsError for a flow that has no row, and for what is neither `off` nor a time in cron's syntax.

    >>> [(row.flow, row.cron) for row in timetable("daily=0 5 * * *; recheck=off")][:2]
    [('daily', '0 5 * * *'), ('recheck', None)]
    """
    rows = {row.flow: row for row in DEFAULT}
    changed: set[str] = set()
    for change in filter(None, (each.strip() for each in re.split(r"[;\n]", changes or ""))):
        flow, _, time = (each.strip() for each in change.partition("="))
        if flow not in rows:
            raise SettingsError(
                f"CPPCC_SCHEDULE: {change!r} names no flow of the schedule. Write it as {as_text(DEFAULT[:2])}; "
                f"there are {', '.join(rows)}"
            )
        if flow in changed:
            raise SettingsError(f"CPPCC_SCHEDULE names {flow} twice")
        changed.add(flow)
        rows[flow] = replace(rows[flow], cron=None if time == "off" else _cron(flow, time))
    return tuple(rows.values())


def as_text(rows: tuple[Row, ...]) -> str:
    """Return rows as CPPCC_SCHEDULE has them.

    >>> as_text(timetable("daily=off")[:2])
    'daily=off; recheck=0 15 * * *'
    """
    return "; ".join(f"{row.flow}={row.cron or 'off'}" for row in rows)


def _cron(flow: str, words: str) -> str:
    """Return a time in cron's syntax with one space between its fields, as every cron and Prefect read it alike."""
    fields = words.split()
    names = ", ".join(FIELDS)
    if len(fields) != len(FIELDS):
        raise SettingsError(
            f"CPPCC_SCHEDULE: {flow}={words} is neither off nor five fields ({names}) such as {DEFAULT[0].cron}"
        )
    numbers = {}
    for field, (name, bounds) in zip(fields, FIELDS.items(), strict=True):
        numbers[name] = _numbers(field, *bounds)
        if not numbers[name]:
            raise SettingsError(
                f"CPPCC_SCHEDULE: {field!r} in {flow}={words} is no {name}: from {bounds[0]} to {bounds[1]}, "
                "as *, 5, 1-5, 1,5 or */5"
            )
    if fields[4] == "*" and min(numbers["day"]) > max(LONGEST_MONTHS.get(month, 31) for month in numbers["month"]):
        raise SettingsError(f"CPPCC_SCHEDULE: {flow}={words} never comes: no such month has so many days")
    return " ".join(fields)


def _numbers(field: str, least: int, greatest: int) -> set[int]:
    """Return the numbers that a field means; none if it cannot be read.

    >>> sorted(_numbers("1-5/2,9", 0, 59)), _numbers("61", 0, 59), _numbers("5-1", 0, 59), _numbers("1,", 0, 59)
    ([1, 3, 5, 9], set(), set(), set())
    """
    found: set[int] = set()
    for part in field.split(","):
        read = re.fullmatch(r"(?:\*|([0-9]{1,2})(?:-([0-9]{1,2}))?)(?:/([0-9]{1,2}))?", part)
        if read is None:
            return set()
        first, last, step = (None if each is None else int(each) for each in read.groups())
        if first is not None and last is None and step is not None:  # 5/10: crons do not agree on what it means
            return set()
        start = least if first is None else first
        end = greatest if first is None else start if last is None else last
        if not least <= start <= end <= greatest or step == 0:
            return set()
        found |= set(range(start, end + 1, step or 1))
    return found
