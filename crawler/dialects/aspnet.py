"""ASP.NET Web Forms: `__VIEWSTATE`, and a pager (AspNetPager) that posts the page back with `__doPostBack`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects import generic
from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import day_in_address, next_link

if TYPE_CHECKING:
    from datetime import date

_MARK = re.compile(r"__VIEWSTATE|__doPostBack|AspNetPager", re.IGNORECASE)
_POSTED = re.compile(r"__doPostBack\('[^']*pager[^']*'", re.IGNORECASE)


def recognise(page: ListPage) -> bool:
    """Whether the page carries its state in a form, or pages by posting it."""
    return bool(_MARK.search(page.text))


def rows(page: ListPage) -> list[ListRow]:
    """The rows as the fallback reads them: every site of this family names its articles as it likes.

    >>> table = '<table><tr><td><a href="show.aspx?id=7">委员视察</a></td><td>2024/9/25</td></tr></table>'
    >>> [row] = rows(ListPage(url="http://www.hebzx.gov.cn/list.aspx?id=3", text=table))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.hebzx.gov.cn/show.aspx?id=7', '委员视察', '2024-09-25')
    """
    return generic.rows(page)


def next_page(page: ListPage) -> str | None:
    """Where the pager's links lead; None where it only posts, because the spider cannot post yet.

    >>> posts = '''<a href="javascript:__doPostBack('AspNetPager1','2')">下一页</a>'''
    >>> next_page(ListPage(url="http://www.hebzx.gov.cn/list.aspx?id=3", text=posts))
    >>> links = '<a href="list.aspx?id=3&amp;page=2">下一页</a>'
    >>> next_page(ListPage(url="http://www.hebzx.gov.cn/list.aspx?id=3", text=links))
    'http://www.hebzx.gov.cn/list.aspx?id=3&page=2'
    """
    return next_link(page) if _POSTED.search(page.text) else generic.next_page(page)


def published_on(url: str) -> date | None:
    """The day in the address of an article kept as a file.

    >>> published_on("http://www.jaqzx.gov.cn/DocHtml/1/2024/09/25/00012345.html")
    datetime.date(2024, 9, 25)
    """
    return day_in_address(url)


DIALECT = Dialect(name="aspnet", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
