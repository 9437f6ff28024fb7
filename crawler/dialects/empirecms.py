"""帝国CMS: its scripts lie under `/e/`; lists `index.html`, `index_2.html`, …; articles `/zxyw/2024-09-25/9.html`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import day_in_address, next_numbered, rows_to

if TYPE_CHECKING:
    from datetime import date

_ARTICLE = re.compile(
    r"/\d{4}-\d{2}-\d{2}/\d+\.s?html?$|/[a-z][\w-]*/\d+\.s?html?$|/e/action/ShowInfo(?:\.php|/)\?classid=\d+&id=\d+"
)
_MARK = re.compile(r"/e/(?:action|public|data|search|member|tool|extend|space|DoPrint|DoInfo)/")
_LIST = re.compile(r"^(.*/index)(?:_(\d+))?(\.s?html?)$")


def recognise(page: ListPage) -> bool:
    """Whether the page calls one of the family's scripts: its articles' addresses are too common to tell it by."""
    return bool(_MARK.search(page.text))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles: a number, in a folder named by the day or by the column.

    >>> row = '<li><a href="/zxyw/2024-09-25/9.html" title="委员视察">委员…</a><span>2024-09-26</span></li>'
    >>> [row] = rows(ListPage(url="http://www.example.test/zxyw/", text=row))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.example.test/zxyw/2024-09-25/9.html', '委员视察', '2024-09-26')
    """
    return rows_to(page, _ARTICLE)


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads, or else the file with the next number; of lists made by a script, only where it leads.

    >>> next_page(ListPage(url="http://www.example.test/zxyw/", text="<p>1/3页</p>"))
    'http://www.example.test/zxyw/index_2.html'
    """
    return next_numbered(page, _LIST)


def published_on(url: str) -> date | None:
    """The day in an article's address, where its folder is named by the day.

    >>> published_on("http://www.example.test/zxyw/2024-09-25/9.html")
    datetime.date(2024, 9, 25)
    """
    return day_in_address(url)


DIALECT = Dialect(name="empirecms", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
