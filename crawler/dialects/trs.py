"""拓尔思 TRS WCM: `index.html`, `index_1.html`, … counted by a script; articles `./202409/t20240925_101.html`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.bounds import number
from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import MOST_PAGES, day, resolve
from crawler.dialects.listing import rows as rows_of

if TYPE_CHECKING:
    from datetime import date

_CALL = re.compile(r"createPageHTML\(\s*(\d+)\s*,\s*\d+\s*,\s*[\"']([\w-]+)[\"']\s*,\s*[\"'](\w+)[\"']")
_COUNT = re.compile(r"^(?:(?!//).)*?\bcountPage\s*=\s*(\d+)", re.MULTILINE)
_COMMENT = re.compile(r"(?<!:)//.*")
_FILE = re.compile(r"/([\w-]+?)(?:_(\d+))?\.(s?html?)$")
_ARTICLE = re.compile(r"/\d{6}/t(\d{4})(\d{2})(\d{2})_\d+\.s?html?$")


def recognise(page: ListPage) -> bool:
    """Whether the page counts its pages as TRS does, or holds a TRS article's address."""
    return bool(_CALL.search(page.text) or _COUNT.search(page.text) or rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles.

    >>> row = '<li><a href="./202409/t20240925_101.html" title="主席会议召开">主席会…</a><span>2024-09-26</span></li>'
    >>> [row] = rows(ListPage(url="http://www.nxzx.gov.cn/zxgzdt/", text=row))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.nxzx.gov.cn/zxgzdt/202409/t20240925_101.html', '主席会议召开', '2024-09-26')
    """
    anchors = page.soup.find_all("a", href=True)
    return rows_of((each for each in anchors if published_on(resolve(page.url, each.get("href")) or "")), page.url)


def next_page(page: ListPage) -> str | None:
    """The file with the next number, as long as the page's count allows it.

    `var countPage` is believed before `createPageHTML(…)`: old templates keep that call commented out with a stale
    number beside the living variable.

    >>> next_page(ListPage(url="http://www.nxzx.gov.cn/zxgzdt/", text='createPageHTML(12, 0, "index", "shtml");'))
    'http://www.nxzx.gov.cn/zxgzdt/index_1.shtml'
    """
    call = _CALL.search(_COMMENT.sub("", page.text)) or _CALL.search(page.text)
    count = _COUNT.search(page.text)
    stated = count or call
    total = number(stated[1], MOST_PAGES) if stated else None
    file = _FILE.search(urlsplit(page.url).path)
    current = number(file[2] or "0", MOST_PAGES) if file else 0
    if current is None or total is None or current + 1 >= total:
        return None
    name, extension = call.group(2, 3) if call else file.group(1, 3) if file else ("index", "html")
    return urljoin(page.url, f"{name}_{current + 1}.{extension}")


def published_on(url: str) -> date | None:
    """The day in an article's address.

    >>> published_on("http://www.nxzx.gov.cn/zxgzdt/202409/t20240925_101.html")
    datetime.date(2024, 9, 25)
    """
    found = _ARTICLE.search(url)
    return day(*found.groups()) if found else None


DIALECT = Dialect(name="trs", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
