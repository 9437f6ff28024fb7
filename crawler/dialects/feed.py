"""Feeds: RSS 2.0, Atom and `sitemap.xml`, each in one piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow, tree
from crawler.dialects.listing import day_in, day_in_address, day_of_moment, one_line, resolve

if TYPE_CHECKING:
    from datetime import date

    from bs4 import Tag

_FEED = re.compile(r"^\ufeff?\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*<(?:rss|feed|urlset)\b", re.DOTALL)
_PUBLISHED = ["pubDate", "dc:date", "published", "news:publication_date"]
_CHANGED = ["updated", "lastmod"]


def recognise(page: ListPage) -> bool:
    """Whether the page begins as a feed does."""
    return bool(_FEED.match(page.text))


def rows(page: ListPage) -> list[ListRow]:
    """The entries. A sitemap of sitemaps has none: what it names are lists.

    The day is that of publication, in China. Where only the last change is dated, a day in the address goes before it.

    >>> dated = "<pubDate>Tue, 24 Sep 2024 17:00:00 GMT</pubDate>"
    >>> item = f"<item><title>委员视察</title><link>/c/7.shtml</link>{dated}</item>"
    >>> feed = f'<rss version="2.0"><channel>{item}</channel></rss>'
    >>> [row] = rows(ListPage(url="https://www.rmzxw.com.cn/rss.xml", text=feed))
    >>> row.url, row.title, str(row.published_on)
    ('https://www.rmzxw.com.cn/c/7.shtml', '委员视察', '2024-09-25')
    """
    if not recognise(page):
        return []
    entries = tree(page.text.lstrip("\ufeff \t\r\n"), "xml")
    found: dict[str, ListRow] = {}
    for entry in entries.select("item, entry, urlset > url"):
        if (address := _address(entry)) and (url := resolve(page.url, address)):
            published = _day(_text(entry, _PUBLISHED)) or day_in_address(url) or _day(_text(entry, _CHANGED))
            title = tree(f"<p>{_text(entry, ['title', 'news:title'])}</p>").get_text()
            found.setdefault(url, ListRow(url=url, title=one_line(title), published_on=published))
    return list(found.values())


def next_page(page: ListPage) -> str | None:  # noqa: ARG001
    """None: a feed is one page."""
    return None


def published_on(url: str) -> date | None:
    """The day in an address that names one in a usual form.

    >>> published_on("https://www.rmzxw.com.cn/c/2024-09-25/3612345.shtml")
    datetime.date(2024, 9, 25)
    """
    return day_in_address(url)


def _address(entry: Tag) -> str:
    """What an entry leads to: Atom's link to the article, the text of the others' links, or RSS's permanent id."""
    link = entry.select_one('link[href][rel="alternate"], link[href]:not([rel])')
    guid = entry.select_one('guid[isPermaLink="true"]')
    return str(link["href"]) if link else _text(entry, ["link", "loc"]) or (guid.get_text(strip=True) if guid else "")


def _text(entry: Tag, names: list[str]) -> str:
    """The text of the first of an entry's elements that has one of these names."""
    return next((text for name in names if (each := entry.find(name)) and (text := each.get_text(strip=True))), "")


def _day(text: str) -> date | None:
    """The day in China of a moment written as feeds do."""
    return day_of_moment(text) or day_in(text)


DIALECT = Dialect(name="feed", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
