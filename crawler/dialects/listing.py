"""What the families' lists have in common: a row is a link with a day near it, and 下一页 leads on."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4.element import Comment, Tag

from crawler.article import SHANGHAI
from crawler.bounds import instant, number
from crawler.dialects.dialect import ListRow
from crawler.web_address import is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bs4.element import PageElement

    from crawler.dialects.dialect import ListPage

# What can hold one row. A cell is not one: the day often stands in the cell beside the link's.
ROW_TAGS = ["li", "dd", "dt", "tr", "p"]
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_WHOLE = {"body", "html", "[document]"}
_MOST_LEVELS = 12  # elements around a link that may hold its row
MOST_PAGES = 100_000
"""The most pages that a list is believed to have: of ten rows each, they would be a million articles."""
MOST_ROWS = 100 * MOST_PAGES
"""The most rows that a list is believed to have, and to show on one page."""
NEXT_LABELS = {"下一页", "下页", "后一页", "下一頁", "下頁", "後一頁"}
LAST_LABELS = {"尾页", "末页", "最后一页", "最末页", "尾頁", "末頁", "最後一頁", "最末頁"}

_YEARS = range(1900, 2100)
"""The years in which a list can have been published; what reads a day takes days off it and adds some."""

_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
# An identifier may look like a date: eight digits together count only as a folder or in TRS's t20240925_101.
_DAY_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d{2})[-/_](\d{1,2})[-/_](\d{1,2})(?=[-/_])"
    r"|/((?:19|20)\d{2})[-/]?(\d{2})(\d{2})(?=/)"
    r"|/t((?:19|20)\d{2})(\d{2})(\d{2})_"
)
_LETTER = re.compile(r"[^\W\d_年月日发發布时時间間期]")
_COMMENT = re.compile(r"(?<!:)//.*")
_COUNT = re.compile(
    r"\b(?:totalPages?|pageCount|countPage|pageTotal|maxPage)[\"']?\s*[=:]\s*[\"']?(\d+)", re.IGNORECASE
)
_SHOWN_COUNT = re.compile(r"(?<![\d/])\d+\s*/\s*(\d+)\s*[页頁]|共\s*(\d+)\s*[页頁]")
_CALL = re.compile(r"createPageHTML\(\s*(\d+)")
_STATED_ROWS = re.compile(r"<totalrecord>(\d+)<|\btotalRecord\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_ONCLICK = re.compile(r"location(?:\.href)?\s*=\s*[\"']([^\"']+)[\"']")
_FILE = re.compile(r"^(.*?)(?:_(\d+))?(\.\w+)$")


def day(year: str, month: str, day_of_month: str) -> date | None:
    """A date from three numbers, or None when the calendar has no such day or no list can be of it.

    >>> day("2024", "9", "25"), day("2024", "13", "1")
    (datetime.date(2024, 9, 25), None)
    """
    return day_of_moment(f"{year:0>4}-{month:0>2}-{day_of_month:0>2}")


def day_of_moment(text: str) -> date | None:
    """Return the day in China of a moment as machines write it (RFC 3339, RFC 5322); None if no list can be of it.

    >>> day_of_moment("Tue, 24 Sep 2024 17:00:00 GMT"), day_of_moment("9999-12-31T23:59:59-12:00")
    (datetime.date(2024, 9, 25), None)
    """
    moment = instant(text, SHANGHAI)
    return moment.date() if moment and moment.year in _YEARS else None


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
    return url if is_web_address(url) else None


def host_of(url: str) -> str:
    """The host that decides whom a page belongs to: with and without `www.` is the same.

    >>> host_of("https://www.jlzx.gov.cn/dptt/") == host_of("http://jlzx.gov.cn:80/")
    True
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")


def one_line(text: str) -> str:
    """A text with its white space collapsed to single spaces."""
    return " ".join(text.split())


def is_day(text: str) -> bool:
    """Whether a text is a day and nothing else.

    >>> is_day("发布时间：2024-09-25 10:12"), is_day("2024年9月25日，政协委员视察养老服务")
    (True, False)
    """
    return day_in(text) is not None and not _LETTER.search(text)


def title_of(anchor: Tag) -> str:
    """A link's `title` attribute, because lists cut its text short with …; else the heading in it, or its text."""
    named = anchor.get("title")
    heading = anchor.find(_HEADINGS)
    text = " ".join(string for string in anchor.strings if not is_day(string))
    parts = (named if isinstance(named, str) else "", heading.get_text() if isinstance(heading, Tag) else "", text)
    return next((title for part in parts if (title := one_line(part))), "")


def day_of(anchor: Tag, holders: list[Tag]) -> date | None:
    """The day of a link's row, given what holds the row, from the inside out.

    What is a day and nothing else goes before what the row's words speak of; a title may speak of any day.
    """
    inside = {id(string) for string in anchor.strings}
    around = [[string for string in each.strings if id(string) not in inside] for each in holders]
    alone = next((string for strings in [*around, anchor.strings] for string in strings if is_day(string)), None)
    words = [alone or _beside(holders[-1] if holders else anchor), *(" ".join(strings) for strings in around)]
    return next((found for text in words if (found := day_in(text))), None)


def rows(anchors: Iterable[Tag], base: str) -> list[ListRow]:
    """The rows of several links, each address once: a picture and a headline with the same target are one row."""
    linked = [(anchor, url) for anchor in anchors if (url := resolve(base, anchor.get("href")))]
    targets = _Targets(base=base, articles={url for _, url in linked})
    found: dict[str, ListRow] = {}
    for anchor, url in linked:
        title = title_of(anchor) or one_line(anchor.get_text())  # some are titled by a day alone
        if url not in found or (title and not found[url].title):
            shown = day_of(anchor, list(_holders(anchor, url, targets)))
            found[url] = ListRow(url=url, title=title, published_on=shown)
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
    return number(next(filter(None, found.groups())), MOST_PAGES) if found else None


def stated_pages(page: ListPage) -> int | None:
    """How many pages a list says it has, in any family's words; None where it does not.

    >>> from crawler.dialects.dialect import ListPage
    >>> stated_pages(ListPage(url="http://www.nxzx.gov.cn/zxgzdt/", text='createPageHTML(12, 0, "index", "shtml");'))
    12
    """
    call = _CALL.search(_COMMENT.sub("", page.text))
    return page_count(page) or (number(call[1], MOST_PAGES) if call else None)


def stated_rows(page: ListPage) -> int | None:
    """How many articles a list says it has; None where it does not.

    >>> from crawler.dialects.dialect import ListPage
    >>> stated_rows(ListPage(url="http://www.jxzx.gov.cn/col/col77/", text="<totalrecord>46</totalrecord>"))
    46
    """
    found = _STATED_ROWS.search(page.text)
    return number(found[1] or found[2], MOST_ROWS) if found else None


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
    current = number(found[2] or "1", MOST_PAGES) if found else None
    if found is None or current is None or current >= (page_count(page) or 1):
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


class _Targets:
    """Where the links within an element lead: found once for each, and given up at a second article."""

    def __init__(self, base: str, articles: set[str]) -> None:
        self.base = base
        self.articles = articles
        self._found: dict[int, tuple[set[str], set[str]]] = {}

    def within(self, element: Tag) -> tuple[set[str], set[str]]:
        """Addresses, and addresses of articles."""
        if id(element) not in self._found:
            every: set[str] = set()
            articles: set[str] = set()
            for link in element.descendants:
                if isinstance(link, Tag) and link.name == "a" and (url := resolve(self.base, link.get("href"))):
                    (articles if url in self.articles else every).add(url)
                    if len(articles) > 1:
                        break
            self._found[id(element)] = every | articles, articles
        return self._found[id(element)]


def _holders(anchor: Tag, url: str, targets: _Targets) -> Iterator[Tag]:
    """What holds a link and no other article's, from the inside out; beyond the row's own element, no other link."""
    is_within = anchor.find_parent(ROW_TAGS) is not None
    for each in islice(anchor.parents, _MOST_LEVELS):
        every, articles = targets.within(each)
        if each.name in _WHOLE or not (articles if is_within else every) <= {url}:
            return
        yield each
        is_within = is_within and each.name not in ROW_TAGS


def _beside(holder: Tag) -> str:
    """The day that stands right after what holds a row, or right before it in a list that begins with a day."""
    parent = holder.parent
    is_led = parent is not None and is_day(_first_text(parent.children))
    text = _first_text(holder.previous_siblings if is_led else holder.next_siblings)
    return text if is_day(text) else ""


def _first_text(elements: Iterable[PageElement]) -> str:
    """The text of the first element that is more than white space; none of a link's, or of an element with a link."""
    for each in elements:
        if isinstance(each, Tag):
            return "" if each.name == "a" or each.find("a") else each.get_text()
        if not isinstance(each, Comment) and (text := str(each).strip()):
            return text
    return ""
