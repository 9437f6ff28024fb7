"""SiteServer CMS: lists `/channels/12.html`, `/channels/12_2.html`, …; articles `/contents/12/345.html`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import next_numbered, rows_to

if TYPE_CHECKING:
    from datetime import date

_ARTICLE = re.compile(r"/contents/\d+/\d+\.html$")
_LIST = re.compile(r"^(.*/channels/\d+)(?:_(\d+))?(\.html)$")


def recognise(page: ListPage) -> bool:
    """Whether the page links to the family's articles."""
    return bool(rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles.

    >>> row = '<li><a href="../contents/12/345.html" title="委员视察">委员…</a><span>2024-09-25</span></li>'
    >>> [row] = rows(ListPage(url="https://www.hljzx.gov.cn/channels/12.html", text=row))
    >>> row.url, row.title, str(row.published_on)
    ('https://www.hljzx.gov.cn/contents/12/345.html', '委员视察', '2024-09-25')
    """
    return rows_to(page, _ARTICLE)


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads, or else the file with the next number, counted from 1.

    >>> next_page(ListPage(url="https://www.hljzx.gov.cn/channels/12.html", text="<p>共3页</p>"))
    'https://www.hljzx.gov.cn/channels/12_2.html'
    """
    return next_numbered(page, _LIST)


def published_on(url: str) -> date | None:  # noqa: ARG001
    """None: the addresses of this family name no day."""
    return None


DIALECT = Dialect(name="siteserver", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
