"""What a database can hold of what the web says."""

from __future__ import annotations

import re
from hashlib import sha256

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a pair; a str can hold it, UTF-8 and Postgres cannot."""

LONGEST_KEY = 2000
"""Bytes of an address in UTF-8; an index row of Postgres holds 2,704, and an address is not alone in all of them."""


def storable(text: str) -> tuple[str, int]:
    """`text` as Postgres can hold it, and how many characters were lost on the way.

    NUL says nothing and goes; half of a surrogate pair was a character and leaves U+FFFD.

    >>> storable("政\\x00协\\ud83d委员")
    ('政协�委员', 1)
    """
    return LONE_SURROGATE.subn("\N{REPLACEMENT CHARACTER}", text.replace("\0", ""))


def storable_key(text: str) -> str:
    """An address, or what else rows are told apart by, as an index can hold it.

    One longer than LONGEST_KEY keeps its beginning and gets its digest, so that two stay two.

    >>> storable_key("http://www.nxzx.gov.cn/t20240925_101.html")
    'http://www.nxzx.gov.cn/t20240925_101.html'
    >>> cut = storable_key("http://www.nxzx.gov.cn/?" + 9000 * "会")
    >>> len(cut.encode()) <= LONGEST_KEY, cut[-16:], storable_key(cut) == cut
    (True, '00eb957b92d1e540', True)
    """
    kept = storable(text)[0]
    encoded = kept.encode()
    if len(encoded) <= LONGEST_KEY:
        return kept
    beginning = encoded[: LONGEST_KEY - 68].decode(errors="ignore")
    return f"{beginning}…#{sha256(encoded).hexdigest()}"
