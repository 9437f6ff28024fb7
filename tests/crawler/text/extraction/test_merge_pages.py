"""The laws of joining the pages of an article, and split articles of the replica beside their truth."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from crawler.article import Article, Fetched, Rejected, Step
from crawler.replica.world import build_world
from crawler.text.clean import clean, clean_pages
from crawler.text.extraction.merge_pages import join_paragraphs
from crawler.text.extraction.pagination import next_part
from crawler.text.han.script import to_simplified

# The paragraphs of two pages, and those of the article.
BREAKS = {
    "between sentences": (["会议召开。"], ["会议强调。"], ["会议召开。", "会议强调。"]),
    "within a sentence": (["会议召开。要提高提案"], ["办理质量。"], ["会议召开。要提高提案办理质量。"]),
    "within a long sentence": (["会议强调，" * 5 + "要提高提案"], ["质量。"], ["会议强调，" * 5 + "要提高提案质量。"]),
    "at a comma": (["会议强调，"], ["要提高质量。"], ["会议强调，要提高质量。"]),
    "within quotation marks": (["会议强调，要“"], ["提好提案。”"], ["会议强调，要“提好提案。”"]),
    "after a colon": (["会议强调："], ["要提高质量。"], ["会议强调：", "要提高质量。"]),
    "after a heading": (["加强团结，凝聚共识"], ["近年来，市政协"], ["加强团结，凝聚共识", "近年来，市政协"]),
    "after a numbered heading": (
        ["二、关于进一步加强和改进新时代人民政协提案办理协商工作的若干思考和建议"],
        ["近年来。"],
        ["二、关于进一步加强和改进新时代人民政协提案办理协商工作的若干思考和建议", "近年来。"],
    ),
    "before a number": (["会议召开。要做到"], ["一、提高质量。"], ["会议召开。要做到", "一、提高质量。"]),
    "within a number": (["会议召开。同比增长"], ["12.5%。"], ["会议召开。同比增长12.5%。"]),
    "before who signs": (["会议召开。大家参加"], ["（记者 王小明）"], ["会议召开。大家参加", "（记者 王小明）"]),
    "a title again": (["会议召开。"], ["市政协 召开会议", "会议强调。"], ["会议召开。", "会议强调。"]),
    "an opening again": (
        ["会议召开。", "会指出。"],
        ["会议召开。", "会强调。"],
        ["会议召开。", "会指出。", "会强调。"],
    ),
    "the same page again": (["会议召开。", "会指出。"], ["会议召开。", "会指出。"], ["会议召开。", "会指出。"]),
    "nothing": (["会议召开。"], [], ["会议召开。"]),
}


@pytest.mark.parametrize(("first", "second", "expected"), BREAKS.values(), ids=BREAKS)
def test_a_page_break(first: list[str], second: list[str], expected: list[str]) -> None:
    assert join_paragraphs([first, second], "市政协召开会议") == expected
    assert join_paragraphs([expected], "市政协召开会议") == expected


URL = "http://www.example.gov.cn/zxyw/202409/t20240924_101.html"
SENTENCES = [f"9月{day}日，市政协召开第{day}次主席会议，研究提案办理工作，听取情况汇报。" for day in range(1, 10)]


def page(number: int, pages: int, inner: str, foot: str = "") -> Fetched:
    body = (
        "<title>市政协召开主席会议</title><h1>市政协召开主席会议</h1><p>2024-09-24 11:12 来源：某市政协</p>"
        f"<div class=content>{inner}</div>{foot}"
        f"<script>createPageHTML({pages}, {number}, 't20240924_101', 'html');</script>"
    )
    url = URL.replace(".html", f"_{number}.html") if number else URL
    return Fetched(url=url, status=200, headers=(), body=body.encode(), fetched_at=datetime(2024, 9, 24, tzinfo=UTC))


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


PAGES = [
    page(0, 3, paragraphs(*SENTENCES[:3]) + "<img src=1.jpg>"),
    page(1, 3, paragraphs(*SENTENCES[3:6]) + "<img src=1.jpg><img src=2.jpg>"),
    page(2, 3, paragraphs(*SENTENCES[6:]), "<p>（记者 王小明）</p><p>责任编辑：郎静</p>"),
]


def joined(pages: list[Fetched]) -> Article:
    article = clean_pages(pages)
    assert isinstance(article, Article), article
    return article


def test_one_article_of_all_its_pages() -> None:
    article = joined(PAGES)
    assert article.body.split("\n")[:9] == SENTENCES
    assert (article.url, article.title, article.source) == (URL, "市政协召开主席会议", "某市政协")
    assert (article.author, article.editor) == ("王小明", "郎静")
    assert [media.url.rpartition("/")[2] for media in article.media] == ["1.jpg", "2.jpg"]
    assert (article.next_page, article.flags) == (None, ())


@pytest.mark.parametrize("missing", [1, 2])
def test_a_missing_page_is_named(missing: int) -> None:
    article = joined([page for number, page in enumerate(PAGES) if number != missing])
    assert (article.next_page, article.flags) == (PAGES[missing].url, ("incomplete",))
    assert len(article.body.split("\n")) >= 6


@pytest.mark.parametrize("instead", [{"body": b"<p>404"}, {"url": "http://www.example.gov.cn/"}])
def test_what_comes_instead_of_a_page_is_none(instead: dict[str, Any]) -> None:
    article = joined([PAGES[0], replace(PAGES[1], **instead), PAGES[2]])
    assert SENTENCES[4] not in article.body
    assert (article.next_page, article.flags) == (PAGES[1].url, ("incomplete",))


def test_without_its_first_page_there_is_no_article() -> None:
    rejected = clean_pages([replace(PAGES[0], body=b"<p>404"), *PAGES[1:]])
    assert isinstance(rejected, Rejected)
    assert rejected.url == URL


def test_who_edited_stands_on_the_first_page_or_else_on_the_last_that_says_so() -> None:
    first, second, third = PAGES
    named = page(0, 3, paragraphs(*SENTENCES[:3]), "<p>责任编辑：王芳</p>")
    assert joined([named, second, third]).editor == "王芳"
    assert joined([first, page(1, 3, paragraphs(*SENTENCES[3:6]), "<p>责任编辑：王芳</p>"), third]).editor == "郎静"


def test_repairs_are_counted_through_all_pages() -> None:
    damaged = [
        page(
            number,
            2,
            paragraphs(*(f"市政協(xié)召開會議，第{day}次，聽取情況匯報，研究提案辦理工作。" for day in days)),
        )
        for number, days in ((0, "一二三"), (1, "四五"))
    ]
    counts = {step.name: step.count for step in joined(damaged).repairs}
    assert len(counts) == len(joined(damaged).repairs)
    assert counts["reading taken out"] == 5
    assert Step(name="reading taken out", count=3) in joined(damaged[:1]).repairs


WORLD = build_world(articles=400)
SPLIT = build_world(articles=400, split=120)


def folded(text: str | None) -> str:
    return to_simplified(unicodedata.normalize("NFKC", text or ""))


def served(url: str, codec: str) -> Fetched:
    text = SPLIT.page(url)
    assert text is not None
    return Fetched(
        url=url, status=200, headers=(), body=text.encode(codec), fetched_at=datetime(2024, 9, 24, tzinfo=UTC)
    )


def test_one_page_joined_is_the_page_cleaned() -> None:
    for truth in WORLD.articles[:100]:
        fetched = served(truth.url, truth.site.codec)
        assert clean_pages([fetched]) == clean(fetched.body, url=truth.url), truth.url


def test_the_default_world_is_not_split() -> None:
    assert WORLD.parts == {}
    split = {url for pages in SPLIT.parts.values() for url in pages}
    assert all(
        WORLD.page(article.url) == SPLIT.page(article.url) for article in WORLD.articles if article.url not in split
    )


def test_split_articles_come_out_as_they_were_written() -> None:
    assert len(SPLIT.parts) >= 10
    assert max(map(len, SPLIT.parts.values())) >= 4
    for url, addresses in SPLIT.parts.items():
        truth = SPLIT.by_url[url]
        pages = [served(url, truth.site.codec)]
        while following := next_part(pages[-1].url, pages[-1].body):
            pages.append(served(following, truth.site.codec))
        assert tuple(page.url for page in pages) == addresses
        article = joined(pages)
        assert folded(article.body) == folded("\n".join(truth.paragraphs)), url
        fields = (article.title, article.source, article.editor, article.column)
        assert fields == (truth.title, truth.source, truth.editor, truth.column), url
        assert (article.next_page, article.flags) == (None, ())
        whole = clean((WORLD.page(url) or "").encode(truth.site.codec), url=url)
        assert isinstance(whole, Article)
        assert article.text_hash == whole.text_hash


def test_a_page_lost_anywhere_is_noticed() -> None:
    random = Random(0)
    for url, addresses in SPLIT.parts.items():
        lost = random.choice(addresses[1:])
        codec = SPLIT.by_url[url].site.codec
        article = joined([served(address, codec) for address in addresses if address != lost])
        assert (article.next_page, article.flags) == (lost, ("incomplete",))
