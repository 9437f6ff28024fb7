"""JEECMS: lists `index.jhtml`, `index_2.jhtml`, …; articles `/zxyw/345.jhtml`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import next_numbered, rows_to

if TYPE_CHECKING:
    from datetime import date

_ARTICLE = re.compile(r"/\d+\.jhtml$")
_LIST = re.compile(r"^(.*/[a-z]\w*?)(?:_(\d+))?(\.jhtml)$", re.IGNORECASE)


def recognise(page: ListPage) -> bool:
    """Whether the page links to the family's articles."""
    return bool(rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles.

    >>> row = '<li><a href="/tzgg/345.jhtml" title="会议通知">会议…</a><span>2024-09-25</span></li>'
    >>> [row] = rows(ListPage(url="http://www.ynzx.gov.cn/tzgg/index.jhtml", text=row))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.ynzx.gov.cn/tzgg/345.jhtml', '会议通知', '2024-09-25')
    """
    return rows_to(page, _ARTICLE)


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads, often by its `onclick`, or else the file with the next number, counted from 1.

    >>> pager = '''<a href="javascript:void(0);" onclick="location.href='index_3.jhtml';">下一页</a>'''
    >>> next_page(ListPage(url="http://www.ynzx.gov.cn/tzgg/index_2.jhtml", text=pager))
    'http://www.ynzx.gov.cn/tzgg/index_3.jhtml'
    """
    return next_numbered(page, _LIST, "index.jhtml")


def published_on(url: str) -> date | None:  # noqa: ARG001
    """None: the addresses of this family name no day."""
    return None


DIALECT = Dialect(name="jeecms", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
