"""Ordinary damaged Chinese pages, as their parts: what they were written in, and the bytes somebody lost or added."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.decoding.decode import decode

CASES = json.loads((Path(__file__).parents[3] / "cases" / "text" / "decode.json").read_text(encoding="utf-8"))
NEWS = (
    "<p>市政协副主席带队到开发区调研，听取委员对园区道路、通勤班车和人才公寓的意见。</p>\n"
    "<p>委员们建议，把协商会开到车间里，让一线职工说得上话；有关部门表示，月底前逐条答复。</p>\n"
    "<p>调研组还走访了四家企业，了解订单、用工和融资情况，并就下一步工作交换了看法。</p>\n"
)
HAN = st.text(st.sampled_from(sorted(set(NEWS))), min_size=1, max_size=60)


def build(case: dict[str, Any]) -> tuple[bytes, str]:
    """A case's bytes, and the text they stand for."""
    body, text = b"", ""
    for codec, written, *meant in case["parts"]:
        if codec in ("hex", "replace"):
            body += bytes.fromhex(written)
            text += meant[0] if meant else "" if written == "fffe" else "\N{REPLACEMENT CHARACTER}"
        else:
            body += written.encode(codec)
            text += written
    return body, text


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_page(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if case["kind"] == "known failure":
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["comment"]))
    body, text = build(case)
    decoded = decode(body, content_type=case["header"])
    assert decoded.text == text
    assert (decoded.codec, decoded.losses) == (case["codec"], text.count("\N{REPLACEMENT CHARACTER}"))


def test_a_stitched_page_names_both_codecs() -> None:
    case = next(case for case in CASES if case["label"] == "gb18030 body between utf-8 includes")
    decoded = decode(build(case)[0])
    assert [vote.codec for vote in decoded.votes if vote.witness == "part"] == ["gb18030", "utf-8"]


@given(HAN, st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_undamaged_text_is_read_whatever_it_says(words: str, codec: str) -> None:
    page = NEWS + f"<p>{words}</p>\n"
    decoded = decode(page.encode(codec))
    assert (decoded.text, decoded.losses) == (page, 0)


@given(st.data())
def test_a_stray_ff_costs_no_other_character(data: st.DataObject) -> None:
    codec = data.draw(st.sampled_from(["utf-8", "gb18030"]))
    at = data.draw(st.integers(0, len(NEWS)))
    decoded = decode(NEWS[:at].encode(codec) + b"\xff" + NEWS[at:].encode(codec))
    assert decoded.text == f"{NEWS[:at]}\N{REPLACEMENT CHARACTER}{NEWS[at:]}"


@given(st.integers(1, len(NEWS.encode("gb18030")) - 1), st.sampled_from(["utf-8", "gb18030"]))
def test_a_page_cut_anywhere_keeps_what_came_before(length: int, codec: str) -> None:
    body = NEWS.encode(codec)
    cut = body[: max(200, length)]
    assert decode(cut).text.rstrip("\N{REPLACEMENT CHARACTER}") == cut.decode(codec, "ignore")


@given(st.binary(max_size=200), st.sampled_from([None, "text/html; charset=utf-16", "charset=hz", "charset=big5"]))
def test_any_bytes_give_text_whose_losses_are_counted(body: bytes, header: str | None) -> None:
    decoded = decode(body, content_type=header)
    assert decoded.losses == decoded.text.count("\N{REPLACEMENT CHARACTER}")
    assert 0.0 <= decoded.confidence <= 1.0


@pytest.mark.parametrize("body", [b"\x81", b"~{", b"\xe4", b"a", b"<\xd5", b"\x00"], ids=repr)
def test_two_megabytes_of_one_thing_end(body: bytes) -> None:
    assert decode(body * ((2 << 20) // len(body))).text


def test_chance_after_a_page_ends() -> None:
    assert decode((NEWS * 20).encode("gb18030") + Random(3).randbytes(1 << 17)).losses
