"""北方网 enorth WebPublisher: articles `/system/2024/09/25/030112233.shtml`, archives under `/system/count/`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import day, next_link, rows_to

if TYPE_CHECKING:
    from datetime import date

_ARTICLE = re.compile(r"/system/(\d{4})/(\d{2})/(\d{2})/\d{9}\.shtml$")


def recognise(page: ListPage) -> bool:
    """Whether the page links to the family's articles."""
    return bool(rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles.

    >>> row = '<li><a href="/system/2024/09/25/030112233.shtml">委员视察</a><span>2024-09-25</span></li>'
    >>> [row] = rows(ListPage(url="https://jxzx.jxnews.com.cn/zxyw/index.shtml", text=row))
    >>> row.url, row.title, str(row.published_on)
    ('https://jxzx.jxnews.com.cn/system/2024/09/25/030112233.shtml', '委员视察', '2024-09-25')
    """
    return rows_to(page, _ARTICLE)


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads. An archive's pages are numbered from the oldest, so that none can be computed from the first.

    >>> archive = "/system/count//0052038/000000000000/000/000/c0052038000000000000_000000042.shtml"
    >>> text = f'<a href="{archive}">下一页</a>'
    >>> next_page(ListPage(url="https://jxzx.jxnews.com.cn/zxyw/index.shtml", text=text)).rpartition("/")[2]
    'c0052038000000000000_000000042.shtml'
    """
    return next_link(page)


def published_on(url: str) -> date | None:
    """The day in an article's address.

    >>> published_on("https://jxzx.jxnews.com.cn/system/2024/09/25/030112233.shtml")
    datetime.date(2024, 9, 25)
    """
    found = _ARTICLE.search(url)
    return day(*found.groups()) if found else None


DIALECT = Dialect(name="enorth", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
