"""The pattern of a list's article addresses: it matches them all, and neither lists nor other hosts."""

from __future__ import annotations

import re

import pytest

from crawler.sites.article_pattern import article_pattern

TRS = [f"http://www.a.gov.cn/zxyw/20240{n}/t20240{n}2{n}_10{n}.html" for n in range(1, 6)]
HEX = [f"http://www.b.gov.cn/art/2024/art_{letter * 31}0.html" for letter in "abcdef"]
CASES = {
    "numbers": (TRS, r"https?://www\.a\.gov\.cn/zxyw/\d+/t\d+_\d+\.html"),
    "identifiers": (HEX, r"https?://www\.b\.gov\.cn/art/\d+/art_[0-9a-f]{32}\.html"),
    "one address": (TRS[:1], r"https?://www\.a\.gov\.cn/zxyw/\d+/t\d+_\d+\.html"),
    "a query": (
        ["http://c.cn/news_view.php?id=7", "http://c.cn/news_view.php?id=1234"],
        r"https?://c\.cn/news_view\.php\?id=\d+",
    ),
    "names for numbers": (
        ["http://d.cn/n/hui-yi.html", "http://d.cn/n/diaoyan.html"],
        r"https?://d\.cn/n/[\w-]+\.html",
    ),
    "folder without a file": (["http://e.cn/a/1/", "http://e.cn/a/22/"], r"https?://e\.cn/a/\d+/"),
    "a stray link among them": (
        [*TRS, "http://www.a.gov.cn/about.html"],
        r"https?://www\.a\.gov\.cn/zxyw/\d+/t\d+_\d+\.html",
    ),
    "nothing": ([], ""),
}


@pytest.mark.parametrize(("addresses", "pattern"), CASES.values(), ids=CASES)
def test_pattern(addresses: list[str], pattern: str) -> None:
    assert article_pattern(addresses) == pattern
    assert article_pattern(reversed(addresses)) == pattern


@pytest.mark.parametrize("addresses", [TRS, HEX], ids=["trs", "jpaas"])
def test_it_takes_the_articles_and_nothing_else(addresses: list[str]) -> None:
    pattern = article_pattern(addresses[:2])
    assert all(re.fullmatch(pattern, each) for each in addresses)
    assert not any(re.fullmatch(pattern, each.replace("gov.cn", "gov-cn.com")) for each in addresses)
    assert not any(re.fullmatch(pattern, each.rpartition("/")[0] + "/index.html") for each in addresses)
