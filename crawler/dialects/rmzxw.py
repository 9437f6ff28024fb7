"""人民政协网 (人民政协报): articles `/c/2024-09-25/3612345.shtml`, and `3612345_1.shtml` for a second page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import day, next_link, rows_to

if TYPE_CHECKING:
    from datetime import date

_ARTICLE = re.compile(r"/c/(\d{4})-(\d{2})-(\d{2})/\d+(?:_\d+)?\.shtml$")


def recognise(page: ListPage) -> bool:
    """Whether the page links to the family's articles."""
    return bool(rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles, wherever on the page.

    >>> row = '<li><a href="/c/2024-09-25/3612345.shtml" title="委员话协商">委员…</a><span>09-25</span></li>'
    >>> [row] = rows(ListPage(url="https://www.rmzxw.com.cn/zx/", text=row))
    >>> row.url, row.title, row.published_on
    ('https://www.rmzxw.com.cn/c/2024-09-25/3612345.shtml', '委员话协商', None)
    """
    return rows_to(page, _ARTICLE)


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads, or None: how the site numbers its lists is not known."""
    return next_link(page)


def published_on(url: str) -> date | None:
    """The day in an article's address.

    >>> published_on("https://www.rmzxw.com.cn/c/2024-09-25/3612345.shtml")
    datetime.date(2024, 9, 25)
    """
    found = _ARTICLE.search(url)
    return day(*found.groups()) if found else None


DIALECT = Dialect(name="rmzxw", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
