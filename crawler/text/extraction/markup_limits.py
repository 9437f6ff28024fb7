"""A page's bytes before anybody reads them: what no reader sees taken out, and what no parser should be given refused.

All this is done on bytes, since it halves what has to be decoded and parsed. It is safe in every codec that writes
ASCII as ASCII: the second bytes of GB18030 and Big5 are never `<`, `>`, `!` or `-`. In UTF-16 nothing matches.
"""

from __future__ import annotations

import re
from math import isqrt

# As browsers end them (HTML Standard, "script data state" and "comment state"): at their end tag, else with the page.
_UNSEEN = re.compile(
    rb"<(?:script\b[^<]*(?:<(?!/script)[^<]*)*(?:</script[^>]*>|\Z)"
    rb"|style\b[^<]*(?:<(?!/style)[^<]*)*(?:</style[^>]*>|\Z)"
    rb"|!--(?:-?>|[^-]*(?:-(?!-!?>)[^-]*)*(?:--!?>|\Z)))",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(rb"data:image/[\w.+-]{1,20};base64,[A-Za-z0-9+/=%\s]+")
# The elements that a parser looks through for every one it opens: its time grows with the square of their depth.
_NESTED = re.compile(
    rb"<(/?)(?:div|[uod]l|li|d[td]|section|article|aside|main|nav|header|footer|blockquote|center|form|fieldset|figure"
    rb"|details|address|menu|dir|pre|h[1-6]|a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b",
    re.IGNORECASE,
)
_MOST_BYTES = 4 << 20
_MOST_TAGS = 120_000
_MOST_LINES = 100_000
_DEEPEST = 5_000
_FEW_TAGS = 10_000  # among which nothing can nest deep enough to matter
_MOST_ATTRIBUTES = 10_000  # of one tag; of several, the square root of the sum of their squares
_FEW_BYTES = 20_000  # in which no tag can have so many


def visible(body: bytes) -> bytes:
    """A page without scripts, styles, comments and the bytes of pictures pasted into it.

    >>> visible(b"<p>a<!-- b --><script>c</script><IMG src='data:image/png;base64,iVBORw0KGgo='>")
    b"<p>a<IMG src=''>"
    """
    body = _UNSEEN.sub(b"", body)
    return _EMBEDDED.sub(b"", body) if b"data:image/" in body else body


def _depth(markup: bytes) -> int:
    """How deep elements nest at most."""
    depth = deepest = 0
    for tag in _NESTED.finditer(markup):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _has_gap(markup: bytes, length: int) -> bool:
    """Whether there are some bytes in a row without a tag's end; sure to find those of twice the length."""
    return any(markup.find(b">", at, at + length) < 0 for at in range(0, len(markup) - length, length))


def _attributes(markup: bytes) -> int:
    """How many attributes tags have, reckoned as words up to a tag's end: a parser compares each with those before."""
    pieces = (piece for piece in markup.split(b">") if len(piece) > _FEW_BYTES and b"<" in piece)
    return isqrt(sum(len(piece[piece.rfind(b"<") :].split()) ** 2 for piece in pieces))


def excess(markup: bytes) -> str | None:
    """What makes a page more than any article can be, in words, or None: parsing it would take seconds.

    >>> excess(b"<p>a"), excess(b"<div>" * 100_000)
    (None, '100000 elements inside one another')
    """
    tags = markup.count(b"<")
    if len(markup) > _MOST_BYTES:
        return f"{len(markup)} bytes of markup"
    if tags > _MOST_TAGS:
        return f"{tags} tags"
    if len(markup) > _MOST_LINES and (lines := markup.count(b"\n")) > _MOST_LINES:
        return f"{lines} lines"
    if tags > _FEW_TAGS and (depth := _depth(markup)) > _DEEPEST:
        return f"{depth} elements inside one another"
    if _has_gap(markup, _FEW_BYTES) and (attributes := _attributes(markup)) > _MOST_ATTRIBUTES:
        return f"{attributes} attributes in a tag"
    return None
