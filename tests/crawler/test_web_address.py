"""Addresses that can be asked for: whatever else a page writes, no request is made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from crawler.web_address import is_web_address

ADDRESSES = {
    "http://www.nxzx.gov.cn": True,
    "https://www.nxzx.gov.cn:8443/a?b#c": True,
    "HTTP://WWW.NXZX.GOV.CN/": True,
    "http://www.nxzx.gov.cn:/a": True,
    "http://政协.cn/政协": True,
    "http://[::1]:80/": True,
    "http://www.nxzx.gov.cn:65535/": True,
    "http://www.nxzx.gov.cn:65536/": False,
    "http://www.nxzx.gov.cn:99999/": False,
    f"http://www.nxzx.gov.cn:{'9' * 5000}/": False,
    "http://www.nxzx.gov.cn:0/": False,
    "http://www.nxzx.gov.cn:x/": False,
    "http://www.nxzx.gov.cn:-80/": False,
    "http://www.nxzx.gov.cn:８０/": False,
    "http://user@www.nxzx.gov.cn/": False,
    "http://www.nxzx.gov.cn:80@a.cn/": False,
    "http://a.cn\\@www.nxzx.gov.cn/": False,
    "http://www.nxzx.gov.cn /": False,
    "http://[::1/": False,
    "http://℀.cn/": False,
    "http:///a": False,
    "http://www.nxzx.gov.cn/\ud83d": False,
    "//www.nxzx.gov.cn/": False,
    "ftp://www.nxzx.gov.cn/": False,
    "javascript:void(0)": False,
    "": False,
}
PIECES = (
    "a.cn",
    ":",
    "@",
    "/",
    "\\",
    "[",
    "]",
    "::1",
    "80",
    "99999",
    "?",
    "#",
    " ",
    "\t",
    "x",
    "１",
    "政",
    "%",
    "\ud83d",
)


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.items(), ids=[url[:40] for url in ADDRESSES])
def test_can_be_asked_for(url: str, expected: bool) -> None:
    assert is_web_address(url) is expected


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=9).map(lambda each: f"http://{''.join(each)}"))
def test_whatever_can_be_is_a_request(url: str) -> None:
    assert not is_web_address(url) or Request(url).url
