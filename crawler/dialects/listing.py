"""What the families' lists have in common: a row is a link with a day near it, and 下一页 leads on."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.dialects.dialect import ListRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import Tag

    from crawler.dialects.dialect import ListPage

# What can hold one row. A cell is not one: the day often stands in the cell beside the link's.
ROW_TAGS = ["li", "dd", "dt", "tr", "p"]
NEXT_LABELS = {"下一页", "下页", "后一页", "下一頁", "下頁"}
LAST_LABELS = {"尾页", "末页", "最后一页", "最末页", "尾頁", "末頁"}

_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
# An identifier may look like a date: eight digits together count only as a folder or in TRS's t20240925_101.
_DAY_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d{2})[-/_](\d{1,2})[-/_](\d{1,2})(?=[-/_])"
    r"|/((?:19|20)\d{2})[-/]?(\d{2})(\d{2})(?=/)"
    r"|/t((?:19|20)\d{2})(\d{2})(\d{2})_"
)
_COMMENT = re.compile(r"(?<!:)//.*")
_COUNT = re.compile(
    r"\b(?:totalPages?|pageCount|countPage|pageTotal|maxPage)[\"']?\s*[=:]\s*[\"']?(\d+)", re.IGNORECASE
)
_SHOWN_COUNT = re.compile(r"(?<![\d/])\d+\s*/\s*(\d+)\s*页|共\s*(\d+)\s*页")
_CALL = re.compile(r"createPageHTML\(\s*(\d+)")
_STATED_ROWS = re.compile(r"<totalrecord>(\d+)<|\btotalRecord\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_ONCLICK = re.compile(r"location(?:\.href)?\s*=\s*[\"']([^\"']+)[\"']")
_FILE = re.compile(r"^(.*?)(?:_(\d+))?(\.\w+)$")


def day(year: str, month: str, day_of_month: str) -> date | None:
    """A date from three numbers, or None when the calendar has no such day.

    >>> day("2024", "9", "25"), day("2024", "13", "1")
    (datetime.date(2024, 9, 25), None)
    """
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None


def day_in(text: str) -> date | None:
    """The first whole date in a text; a month and day without a year is none.

    >>> day_in("[2024年9月5日]"), day_in("(09-25)")
    (datetime.date(2024, 9, 5), None)
    """
    found = _DAY.search(text)
    return day(*found.groups()) if found else None


def resolve(base: str, reference: object) -> str | None:
    """The absolute http(s) address a link leads to, without its fragment; None for links that lead nowhere.

    >>> resolve("http://www.nxzx.gov.cn/zxgzdt/index.html", "./202409/t20240925_101.html")
    'http://www.nxzx.gov.cn/zxgzdt/202409/t20240925_101.html'
    >>> resolve("http://www.nxzx.gov.cn/", "javascript:void(0)")
    """
    return _resolved(base, reference.strip()) if isinstance(reference, str) else None


@lru_cache(maxsize=1024)  # of the few pages that are being read: their rows, pager and foreign links each ask again
def _resolved(base: str, reference: str) -> str | None:
    try:
        url = urldefrag(urljoin(base, reference)).url
    except ValueError:  # such as an unfinished [IPv6] host
        return None
    return url if url.startswith(("http://", "https://")) else None


def one_line(text: str) -> str:
    """A text with its white space collapsed to single spaces."""
    return " ".join(text.split())


def row(anchor: Tag, base: str) -> ListRow | None:
    """The row a link stands for; its `title` attribute outranks its text, which lists cut short with ….

    The day is looked for around the link and not in it: a title may speak of another day.
    """
    url = resolve(base, anchor.get("href"))
    if url is None:
        return None
    named = anchor.get("title")
    title = one_line(named if isinstance(named, str) else "") or one_line(anchor.get_text())
    around = anchor.find_parent(ROW_TAGS)
    inside = {id(string) for string in anchor.strings}
    beside = " ".join(string for string in around.strings if id(string) not in inside) if around else ""
    return ListRow(url=url, title=title, published_on=day_in(beside))


def rows(anchors: Iterable[Tag], base: str) -> list[ListRow]:
    """The rows of several links, each address once: a picture and a headline with the same target are one row."""
    found: dict[str, ListRow] = {}
    for anchor in anchors:
        new = row(anchor, base)
        if new and (new.url not in found or not found[new.url].title):
            found[new.url] = new
    return list(found.values())


def rows_to(page: ListPage, article: re.Pattern[str]) -> list[ListRow]:
    """The rows of the links whose addresses hold an article's form."""
    anchors = page.soup.find_all("a", href=True)
    return rows((each for each in anchors if article.search(resolve(page.url, each.get("href")) or "")), page.url)


def label(anchor: Tag) -> str:
    """What a pager's link says, without its arrows and brackets."""
    return "".join(anchor.get_text().split()).strip("<>‹›«»＜＞[]【】")


def destination(anchor: Tag, base: str) -> str | None:
    """Where a pager's link leads: its address, or the one its `onclick` sets."""
    url = resolve(base, anchor.get("href"))
    onclick = anchor.get("onclick")
    found = _ONCLICK.search(onclick) if url is None and isinstance(onclick, str) else None
    return resolve(base, found[1]) if found else url


def next_link(page: ListPage) -> str | None:
    """Where the link 下一页 leads; None when the page has none, or has only its dead label."""
    for anchor in page.soup.find_all("a"):
        if label(anchor) in NEXT_LABELS:
            url = destination(anchor, page.url)
            if url and url != page.url:
                return url
    return None


def page_count(page: ListPage) -> int | None:
    """How many pages the list has, as a script or the words 共12页 or 1/12页 say; None when nothing says so.

    >>> from crawler.dialects.dialect import ListPage
    >>> page_count(ListPage(url="http://www.ynzx.gov.cn/tzgg/index.jhtml", text="<p>共 231 条 1/<b>12</b>页</p>"))
    12
    """
    found = _COUNT.search(_COMMENT.sub("", page.text)) or _SHOWN_COUNT.search(page.soup.get_text())
    return int(next(filter(None, found.groups()))) if found else None


def stated_pages(page: ListPage) -> int | None:
    """How many pages a list says it has, in any family's words; None where it does not.

    >>> from crawler.dialects.dialect import ListPage
    >>> stated_pages(ListPage(url="http://www.nxzx.gov.cn/zxgzdt/", text='createPageHTML(12, 0, "index", "shtml");'))
    12
    """
    call = _CALL.search(_COMMENT.sub("", page.text))
    return page_count(page) or (int(call[1]) if call else None)


def stated_rows(page: ListPage) -> int | None:
    """How many articles a list says it has; None where it does not.

    >>> from crawler.dialects.dialect import ListPage
    >>> stated_rows(ListPage(url="http://www.jxzx.gov.cn/col/col77/", text="<totalrecord>46</totalrecord>"))
    46
    """
    found = _STATED_ROWS.search(page.text)
    return int(found[1] or found[2]) if found else None


def next_numbered(page: ListPage, file: re.Pattern[str] = _FILE, index: str = "index.html") -> str | None:
    """Where 下一页 leads, or else the file with the next number, counted from 1, while the page counts that many.

    `file` splits a path into what comes before the number, the number, and what comes after; `index` is the file that
    a folder's address stands for.

    >>> from crawler.dialects.dialect import ListPage
    >>> next_numbered(ListPage(url="http://www.gdszx.gov.cn/yw/", text="<p>共3页</p>"))
    'http://www.gdszx.gov.cn/yw/index_2.html'
    """
    if url := next_link(page):
        return url
    path = urlsplit(page.url).path or "/"
    found = file.search(path + index if path.endswith("/") else path)
    current = int(found[2] or 1) if found else 1
    if found is None or current >= (page_count(page) or 1):
        return None
    return urljoin(page.url, f"{found[1]}_{current + 1}{found[3]}")


def day_in_address(url: str) -> date | None:
    """The day an address names in one of the usual forms.

    >>> day_in_address("http://www.hnzx.gov.cn/2024/09-25/101.html")
    datetime.date(2024, 9, 25)
    >>> day_in_address("http://zx.haian.gov.cn/zx/zxyw/20240925/0f3c.html")
    datetime.date(2024, 9, 25)
    >>> day_in_address("http://www.example.test/info/20240925.html")
    """
    parts = ([each for each in found.groups() if each] for found in _DAY_IN_ADDRESS.finditer(urlsplit(url).path))
    return next((found for year, month, day_of_month in parts if (found := day(year, month, day_of_month))), None)
