"""What the addresses of a list's articles have in common, as the pattern a site's block needs."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_IDENTIFIER = re.compile(r"[0-9a-f]{32}|\d+")
_WORDS = r"[\w-]+"


def _piece(spelling: str) -> str:
    """One run of a segment: a number of any length, an identifier of 32 hexadecimal digits, or letters as they are."""
    if len(spelling) == 32 and not spelling.isdecimal():
        return "[0-9a-f]{32}"
    return r"\d+" if spelling.isdecimal() else re.escape(spelling).replace(r"\-", "-")


def _segment(spellings: Sequence[str]) -> str:
    """One folder, file name or query of several addresses."""
    if len(set(spellings)) == 1 and not _IDENTIFIER.search(spellings[0]):
        return _piece(spellings[0])
    forms = {"".join(map(_piece, re.split(f"({_IDENTIFIER.pattern})", each))) for each in spellings}
    return forms.pop() if len(forms) == 1 else _WORDS


def article_pattern(addresses: Iterable[str]) -> str:
    """A regular expression for the commonest form among addresses; empty where there are none.

    Addresses are of one form when host, file ending and number of folders are the same. Numbers stand for any number,
    folders that differ for any folder.

    >>> article_pattern(["http://www.nxzx.gov.cn/zxgzdt/202409/t20240925_101.html",
    ...                  "http://www.nxzx.gov.cn/zxyw/202409/t20240924_98.html"])
    'https?://www\\\\.nxzx\\\\.gov\\\\.cn/[\\\\w-]+/\\\\d+/t\\\\d+_\\\\d+\\\\.html'
    """
    forms: defaultdict[tuple[str, int, str, bool], list[str]] = defaultdict(list)
    for address in addresses:
        parts = urlsplit(address)
        key = parts.netloc, parts.path.count("/"), PurePosixPath(parts.path).suffix, bool(parts.query)
        forms[key].append(parts.path.removesuffix(key[2]) + ("\n" + parts.query if parts.query else ""))
    if not forms:
        return ""
    (host, _, ending, _), chosen = max(forms.items(), key=lambda form: len(form[1]))
    paths = [each.partition("\n")[0].split("/") for each in chosen]
    path = "/".join(_segment(each) if any(each) else "" for each in zip(*paths, strict=True))
    queries = [each.partition("\n")[2] for each in chosen]
    query = rf"\?{_segment(queries)}" if any(queries) else ""
    return rf"https?://{re.escape(host)}{path}{re.escape(ending)}{query}"
