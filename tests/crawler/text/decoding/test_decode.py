"""Bytes to text, whatever the witnesses say."""

from __future__ import annotations

import pytest

from crawler.text.decoding.decode import decode

NEWS = (
    "<p>市政协召开十四届二次会议，委员们围绕“高质量发展”协商议政——共提交提案120件。</p>"
    "<p>主席朱镕基、李喆·阿不都出席。一、聚焦主题建言；二、为民履职。（记者 王小明）</p>"
)
PAGE = f"<html><head><title>某市政协</title>{{meta}}</head><body>{NEWS}</body></html>"
GB2312 = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
UTF8 = '<meta charset="utf-8">'


@pytest.mark.parametrize(
    ("codec", "meta", "content_type", "chosen"),
    [
        pytest.param("utf-8", UTF8, "text/html; charset=utf-8", "utf-8", id="utf-8 declared"),
        pytest.param("utf-8", "", None, "utf-8", id="utf-8 undeclared"),
        pytest.param("utf-8", UTF8, "text/html; charset=gb2312", "utf-8", id="utf-8 under a lying header"),
        pytest.param("utf-8", GB2312, None, "utf-8", id="utf-8 under a lying meta"),
        pytest.param("utf-8-sig", "", None, "utf-8", id="utf-8 with a byte order mark"),
        pytest.param("gb18030", GB2312, None, "gb18030", id="gb18030 declared as gb2312"),
        pytest.param("gb18030", "", None, "gb18030", id="gb18030 undeclared"),
        pytest.param("gb18030", UTF8, "text/html; charset=utf-8", "gb18030", id="gb18030 under lying header and meta"),
        pytest.param("gb18030", "", "text/html; charset=iso-8859-1", "gb18030", id="gb18030 under a server's default"),
        pytest.param("utf-16", "", None, "utf-16-le", id="utf-16 with a byte order mark"),
        pytest.param("utf-16-be", "", None, "utf-16-be", id="utf-16 without one"),
    ],
)
def test_reads_the_text(codec: str, meta: str, content_type: str | None, chosen: str) -> None:
    page = PAGE.format(meta=meta)
    decoded = decode(page.encode(codec), content_type=content_type)
    assert (decoded.text, decoded.codec, decoded.losses) == (page, chosen, 0)


@pytest.mark.parametrize("meta", ["", '<meta charset="big5">'], ids=["undeclared", "declared"])
def test_reads_big5(meta: str) -> None:
    page = f"<title>政協</title>{meta}<p>全國政協委員來港視察，並與各界人士座談，聽取對經濟發展的意見和建議。</p>"
    assert decode(page.encode("big5")).text == page


def test_reads_hz() -> None:
    page = "<p>市政协召开常委会会议，研究提案办理工作。</p>"
    assert decode(page.encode("hz")).text == page


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_one_stray_byte_costs_one_character(codec: str) -> None:
    page = PAGE.format(meta="")
    body = page.encode(codec)
    at = body.index("一、".encode(codec))
    decoded = decode(body[:at] + b"\xff" + body[at:])
    assert decoded.text.replace("\ufffd", "") == page
    assert decoded.losses == 1


def test_names_every_witness() -> None:
    decoded = decode(PAGE.format(meta=GB2312).encode("gb18030"), content_type="text/html; charset=utf-8", site="gbk")
    said = {vote.witness: vote.codec for vote in decoded.votes}
    assert (said["header"], said["meta"], said["site"]) == ("utf-8", "gb18030", "gb18030")
    assert decoded.confidence > 0.8


@pytest.mark.parametrize("body", [b"", b"\xff", b"\x00", b"<p>plain</p>", b"\x81" * 999], ids=repr)
def test_never_raises(body: bytes) -> None:
    assert isinstance(decode(body).text, str)
