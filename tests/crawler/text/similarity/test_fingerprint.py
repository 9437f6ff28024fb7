"""Folding: the quick way and the thorough one say the same of every text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.han.script import to_simplified
from crawler.text.similarity.fingerprint import _bare, fold

CASES = [
    pytest.param("市政协２０２６年３月５日召开（扩大）会议。", "市政协2026年3月5日召开扩大会议", id="full width"),
    pytest.param("市 政　协\n\t召\u00a0开", "市政协召开", id="white space"),
    pytest.param("CPPCC_2026·ｗｗｗ", "cppcc2026www", id="letters"),
    pytest.param("e\u0301lan 与 élan", "élan与élan", id="a mark joins its letter"),
    pytest.param("㈠①⑩℃", "一110c", id="one character that folds to several"),
    pytest.param("會議，著力", "会议着力", id="traditional"),
    pytest.param("𠮷林\U000e0100", "𠮷林", id="beyond the first plane"),
    pytest.param("\ud83d协\udc00", "协", id="half a pair"),
    pytest.param("", "", id="nothing"),
]


def thoroughly(text: str) -> str:
    """Without the table of what folds alone."""
    return to_simplified(_bare(text)).casefold()


@pytest.mark.parametrize(("text", "folded"), CASES)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_character_alone() -> None:
    codes = (*range(0x10000), *range(0x10000, 0x110000, 17))
    assert [code for code in codes if fold(chr(code)) != thoroughly(chr(code))] == []


# The commonest neighbours in whatever order, and now and then anything at all.
NEIGHBOURS = st.sampled_from("政协着著會ｅe３3一，。《》·… \u3000\u00a0\u0301\u3099か\u1100\u1161\u2126\u212b㈠①_Ａ̊")


@given(st.lists(NEIGHBOURS | st.characters(), max_size=12).map("".join))
def test_neighbours_change_nothing(text: str) -> None:
    assert fold(text) == thoroughly(text)


@given(st.text())
def test_folded_twice_is_folded_once(text: str) -> None:
    folded = fold(text)
    if unicodedata.is_normalized("NFKC", folded):  # casefold() may leave what normalizing would change
        assert fold(folded) == folded
