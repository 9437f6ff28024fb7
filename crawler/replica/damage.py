"""What a hijacked mirror does to a clean page, step by step, as code.

1. It turns simplified characters into traditional ones, character by character.
2. It appends readings in brackets, by replacing bytes of the GBK text, one entry after the other. An entry also
   matches where the second half of one character meets the first half of the next.
3. Whoever reads the page writes one `?` for an invalid pair of bytes, skips both, and reads on out of step.

Which characters a document converts and annotates is chosen once: for that document it is always or never.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from crawler.replica.mirror_table import MIRROR_TABLE

# The seed pages annotate 15, about 80 and about 95 characters: sometimes few, mostly nearly all.
_CONVERTED = 0.97
_ANNOTATED = (0.1, 0.6, 0.9)

_TAG = re.compile(r"(?P<kept><(script|style)\b.*?</\2>|<!--.*?-->)|<[^>]*>", re.DOTALL)
_VALUE = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """The choices a mirror made for one document."""

    traditional: Mapping[str, str]
    """Simplified character to traditional."""
    readings: tuple[tuple[str, str], ...]
    """Traditional character and its reading, in the order they are replaced."""


def whole_mirror(table: Mapping[str, tuple[str, str]] = MIRROR_TABLE) -> Mirror:
    """The mirror that converts and annotates every character of the table."""
    return Mirror(
        traditional={simplified: traditional for simplified, (traditional, _) in table.items()},
        readings=tuple(row for row in table.values() if row[1]),
    )


def choose_mirror(random: Random, table: Mapping[str, tuple[str, str]] = MIRROR_TABLE) -> Mirror:
    """A mirror that converts most characters of the table and annotates some of those."""
    annotated = random.choice(_ANNOTATED)
    converted = {simplified: row for simplified, row in table.items() if random.random() < _CONVERTED}
    return Mirror(
        traditional={simplified: traditional for simplified, (traditional, _) in converted.items()},
        readings=tuple(row for row in converted.values() if row[1] and random.random() < annotated),
    )


@lru_cache(maxsize=16)
def _entries(readings: tuple[tuple[str, str], ...]) -> tuple[tuple[bytes, bytes], ...]:
    """The bytes of each character, and what stands for them."""
    return tuple((char.encode("gbk"), f"{char}({reading})".encode("gbk")) for char, reading in readings)


def _annotate(text: str, readings: tuple[tuple[str, str], ...]) -> bytes:
    """The bytes with every reading put in; all of `text` must be in GBK."""
    body = text.encode("gbk")
    for pair, annotated in _entries(readings):
        body = body.replace(pair, annotated)
    return body


def _read(body: bytes) -> str:
    """GBK read pair by pair, with one `?` for a pair that is no character.

    >>> _read(bytes.fromhex("C8EB 8528 79"))
    '入?y'
    """
    chars: list[str] = []
    at = 0
    while at < len(body):
        width = 1 if body[at] < 0x80 else 2
        try:
            chars.append(body[at : at + width].decode("gbk"))
        except UnicodeDecodeError:
            chars.append("?")
        at += width
    return "".join(chars)


def _runs(text: str) -> list[str]:
    """The text cut into stretches that are in GBK and single characters that are not."""
    runs = [""]
    for char in text:
        try:
            char.encode("gbk")
        except UnicodeEncodeError:
            runs += [char, ""]
        else:
            runs[-1] += char
    return runs


def damage(text: str, mirror: Mirror) -> str:
    """The text as the mirror serves it. Characters outside GBK stay as they are.

    >>> damage("深入协商", whole_mirror())
    '深入?yún)f(xié)商'
    >>> damage("在深入协商中担当", whole_mirror({"协": ("協", "xié")}))
    '在深入協(xié)商中担当'
    """
    if text.isascii():
        return text
    converted = "".join(mirror.traditional.get(char, char) for char in text)
    return "".join(
        run if index % 2 else _read(_annotate(run, mirror.readings)) for index, run in enumerate(_runs(converted))
    )


def damage_page(html: str, mirror: Mirror) -> str:
    """The page with every piece of text and every attribute damaged by itself; scripts and styles stay as they are.

    >>> damage_page('<p title="协">协商</p><script>"协"</script>', whole_mirror())
    '<p title="協(xié)">協(xié)商</p><script>"协"</script>'
    """
    pieces: list[str] = []
    at = 0
    for tag in _TAG.finditer(html):
        whole = tag[0] if tag["kept"] else _VALUE.sub(lambda value: damage(value[0], mirror), tag[0])
        pieces += [damage(html[at : tag.start()], mirror), whole]
        at = tag.end()
    return "".join([*pieces, damage(html[at:], mirror)])
