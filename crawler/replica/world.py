"""What the replica publishes: every site and every article, with the truth beside what is served."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from crawler.article import SHANGHAI
from crawler.replica.article import ReplicaArticle
from crawler.replica.damage import choose_mirror, damage, damage_page
from crawler.replica.families import FAMILIES, trs
from crawler.replica.families.page import Around
from crawler.replica.mirror_table import MIRROR_TABLE
from crawler.replica.prose import Prose, write
from crawler.replica.seeds import Seed, seeds
from crawler.replica.site_table import SITES, ReplicaChannel, ReplicaSite

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST_DAY = datetime(2019, 1, 2, 8, tzinfo=SHANGHAI)
_DAYS = 2735
"""Up to the end of June 2026."""
_GOLDEN_RATIO = 0.6180339887498949
_SEED_NUMBER = 100
_FIRST_NUMBER = 1001
_TRADITIONAL = frozenset(traditional for traditional, _ in MIRROR_TABLE.values())


@dataclass(frozen=True, kw_only=True)
class World:
    """All that is published at one moment. Publishing more gives another world."""

    sites: tuple[ReplicaSite, ...]
    articles: tuple[ReplicaArticle, ...]
    """The seeds first, then the others in the order of their numbers."""
    seed: int
    split: int | None = None
    """How many characters the TRS site puts on a page of an essay; None for all of them."""

    @cached_property
    def by_url(self) -> dict[str, ReplicaArticle]:
        return {article.url: article for article in self.articles}

    @cached_property
    def _lists(self) -> dict[str, tuple[ReplicaArticle, ...]]:
        lists: dict[str, list[ReplicaArticle]] = {channel.url: [] for site in self.sites for channel in site.channels}
        for article in sorted(self.articles, key=lambda article: (article.listed_at, article.url), reverse=True):
            lists[article.channel.url].append(article)
        for site in self.sites:
            for channel in site.channels:
                if channel.pinned and lists[channel.url]:
                    lists[channel.url].insert(0, lists[channel.url].pop())
        return {url: tuple(articles) for url, articles in lists.items()}

    def listed(self, channel: ReplicaChannel) -> tuple[ReplicaArticle, ...]:
        """The articles of a channel as its list shows them: newest first, after the pinned one."""
        return self._lists[channel.url]

    def newest(self, site: ReplicaSite) -> datetime:
        """When the newest article of a site came out."""
        return max(article.listed_at for article in self.articles if article.site is site)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {article.url: at for listed in self._lists.values() for at, article in enumerate(listed)}

    @cached_property
    def parts(self) -> dict[str, tuple[str, ...]]:
        """The addresses of the pages of each split article, by that of the first."""
        split: dict[str, list[str]] = {}
        for url, page in self._split_pages.items():
            split.setdefault(page.url, []).append(url)
        return {url: tuple(pages) for url, pages in split.items()}

    @cached_property
    def _split_pages(self) -> dict[str, ReplicaArticle]:
        essays = (each for each in self.articles if each.site.dialect == "trs" and each.channel.essays)
        whole = [each for each in essays if self.split and not each.damaged and not each.seed]
        pages = (page for article in whole for page in trs.split(article, self.split or 0))
        return {trs.part_address(page): page for page in pages if page.pages > 1}

    def page(self, url: str) -> str | None:
        """The text of the list or article page at an address; None when there is none."""
        article = self._split_pages.get(url) or self.by_url.get(url)
        if article is not None:
            return self._article_page(article)
        site = next((site for site in self.sites if url.startswith(f"http://{site.host}/")), None)
        if site is None:
            return None
        family = FAMILIES[site.dialect]
        pages = (family.list_page(site, channel, self.listed(channel), url) for channel in site.channels)
        return next((page for page in pages if page is not None), None)

    def _article_page(self, article: ReplicaArticle) -> str:
        listed, at = self.listed(article.channel), self._positions[article.url]
        around = Around(
            newer=listed[at - 1] if at else None,
            older=listed[at + 1] if at + 1 < len(listed) else None,
            related=listed[at + 2 : at + 6],
        )
        family = FAMILIES[article.site.dialect]
        if article.mirror is None:
            return family.article_page(article, around)
        clean = replace(article, served_title=article.title, served_paragraphs=article.paragraphs)
        return damage_page(family.article_page(clean, around), article.mirror)

    def publish(self, count: int) -> World:
        """The world with so many more articles, on all sites in turn, each newer than all that were there."""
        newest = max(article.listed_at for article in self.articles)
        articles = list(self.articles)
        for _ in range(count):
            newest += timedelta(minutes=37)
            articles.append(_article(self.seed, len(articles) - len(seeds()), articles, newest))
        return replace(self, articles=tuple(articles))


def _seed_article(seed: Seed) -> ReplicaArticle:
    layout = seed.layout
    site = next(site for site in SITES if site.key == layout.site)
    channel = next(channel for channel in site.channels if channel.name == layout.channel)
    number = _SEED_NUMBER + int(layout.name)
    return ReplicaArticle(
        site=site,
        channel=channel,
        url=FAMILIES[site.dialect].article_address(site, channel, number, layout.listed_at),
        listed_at=layout.listed_at,
        title=seed.clean_title,
        paragraphs=seed.clean_paragraphs,
        published_at=seed.published_at,
        source=seed.source,
        author=seed.author,
        editor=None,
        column=channel.name,
        served_title=seed.title,
        served_paragraphs=seed.paragraphs,
        seed=seed,
    )


def _listed_at(index: int) -> datetime:
    """Days spread evenly over the years for any number of articles, at office hours."""
    share = (index * _GOLDEN_RATIO) % 1.0
    return _FIRST_DAY + timedelta(days=int(share * _DAYS), minutes=(index * 97) % 600)


def _original(index: int, earlier: Sequence[ReplicaArticle]) -> ReplicaArticle | None:
    """The national article that this one repeats word for word, which every eleventh does."""
    turn = index % len(SITES)
    if index % 11 != 10 or turn == 0:
        return None
    return earlier[len(seeds()) + index - turn - 2 * len(SITES)]


def _is_simplified(prose: Prose) -> bool:
    """Whether nothing is traditional before a mirror converts it: what it wrote could not be told from the original."""
    return _TRADITIONAL.isdisjoint("".join((prose.title, *prose.paragraphs)))


def _article(seed: int, index: int, earlier: Sequence[ReplicaArticle], at: datetime | None = None) -> ReplicaArticle:
    """The article of that number, listed at a given time or at one of its own."""
    site = SITES[index % len(SITES)]
    random = Random(f"{seed}/{index}")
    channel = site.channels[random.random() < 0.35]
    listed_at = at or _listed_at(index)
    prose = write(f"{seed}/{index}", site.key, essay=channel.essays)
    original = _original(index, earlier)
    if original is not None:
        channel = site.channels[0]
        listed_at = at or original.listed_at + timedelta(hours=random.randint(2, 70))
        prose = Prose(
            title=original.title,
            paragraphs=original.paragraphs,
            source=original.source or original.site.title,
            author=original.author,
            editor=prose.editor,
            signed=original.signed,
        )
    hijacked = site.mirrored and original is None and random.random() < 0.1 and _is_simplified(prose)
    mirror = choose_mirror(random) if hijacked else None
    return ReplicaArticle(
        site=site,
        channel=channel,
        url=FAMILIES[site.dialect].article_address(site, channel, _FIRST_NUMBER + index, listed_at),
        listed_at=listed_at,
        title=prose.title,
        paragraphs=prose.paragraphs,
        published_at=listed_at if random.random() < 0.95 else None,
        source=prose.source,
        author=prose.author,
        editor=prose.editor,
        column=channel.name,
        served_title=damage(prose.title, mirror) if mirror else prose.title,
        served_paragraphs=tuple(damage(text, mirror) for text in prose.paragraphs) if mirror else prose.paragraphs,
        mirror=mirror,
        signed=prose.signed,
        reprint_of=original.url if original else None,
    )


def build_world(articles: int = 24, seed: int = 0, *, split: int | None = None) -> World:
    """The five seeds and so many made articles, spread over the sites; the same for the same numbers.

    A larger world holds a smaller one of the same seed. `split` puts the essays of the TRS site on pages of about so
    many characters.

    >>> world = build_world(articles=8)
    >>> len(world.articles), len(world.sites)
    (13, 4)
    >>> world.articles[1].url
    'http://www.xuzhou.replica.test/llyj/202409/t20240925_101.html'
    """
    made = [_seed_article(page) for page in seeds()]
    for index in range(articles):
        made.append(_article(seed, index, made))
    return World(sites=SITES, articles=tuple(made), seed=seed, split=split)
