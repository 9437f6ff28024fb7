"""What commands that show the store print: articles, searches, texts before and after."""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from rich.text import Text

from crawler.article import Decoded, Repaired
from flows.store.postgres import Connection
from flows.wording import WITNESSES, described, marked, moment
from sql import query


def explained(decoded: Decoded, repaired: Repaired) -> str:
    """How a text was read, each repair made with its count, and what is gone for good.

    >>> from crawler.article import Step
    >>> decoded = Decoded(text="", codec="gb18030", votes=(), losses=0, confidence=0.934)
    >>> print(explained(decoded, Repaired(text="", steps=(Step(name="reading taken out", count=7),))))
    read as gb18030 (confidence 0.93)
    reading taken out: 7
    nothing is lost
    """
    lost = decoded.losses + repaired.losses
    lines = [f"read as {decoded.codec} (confidence {decoded.confidence:.2f})"]
    lines += [f"{vote.witness} says {vote.codec}" for vote in decoded.votes]
    lines += [f"{step.name}: {step.count}" for step in repaired.steps] or ["nothing to repair"]
    return "\n".join([*lines, f"lost for good: {lost}" if lost else "nothing is lost"])


def difference(before: str, after: str) -> Text:
    """The lines that changed, as they were and as they are, with what changed in them marked."""
    text = Text()
    old, new = before.splitlines(), after.splitlines()
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            for gone, come in zip_longest(old[start:end], new[new_start:new_end], fillvalue=""):
                _append_difference(text, gone, come)
    return text


def _append_difference(text: Text, gone: str, come: str) -> None:
    for pieces, sign, colour in zip(marked(gone, come), "-+", ("red", "green"), strict=True):
        text.append(f"{sign} ", f"bold {colour}")
        for piece in pieces:
            text.append(piece.text, f"bold white on {colour}" if piece.is_changed else colour)
        text.append("\n")


def latest_articles(connection: Connection, site: str | None, limit: int) -> list[tuple[Any, ...]]:
    """The newest articles, of one site or of all."""
    return connection.execute(query("latest_articles"), {"site": site, "limit": limit}).fetchall()


def found_articles(
    connection: Connection,
    words: str,
    *,
    site: str | None = None,
    since: date | None = None,
    until: date | None = None,
    best: bool = False,
    limit: int = 20,
) -> list[tuple[Any, ...]]:
    """Articles that hold the words of a query, the newest or the best first; see `search_articles` in the store."""
    given = {"query": words, "site": site, "since": since, "until": until, "limit": limit}
    return connection.execute(query("search_articles"), {**given, "order_by": "best" if best else "newest"}).fetchall()


def one_article(connection: Connection, key: str) -> tuple[Any, ...] | None:
    """An article by its number or address."""
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else None
    return connection.execute(query("one_article"), {"url": key, "number": number}).fetchone()


def article_in_full(row: tuple[Any, ...]) -> Text:
    """One article as a person reads it: title, what is known of it, text."""
    number, site, column, title, published_at, precision, witness, source, author, editor, url, *rest = row
    confidence, body, media, next_page, *damage = rest
    known = {
        "site": f"{site} {column or ''}".strip(),
        "published": moment(published_at, precision) + (f", says {WITNESSES[witness]}" if witness else ""),
        "source": source,
        "author": author,
        "editor": editor,
        "url": url,
        "goes on": next_page,
        "confidence": f"{confidence:.2f}" if confidence else None,
        "repaired": described(*damage),
        "id": str(number),
    }
    text = Text(f"{title}\n", style="bold")
    text.append("".join(f"{name:>10}: {value}\n" for name, value in known.items() if value), style="not bold cyan")
    text.append(f"\n{body}", style="not bold default")
    text.append("\n" * bool(media))
    for each in media:
        text.append(f"\n{each['kind']:>10}: {each['url']} {each['caption'] or ''}".rstrip(), style="not bold cyan")
    return text
