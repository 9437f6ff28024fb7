"""A floor under extraction: hundreds of made-up pages, in every family and codec, with the truth beside them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from random import Random

import pytest

from crawler.article import Article, Rejected
from crawler.replica.every_site import every_site
from crawler.replica.world import World, build_world
from crawler.text.clean import clean
from crawler.text.han.script import to_simplified

WORLD = build_world(articles=300)
EVERY_FAMILY = build_world(articles=4 * len(every_site()), sites=every_site())


def folded(text: str | None) -> str:
    return to_simplified(unicodedata.normalize("NFKC", text or ""))


@pytest.mark.parametrize("world", [WORLD, EVERY_FAMILY], ids=["four sites", "every family"])
def test_articles_come_out_as_they_were_written(world: World) -> None:
    counted: Counter[str] = Counter()
    for truth in world.articles:
        page = world.page(truth.url)
        assert page is not None
        article = clean(page.encode(truth.site.codec, "xmlcharrefreplace"), url=truth.url)
        assert isinstance(article, Article), truth.url
        counted["pages"] += 1
        counted["title"] += folded(article.title) == folded(truth.title)
        counted["source"] += folded(article.source) == folded(truth.source)
        counted["author"] += folded(article.author) == folded(truth.author)
        counted["editor"] += folded(article.editor) == folded(truth.editor)
        counted["column"] += folded(article.column) == folded(truth.column)
        if truth.published_at:
            assert article.published_at == truth.published_at, truth.url
        is_exact = folded(article.body) == folded("\n".join(truth.paragraphs))
        # A hijacked copy may have lost bytes for good; then the place is marked.
        assert is_exact or (truth.damaged and article.losses), truth.url
        counted["body"] += is_exact
    assert counted["title"] == counted["column"] == counted["editor"] == counted["pages"]
    for field in ("source", "author", "body"):
        assert counted[field] >= 0.98 * counted["pages"], counted


WRECKS = (
    b"",
    b"\xff\xfe",
    b"<div>" * 30,
    b"&#xD800;",
    b"&#0;",
    b"</p></div>",
    b"\n",
    "?yún)\n(xié)".encode("gbk"),
    b"\x81",
    b"<!--",
)


def test_a_wrecked_page_gets_an_answer() -> None:
    random = Random(0)
    pages = [page.encode(article.site.codec) for article in WORLD.articles if (page := WORLD.page(article.url))]
    for number in range(150):
        body = random.choice(pages)
        for _ in range(random.choice((1, 10, 100))):
            at = random.randrange(len(body) + 1)
            body = body[:at] + random.choice(WRECKS) + body[at + random.randrange(3) :]
        assert isinstance(clean(body, url=f"http://www.example.gov.cn/{number}.html"), Article | Rejected)
