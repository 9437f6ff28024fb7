"""What the replica publishes: every site and every article, with the truth beside what is served."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from types import MappingProxyType
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
from crawler.replica.traditional import to_traditional

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    pinned: frozenset[str] = frozenset()
    """Addresses of articles that stand on top of their lists, however old they are (置顶)."""

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
                lists[channel.url].sort(key=lambda article: article.url not in self.pinned)
        return {url: tuple(articles) for url, articles in lists.items()}

    def listed(self, channel: ReplicaChannel) -> tuple[ReplicaArticle, ...]:
        """The articles of a channel as its list shows them: newest first, after the pinned ones."""
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

    def page(self, url: str, form: Mapping[str, str] = MappingProxyType({})) -> str | None:
        """The text of the list or article page at an address, for what was posted to it; None when there is none."""
        site = next((site for site in self.sites if url.startswith(f"http://{site.host}/")), None)
        if site is None:
            return None
        article = self._split_pages.get(url) or self.by_url.get(url)
        page = self._article_page(article) if article else self._list_page(site, url, form)
        return to_traditional(page) if page and site.is_traditional else page

    def _list_page(self, site: ReplicaSite, url: str, form: Mapping[str, str]) -> str | None:
        family = FAMILIES[site.dialect]
        pages = (family.list_page(site, channel, self.listed(channel), url, form) for channel in site.channels)
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
        return self._with([newest + timedelta(minutes=37 * (number + 1)) for number in range(count)])

    def publish_late(self, count: int, days: int = 10) -> World:
        """The world with so many more articles, on all sites in turn, that come late: each is dated up to so many days
        before the newest of its site, and stands among rows that were there before it.
        """
        sites = [self._next_site(number) for number in range(count)]
        shares = [(number * _GOLDEN_RATIO) % 1.0 for number in range(count)]
        return self._with(
            [self.newest(site) - timedelta(days=days) * share for site, share in zip(sites, shares, strict=True)]
        )

    def pin(self, count: int) -> World:
        """The world with so many old articles on top of their lists: of each list in turn the oldest."""
        lists = [self.listed(channel) for site in self.sites for channel in site.channels]
        turns = (divmod(number, len(lists)) for number in range(count))
        return replace(self, pinned=frozenset(lists[at][-1 - turn].url for turn, at in turns))

    @property
    def _made(self) -> int:
        """How many articles are no seeds."""
        return sum(article.seed is None for article in self.articles)

    def _next_site(self, number: int) -> ReplicaSite:
        """The site whose turn it is so many articles from now."""
        return self.sites[(self._made + number) % len(self.sites)]

    def _with(self, days: Sequence[datetime]) -> World:
        """The world with one more article for each of these days."""
        articles = list(self.articles)
        for made, day in enumerate(days, self._made):
            articles.append(_article(self.sites, self.seed, made, articles, day))
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


def _original(sites: int, index: int, earlier: Sequence[ReplicaArticle]) -> ReplicaArticle | None:
    """The article of the first site that this one repeats word for word, which every eleventh does."""
    turn = index % sites
    at = len(earlier) - turn - 2 * sites  # the seeds, then an article for each index
    return earlier[at] if index % 11 == 10 and turn and index >= turn + 2 * sites else None


def _is_simplified(prose: Prose) -> bool:
    """Whether nothing is traditional before a mirror converts it: what it wrote could not be told from the original."""
    return _TRADITIONAL.isdisjoint("".join((prose.title, *prose.paragraphs)))


def _in_traditional(prose: Prose) -> Prose:
    return replace(
        prose,
        title=to_traditional(prose.title),
        paragraphs=tuple(map(to_traditional, prose.paragraphs)),
        source=prose.source and to_traditional(prose.source),
        author=prose.author and to_traditional(prose.author),
        editor=prose.editor and to_traditional(prose.editor),
    )


def _article(
    sites: Sequence[ReplicaSite],
    seed: int,
    index: int,
    earlier: Sequence[ReplicaArticle],
    at: datetime | None = None,
) -> ReplicaArticle:
    """The article of that number, listed at a given time or at one of its own."""
    site = sites[index % len(sites)]
    random = Random(f"{seed}/{index}")
    channel = site.channels[-1 if random.random() < 0.35 else 0]
    listed_at = at or _listed_at(index)
    prose = write(f"{seed}/{index}", site.locale or site.key, essay=channel.essays)
    original = _original(len(sites), index, earlier)
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
    if site.is_traditional:
        prose = _in_traditional(prose)
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
        column=to_traditional(channel.name) if site.is_traditional else channel.name,
        served_title=damage(prose.title, mirror) if mirror else prose.title,
        served_paragraphs=tuple(damage(text, mirror) for text in prose.paragraphs) if mirror else prose.paragraphs,
        mirror=mirror,
        signed=prose.signed,
        reprint_of=original.url if original else None,
    )


def build_world(
    articles: int = 24, seed: int = 0, sites: tuple[ReplicaSite, ...] = SITES, *, split: int | None = None
) -> World:
    """So many made articles, spread over the sites, after the seeds that are served on one of them; the same for the
    same numbers.

    A larger world holds a smaller one of the same seed and sites. `split` puts the essays of the TRS sites on pages of
    about so many characters.

    >>> world = build_world(articles=8)
    >>> len(world.articles), len(world.sites)
    (13, 4)
    >>> world.articles[1].url
    'http://www.xuzhou.replica.test/llyj/202409/t20240925_101.html'
    """
    keys = {site.key for site in sites}
    made = [_seed_article(page) for page in seeds() if page.layout.site in keys]
    for index in range(articles):
        made.append(_article(sites, seed, index, made))
    return World(sites=sites, articles=tuple(made), seed=seed, split=split)
