"""The five pages this project began with, as bare text: every paragraph comes out as its author wrote it."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from crawler.text.repairs.repair import repair

SEEDS = Path(__file__).parents[2] / "cases" / "seeds"


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_every_golden_paragraph_is_restored(name: str) -> None:
    restored = unicodedata.normalize("NFKC", repair((SEEDS / f"{name}.txt").read_text(encoding="utf-8")).text)
    golden = json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8"))
    for paragraph in golden["body"]:
        assert unicodedata.normalize("NFKC", paragraph) in restored


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_repair_again_changes_nothing(name: str) -> None:
    once = repair((SEEDS / f"{name}.txt").read_text(encoding="utf-8"))
    again = repair(once.text)
    assert (again.text, again.steps) == (once.text, ())
