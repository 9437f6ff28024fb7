"""What holds of repair whatever the text: done twice it changes nothing more, and it always ends."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.replica.damage import choose_mirror, damage
from crawler.text.repairs.repair import repair, repair_characters, replay

PIECES = (
    "市政协召开会议，", "政協(xié)", "?yún)f(xié)商", "????", "，，", "议政,,", ",、", "\n", "。", "(", ")", "?", "a",
    "《要点.docx》由会员分享，可在线阅读", "\n1、", "\n2、", "\n3、", "—19—", "PAGE \\* ROMAN", "第1页，共9页",
    "主站蜘蛛池模板: 灵丘县| 安顺市|", "&ldquo;", "&amp;nbsp;", "\u200b", "\x00", "鏀垮崗濮斿憳", "ÕþÐ\xadÎ¯Ô±",
    "R8c安康新闻网", "******", "\ufffd", "\ud800", "9",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=400)
def test_twice_is_once(text: str) -> None:
    once = repair(text)
    again = repair(once.text)
    assert (again.text, again.steps) == (once.text, ())


@given(st.lists(st.sampled_from((*PIECES, "議\n(yì)", "\n?yún)", "協(xié\n)")), max_size=25).map("".join))
@settings(max_examples=400)
def test_repairs_of_characters_keep_every_line(text: str) -> None:
    assert repair_characters(text).text.count("\n") == text.count("\n")


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_twice_is_once_for_any_text(text: str) -> None:
    once = repair(text)
    assert repair(once.text).text == once.text


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_a_row_can_be_made_again_from_its_steps(seed: int) -> None:
    damaged = damage(
        "各级政协组织深入协商议政，广泛凝聚共识，为经济社会发展贡献力量。" * 3, choose_mirror(Random(seed))
    )
    repaired = repair(damaged)
    assert replay(damaged, [step.name for step in repaired.steps]) == repaired.text
