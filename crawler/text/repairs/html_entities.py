"""HTML entities that were escaped once too often, so that readers see `&nbsp;` and `&ldquo;`."""

from __future__ import annotations

import re
import sys
from html.entities import html5

from crawler.article import Repaired, Step
from crawler.bounds import number

_BLANKS = "nbsp|ensp|emsp|thinsp|#160|#xa0|#8194|#8195|#12288|#x3000"
_SIGNS = (
    "quot|ldquo|rdquo|lsquo|rsquo|sbquo|bdquo|laquo|raquo|lsaquo|rsaquo|mdash|ndash|hellip|middot|bull|times|divide"
    "|deg|plusmn|permil|yen|copy|reg|trade|sect|para|uuml|eacute|rarr|larr|uarr|darr"
)
# A run of blanks is one blank; `&` has gone through the same mill any number of times.
_ENTITY = re.compile(
    r"(?P<kept>(?:https?://|www\.)[!-~]+)"
    rf"|(?P<blank>[ \u3000]{{0,8}}(?:&(?:amp;)*(?:{_BLANKS});[ \u3000]{{0,8}})+)"
    rf"|&(?:amp;)*(?:(?P<name>{_SIGNS})|#(?P<decimal>\d{{2,6}})|#[xX](?P<hex>[0-9a-fA-F]{{2,5}}));"
    r"|(?P<ampersand>&amp;(?:amp;)*)(?=[^\W\d]| )(?!\w+;)"
)
_HAN = re.compile("[\u3400-\u9fff]")  # without any it is code more often than an article
_ABOUT_MARKUP = re.compile(r"&(?:amp;)*[lg]t;|</?[a-zA-Z]|HTML|html|实体|转义|&&|&amp;&amp;")


def _sign(entity: re.Match[str]) -> str:
    """What one entity stands for; itself when it stands for nothing that text is made of."""
    if entity["kept"]:
        return entity[0]
    if entity["blank"]:
        at_edge = entity.string[: entity.start()][-1:] in ("", "\n") or entity.string[entity.end() :][:1] in ("", "\n")
        return "" if at_edge else " "
    if entity["ampersand"]:
        return "&"
    if entity["name"]:
        return html5[f"{entity['name']};"]
    code = number(entity["decimal"] or entity["hex"], sys.maxunicode, base=10 if entity["decimal"] else 16) or 0
    # Below U+00A0 stand markup's own signs, letters somebody wanted hidden, and controls.
    char = chr(code) if code in (34, 39) or 0xA0 < code < 0xD800 or 0xF900 <= code < 0x110000 else ""
    return char if char.isprintable() and char else entity[0]


def read_entities(text: str) -> Repaired:
    """Write the signs that well-formed entities stand for, except in addresses and in text about markup.

    `&` alone, unknown names and `&lt;` `&gt;` stay. Never adds or takes away a line.

    >>> read_entities("&nbsp;&nbsp;市政协召开&amp;ldquo;有事好商量&#8221;协商会&nbsp;A&B").text
    '市政协召开“有事好商量”协商会 A&B'
    """
    if "&" not in text or ";" not in text or _ABOUT_MARKUP.search(text) or not _HAN.search(text):
        return Repaired(text=text)
    count = 0

    def read(entity: re.Match[str]) -> str:
        nonlocal count
        sign = _sign(entity)
        count += sign != entity[0]
        return sign

    # What one of them stood for decides whether `&amp;` beside it can be read, so: until nothing changes.
    before = ""
    while before != text:
        before, text = text, _ENTITY.sub(read, text)
    return Repaired(text=text, steps=(Step(name="entity read", count=count),) if count else ())
