"""Characters that nobody sees and that break every search: control, zero-width and stray formatting characters."""

from __future__ import annotations

import re

from crawler.article import Repaired, Step

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
)


def drop_invisible(text: str) -> Repaired:
    """Take out the characters that show nothing and mean nothing in Chinese text; tabs and line ends stay.

    >>> drop_invisible("政\\u200b协\\x00委员").text
    '政协委员'
    """
    text, count = _INVISIBLE.subn("", text)
    return Repaired(text=text, steps=(Step(name="invisible character dropped", count=count),) if count else ())
