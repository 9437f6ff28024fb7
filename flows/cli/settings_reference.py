"""What README repeats of the program, made from it: the settings, from the fields of `Settings`, and the schedule."""

from __future__ import annotations

import ast
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path

from rich.table import Table

from flows import settings as source
from flows.settings import Settings
from flows.timetable import DEFAULT

README = Path(__file__).parents[2] / "README.md"
BEGINS, ENDS = "<!-- {}: written by make reference -->\n", "<!-- end of {} -->\n"
"""What stands around each part in README."""
PROGRAM = "/path/to/.venv/bin/cppcc"
"""Where README's crontab has the program."""

TYPES = {"Path": "folder", "str": "text", "int": "number", "float": "number", "bool": "yes or no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting, as the reference tells it."""

    field: str
    """Its name in `Settings`."""
    variable: str
    """The variable of the environment that it is read from, or several split by commas."""
    type: str
    default: str
    meaning: str
    example: str
    is_secret: bool


def reference() -> tuple[Setting, ...]:
    """Every setting, in the order of the fields of `Settings`.

    >>> [setting.variable for setting in reference()][:2]
    ['CPPCC_HOME', 'DATABASE_URL']
    """
    meanings = _docstrings()
    return tuple(
        Setting(
            field=each.name,
            variable=each.metadata.get("variable", f"CPPCC_{each.name.upper()}"),
            type=each.metadata.get("type") or TYPES.get(str(each.type).removesuffix(" | None"), str(each.type)),
            default=each.metadata.get("default", "–"),
            meaning=" ".join(meanings.get(each.name, "").removesuffix(".").split()),
            example=each.metadata.get("example", ""),
            is_secret=not each.repr,
        )
        for each in fields(Settings)
    )


def markdown_table() -> str:
    """The reference as README has it."""
    rows = [
        f"| {', '.join(f'`{name}`' for name in each.variable.split(', '))} | {each.type} | {each.default} "
        f"| {each.meaning} | `{each.example}` |"
        for each in reference()
    ]
    return "\n".join(["| variable | type | default | meaning | example |", "|---|---|---|---|---|", *rows, ""])


def settings_table(settings: Settings) -> Table:
    """The reference for the terminal, with what is set now; of what may hold a password, only whether it is set."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("variable", style="cyan", overflow="fold", ratio=2)
    table.add_column("now", overflow="fold", ratio=2)
    table.add_column("default", overflow="fold", ratio=2)
    table.add_column("meaning", style="dim", overflow="fold", ratio=4)
    for each in reference():
        value = getattr(settings, each.field)
        now = "–" if value in {None, False, ()} else "***" if each.is_secret else "set" if value is True else str(value)
        # what is a list of times reads better with a line each
        table.add_row(each.variable, now.replace("; ", ";\n"), each.default.replace("; ", ";\n"), each.meaning)
    return table


def schedule_table() -> str:
    """The timetable as README has it."""
    rows = [f"| {row.flow} | {row.when} | `cppcc {row.command}` | {row.what} |" for row in DEFAULT]
    return "\n".join(["| flow | when (Shanghai) | command | what it does |", "|---|---|---|---|", *rows, ""])


def crontab() -> str:
    """The timetable as cron has it, in a block of Markdown."""
    lines = [f"{row.cron:<10}  {PROGRAM} {row.command}" for row in DEFAULT]
    return "\n".join(["```", *lines, "```", ""])


PARTS = {"settings": markdown_table, "schedule": schedule_table, "crontab": crontab}
"""The parts of README that are made, by the names in their marks."""


def with_parts(readme: str) -> str:
    """A README's text with what stands between its marks made anew."""
    for name, made in PARTS.items():
        begins, ends = BEGINS.format(name), ENDS.format(name)
        head, _, rest = readme.partition(begins)
        _, _, tail = rest.partition(ends)
        assert tail, f"README lacks {begins.strip()} or {ends.strip()}"
        readme = f"{head}{begins}{made()}{ends}{tail}"
    return readme


def _docstrings() -> dict[str, str]:
    """What stands under each field of `Settings`, by its name."""
    tree = ast.parse(Path(source.__file__).read_text(encoding="utf-8"))
    [body] = [node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == Settings.__name__]
    return {
        field.target.id: said.value.value
        for field, said in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
        and isinstance(said.value.value, str)
    }


if __name__ == "__main__":
    README.write_text(with_parts(README.read_text(encoding="utf-8")), encoding="utf-8")
