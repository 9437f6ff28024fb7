"""Pages and the truth about them, out of a folder in either of two layouts.

The one holds `index.jsonl`, a page a line, with `html/<id>.html`; what the page's publisher declares in its tags stands
in for the truth where nobody has written it down. The other holds `<name>.html` and `<name>.json` side by side.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A quote is one only after an equals sign; any other belongs to no value and ends nowhere, as in browsers.
META = re.compile(rb"""<meta\b(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>])*+>""", re.IGNORECASE)
NOT_ABOUT_THE_ARTICLE = re.compile(rb"charset|viewport|refresh", re.IGNORECASE)
LINKED_DATA = re.compile(rb"<script\b[^>]*application/ld\+json[^>]*>.*?</script\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as it was served, and what is known to be true of it. What nobody knows is None."""

    name: str
    url: str
    """Empty if nobody wrote it down."""
    kind: str
    body: bytes
    title: str | None
    date: str | None
    source: str | None
    author: str | None
    text: str | None
    """The article's own paragraphs, one a line."""


def without_meta(body: bytes) -> bytes:
    """The page without what its publisher tells machines of it: meta tags, but for those browsers need, and JSON-LD.

    >>> without_meta(b'<meta charset="gbk"><META name=date content="a > b"><title>T</title>')
    b'<meta charset="gbk"><title>T</title>'
    >>> without_meta(b'<script type="application/ld+json">{"headline": "T"}</script><script>run()</script>')
    b'<script>run()</script>'
    """
    kept = META.sub(lambda tag: tag[0] if NOT_ABOUT_THE_ARTICLE.search(tag[0]) else b"", body)
    return LINKED_DATA.sub(b"", kept)


def _from_index(folder: Path) -> Iterator[Page]:
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        truth = row["meta_gold"] | row["gold"]
        yield Page(
            name=row["id"],
            url=row["url"],
            kind=row["kind"],
            body=(folder / "html" / f"{row['id']}.html").read_bytes(),
            title=truth.get("title"),
            date=truth.get("date"),
            source=truth.get("source"),
            author=row["gold"].get("author"),  # publishers put agencies, numbers and firms into this tag
            text=truth.get("body"),
        )


def _from_pairs(folder: Path) -> Iterator[Page]:
    for file in sorted(folder.glob("*.json")):
        truth: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        yield Page(
            name=file.stem,
            url=truth["url"],
            kind="news" if truth["kind"] == "article" else truth["kind"],  # the other layout's word
            body=file.with_suffix(".html").read_bytes(),
            title=truth["title"],
            date=truth["published_at"],
            source=truth["source"],
            author=truth["author"],
            text="\n".join(truth["paragraphs"]) or None,
        )


def load(folder: Path, *, kind: str | None, hide_meta: bool) -> list[Page]:
    """The folder's pages, all or those of one kind, as they are or without what they tell machines."""
    pages = _from_index(folder) if (folder / "index.jsonl").is_file() else _from_pairs(folder)
    return [
        replace(page, body=without_meta(page.body)) if hide_meta else page
        for page in pages
        if kind in {None, page.kind}
    ]
