"""The labelled cases of every damage family that has a module of its own, and the laws their repairs keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import Repaired, Step
from crawler.text.repairs.document_sharing import undo_sharing
from crawler.text.repairs.hidden_watermarks import drop_hidden_strings
from crawler.text.repairs.html_entities import read_entities
from crawler.text.repairs.invisible_characters import drop_invisible
from crawler.text.repairs.punctuation import drop_inserted_commas, widen_punctuation
from crawler.text.repairs.quality_flags import flags
from crawler.text.repairs.quality_flags_table import NOTE_REASONS, UNFIT
from crawler.text.repairs.question_mark_indents import drop_indents
from crawler.text.repairs.seo_spam import drop_keyword_line, drop_link_farm
from crawler.text.repairs.title_asterisks import drop_title_stars

CASES = Path(__file__).parents[3] / "cases"
LINE_KEEPING = (drop_invisible, read_entities, drop_indents, drop_title_stars, drop_inserted_commas, widen_punctuation)
REPAIRS = (*LINE_KEEPING, drop_keyword_line, drop_link_farm, drop_hidden_strings, undo_sharing)
FAMILIES: dict[str, tuple[Callable[[str], Repaired], ...]] = {
    "invisible": (drop_invisible,),
    "entities": (read_entities,),
    "indents": (drop_indents,),
    "stars": (drop_title_stars,),
    "advertising": (drop_keyword_line, drop_link_farm),
    "hidden_strings": (drop_hidden_strings,),
    "sharing": (undo_sharing,),
    "punctuation": (drop_inserted_commas, widen_punctuation),
}
GOLDEN = {
    path.stem: "\n".join(json.loads(path.read_text(encoding="utf-8"))["body"])
    for path in sorted((CASES / "seeds").glob("*.json"))
}
HAN = st.text(st.sampled_from("市政协召开会议研究提案办理工作委员协商议政"), min_size=4, max_size=12)
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *"，。,;:?()（）、“”&#|\n\n\n档\u200b\u200e\u200d\ue5e5",
            *"会议 协商议政 7月 1、 2、 3、 ?? ???? سلام ****** ,, 9L3K 党的*大".split(),
            *"&nbsp; &amp; amp; ldquo; &ldquo; 8220;".split(),
            *"R8c安康新闻网 tujian.org —19— \n—1—\n 第1页共2页 PAGE10 PAGE\\*ROMAN".split(" "),
            *"城关区| 主站蜘蛛池 皇冠体育 比分直播".split(),
            *"注册 无码 《要点.docx》 由会员分享， 可在线阅读， 上搜索 资源ID： 9收藏 文档简介 \n文档简介\n".split(" "),
        ]
    ),
    max_size=40,
).map("".join)


def _cases(family: str) -> list[dict[str, str]]:
    cases: list[dict[str, str]] = json.loads((CASES / "text" / f"{family}.json").read_text(encoding="utf-8"))
    return cases


def _apply(repairs: tuple[Callable[[str], Repaired], ...], text: str) -> Repaired:
    steps: list[Step] = []
    for repair in repairs:
        repaired = repair(text)
        text = repaired.text
        steps += repaired.steps
    return Repaired(text=text, steps=tuple(steps))


@pytest.mark.parametrize(
    ("family", "case"),
    [pytest.param(name, case, id=f"{name}: {case['label']}") for name in FAMILIES for case in _cases(name)],
)
def test_case(family: str, case: dict[str, str]) -> None:
    repaired = _apply(FAMILIES[family], case["text"])
    if case["kind"] == "must not touch":
        assert (repaired.text, repaired.steps) == (case["text"], ())
    else:
        assert repaired.text == case["expected"]
        assert repaired.steps


@pytest.mark.parametrize("repair", REPAIRS)
def test_goldens_and_what_other_families_keep_stay(repair: Callable[[str], Repaired]) -> None:
    for text in GOLDEN.values():
        assert repair(text) == Repaired(text=text)


@pytest.mark.parametrize("case", _cases("hopeless"), ids=lambda case: case["label"])
def test_flags(case: dict[str, str]) -> None:
    assert list(flags(case["text"])) == case.get("flags", [])


@pytest.mark.parametrize("name", GOLDEN)
def test_goldens_are_fit(name: str) -> None:
    assert flags(GOLDEN[name]) == (("masked words",) if name == "003" else ())


@given(FRAGMENTS)
def test_repair_again_changes_nothing(text: str) -> None:
    for repair in REPAIRS:
        once = repair(text)
        assert repair(once.text) == Repaired(text=once.text), repair
        assert bool(once.steps) == (once.text != text), repair
        if repair in LINE_KEEPING:
            assert once.text.count("\n") == text.count("\n"), repair


@given(FRAGMENTS)
def test_every_flag_has_a_reason(text: str) -> None:
    assert set(flags(text)) <= UNFIT | NOTE_REASONS.keys()


@given(st.lists(HAN, min_size=3, max_size=9), st.sampled_from([",", "，"]))
def test_inserted_commas_come_out(clauses: list[str], comma: str) -> None:
    text = "，".join(clauses) + "。"
    damaged = text.replace("，", f"{comma}，").replace("。", f"{comma}。")
    assert drop_inserted_commas(damaged).text == text


@given(st.lists(HAN, min_size=4, max_size=9), st.sampled_from(["，", "；", "：", "？"]))
def test_narrowed_marks_come_back(clauses: list[str], mark: str) -> None:
    text = mark.join(clauses) + "。"
    assert widen_punctuation(text.replace(mark, {"，": ",", "；": ";", "：": ":", "？": "?"}[mark])).text == text


@given(st.lists(HAN, min_size=2, max_size=9), st.sampled_from([2, 3, 4, 6]))
def test_indents_come_out(paragraphs: list[str], length: int) -> None:
    text = "\n".join(f"{paragraph}。" for paragraph in paragraphs)
    assert drop_indents("?" * length + text.replace("\n", "\n" + "?" * length)).text == text


@given(st.lists(HAN, min_size=3, max_size=9), st.from_regex(r"[A-Za-z0-9]{2,8}", fullmatch=True))
def test_hidden_strings_come_out(paragraphs: list[str], token: str) -> None:
    text = "\n".join(f"{paragraph}。" for paragraph in paragraphs)
    assert drop_hidden_strings(text.replace("。", f"。{token}安康新闻网")).text == text


@given(HAN, st.integers(0, 4))
def test_quotes_escaped_any_number_of_times_come_back(words: str, times: int) -> None:
    damaged = f"会议&ldquo;{words}&#8221;"
    for _ in range(times):
        damaged = damaged.replace("&", "&amp;")
    assert read_entities(damaged).text == f"会议“{words}”"
