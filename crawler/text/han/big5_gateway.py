"""Official Big5 gates: addresses under which a site shows its simplified pages in traditional characters."""

from __future__ import annotations

import re

_GATE = re.compile(r"^(?P<scheme>https?://)[\w.-]+/gate/(?:big5|gb)/(?P<page>[\w.-]+\.[a-z]{2,}(?::\d+)?(?:/.*)?)$")
_GATE_HOST = re.compile(r"^(?P<scheme>https?://)(?P<name>[\w-]+)\.big5\.(?P<rest>\S+)$")


def ungated(url: str) -> str | None:
    """The address of the page behind a gate, or None for an address that is none.

    >>> ungated("http://big5.china.com.cn/gate/big5/cppcc.china.com.cn/2018-09/11/content_63375598.htm")
    'http://cppcc.china.com.cn/2018-09/11/content_63375598.htm'
    >>> ungated("http://news.big5.enorth.com.cn/system/2024/09/25/030112233.shtml")
    'http://news.enorth.com.cn/system/2024/09/25/030112233.shtml'
    >>> ungated("http://www.cppcc.gov.cn/")
    """
    if gate := _GATE.match(url):
        return gate["scheme"] + gate["page"]
    if gate := _GATE_HOST.match(url):
        return f"{gate['scheme']}{gate['name']}.{gate['rest']}"
    return None
