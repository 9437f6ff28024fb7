"""大汉 Hanweb JPaaS: `unitbuild.js` asks the unit API for a page's rows, and gets `{"success":…,"data":{"html":…}}`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.bounds import number
from crawler.dialects.dialect import Dialect, ListPage, ListRow
from crawler.dialects.listing import MOST_PAGES, MOST_ROWS, day, resolve, rows_to

if TYPE_CHECKING:
    from datetime import date

_UNIT = "/front/page/build/unit"
_MARK = re.compile(r"jpaas-publish-server|AuthorizedRead/unitbuild\.js", re.IGNORECASE)
_ARTICLE = re.compile(r"/art/(\d{4})/(?:(\d{1,2})/(\d{1,2})/)?art_\w+\.html$")
_OWN_ARTICLE = re.compile(r"/art/\d{4}/art_[0-9a-f]{32}\.html$")
_PAIR = re.compile(r"'([^']*)'\s*:\s*'([^']*)'")
# A page holds many units; what editors call the one with the rows is what there is to tell it by.
_LIST_UNIT = re.compile(r"列表|分页|list", re.IGNORECASE)
_PAGE_SIZE = 15
_POSITION = {"pageNo", "pageSize", "paramJson"}


def recognise(page: ListPage) -> bool:
    """Whether the page asks the unit API, is its answer, or links to articles named by 32 hexadecimal digits.

    An answer without rows is one as well: where no pager states a total, the list ends with it.

    >>> api = "http://www.shanxizx.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit?pageNo=9"
    >>> recognise(ListPage(url=api, text='{"success":true,"data":{"html":""}}'))
    True
    >>> recognise(ListPage(url=api, text='{"success":false,"data":null}'))
    False
    """
    if _is_answer(page):
        return _answered(page) is not None
    return bool(_MARK.search(page.text) or rows_to(page, _OWN_ARTICLE))


def rows(page: ListPage) -> list[ListRow]:
    """The links to articles, old ones among them, on a column's page or in the API's answer.

    >>> item = f'<li><a href="/art/2024/art_{"0f" * 16}.html" title="协商议政">协商…</a><b>2024-09-25</b></li>'
    >>> answer = json.dumps({"success": True, "data": {"html": item}})
    >>> api = "http://www.shanxizx.gov.cn/api-gateway/jpaas-publish-server/front/page/build/unit?pageId=2"
    >>> [row] = rows(ListPage(url=api, text=answer))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.shanxizx.gov.cn/art/2024/art_0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f.html', '协商议政', '2024-09-25')
    """
    return rows_to(shown(page), _ARTICLE)


def next_page(page: ListPage) -> str | None:
    """The API's address for the next page; for a column's page that came without rows, for the first.

    The number is sent twice, because some servers read only the bare `pageNo` and others only the one in `paramJson`.
    The size asked for is the pager's own. Where no pager states a total, pages follow until one brings no rows.

    >>> script = '''<script url="/jpaas-publish-server/front/page/build/unit" queryData="{'pageId':'2'}"></script>'''
    >>> next_page(ListPage(url="http://www.shanxizx.gov.cn/zxyw/", text=script)).partition("?")[2]
    'pageId=2&pageNo=1&paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A%2215%22%7D'
    """
    call = _call(page)
    listed = rows(page)
    if call is None or (_is_answer(page) and not listed):
        return None
    api, parameters = call
    asked_no, asked_size = _asked(parameters)
    pager = _pager(page)
    shown_size, total = (number(pager.get(name, ""), MOST_ROWS) for name in ("rows", "count"))
    current = (1 if listed else 0) if asked_no is None else asked_no
    size = asked_size or shown_size or min(len(listed) or _PAGE_SIZE, _PAGE_SIZE)
    if total is not None and current * (shown_size or size) >= total:
        return None
    within = json.dumps({"pageNo": current + 1, "pageSize": str(size)}, separators=(",", ":"))
    rest = {name: value for name, value in parameters.items() if name not in _POSITION}
    return f"{api}?{urlencode({**rest, 'pageNo': current + 1, 'paramJson': within}, errors='replace')}"


def published_on(url: str) -> date | None:
    """The day in an old article's address; those named by 32 hexadecimal digits give only the year.

    >>> published_on("http://www.shanxizx.gov.cn/art/2021/9/5/art_77_1.html")
    datetime.date(2021, 9, 5)
    """
    found = _ARTICLE.search(url)
    return day(*found.groups()) if found and found[2] else None


def _is_answer(page: ListPage) -> bool:
    return urlsplit(page.url).path.endswith(_UNIT)


def shown(page: ListPage) -> ListPage:
    """The page as a browser would hold it: what an answer carries, or the page itself."""
    return ListPage(url=page.url, text=_answered(page) or "") if _is_answer(page) else page


def _answered(page: ListPage) -> str | None:
    """The rows as the API sends them, which may be none; None where it sends something else."""
    try:
        html = json.loads(page.text)["data"]["html"]
    except (ValueError, KeyError, TypeError, RecursionError):  # the last for thousands of brackets
        return None
    return html if isinstance(html, str) else None


def _call(page: ListPage) -> tuple[str, dict[str, str]] | None:
    """The API's address and its parameters: those the page was asked with, or those its script would ask with."""
    if _is_answer(page):
        api, _, query = page.url.partition("?")
        return api, dict(parse_qsl(query, keep_blank_values=True))
    calls = [
        (address, dict(_PAIR.findall(str(script["querydata"]))))
        for script in page.soup.select("script[querydata]")
        if (address := resolve(page.url, script.get("url"))) and urlsplit(address).path.endswith(_UNIT)
    ]
    lists = [call for call in calls if _LIST_UNIT.search(call[1].get("tagId", ""))]
    return next(iter(lists or calls), None)


def _asked(parameters: dict[str, str]) -> tuple[int | None, int | None]:
    """The number and the size of the page that was asked for, wherever they stand."""
    try:
        within = json.loads(parameters.get("paramJson", "{}"))
    except (ValueError, RecursionError):
        within = {}
    named = {**parameters, **(within if isinstance(within, dict) else {})}
    return number(str(named.get("pageNo", "")), MOST_PAGES), number(str(named.get("pageSize", "")), MOST_ROWS)


def _pager(page: ListPage) -> dict[str, str]:
    """What the pager was given: `rows` a page, `count` in all."""
    pager = shown(page).soup.select_one("[id$=_pagination][querydata]")
    return dict(_PAIR.findall(str(pager["querydata"]))) if pager else {}


DIALECT = Dialect(name="jpaas", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
