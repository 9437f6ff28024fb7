"""博达 VSB: `xwzx.htm`, then `xwzx/22.htm`, `xwzx/21.htm`, … down to 1, and articles `info/1001/123.htm`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import next_link, resolve
from crawler.dialects.listing import rows as rows_of

if TYPE_CHECKING:
    from datetime import date

_ROW_ID = '[id^="line_u"] a[href]'
_ARTICLE = re.compile(r"/info/\d+/\d+\.htm$")


def recognise(page: ListPage) -> bool:
    """Whether rows carry the family's ids, or links lead to its articles."""
    return bool(page.soup.select_one(_ROW_ID)) or bool(rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles in the numbered rows, or anywhere on a page whose template does not number them.

    >>> row = '<li id="line_u8_0"><a href="../info/1001/123.htm">委员视察</a><span>2024-09-25</span></li>'
    >>> [row] = rows(ListPage(url="http://www.stz.replica.test/xwzx/22.htm", text=row))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.stz.replica.test/info/1001/123.htm', '委员视察', '2024-09-25')
    """
    anchors = page.soup.select(_ROW_ID) or page.soup.find_all("a", href=True)
    return rows_of((each for each in anchors if _ARTICLE.search(resolve(page.url, each.get("href")) or "")), page.url)


def next_page(page: ListPage) -> str | None:
    """Where 下页 leads. The numbers count down and only the first page says how many there are, so none is computed.

    >>> next_page(ListPage(url="http://www.stz.replica.test/xwzx.htm", text='<a href="xwzx/22.htm">下页</a>'))
    'http://www.stz.replica.test/xwzx/22.htm'
    """
    return next_link(page)


def published_on(url: str) -> date | None:  # noqa: ARG001
    """None: the addresses of this family name no day."""
    return None


DIALECT = Dialect(name="vsb", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
