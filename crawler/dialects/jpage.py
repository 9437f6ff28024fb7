"""大汉 Hanweb with jpage: an inline `<datastore>` of the first rows, and `dataproxy.jsp` for the ones after them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.bounds import number, unescaped
from crawler.dialects.dialect import Dialect, ListPage, ListRow, tree
from crawler.dialects.listing import MOST_ROWS, day, resolve
from crawler.dialects.listing import rows as rows_of

if TYPE_CHECKING:
    from datetime import date

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotalRecord[\"']?\s*:\s*(\d+)")
_PER_PAGE = re.compile(r"\bperPage[\"']?\s*:\s*(\d+)")
_PROXY = re.compile(r"[\"']([^\"'\s]*dataproxy\.jsp)(?:\?([^\"']*))?[\"']")
_PARAMETERS = re.compile(r"ajaxParam[\"']?\s*:\s*\{([^}]*)\}")
_PARAMETER = re.compile(r"(\w+)[\"']?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|([^,'\"\s]+))")
_ARTICLE = re.compile(r"/art/(\d{4})/(\d{1,2})/(\d{1,2})/art_\d+_\d+\.html$")
_PAGE_SIZE = 15
_POSITION = {"startrecord", "endrecord", "perpage", "page"}


def recognise(page: ListPage) -> bool:
    """Whether the page holds records, or calls the proxy for them. The proxy's last answer may hold none.

    >>> proxy = "http://www.taizhou.replica.test/module/web/jpage/dataproxy.jsp?startrecord=46&columnid=77"
    >>> recognise(ListPage(url=proxy, text="<datastore><recordset></recordset></datastore>"))
    True
    """
    is_answer = _is_proxy(page.url) and "<datastore" in page.text
    return bool(is_answer or _RECORD.search(page.text) or _PROXY.search(page.text))


def rows(page: ListPage) -> list[ListRow]:
    """The first link of every record; the last record is often a stub without one.

    >>> record = '<li><a href="/art/2024/9/25/art_77_1.html" title="协商议政">协商…</a><span>2024-09-25</span></li>'
    >>> store = f"<datastore><record><![CDATA[{record}]]></record><record><![CDATA[ ]]></record></datastore>"
    >>> [row] = rows(ListPage(url="http://www.taizhou.replica.test/col/col77/index.html", text=store))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.taizhou.replica.test/art/2024/9/25/art_77_1.html', '协商议政', '2024-09-25')
    """
    records = (tree(f"<div>{record}</div>") for record in _RECORD.findall(page.text))
    return rows_of((anchor for record in records if (anchor := record.select_one("a[href]"))), page.url)


def shown(page: ListPage) -> ListPage:
    """The page as its reader sees it: with the records as its rows, if it has any."""
    records = _RECORD.findall(page.text)
    return ListPage(url=page.url, text=f"<div>{''.join(records)}</div>") if records else page


def next_page(page: ListPage) -> str | None:
    """The proxy's address for the block of records after the last one read; None when the total is reached.

    A block is as large as the one before it, so that the proxy's limit of about 300 is never met. Some servers know no
    records but only pages: they get the number of the page after those read.
    """
    read = len(rows(page))
    call = _call(page)
    if call is None or read == 0:
        return None
    proxy, parameters = call
    if not _is_proxy(page.url):  # what its script holds says which list is meant, not how far it was read
        parameters = {name: value for name, value in parameters.items() if name not in {"startrecord", "page"}}
    start = (_number(parameters, "startrecord") or 1) + read
    end = start + read - 1
    stated = _TOTAL.search(page.text)
    total = number(stated[1] or stated[2], MOST_ROWS) if stated else None
    if total is not None:
        end = min(end, total)
    if end < start:
        return None
    size = _PER_PAGE.search(page.text)
    per_page = _number(parameters, "perpage") or (size and number(size[1], MOST_ROWS)) or _PAGE_SIZE
    following = (_number(parameters, "page") or 1) + -(-len(_RECORD.findall(page.text)) // per_page)
    position = {"startrecord": start, "endrecord": end, "perpage": per_page, "page": following}
    rest = {name: value for name, value in parameters.items() if name not in _POSITION}
    return f"{proxy}?{urlencode({**position, **rest}, errors='replace')}"


def published_on(url: str) -> date | None:
    """The day in an article's address.

    >>> published_on("http://www.taizhou.replica.test/art/2024/9/25/art_77_1.html")
    datetime.date(2024, 9, 25)
    """
    found = _ARTICLE.search(url)
    return day(*found.groups()) if found else None


def _number(parameters: dict[str, str], name: str) -> int:
    return number(parameters.get(name, ""), MOST_ROWS) or 0


def _is_proxy(url: str) -> bool:
    return urlsplit(url).path.endswith("/dataproxy.jsp")


def _call(page: ListPage) -> tuple[str, dict[str, str]] | None:
    """The proxy's address and its parameters: those the page was asked with, or those its script would ask with."""
    if _is_proxy(page.url):
        proxy, _, query = page.url.partition("?")
        return proxy, dict(parse_qsl(query, keep_blank_values=True))
    found = _PROXY.search(unescaped(page.text))
    address = resolve(page.url, found[1]) if found else None
    if found is None or address is None:
        return None
    beside = _PARAMETERS.search(page.text)
    named = {each[1]: each[2] or each[3] or each[4] or "" for each in _PARAMETER.finditer(beside[1] if beside else "")}
    return address, {**named, **dict(parse_qsl(found[2] or "", keep_blank_values=True))}


DIALECT = Dialect(name="jpage", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
