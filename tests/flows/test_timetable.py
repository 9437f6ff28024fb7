"""The timetable: what CPPCC_SCHEDULE may say, and that README, commands and help say the same as it does."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from prefect.client.schemas.schedules import CronSchedule
from typer.main import get_command

from crawler.errors import SettingsError
from flows.cli.app import app
from flows.cli.settings_reference import with_parts
from flows.schedule import deployments
from flows.settings import Settings
from flows.timetable import DEFAULT, ZONE, as_text, timetable

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
TEXTS = ("README.md", "flows/README.md", "docker-compose.yml", ".env.example")

TAKEN = {
    "nothing": ("", {}),
    "one row": ("daily=0 5 * * *", {"daily": "0 5 * * *"}),
    "several rows": ("daily=0 5 * * *; watch=*/20 6-22 * * *", {"daily": "0 5 * * *", "watch": "*/20 6-22 * * *"}),
    "a line each": ("daily=0 5 * * *\nrecheck=off\n", {"daily": "0 5 * * *", "recheck": None}),
    "off": ("recheck = off", {"recheck": None}),
    "working days": ("daily=30 6 * * 1-5;", {"daily": "30 6 * * 1-5"}),
    "Sundays twice": ("maintenance=0 3 * * 0,7", {"maintenance": "0 3 * * 0,7"}),
    "the leap day": ("maintenance=0 3 29 2 *", {"maintenance": "0 3 29 2 *"}),
    "the last of February, or a Monday": ("maintenance=0 3 31 2 1", {"maintenance": "0 3 31 2 1"}),
    "more blanks than needed": ("daily=  0   5 *  * * ", {"daily": "0 5 * * *"}),
    "all of it": (as_text(DEFAULT), {}),
}


@pytest.mark.parametrize(("words", "changed"), TAKEN.values(), ids=TAKEN.keys())
def test_rows_are_changed_and_others_stay(words: str, changed: dict[str, str | None]) -> None:
    rows = Settings.from_environment({"CPPCC_SCHEDULE": words}).timetable
    assert {row.flow: row.cron for row in rows} == {row.flow: row.cron for row in DEFAULT} | changed
    for row in rows:
        if row.cron:
            CronSchedule(cron=row.cron, timezone=ZONE)  # Prefect takes it


REFUSED = {
    "no flow of the schedule": ("weekly=0 5 * * *", "'weekly=0 5 * * *' names no flow of the schedule"),
    "a time alone": ("0 5 * * *", "names no flow of the schedule"),
    "no time": ("daily=", "daily= is neither off nor five fields"),
    "a time of the day": ("daily=05:00", "daily=05:00 is neither off nor five fields (minute, hour, day, month,"),
    "seconds": ("daily=0 0 5 * * *", "is neither off nor five fields"),
    "a name of cron's": ("daily=@daily", "is neither off nor five fields"),
    "no such minute": ("daily=60 5 * * *", "'60' in daily=60 5 * * * is no minute: from 0 to 59"),
    "no such hour": ("daily=30 25 * * *", "'25' in daily=30 25 * * * is no hour: from 0 to 23"),
    "no such day": ("daily=30 5 0 * *", "'0' in daily=30 5 0 * * is no day: from 1 to 31"),
    "no such month": ("daily=30 5 * 13 *", "is no month: from 1 to 12"),
    "no such weekday": ("daily=30 5 * * 8", "is no weekday: from 0 to 7"),
    "a span backwards": ("daily=30 5 * * 5-1", "'5-1' in daily=30 5 * * 5-1 is no weekday"),
    "no step": ("daily=*/0 5 * * *", "'*/0' in daily=*/0 5 * * * is no minute"),
    "a step from one number": ("daily=5/10 5 * * *", "'5/10' in daily=5/10 5 * * * is no minute"),
    "a list with a gap": ("daily=5,,10 5 * * *", "is no minute"),
    "a very long number": (f"daily={'9' * 5000} 5 * * *", "is no minute"),
    "digits of other scripts": ("daily=３０ ５ * * *", "is no minute"),
    "a day that never comes": ("daily=0 5 31 2,4 *", "daily=0 5 31 2,4 * never comes"),
    "twice": ("daily=off; daily=0 5 * * *", "CPPCC_SCHEDULE names daily twice"),
}


@pytest.mark.parametrize(("words", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_time_is_refused_at_the_start(words: str, message: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(message)) as caught:
        Settings.from_environment({"CPPCC_SCHEDULE": words})
    assert str(caught.value).startswith("CPPCC_SCHEDULE")


def test_each_row_is_a_flow_that_is_served_at_its_time() -> None:
    served = {each.flow.name: each.schedule for each in deployments(timetable("recheck=off"))}
    assert served.keys() >= {row.flow for row in DEFAULT}
    for row in timetable("recheck=off"):
        schedule = served[row.flow]
        assert (schedule.cron if schedule else None) == row.cron
        assert schedule is None or schedule.timezone == ZONE


def test_each_row_has_a_command(capsys: pytest.CaptureFixture[str], asked: Callable[..., int]) -> None:
    known = get_command(app).commands  # type: ignore[attr-defined]  # it is a group
    for row in DEFAULT:
        command, *options = row.command.split()
        assert command in known
        assert row.flow in {command, "daily"}  # the daily run is the one that needs no name
        assert asked(command, *options, "--help") == 0  # each option of it is there
        capsys.readouterr()


def times_of_day(text: str) -> set[str]:
    return set(re.findall(r"(?<![\d:.-])\d{1,2}:\d\d(?![\d:])|(?<= at ):\d\d\b", text))


def test_every_time_that_is_written_is_the_timetable_s(
    capsys: pytest.CaptureFixture[str], asked: Callable[..., int]
) -> None:
    readme, *others = [(ROOT / name).read_text(encoding="utf-8") for name in TEXTS]
    assert readme == with_parts(readme), "make reference"
    [about] = re.findall(r"^## Run it every day\n(.*?)^## ", readme, re.MULTILINE | re.DOTALL)
    for command in ((), ("serve",), *((row.command.split()[0],) for row in DEFAULT)):
        assert asked(*command, "--help") == 0
    texts = [about, *others, capsys.readouterr().out]
    known = times_of_day(" ".join(row.when for row in DEFAULT))
    assert len(known) == len(DEFAULT)
    assert set(chain.from_iterable(map(times_of_day, texts))) == known
    examples = {"0 5 * * *"}
    written = set(chain.from_iterable(re.findall(r"\d+ [\d*]+ \* \* \*", text) for text in (readme, *others)))
    assert written - examples == {row.cron for row in DEFAULT}
