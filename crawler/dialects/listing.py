"""What the families' lists have in common: a row is a link with a day near it, and 下一页 leads on."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from crawler.dialects.dialect import ListRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import Tag

    from crawler.dialects.dialect import ListPage

# What can hold one row. A cell is not one: the day often stands in the cell beside the link's.
ROW_TAGS = ["li", "dd", "dt", "tr", "p"]
NEXT_LABELS = {"下一页", "下页", "下一頁", "下頁"}

_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")


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
    if not isinstance(reference, str):
        return None
    try:
        url = urldefrag(urljoin(base, reference.strip())).url
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


def next_link(page: ListPage) -> str | None:
    """Where the link 下一页 leads; None when the page has none, or has only its dead label."""
    for anchor in page.soup.select("a[href]"):
        if anchor.get_text(strip=True).rstrip(">›»") in NEXT_LABELS:
            url = resolve(page.url, anchor.get("href"))
            if url and url != page.url:
                return url
    return None
