from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.replica.damage import Mirror, choose_mirror, damage, damage_page, whole_mirror
from crawler.replica.mirror_table import MIRROR_TABLE

# The example whose run is longest: 鎮 (E682) matches across 兼|備 and 實 is annotated; 備 and 樹 are not.
_LONG_RUN = Mirror(
    traditional={"备": "備", "为": "為", "树": "樹", "实": "實"}, readings=(("鎮", "zhèn"), ("實", "shí"))
)


@pytest.mark.parametrize(
    ("clean", "damaged"),
    [
        pytest.param("深入协商", "深入?yún)f(xié)商", id="across two characters"),
        pytest.param("担当的铁军", "擔(dān)當(dāng)?shù)蔫F(tiě)軍(jūn)", id="nested"),
        pytest.param("更好地担负", "更好地?fù)?dān)負(fù)", id="touching"),
        pytest.param("于后里干么并", "于后里干么并", id="left simplified"),
        pytest.param("马䶮在𬭎村", "馬(mǎ)䶮在𬭎村", id="outside GBK"),
    ],
)
def test_whole_mirror(clean: str, damaged: str) -> None:
    assert damage(clean, whole_mirror()) == damaged


def test_unannotated_characters_follow_the_run() -> None:
    iron = Mirror(
        traditional=whole_mirror().traditional, readings=(("擔", "dān"), ("數", "shù"), ("當", "dāng"), ("負", "fù"))
    )
    assert damage("担当的铁军", iron) == "擔(dān)當(dāng)?shù)蔫F軍"


def test_long_run() -> None:
    assert damage("才兼备、以德为先，树立重实干", _LONG_RUN) == "才兼?zhèn)洹⒁缘聻橄龋瑯淞⒅貙?shí)干"


@given(st.text())
def test_empty_table_changes_nothing(text: str) -> None:
    assert damage(text, choose_mirror(Random(0), {})) == text


@given(st.text(st.characters(codec="ascii")))
def test_ascii_is_never_touched(text: str) -> None:
    assert damage(text, whole_mirror()) == text


@given(
    text=st.text(st.sampled_from("政协委员会议深入协商担当的铁军地。，7A䶮")),
    table=st.dictionaries(st.sampled_from(sorted(MIRROR_TABLE)), st.sampled_from(sorted(MIRROR_TABLE.values()))),
    chance=st.integers(),
)
def test_any_table_gives_the_same_twice_and_text_of_gbk(
    text: str, table: dict[str, tuple[str, str]], chance: int
) -> None:
    damaged = damage(text, choose_mirror(Random(chance), table))
    assert damaged == damage(text, choose_mirror(Random(chance), table))
    damaged.replace("䶮", "").encode("gbk")


def test_a_page_keeps_its_tags_and_scripts() -> None:
    page = "<!--协--><a title=\"协\" href='/x'>协</a><style>协</style><script>var a='协'</script>"
    assert damage_page(page, whole_mirror({"协": ("協", "xié")})) == (
        "<!--协--><a title=\"協(xié)\" href='/x'>協(xié)</a><style>协</style><script>var a='协'</script>"
    )


def test_table_is_in_gbk_and_in_order() -> None:
    rows = list(MIRROR_TABLE.items())
    assert all(len(simplified) == len(traditional) == 1 for simplified, (traditional, _) in rows)
    assert "".join(simplified + traditional + reading for simplified, (traditional, reading) in rows).encode("gbk")
    assert [traditional for _, (traditional, _) in rows] == sorted(traditional for _, (traditional, _) in rows)
