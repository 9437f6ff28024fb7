"""中国政协网: rows stand in an inline script, `item[n]=new title_array(url,title,day)`, and not in links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.bounds import unescaped
from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import day, day_in, next_link, one_line, resolve

if TYPE_CHECKING:
    from datetime import date

_QUOTED = r"(?:'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\")"
_ROW = re.compile(rf"new\s+title_array\(\s*{_QUOTED}\s*,\s*{_QUOTED}\s*,\s*{_QUOTED}\s*\)")
_ARTICLE = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/ARTI\d{16}\.shtml$")


def recognise(page: ListPage) -> bool:
    """Whether the page fills its list with `title_array`."""
    return "title_array(" in page.text


def rows(page: ListPage) -> list[ListRow]:
    """The rows the script names.

    >>> script = "item[1]=new title_array('/zxww/2024/09/25/ARTI1727000000000101.shtml','政协要闻','2024-09-25');"
    >>> [row] = rows(ListPage(url="http://www.cppcc.gov.cn/zxww/index.shtml", text=f"<script>{script}</script>"))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.cppcc.gov.cn/zxww/2024/09/25/ARTI1727000000000101.shtml', '政协要闻', '2024-09-25')
    """
    found: dict[str, ListRow] = {}
    for match in _ROW.finditer(page.text):
        address, title, shown = (_spoken(match[n] if match[n] is not None else match[n + 1]) for n in (1, 3, 5))
        if url := resolve(page.url, address):
            found.setdefault(url, ListRow(url=url, title=one_line(title), published_on=day_in(shown)))
    return list(found.values())


def next_page(page: ListPage) -> str | None:
    """Where 下一页 leads. The site itself has long sent a whole channel in one page, and turns pages in the browser."""
    return next_link(page)


def published_on(url: str) -> date | None:
    """The day in an article's address.

    >>> published_on("http://www.cppcc.gov.cn/zxww/2024/09/25/ARTI1727000000000101.shtml")
    datetime.date(2024, 9, 25)
    """
    found = _ARTICLE.search(url)
    return day(*found.groups()) if found else None


def _spoken(literal: str) -> str:
    return unescaped(re.sub(r"\\(.)", r"\1", literal))


DIALECT = Dialect(name="cppcc", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
