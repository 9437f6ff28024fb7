"""Newspapers' systems of the Founder kind: lists `node_12.htm`, `node_12_2.htm`, …; articles `content_345.htm`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import day, next_numbered, rows_to

if TYPE_CHECKING:
    from datetime import date

_ARTICLE = re.compile(r"(?:/(\d{4})-(\d{2})/(\d{2}))?/content_\d+(?:_\d+)?(?:\.s?html?)?$")
_LIST = re.compile(r"^(.*/node_\d+)(?:_(\d+))?(\.s?html?)$")


def recognise(page: ListPage) -> bool:
    """Whether the page links to the family's articles."""
    return bool(rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles; in some cities, 浙江 among them, their addresses have no day or no extension.

    >>> row = '<li><a href="../content/2024-09/25/content_345.htm">委员视察</a></li>'
    >>> [row] = rows(ListPage(url="http://www.szzx.gov.cn/zxyw/node_12.htm", text=row))
    >>> row.url, row.title
    ('http://www.szzx.gov.cn/content/2024-09/25/content_345.htm', '委员视察')
    """
    return rows_to(page, _ARTICLE)


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads, or else the file with the next number, counted from 1.

    >>> next_page(ListPage(url="http://www.szzx.gov.cn/zxyw/node_12.htm", text="<p>共3页</p>"))
    'http://www.szzx.gov.cn/zxyw/node_12_2.htm'
    """
    return next_numbered(page, _LIST)


def published_on(url: str) -> date | None:
    """The day in an article's address, where it names one.

    >>> published_on("http://www.szzx.gov.cn/content/2024-09/25/content_345.htm")
    datetime.date(2024, 9, 25)
    """
    found = _ARTICLE.search(url)
    return day(*found.groups()) if found and found[1] else None


DIALECT = Dialect(name="newspaper", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
