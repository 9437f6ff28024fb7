"""From a site's address to a clean article: no Prefect, no psycopg. What others use of it is named here.

>>> from crawler import clean, decode, repair
>>> decode("政协委员".encode("gbk")).text
'政协委员'
>>> repair("政协委员 zhèng xié").steps
()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.article import Article, Rejected
    from crawler.text.clean import clean
    from crawler.text.decoding.decode import decode
    from crawler.text.repairs.repair import repair

__all__ = ["Article", "Rejected", "clean", "decode", "repair"]

_HOMES = {
    "Article": "crawler.article",
    "Rejected": "crawler.article",
    "clean": "crawler.text.clean",
    "decode": "crawler.text.decoding.decode",
    "repair": "crawler.text.repairs.repair",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: who needs an error's class does not wait for the parsers."""
    if name not in _HOMES:
        raise AttributeError(f"module 'crawler' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
