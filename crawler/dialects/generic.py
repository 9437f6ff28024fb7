"""Any other list: rows are links with a day near them, or links that repeat; the pager's links give the next page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bs4.element import Tag

from crawler.bounds import number
from crawler.dialects import trs
from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import (
    LAST_LABELS,
    MOST_PAGES,
    NEXT_LABELS,
    day_in_address,
    day_of,
    destination,
    label,
    next_link,
    page_count,
    resolve,
    title_of,
)

if TYPE_CHECKING:
    from datetime import date

# An undated list is told from a menu by its size and by its long titles.
_FEWEST_LINKS = 3
_SHORTEST_TITLE = 8
_NO_TITLES = {"首页", "上一页", "上页", "更多", "更多>>", "设为首页", "加入收藏", *NEXT_LABELS, *LAST_LABELS}
_NO_TITLES |= {"首頁", "上一頁", "上頁", "設為首頁"}
_NO_ARTICLE = re.compile(r"/(?:(?:index|default)(?:[_-]?\d+)?\.\w+|[^/\d]+/)?$|^$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_PARAMETER = re.compile(r"^(.*[?&](?:page|pageindex|pageno|pagenum|currpage|pn|p)=)(\d+)(.*)$", re.IGNORECASE)
_FILE = re.compile(r"^([^?]*/[^/?]*?[_-])(\d+)(\.\w+)$")
_INDEX = re.compile(r"/(?:index|default)[_-]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be a row, and what it shares with the other rows of its list."""

    row: ListRow
    container: int
    """The identity of the element that holds this row and others."""
    form: tuple[str, str]
    """Its host, and its folder or the script it asks, with every number written as 0."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address with a page's number in it, taken apart."""

    before: str
    number: int
    after: str

    @property
    def template(self) -> tuple[str, str]:
        """What the addresses of one list's pages share."""
        return self.before, self.after


def recognise(page: ListPage) -> bool:
    """Whether anything on the page looks like a list."""
    return bool(rows(page))


def rows(page: ListPage) -> list[ListRow]:
    """The links with a day near them, and those that stand among them; on a page without days, the largest list.

    A day is near when it stands in the largest element that holds no other link, or makes up what follows that.

    >>> items = '<a href="/">首页</a><div><a href="show.php?id=7">委员视察</a><i>2024-09-25</i></div>'
    >>> [row] = rows(ListPage(url="http://www.example.test/list.php?id=33", text=items))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.example.test/show.php?id=7', '委员视察', '2024-09-25')
    """
    links = _links(page)
    dated: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links:
        if link.row.published_on:
            dated[link.container].append(link)
    several = any(len(group) > 1 for group in dated.values())  # then a lone day is the page's own, such as 今天是…
    forms = {(link.container, link.form) for group in dated.values() if len(group) > 1 or not several for link in group}
    if forms:
        return [link.row for link in links if (link.container, link.form) in forms]
    groups: defaultdict[tuple[int, tuple[str, str]], list[ListRow]] = defaultdict(list)
    for link in links:
        groups[link.container, link.form].append(link.row)
    lists = [group for group in groups.values() if len(group) >= _FEWEST_LINKS and _length(group) >= _least(group)]
    return max(lists, key=_length, default=[])


def next_page(page: ListPage) -> str | None:
    """The first of these that the page offers; None where only asking could tell whether page 2 is called 1 or 2.

    下一页; the number after this page's, in the pager's own form, as far as 尾页, the largest number shown or a count
    such as `totalPage` allows; TRS's `createPageHTML`.

    >>> pager = '<a href="?id=33&amp;page=2">2</a> <a href="?id=33&amp;page=9">尾页</a>'
    >>> next_page(ListPage(url="http://www.example.test/list.php?id=33&page=2", text=pager))
    'http://www.example.test/list.php?id=33&page=3'
    """
    if url := next_link(page) or _next_number(page):
        return url
    return trs.next_page(page) if "createPageHTML(" in page.text else None


def published_on(url: str) -> date | None:
    """The day in an address that names one in a usual form.

    >>> published_on("http://zx.wuxi.gov.cn/doc/2024/09/25/4411.shtml")
    datetime.date(2024, 9, 25)
    """
    return day_in_address(url)


def _links(page: ListPage) -> list[Link]:
    anchors: defaultdict[str, list[Tag]] = defaultdict(list)
    targets: defaultdict[int, set[str]] = defaultdict(set)
    for anchor in page.soup.find_all("a", href=True):
        if url := resolve(page.url, anchor.get("href")):
            anchors[url].append(anchor)
            for each in (anchor, *anchor.parents):
                targets[id(each)].add(url)
    found = (_link(url, among, targets) for url, among in anchors.items() if url != page.url and _may_be_article(url))
    return [link for link in found if link]


def _link(url: str, among: list[Tag], targets: dict[int, set[str]]) -> Link | None:
    """What several links to one address say together: a picture, a headline, 详细."""
    titled = [(each, title) for each in among if (title := title_of(each)) and label(each) not in _NO_TITLES]
    titled = [(each, title) for each, title in titled if not title.isdecimal()]
    if not titled:
        return None
    anchor, title = titled[0]
    around = anchor
    while isinstance(around.parent, Tag) and around.parent.name not in {"body", "html", "[document]"}:
        if len(targets[id(around.parent)]) > 1:
            break
        around = around.parent
    address = urlsplit(url)
    form = address.netloc, _NUMBER.sub("0", address.path if address.query else address.path.rpartition("/")[0])
    row = ListRow(url=url, title=title, published_on=day_of(anchor, [around] if around is not anchor else []))
    return Link(row, id(around.parent), form)


def _may_be_article(url: str) -> bool:
    address = urlsplit(url)
    return bool(address.query) or not _NO_ARTICLE.search(address.path)


def _length(group: list[ListRow]) -> int:
    return sum(len(row.title) for row in group)


def _least(group: list[ListRow]) -> int:
    return _SHORTEST_TITLE * len(group)


def _next_number(page: ListPage) -> str | None:
    pager = [
        (label(anchor), place)
        for anchor in page.soup.find_all("a")
        if label(anchor) in LAST_LABELS or label(anchor).isdecimal()
        if (place := _place(destination(anchor, page.url) or ""))
    ]
    templates = Counter(place.template for _, place in pager)
    own = _place(page.url)
    # list_14.html may be page 14, or the first page of column 14: the pager's other addresses tell.
    if own and own.template not in templates and not (_PARAMETER.match(page.url) or _INDEX.search(own.before)):
        own = None
    if own is None and not templates:
        return None
    template = own.template if own else templates.most_common(1)[0][0]
    numbers = {text: place.number for text, place in pager if place.template == template}
    total = page_count(page)
    difference = _difference(numbers, total, in_query="?" in template[0])
    if own is None and difference is None:
        return None
    following = (own.number if own else 1 + (difference or 0)) + 1
    # Where counting may start at 0 or at 1, the last of `total` pages is only surely there if it started at 1.
    last_counted = total + (-1 if difference is None else difference) if total else 0
    if following > max([*numbers.values(), last_counted]):
        return None
    return f"{template[0]}{following}{template[1]}"


def _difference(numbers: dict[str, int], total: int | None, *, in_query: bool) -> int | None:
    """How far the numbers in the addresses lie from the pages': 0 where page 2 is called 2, -1 where it is called 1."""
    shown = ((place, number(text, MOST_PAGES)) for text, place in numbers.items())
    differences = {place - page for place, page in shown if page is not None}
    differences |= {place - total for text, place in numbers.items() if total and text in LAST_LABELS}
    if len(differences) == 1:
        return differences.pop()
    return 0 if in_query else None


def _place(url: str) -> Place | None:
    found = _PARAMETER.match(url) or _FILE.match(url)
    page = number(found[2], MOST_PAGES) if found else None
    return Place(found[1], page, found[3]) if found and page is not None else None


DIALECT = Dialect(name="generic", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
