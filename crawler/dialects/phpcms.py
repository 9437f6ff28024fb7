"""PHPCMS v9: `index.php?m=content&c=index&a=lists` and `a=show`, or their static forms, such as `content-14-9-1`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import day_in_address, next_link, rows_to

if TYPE_CHECKING:
    from datetime import date

_ARTICLE = re.compile(r"[?&]m=content&c=index&a=show&catid=\d+&id=\d+|/(?:content|show)-\d+-\d+-\d+\.html$")
_STATIC = re.compile(r"/\d{4}/\d{4}/\d+\.html$")
_LISTS = re.compile(r"[?&]m=content&(?:amp;)?c=index&(?:amp;)?a=lists")


def recognise(page: ListPage) -> bool:
    """Whether the page links to the family's articles or lists."""
    return bool(rows_to(page, _ARTICLE) or _LISTS.search(page.text))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles, asked for by number or kept as files by day.

    >>> link = '<a href="index.php?m=content&amp;c=index&amp;a=show&amp;catid=14&amp;id=9">委员视察</a>'
    >>> [row] = rows(ListPage(url="http://www.gxzx.gov.cn/", text=f"<li><span>2024-09-25</span>{link}</li>"))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.gxzx.gov.cn/index.php?m=content&c=index&a=show&catid=14&id=9', '委员视察', '2024-09-25')
    """
    return rows_to(page, _ARTICLE) or rows_to(page, _STATIC)


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads; on the last page it leads to that page itself.

    >>> pager = '<a href="index.php?m=content&amp;c=index&amp;a=lists&amp;catid=14&amp;page=2">下一页</a>'
    >>> next_page(ListPage(url="http://www.gxzx.gov.cn/index.php?m=content&c=index&a=lists&catid=14", text=pager))
    'http://www.gxzx.gov.cn/index.php?m=content&c=index&a=lists&catid=14&page=2'
    """
    return next_link(page)


def published_on(url: str) -> date | None:
    """The day in the address of an article kept as a file; None for those asked for by number.

    >>> published_on("http://www.gxzx.gov.cn/html/zxyw/2024/0925/9.html")
    datetime.date(2024, 9, 25)
    """
    return day_in_address(url)


DIALECT = Dialect(name="phpcms", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
