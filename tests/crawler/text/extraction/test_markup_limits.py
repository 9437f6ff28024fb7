"""Pages that are more than any article can be: an answer or a rejection, and never a crash."""

from __future__ import annotations

from random import Random

import pytest

from crawler.article import Article, Rejected
from crawler.text.clean import clean
from crawler.text.extraction.markup_limits import excess, visible

PROSE = "9月24日，市政协召开主席会议，研究提案办理工作。会议强调，要提高提案办理质量。"

TOO_LARGE = {
    "100,000 boxes deep": b"<div>" * 100_000,
    "boxes and spans by turns": b"<ul><span>" * 50_000,
    "links inside links": b"<a><b><i>" * 30_000,
    "50 MB in one line": f"<p>{PROSE * 400_000}".encode(),
    "a million links": b"<a href=x>y</a>" * 1_000_000,
    "two million lines": b"<pre>" + b"x\n" * 1_900_000,
    "200,000 attributes": b"<p " + b" ".join(b"a%d=1" % number for number in range(200_000)) + b">x",
}

ODD = {
    "5,000 boxes deep": b"<div>" * 4_900 + PROSE.encode() + b"</div>" * 4_900,
    "a megabyte in one line": f"<h1>市政协召开主席会议</h1><p>{PROSE * 10_000}".encode(),
    "only NUL": b"\x00" * 100_000,
    "NUL between letters": "<h1>市政协召开主席会议</h1><p>".encode()
    + b"\x00".join(bytes([byte]) for byte in PROSE.encode()),
    "entities that never end": b"&#x" * 100_000,
    "unknown entities": b"&nothing;&;&#;&#99999999999;" * 10_000,
    "comments that never end": b"<!--" * 200_000,
    "scripts that never end": b"<script>" * 100_000,
    "tags that never end": b"<" * 100_000,
    "cells without rows": b"<td>" * 50_000,
    "an unfinished IPv6 address": f"<h1>市政协会议</h1><img src='//['><a href='//[x.doc'>a</a>{PROSE}".encode(),
    "noise": bytes(Random(4).randrange(256) for _ in range(200_000)),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_too_much_is_refused_before_it_is_parsed(name: str) -> None:
    rejected = clean(TOO_LARGE[name], url="http://www.example.gov.cn/1.html")
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "too large"


@pytest.mark.parametrize("name", ODD)
def test_an_odd_page_gets_an_answer(name: str) -> None:
    assert isinstance(clean(ODD[name], url="http://www.example.gov.cn/1.html"), Article | Rejected)


def test_a_pasted_picture_does_not_count() -> None:
    page = (
        f"<h1>市政协召开主席会议</h1><p>{PROSE}<img src='data:image/png;base64,".encode() + b"iVBOR" * 2_000_000 + b"'>"
    )
    assert isinstance(clean(page, url="http://www.example.gov.cn/1.html"), Article)


def test_what_no_reader_sees_is_cut_in_every_codec() -> None:
    shown = "<p>市政協召開會議</p>"
    for codec in ("utf-8", "gb18030", "big5"):
        page = f"<STYLE>p{{}}</Style>{shown}<script>'協</p>'</script ><!-->{shown}<!-- 協 --!>".encode(codec)
        assert visible(page).decode(codec) == shown * 2


def test_long_values_are_no_attributes() -> None:
    assert excess(b"<p title='" + b"a b " * 20_000 + b"'>" + b"x" * 50_000) is not None
    assert excess(b"<p title='" + b"a" * 80_000 + b"'>") is None
    assert excess(b"<p>" + b"word " * 200_000) is None
