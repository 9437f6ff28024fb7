"""Feeds: RSS 2.0, Atom and `sitemap.xml`, each in one piece."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from lxml import etree

from crawler.bounds import number, unescaped
from crawler.dialects.dialect import Dialect, ListPage, ListRow, tree
from crawler.dialects.listing import day_in, day_in_address, day_of_moment, one_line, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bs4 import Tag

_FEED = re.compile(r"^\ufeff?\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*<(?P<root>rss|feed|urlset)\b", re.DOTALL)
_PUBLISHED = ["pubDate", "dc:date", "published", "news:publication_date"]
_CHANGED = ["updated", "lastmod"]
_TITLE = ["title", "news:title"]
_OTHERS = ["link", "guid", "loc", "description", "summary", "content", "content:encoded"]
_HELD = frozenset([*_PUBLISHED, *_CHANGED, *_TITLE, *_OTHERS])
"""The elements of an entry that hold text and nothing else, or HTML where text was meant."""
_ENTRY = re.compile(r"<(?P<name>item|entry)(?:\s[^<>]*+)?>(?P<inside>.*?)(?=</?(?P=name)[\s>]|\Z)", re.DOTALL)
_URL = re.compile(r"<(?P<name>url)(?:\s[^<>]*+)?>(?P<inside>.*?)(?=</?(?P=name)[\s>]|\Z)", re.DOTALL)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*+)(?P<rest>[^<>]*+)>")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_SPECIAL = re.compile(r"&(?:#(?:[xX](?P<hex>[0-9A-Fa-f]+)|(?P<decimal>[0-9]+))|[A-Za-z]\w*);|[&<]")
_CDATA = "<![CDATA["
_FIRST_HALF, _LAST_HALF = 0xD800, 0xDFFF
"""The numbers of halves of surrogate pairs, which some CMSs write for each character beyond U+FFFF."""


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
    root = _FEED.match(page.text)
    if root is None:
        return []
    text = page.text.lstrip("\ufeff \t\r\n")
    entries = tree(text if _is_well_formed(text) else _mended(text, root["root"]), "xml")
    found: dict[str, ListRow] = {}
    for entry in entries.select("item, entry, urlset > url"):
        if (address := _address(entry)) and (url := resolve(page.url, address)):
            published = _day(_text(entry, _PUBLISHED)) or day_in_address(url) or _day(_text(entry, _CHANGED))
            title = tree(f"<p>{_text(entry, _TITLE)}</p>").get_text()
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


def _is_well_formed(text: str) -> bool:
    """Whether a text is XML as it should be."""
    try:
        etree.fromstring(text.encode(errors="replace"), etree.XMLParser(encoding="utf-8", resolve_entities=False))
    except etree.XMLSyntaxError:
        return False
    return True


def _mended(text: str, root: str) -> str:
    """Return a feed that is not well-formed as one that is: its entries alone, each with what its elements hold.

    An element holds all up to its end tag: what one entry's title leaves open ends with it, and takes in nothing else.

    >>> _mended("<rss><item><title>甲<br>&nbsp;<乙></title><link>/?a=1&b=2</link></item><item>", "rss")
    '<rss><item><title>甲&lt;br>\\xa0&lt;乙></title><link>/?a=1&amp;b=2</link></item><item></item></rss>'
    """
    found = (_URL if root == "urlset" else _ENTRY).finditer(_COMMENT.sub("", text))
    entries = (f"<{each['name']}>{''.join(_elements(each['inside']))}</{each['name']}>" for each in found)
    return f"<{root}>{''.join(entries)}</{root}>"


def _elements(entry: str) -> Iterator[str]:
    """Yield the elements of an entry that hold text, made safe; those without an end are left out."""
    tags = list(_TAG.finditer(entry))
    last_end = {tag["name"]: index for index, tag in enumerate(tags) if tag["close"]}
    held = None  # the start of the element within which all is text
    for index, tag in enumerate(tags):
        name = tag["name"]
        if held:
            if tag["close"] and name == held["name"]:
                yield f"<{name}{_safe(held['rest'])}>{_safe(entry[held.end() : tag.start()])}</{name}>"
                held = None
        elif name in _HELD and not tag["close"]:
            if tag["rest"].endswith("/"):
                yield f"<{name}{_safe(tag['rest'])}>"
            elif last_end.get(name, -1) > index:
                held = tag


def _safe(text: str) -> str:
    """Return what an element or a tag holds so that it can stand in XML: text, and references to characters there are.

    >>> _safe("R&D &hellip; &lt; &#9999999; <b>"), _safe("<![CDATA[a &lt; b")
    ('R&amp;D … &lt; \ufffd &lt;b>', 'a &amp;lt; b')
    """
    if text.lstrip().startswith(_CDATA):
        return escape(text.replace(_CDATA, "").replace("]]>", ""))
    return _SPECIAL.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    """Return what a reference stands for, safe in XML; half of a surrogate pair as it is, to be joined or replaced."""
    code = number(found["hex"], _LAST_HALF, base=16) if found["hex"] else number(found["decimal"] or "", _LAST_HALF)
    return chr(code) if code and code >= _FIRST_HALF else escape(unescaped(found[0]))


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
