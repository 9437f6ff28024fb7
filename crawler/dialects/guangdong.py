"""广东集约化平台: lists `index.html`, `index_2.html`, …; articles `/yw/content/post_41127.html`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import next_numbered, rows_to

if TYPE_CHECKING:
    from datetime import date

_ARTICLE = re.compile(r"/content/m?post_\d+\.html$")


def recognise(page: ListPage) -> bool:
    """Whether the page links to the family's articles."""
    return bool(rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles, as desktops see them or as telephones do (`mpost_`).

    >>> row = '<li><a href="content/post_41127.html" title="委员视察">委员…</a><span>2024-09-25</span></li>'
    >>> [row] = rows(ListPage(url="https://www.gdszx.gov.cn/yw/", text=row))
    >>> row.url, row.title, str(row.published_on)
    ('https://www.gdszx.gov.cn/yw/content/post_41127.html', '委员视察', '2024-09-25')
    """
    return rows_to(page, _ARTICLE)


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads, or else the file with the next number, counted from 1.

    >>> next_page(ListPage(url="https://www.gdszx.gov.cn/yw/index_2.html", text="<p>共3页</p>"))
    'https://www.gdszx.gov.cn/yw/index_3.html'
    """
    return next_numbered(page)


def published_on(url: str) -> date | None:  # noqa: ARG001
    """None: the addresses of this family name no day."""
    return None


DIALECT = Dialect(name="guangdong", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
