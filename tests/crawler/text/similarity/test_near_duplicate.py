"""Every labelled case of two texts, and the laws that hold for any."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.replica.prose import write
from crawler.text.similarity.fingerprint import fold
from crawler.text.similarity.minhash import SHARED, SHORTEST, signature, sketch
from crawler.text.similarity.near_duplicate import Relation, may_be_related, relation, wording

CASES = json.loads((Path(__file__).parents[3] / "cases" / "text" / "reprints.json").read_text(encoding="utf-8"))
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
LONG = fold("\n".join(write("reprint 1", "replica_xuzhou").paragraphs))


def may_be(first: str, second: str) -> bool:
    """Whether the sketches of two folded texts leave it open."""
    (one, size), (other, other_size) = sketch(first), sketch(second)
    sketches = np.array([list(one), list(other)], dtype=np.uint8)
    return bool(may_be_related(sketches, np.array([size, other_size]), np.array([0]), np.array([1]))[0])


def related(one: str, other: str) -> Relation | None:
    """What makes two texts one story: the same either way round, and never against their sketches."""
    first, second = fold(one), fold(other)
    found = relation(wording(first), wording(second))
    back = relation(wording(second), wording(first))
    assert (found is None) == (back is None)
    assert found is None or may_be(first, second)
    if found and back:
        assert (found.reason, found.similarity, found.kept) == (back.reason, back.similarity, back.kept[::-1])
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    found = related(case["one"], case["other"])
    assert (found and found.reason) == case.get("expected")
    if found:
        shared = set(signature(fold(case["one"])).tolist()) & set(signature(fold(case["other"])).tolist())
        assert len(shared) >= SHARED


@given(text=ANY_TEXT, other=ANY_TEXT)
def test_any_two_texts_can_be_compared(text: str, other: str) -> None:
    related(text, other)
    related(text * 3, text * 3 + other)


@given(text=ANY_TEXT)
def test_a_signature_is_a_matter_of_the_folded_text(text: str) -> None:
    keys = signature(fold(text)).tolist()
    assert (len(fold(text)) >= SHORTEST) == bool(keys)
    assert keys == signature(fold(f"\n{text}，")).tolist()
    assert all(-(2**31) <= key < 2**31 for key in keys)


@given(start=st.integers(0, len(LONG) * 2 // 3))
def test_any_third_of_a_text_is_a_part_of_it(start: int) -> None:
    part = LONG[start : start + len(LONG) // 3]
    found = related(LONG, part)
    assert found is not None
    assert (found.reason, found.similarity) == ("part of", 1)
    assert len(set(signature(LONG).tolist()) & set(signature(part).tolist())) >= SHARED


def test_as_many_keys_for_a_long_text_as_for_a_short_one() -> None:
    assert len(signature(LONG)) == len(signature(LONG + LONG[::-1]))


@pytest.mark.parametrize("seed", range(20))
def test_articles_of_one_kind_are_told_apart_by_their_sketches(seed: int) -> None:
    other = fold("\n".join(write(f"reprint {seed + 2}", "replica_xuzhou").paragraphs))
    assert relation(wording(LONG), wording(other)) is None
    assert not may_be(LONG, other)
