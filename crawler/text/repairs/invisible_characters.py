"""Characters that nobody sees and that break every search: control, zero-width and stray formatting characters."""

from __future__ import annotations

import re

from crawler.article import Repaired, Step

# Scripts that are shaped by joiners or run right to left, and pictures put together from several; there a joiner or a
# direction mark is the author's. Uyghur, Tibetan and Mongolian stand on Chinese pages too.
_SHAPED = "\u0590-\u08ff\u0900-\u109f\u1780-\u18af\u2600-\u27bf\ufb1d-\ufdff\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]"
    f"|(?<![{_SHAPED}])[\u200c-\u200f\u202a-\u202e\u2066-\u2069](?![{_SHAPED}])"
)
# Two bytes that GB 18030 leaves to private use, pages use as a wide blank, and browsers show as U+3000
# (WHATWG Encoding Standard, index gb18030, A3 A0).
_BLANK = "\ue5e5"
_HALF = re.compile("[\ud800-\udfff]")


def drop_invisible(text: str) -> Repaired:
    """Take out the characters that show nothing and mean nothing in Chinese text; tabs and line ends stay.

    Never adds or takes away a line. GBK read as Latin-1 has to be undone before: its C1 controls and soft hyphens are
    bytes of characters. Half of a surrogate pair was a character: no codec can write it, so its place is marked by
    U+FFFD and counted as lost.

    >>> drop_invisible("政\\u200b协\\x00委员").text
    '政协委员'
    """
    if text.replace("\n", "").replace("\u3000", "").isprintable():
        return Repaired(text=text)
    text, dropped = _INVISIBLE.subn("", text)
    text, halves = _HALF.subn("\ufffd", text)
    blanks = 0
    if _BLANK in text:
        blanks = text.count(_BLANK)
        lines = text.split("\n")
        text = "\n".join(line.strip(_BLANK).replace(_BLANK, " ") for line in lines)
    counts = {
        "invisible character dropped": dropped,
        "half of a surrogate pair marked": halves,
        "private blank read as a space": blanks,
    }
    steps = tuple(Step(name=name, count=count) for name, count in counts.items() if count)
    return Repaired(text=text, steps=steps, losses=halves)
