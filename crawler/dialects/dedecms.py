"""织梦 DedeCMS: lists `list_11_2.html` or `plus/list.php?tid=11`; articles `/a/zxyw/2024/0925/9.html` or `view.php`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import day_in_address, next_numbered, rows_to

if TYPE_CHECKING:
    from datetime import date

_ARTICLE = re.compile(r"/plus/view\.php\?aid=\d+|/a/(?:[\w-]+/)*\d+\.html$")
_MARK = re.compile(r"/plus/(?:list|view|search|count|diggindex)\.php")
_LIST = re.compile(r"^(.*/list_\d+)_(\d+)(\.html)$")


def recognise(page: ListPage) -> bool:
    """Whether the page calls one of the family's scripts, or links to its articles."""
    return bool(_MARK.search(page.text) or rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles.

    >>> row = '<li><a href="/a/zxyw/2024/0925/9.html" title="委员视察">委员…</a><span>2024-09-26</span></li>'
    >>> [row] = rows(ListPage(url="http://www.example.test/a/zxyw/list_11_2.html", text=row))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.example.test/a/zxyw/2024/0925/9.html', '委员视察', '2024-09-26')
    """
    return rows_to(page, _ARTICLE)


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads, or else the file with the next number. The first page has none, so it must have the link.

    >>> next_page(ListPage(url="http://www.example.test/a/zxyw/list_11_2.html", text="<p>共<b>3</b>页<b>52</b>条</p>"))
    'http://www.example.test/a/zxyw/list_11_3.html'
    """
    return next_numbered(page, _LIST)


def published_on(url: str) -> date | None:
    """The day in the address of an article kept as a file.

    >>> published_on("http://www.example.test/a/zxyw/2024/0925/9.html")
    datetime.date(2024, 9, 25)
    """
    return day_in_address(url)


DIALECT = Dialect(name="dedecms", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
