"""The inverse against the forward model: what the mirror does to a text, with tables of every size, is undone."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.replica.damage import Mirror, damage, whole_mirror
from crawler.replica.mirror_table import MIRROR_TABLE
from crawler.replica.prose import write
from crawler.text.repairs.pinyin_annotations import undo_readings
from crawler.text.repairs.repair import undo_mirror

WHOLE = whole_mirror()


@cache
def paragraphs() -> tuple[str, ...]:
    """Committee news, with nothing in it that is not in GBK or that a mirror would write the same."""
    written = [
        paragraph for number in range(60) for paragraph in write(f"forward/{number}", "replica_xuzhou").paragraphs
    ]
    return tuple(paragraph for paragraph in written if "(" not in paragraph)


def mirror(random: Random, annotated: int) -> Mirror:
    """A mirror that converts all it can and annotates so many of the most used characters, in any order."""
    used = Counter(WHOLE.traditional.get(char, char) for paragraph in paragraphs() for char in paragraph)
    common = sorted(dict(WHOLE.readings), key=lambda char: -used[char])[: 3 * annotated]
    chosen = set(random.sample(common, min(annotated, len(common))))
    return Mirror(traditional=WHOLE.traditional, readings=tuple(row for row in WHOLE.readings if row[0] in chosen))


@pytest.mark.parametrize(
    ("annotated", "exact"), [(15, 0.99), (80, 0.98), (400, 0.95)], ids=["as seed 001", "as seed 004", "every character"]
)
def test_what_a_mirror_did_is_undone(annotated: int, exact: float) -> None:
    counted: Counter[str] = Counter()
    random = Random(annotated)
    for _ in range(60):
        clean = random.sample(paragraphs(), 10)
        chosen = mirror(random, annotated)
        damaged = [damage(paragraph, chosen) for paragraph in clean]
        restored = undo_mirror("\n".join(damaged)).text.split("\n")
        for before, wrecked, after in zip(clean, damaged, restored, strict=True):
            if wrecked != before:
                counted[
                    "exact" if after == before else "marked" if "\ufffd" in after or "?" in after else "silent"
                ] += 1
    assert counted["exact"] >= exact * counted.total(), counted
    assert counted["silent"] <= 0.002 * counted.total(), counted


@given(st.lists(st.sampled_from(paragraphs()), min_size=1, max_size=6), st.integers(0, 2**32))
@settings(max_examples=60)
def test_repaired_again_nothing_changes(clean: list[str], seed: int) -> None:
    chosen = mirror(Random(seed), 60)
    once = undo_mirror("\n".join(damage(paragraph, chosen) for paragraph in clean))
    again = undo_mirror(once.text)
    assert (again.text, again.steps) == (once.text, ())


@given(st.text(alphabet=st.sampled_from("政协商委员会?()（），。abz é\n" + "".join(MIRROR_TABLE)), max_size=80))
@settings(max_examples=200)
def test_simplified_text_is_never_touched(text: str) -> None:
    assert undo_mirror(text).text == text


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_gets_an_answer_with_as_many_lines(text: str) -> None:
    assert undo_readings(text).text.count("\n") == text.count("\n")
