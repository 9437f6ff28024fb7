"""The families that differ in wording alone: the plain frame, filled with what `plain_table.py` says of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.replica.families.page import (
    Around,
    about,
    escape,
    page_count,
    path,
    plain_article,
    plain_list,
    short_link,
    shorten,
    shown,
)

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite


@dataclass(frozen=True, slots=True)
class _Link:
    """Markup of a link whose words are its format: `{back:上一页}`."""

    markup: str
    target: Mapping[str, object]

    def __format__(self, words: str) -> str:
        return self.markup.format(words=words, **self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """The links from one page of a list to the others, as markup with places in it.

    A link has `words`, `page` (its number), `url`, `name` (the address without its folder), `list` (the address of the
    list) and `channel`.

    >>> from crawler.replica.site_table import SITES
    >>> Pager().links(SITES[0].channels[0], ["/1"], page=0, rows=9)
    '<span>首页</span> <span>上一页</span> <span>1</span> <span>下一页</span> <span>尾页</span>'
    """

    line: str = "{first:首页} {back:上一页} {numbers} {on:下一页} {last:尾页}"
    """The links in their order, with their words; the numbers are `rows` of the list, `page` and `pages`."""
    live: str = '<a href="{url}">{words}</a>'
    current: str = "<span>{words}</span>"
    """The number of the page itself."""
    dead: str = "<span>{words}</span>"
    """A link to the first or the last page, on that page."""
    dead_step: str = "<span>{words}</span>"
    """A step back from the first page, or on from the last."""
    between: str = " "
    """What stands between the numbers."""
    always_live: bool = False
    """Whether links that would be dead lead to the page itself."""

    def links(self, channel: ReplicaChannel, addresses: Sequence[str], page: int, rows: int) -> str:
        """Return the links on a page; pages count from 0, and `rows` are those of the whole list."""
        pages = len(addresses)

        def to(target: int, otherwise: str) -> _Link:
            is_live = 0 <= target < pages and target != page
            at = target if is_live else page
            url = escape(addresses[at])
            name = url.rpartition("/")[2]
            known = {"page": at + 1, "url": url, "name": name, "list": escape(channel.url), "channel": channel}
            return _Link(self.live if is_live else otherwise, known)

        dead, dead_step = (self.live, self.live) if self.always_live else (self.dead, self.dead_step)
        return self.line.format(
            first=to(0, dead),
            back=to(page - 1, dead_step),
            numbers=self.between.join(f"{to(at, self.current):{at + 1}}" for at in range(pages)),
            on=to(page + 1, dead_step),
            last=to(pages - 1, dead),
            rows=rows,
            page=page + 1,
            pages=pages,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainFamily:
    """What a family says in the plain frame: addresses and markup with places in them, and how it counts.

    All may name `channel`. A row has `day`, `day_before`, `id` (the number in the article's address), `title`, `url`,
    `path` (the address without its host), `begin` (of the text), and `link` and `path_link`, the title as a link.
    """

    ARTICLE_PATH: str
    """A regular expression, under the name that the other families' modules give it."""
    article: str
    """The path of an article, of its `day` and `number`."""
    numbers_from: int = 0
    """What is added to the numbers of articles."""
    further: str = "{stem}_{page}.{ending}"
    """A list page after the first; `stem` and `ending` are those of the first page's file, and `host` the site's."""
    alias: str = ""
    """What the first page's address may end with besides."""
    second: int = 2
    """The number in the second page's address."""
    from_oldest: bool = False
    """Whether the further pages are numbered from the oldest, which never change, and the first is always full."""
    rows: str = "<ul>\n{}</ul>"
    """What stands around a list's rows."""
    row: str
    pager: Pager = Pager()
    title: str = "<h1>{}</h1>"
    about: str = '<div class="info">{about}</div>'
    """The line above the text; `id` is the article's number."""
    date: str = "发布时间：{}"
    source: str = "来源：{}"
    author: str = "作者：{}"
    body: str = '<div class="content">{}</div>'
    editor: str = '<div class="editor">责任编辑：{}</div>\n'

    def article_address(self, site: ReplicaSite, channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
        path = self.article.format(channel=channel, number=self.numbers_from + number, day=listed_at)
        return f"http://{site.host}{path}"

    def list_addresses(self, channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
        """Return the addresses of the list's pages, files with their numbers where the table says nothing else.

        >>> from dataclasses import replace
        >>> from crawler.replica.site_table import SITES
        >>> family = PlainFamily(ARTICLE_PATH="", article="", row="")
        >>> channel = replace(SITES[0].channels[0], url="http://a.test/zxyw/", page_rows=15)
        >>> family.list_addresses(channel, 31)[1:]
        ('http://a.test/zxyw/index_2.html', 'http://a.test/zxyw/index_3.html')
        >>> family.list_addresses(replace(channel, url="http://a.test/12.htm"), 16)
        ('http://a.test/12.htm', 'http://a.test/12_2.htm')
        """
        file = f"{channel.url}index.html" if channel.url.endswith("/") else channel.url
        stem, _, ending = file.rpartition(".")
        known = {"channel": channel, "stem": stem, "ending": ending, "host": urlsplit(channel.url).netloc}
        numbers = range(self.second, self.second + page_count(channel, rows) - 1)
        ordered = reversed(numbers) if self.from_oldest else numbers
        return (channel.url, *(self.further.format(page=page, **known) for page in ordered))

    def list_page(
        self,
        site: ReplicaSite,
        channel: ReplicaChannel,
        articles: Sequence[ReplicaArticle],
        url: str,
        _form: Mapping[str, str],
    ) -> str | None:
        addresses = self.list_addresses(channel, len(articles))
        url = url.removesuffix(self.alias.format(channel=channel))
        if url not in addresses:
            return None
        page = addresses.index(url)
        on_page = shown(channel, articles, page)
        if self.from_oldest and page:
            end = len(articles) - (len(addresses) - 1 - page) * channel.page_rows
            on_page = articles[end - channel.page_rows : end]
        rows = "".join(f"{self.row.format(**_row(article))}\n" for article in on_page)
        links = self.pager.links(channel, addresses, page, len(articles))
        return plain_list(site, channel, self.rows.format(rows), links)

    def article_page(self, article: ReplicaArticle, around: Around) -> str:
        said = about(article, date=self.date, source=self.source, author=self.author)
        return plain_article(
            article,
            around,
            title=self.title,
            said=self.about.format(about=said, channel=article.channel, id=_number(article)),
            body=self.body,
            editor=self.editor,
        )


def _number(article: ReplicaArticle) -> str:
    """Return the last number in an article's address."""
    return str(re.findall(r"\d+", article.url)[-1])


def _row(article: ReplicaArticle) -> dict[str, object]:
    """Return what a row may say of an article. The day before is one that its words speak of."""
    return {
        "channel": article.channel,
        "day": article.listed_at,
        "day_before": article.listed_at - timedelta(days=1),
        "id": _number(article),
        "title": escape(article.title),
        "url": escape(article.url),
        "path": path(article),
        "begin": escape(shorten(article.served_paragraphs[0], 60)),
        "link": short_link(article),
        "path_link": short_link(article, path(article)),
    }
