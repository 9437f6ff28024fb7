"""Every labelled case of text repair."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.text.repairs.repair import repair

CASES = json.loads((Path(__file__).parents[3] / "cases" / "text" / "repair.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, str], request: pytest.FixtureRequest) -> None:
    if case["kind"] == "known failure":
        request.applymarker(pytest.mark.xfail(strict=True, reason=case.get("comment", case["label"])))
    repaired = repair(case["text"])
    if case["kind"] == "must not touch":
        assert (repaired.text, repaired.steps) == (case["text"], ())
    else:
        assert repaired.text == case["expected"]
        assert repair(repaired.text).text == repaired.text
