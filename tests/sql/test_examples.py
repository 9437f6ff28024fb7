"""The questions in sql/examples, asked of a store that a run over the replica has filled."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Runs

EXAMPLES = sorted((Path(__file__).parents[2] / "sql" / "examples").glob("*.sql"))
SILENT = {"09_gaps", "08_silent_sites", "16_changed_titles", "17_changed_texts", "18_taken_down"}
"""Questions to which a store of one run may have no answer."""


def test_there_are_twenty() -> None:
    assert len(EXAMPLES) == 20


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_says_what_it_asks_and_is_answered(file: Path, crawled: Runs) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.match(r"-- [\u4e00-\u9fff].*？ [A-Z].*[?.]\n", text)
    with crawled.database.connect() as connection:
        connection.execute("set role cppcc_reader")
        rows = connection.execute(text.encode()).fetchall()
    assert rows or file.stem in SILENT
