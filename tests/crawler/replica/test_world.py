from __future__ import annotations

import html
import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from crawler.replica.article import ReplicaArticle
from crawler.replica.families import FAMILIES
from crawler.replica.world import World, build_world
from crawler.sites.registry import load_registry

_CASES = Path(__file__).parents[2] / "cases" / "seeds"


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(articles=240)


def test_the_same_numbers_give_the_same_world(world: World) -> None:
    again = build_world(articles=240)
    assert again.articles == world.articles
    assert [again.page(article.url) for article in again.articles[:40]] == [
        world.page(article.url) for article in world.articles[:40]
    ]
    assert build_world(articles=24, seed=1).articles[5:] != world.articles[5:29]


def test_a_larger_world_holds_the_smaller(world: World) -> None:
    assert build_world(articles=24).articles == world.articles[:29]


def test_published_articles_are_the_newest(world: World) -> None:
    more = world.publish(24)
    before = max(article.listed_at for article in world.articles)
    assert more.articles[: len(world.articles)] == world.articles
    assert all(article.listed_at > before for article in more.articles[len(world.articles) :])


def test_articles_hardly_share_sentences(world: World) -> None:
    sentences = [
        {sentence for text in article.paragraphs for sentence in re.split("[。？”]", text) if len(sentence) > 20}
        for article in world.articles
        if article.reprint_of is None
    ]
    assert max(len(one & other) for one, other in combinations(sentences, 2)) <= 2


def test_lengths_and_absences(world: World) -> None:
    made = [article for article in world.articles if article.seed is None]
    assert all(4 <= len(article.paragraphs) <= 12 for article in made)
    assert all(300 <= len("".join(article.paragraphs)) <= 2500 for article in made)
    for field in ("published_at", "source", "author", "editor"):
        assert {getattr(article, field) is None for article in made} == {True, False}, field


def test_reprints_have_the_same_text_elsewhere(world: World) -> None:
    reprints = [article for article in world.articles if article.reprint_of]
    assert len(reprints) >= 10
    for article in reprints:
        original = world.by_url[article.reprint_of or ""]
        assert (original.title, original.paragraphs) == (article.title, article.paragraphs)
        assert original.site != article.site
        assert original.listed_at < article.listed_at


def test_some_copies_are_damaged(world: World) -> None:
    hijacked = [article for article in world.articles if article.mirror]
    assert {article.site.key for article in hijacked} == {"replica_xuzhou", "replica_stz"}
    assert all(article.damaged for article in hijacked)


def test_one_site_needs_more_than_gb2312(world: World) -> None:
    text = "".join("".join(article.paragraphs) for article in world.articles if article.site.key == "replica_stz")
    for codec in ("gb2312", "gbk"):
        with pytest.raises(UnicodeEncodeError):
            text.encode(codec)


def _seed(world: World, name: str) -> ReplicaArticle:
    return next(article for article in world.articles if article.seed and article.seed.layout.name == name)


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_seed(world: World, name: str) -> None:
    clean = json.loads((_CASES / f"{name}.json").read_text(encoding="utf-8"))
    lines = [line.strip() for line in (_CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    article = _seed(world, name)
    assert article.paragraphs == tuple(clean["body"])
    assert article.title == clean["title"] or clean["title"] is None
    assert article.author == clean["author"]
    page = html.unescape(world.page(article.url) or "")
    assert [line for line in lines if line and line not in page] == []
    if clean["published_at"] is None:
        assert re.search(r"20\d\d[-年]\d", page.replace("".join(article.served_paragraphs), "")) is None
    else:
        assert article.published_at
        assert article.published_at.isoformat() == clean["published_at"]


def test_a_damaged_page_shows_what_is_recorded(world: World) -> None:
    for article in world.articles:
        page = html.unescape(world.page(article.url) or "")
        assert all(text in page for text in (article.served_title, *article.served_paragraphs))


def test_one_old_item_is_pinned(world: World) -> None:
    for site in world.sites:
        for channel in site.channels:
            days = [article.listed_at for article in world.listed(channel)]
            assert (days == sorted(days, reverse=True)) != channel.pinned
            assert days[1:] == sorted(days[1:], reverse=True)


def test_full_pages_of_a_counting_down_list_never_change(world: World) -> None:
    site = world.sites[2]
    channel = site.channels[0]
    more = world.publish(80)
    old = FAMILIES["vsb"].list_addresses(channel, len(world.listed(channel)))
    new = FAMILIES["vsb"].list_addresses(channel, len(more.listed(channel)))
    assert len(new) > len(old)
    for address in old[1:]:
        rows = [re.findall(r'<li id="line_u8_\d+">.*', each.page(address) or "") for each in (world, more)]
        assert rows[0] == rows[1]


def test_the_registry_knows_the_replica(world: World) -> None:
    registered = {site.key: site for site in load_registry() if site.confidence == "replica"}
    assert set(registered) == {site.key for site in world.sites}
    for site in world.sites:
        entry = registered[site.key]
        assert (entry.name, entry.level, entry.adcode, entry.dialect) == (
            site.name,
            site.level,
            site.adcode,
            site.dialect,
        )
        assert [(each.name, each.url) for each in entry.channels] == [(each.name, each.url) for each in site.channels]
        for article in world.articles:
            assert (article.site == site) == (re.fullmatch(entry.article_url, article.url) is not None)
