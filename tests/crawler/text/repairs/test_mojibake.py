"""Wrong decodes turned back: every labelled case, and the laws for lossless, lossy and clean text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.han.frequency_table import COMMITTEE, EVERYDAY
from crawler.text.repairs.mojibake import undo_mojibake
from crawler.text.repairs.mojibake_table import WINDOWS_1252

CASES = json.loads((Path(__file__).parents[3] / "cases" / "text" / "mojibake.json").read_text(encoding="utf-8"))
SENTENCES = (
    "市政协召开主席会议，研究提案办理工作。",
    "全国政协委员围绕“乡村振兴”建言献策，",
    "区政协组织委员视察民生工程；",
    "各民主党派、工商联和无党派人士参加会议。",
    "会议强调：坚持团结和民主两大主题，",
)
CHARACTERS = st.text(st.sampled_from(sorted(set(EVERYDAY + COMMITTEE))), min_size=8, max_size=60)
CHINESE = st.one_of(CHARACTERS, st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("".join))
CP1252 = {byte: char for char, byte in WINDOWS_1252.items()}


def latin(raw: bytes) -> str:
    """Bytes as a browser reads them under the name of Latin-1."""
    return raw.decode("latin-1").translate(CP1252)


def even(text: str) -> str:
    """A text of as many characters as make whole pairs of bytes, which therefore loses nothing when read as GBK."""
    return text[: len(text) // 2 * 2]


LOSSLESS: dict[str, Callable[[str], str]] = {
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1"),
    "UTF-8 as cp1252": lambda text: latin(text.encode()),
    "UTF-8 as cp1252 twice": lambda text: latin(latin(text.encode()).encode()),
    "GBK as Latin-1": lambda text: text.encode("gbk").decode("latin-1"),
    "GBK as cp1252": lambda text: latin(text.encode("gbk")),
}


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if case["kind"] == "known failure":
        request.applymarker(pytest.mark.xfail(strict=True, reason=case.get("comment", case["label"])))
    repaired = undo_mojibake(case["text"])
    if case["kind"] == "must not touch":
        assert (repaired.text, repaired.steps) == (case["text"], ())
    else:
        assert repaired.text == case["expected"]
        assert undo_mojibake(repaired.text).text == repaired.text
    assert repaired.losses == case.get("losses", 0)


@pytest.mark.parametrize("damage", LOSSLESS.values(), ids=LOSSLESS.keys())
@given(text=CHINESE)
def test_what_lost_nothing_comes_back(damage: Callable[[str], str], text: str) -> None:
    repaired = undo_mojibake(damage(text))
    assert repaired.text == text
    assert repaired.losses == 0


@given(text=CHINESE.map(even))
def test_whole_pairs_read_as_gbk_come_back(text: str) -> None:
    damaged = text.encode().decode("gb18030", "replace")
    repaired = undo_mojibake(damaged)
    kept = repaired.text.replace("\ufffd", "")
    if "\ufffd" not in damaged:
        assert repaired.text == text
    if repaired.steps:
        assert is_subsequence(kept, text)
        assert len(text) - len(kept) == repaired.losses


@given(text=CHINESE)
def test_a_part_of_a_text_comes_back(text: str) -> None:
    before, after = "市政协召开会议。\n来源：", "\n版权所有 2024"
    damaged = before + latin(text.encode()) + after
    assert undo_mojibake(damaged).text == before + text + after


@given(text=st.one_of(CHINESE, st.text(max_size=80)))
def test_repaired_text_stays(text: str) -> None:
    once = undo_mojibake(text)
    assert undo_mojibake(once.text).text == once.text


@given(text=CHINESE)
def test_clean_text_is_never_changed(text: str) -> None:
    repaired = undo_mojibake(text)
    assert (repaired.text, repaired.steps, repaired.losses) == (text, (), 0)


def is_subsequence(part: str, whole: str) -> bool:
    remaining = iter(whole)
    return all(char in remaining for char in part)
