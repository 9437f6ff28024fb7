from __future__ import annotations

import re
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest

from crawler.dialects import DIALECTS
from crawler.replica.every_site import ENCODINGS, every_site
from crawler.replica.families import FAMILIES
from crawler.replica.registered import registered
from crawler.replica.server import Replica
from crawler.replica.site_table import SITES, ReplicaSite
from crawler.replica.world import World, build_world
from crawler.sites.registry import load_registry

EVERY_SITE = every_site()


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(articles=20 * len(EVERY_SITE), sites=EVERY_SITE)


def test_there_is_a_site_for_each_dialect_and_encoding() -> None:
    assert set(FAMILIES) == set(DIALECTS)
    assert {(site.dialect, site.codec) for site in EVERY_SITE} == {
        (dialect, encoding.codec) for dialect in DIALECTS for encoding in ENCODINGS.values()
    }
    assert len(EVERY_SITE) == len({site.host for site in EVERY_SITE}) == len(DIALECTS) * len(ENCODINGS)


def test_an_article_s_address_is_one_of_its_own_site_s(world: World) -> None:
    assert len(world.by_url) == len(world.articles)
    patterns = {site.key: re.compile(registered(site).article_url) for site in EVERY_SITE}
    for article in world.articles:
        assert [key for key, pattern in patterns.items() if pattern.fullmatch(article.url)] == [article.site.key]


def test_the_registry_describes_the_four_as_it_would_be_made() -> None:
    blocks = {site.key: site for site in load_registry() if site.confidence == "replica"}
    for site in SITES:
        made, written = registered(site), blocks[site.key]
        assert (made.base_url, made.channels, made.delay) == (written.base_url, written.channels, written.delay)


def test_what_is_listed_is_what_the_pages_show(world: World) -> None:
    for site in EVERY_SITE:
        if site.dialect in {"aspnet", "cppcc"}:  # the one has its pages behind forms, the other its rows in a script
            continue
        for channel in site.channels:
            listed = world.listed(channel)
            pages = [world.page(url) or "" for url in FAMILIES[site.dialect].list_addresses(channel, len(listed))]
            for article in listed:
                name = article.url.rpartition("/")[2].rpartition("?")[2].replace("&", "&amp;")
                assert any(name in page for page in pages), article.url


@pytest.mark.parametrize("site", EVERY_SITE[::17], ids=lambda site: site.codec)
def test_a_page_is_in_the_encoding_that_is_said(world: World, site: ReplicaSite) -> None:
    of_codec = [each for each in EVERY_SITE if each.codec == site.codec]
    with Replica(world) as replica, closing(HTTPConnection("127.0.0.1", replica.port)) as connection:
        for each in of_codec:
            connection.request("GET", each.channels[0].url)
            response = connection.getresponse()
            text = response.read().decode(each.codec)
            assert response.getheader("Content-Type", "").partition(";")[2] == each.content_type.partition(";")[2]
            assert ("charset=" in text or "encoding=" in text) == bool(each.charset)
            assert ("政協" in text) == each.is_traditional != ("政协" in text)


@pytest.mark.parametrize(
    ("left_out", "is_second"),
    [
        pytest.param("", True, id="whole"),
        pytest.param("__VIEWSTATE", False, id="without its state"),
        pytest.param("__EVENTVALIDATION", False, id="without its seal"),
        pytest.param("__EVENTARGUMENT", False, id="without a page"),
    ],
)
def test_a_form_is_answered_if_it_is_whole(world: World, left_out: str, is_second: bool) -> None:
    site = EVERY_SITE[0]
    [channel] = site.channels
    first = world.page(channel.url) or ""
    fields = dict(re.findall(r'name="(__\w+)" id="\w+" value="([^"]*)"', first))
    fields |= {"__EVENTTARGET": "AspNetPager1", "__EVENTARGUMENT": "2"}
    fields.pop(left_out, None)
    with Replica(world) as replica, closing(HTTPConnection("127.0.0.1", replica.port)) as connection:
        parts = urlsplit(channel.url)
        headers = {"Host": parts.netloc, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"{parts.path}?{parts.query}", body=urlencode(fields), headers=headers)
        text = connection.getresponse().read().decode(site.codec)
        assert replica.requests == (("POST", channel.url, 200),)
    shown = [article for article in world.listed(channel) if f"show.aspx?{urlsplit(article.url).query}" in text]
    listed = world.listed(channel)
    assert tuple(shown) == (listed[15:] if is_second else listed[:15])


def test_late_articles_stand_among_the_newest(world: World) -> None:
    before = world.publish(25 * len(EVERY_SITE))
    late = before.publish_late(2 * len(EVERY_SITE), days=10)
    assert late.articles[: len(before.articles)] == before.articles
    for article in late.articles[len(before.articles) :]:
        assert 0 <= (before.newest(article.site) - article.listed_at).days < 10


def test_old_articles_are_pinned_to_the_top(world: World) -> None:
    pinned = world.pin(100)
    assert len(pinned.pinned) == 100
    for site in EVERY_SITE:
        for channel in site.channels:
            addresses = [article.url for article in pinned.listed(channel)]
            count = len(pinned.pinned.intersection(addresses))
            assert count in {1, 2}
            assert pinned.pinned.issuperset(addresses[:count])
            assert sorted(addresses[count:]) == sorted({article.url for article in world.listed(channel)[:-count]})
