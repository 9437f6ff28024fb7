"""What makes two texts the same text, whatever their script, width, punctuation or spacing."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

from crawler.text.script import to_simplified

_APART = re.compile(r"[\W_]+")
# Without the punctuation that nearly all of a text's is, most texts need no normalizing, which costs the most.
_USUAL = re.compile(r"[^\s，。、；：？！“”‘’（）《》【】—…·]+")
_UNUSUAL = re.compile(r"[A-Za-z0-9]?[^\u4e00-\u9fffA-Za-z0-9]+")  # a combining mark belongs to the letter before it


def fold(text: str) -> str:
    """A text with everything taken away in which copies of it differ.

    >>> fold("市政協：2024年，召開（擴大）會議") == fold("市政协:2024年,召开(扩大)会议")
    True
    """
    text = "".join(_USUAL.findall(text))
    if not unicodedata.is_normalized("NFKC", text):
        text = _UNUSUAL.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    return to_simplified(_APART.sub("", text)).casefold()


def text_hash(text: str) -> bytes:
    """16 bytes that are equal for two texts when they are the same text."""
    return blake2b(fold(text).encode("utf-8", "surrogatepass"), digest_size=16).digest()
