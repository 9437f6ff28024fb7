"""Text as a site in traditional characters writes it: converted one by one, as the CMS of such sites does."""

from __future__ import annotations

from crawler.replica.mirror_table import MIRROR_TABLE

_TRADITIONAL = str.maketrans({simplified: traditional for simplified, (traditional, _) in MIRROR_TABLE.items()})


def to_traditional(text: str) -> str:
    """The text in traditional characters, as far as the replica's articles need them.

    >>> to_traditional("市政协召开专题协商会，下一页")
    '市政協召開專題協商會，下一頁'
    """
    return text.translate(_TRADITIONAL)
