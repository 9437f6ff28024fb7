"""The reference of settings: complete, true, the same in README, and silent about passwords."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.cli.settings_reference import README, Setting, reference, settings_table, with_parts
from flows.settings import Settings
from flows.terminal import Terminal


def test_readme_has_it_as_it_is() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_parts(text), "make reference"


@pytest.mark.parametrize("setting", reference(), ids=lambda setting: setting.field)
def test_each_setting_is_told_and_is_read_from_its_variable(setting: Setting) -> None:
    assert setting.meaning, f"Settings.{setting.field} has no docstring"
    assert setting.example, f"Settings.{setting.field} has no example: see _said in flows/settings.py"
    unset = getattr(Settings.from_environment({}), setting.field)
    for variable in setting.variable.split(", "):
        assert getattr(Settings.from_environment({variable: setting.example}), setting.field) != unset, variable


def test_what_is_set_is_shown_without_passwords() -> None:
    settings = Settings(
        home=Path("/srv/cppcc"),
        database_url="postgresql://a:secret@b/c",
        proxy="http://u:secret@proxy",
        contact="a@b.cn",
        schedule="daily=off; watch=5 * * * *",
    )
    console = Terminal(width=200)
    with console.capture() as captured:
        console.print(settings_table(settings))
    lines = [line.split() for line in captured.get().splitlines()]
    shown = {first: then[0] for first, *then in lines if then}
    assert shown["CPPCC_HOME"] == "/srv/cppcc"
    assert shown["CPPCC_CONTACT"] == "a@b.cn"
    assert shown["CPPCC_SCHEDULE"] == "daily=off;"
    assert shown["DATABASE_URL"] == shown["CPPCC_PROXY"] == "***"
    assert "secret" not in captured.get()
