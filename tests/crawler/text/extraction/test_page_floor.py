"""The floor under extraction: hand-made pages in 64 kinds of markup, with their truth. It may rise and never fall."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.article import SHANGHAI, Article, Rejected
from crawler.text.clean import clean

PAGES = Path(__file__).parents[3] / "cases" / "pages"
NAMES = sorted(file.stem for file in PAGES.glob("*.json"))
REASONS = {
    "list": "list page",
    "soft 404": "soft 404",
    "challenge": "challenge page",
    "login wall": "login wall",
    "empty": "no body",
}
FLOOR = {
    "title": 49,
    "published_at": 47,
    "source": 33,
    "author": 20,
    "editor": 19,
    "column": 33,
    "attachments": 52,
    "next_page": 52,
    "images": 52,
}
"""How many of the 52 articles get each field right, an absent one left absent included for the last three."""
BODY = 0.992
"""The mean F1 of the bodies' character bigrams."""
WORST = 0.8
"""The least of them: a poem whose date and byline stand among its lines."""


@cache
def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def read(name: str) -> Article | Rejected:
    return clean((PAGES / f"{name}.html").read_bytes(), url=truth(name)["url"])


ARTICLES = [name for name in NAMES if truth(name)["kind"] == "article"]
OTHERS = [name for name in NAMES if truth(name)["kind"] != "article"]


def folded(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def bigram_f1(wanted: str, got: str) -> float:
    """The harmonic mean of precision and recall over two texts' character bigrams, each as often as it stands there."""
    first, second = (Counter(pairwise(text)) for text in (folded(wanted), folded(got)))
    return 2 * (first & second).total() / max(1, first.total() + second.total())


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_is_found_and_nothing_else(name: str) -> None:
    article = read(name)
    assert isinstance(article, Article), article
    assert bigram_f1("\n".join(truth(name)["paragraphs"]), article.body) >= WORST, article.body


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_article_says_why(name: str) -> None:
    rejected = read(name)
    assert isinstance(rejected, Rejected), rejected
    assert rejected.reason == REASONS[truth(name)["kind"]]
    assert rejected.detail


def moment(article: Article, wanted: str) -> bool:
    """Whether an article's time is the one wanted, as exactly as the truth says it."""
    at = article.published_at
    return at is not None and at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")[: len(wanted)] == wanted


def right_fields(name: str, article: Article) -> set[str]:
    wanted = truth(name)
    texts = {field for field in ("title", "column") if wanted[field]}
    names = {field for field in ("source", "author", "editor") if wanted[field]}
    pictures = [media.url for media in article.media if media.kind == "image"]
    files = [media.url for media in article.media if media.kind != "image"]
    return {
        *(field for field in texts if folded(getattr(article, field)) == folded(wanted[field])),
        *(
            field
            for field in names
            if all(folded(part) in folded(getattr(article, field)) for part in wanted[field].split())
        ),
        *(["published_at"] if wanted["published_at"] and moment(article, wanted["published_at"]) else []),
        *(["next_page"] if article.next_page == wanted["next_page"] else []),
        *(["attachments"] if files == [each["url"] for each in wanted["attachments"]] else []),
        *(["images"] if pictures == [each["url"] for each in wanted["images"]] else []),
    }


def test_the_floor_holds() -> None:
    articles = {name: article for name in ARTICLES if isinstance(article := read(name), Article)}
    right = Counter(field for name, article in articles.items() for field in right_fields(name, article))
    assert {field: right[field] for field in FLOOR if right[field] < FLOOR[field]} == {}, right
    scores = [bigram_f1("\n".join(truth(name)["paragraphs"]), article.body) for name, article in articles.items()]
    assert sum(scores) / len(ARTICLES) >= BODY


@pytest.mark.parametrize("name", ARTICLES)
def test_no_field_stands_in_anothers_place(name: str) -> None:
    article, wanted = read(name), truth(name)
    assert isinstance(article, Article)
    fields = {field: folded(wanted[field]) for field in ("source", "author", "editor") if wanted[field]}
    for field in ("source", "author", "editor"):
        others = {value for other, value in fields.items() if other != field and value != fields.get(field)}
        assert folded(getattr(article, field)) not in others
