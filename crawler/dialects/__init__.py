"""One CMS family a file, all in the same order: recognise, list rows, next page, day from the article's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.dialects import (
    aspnet,
    cppcc,
    dedecms,
    empirecms,
    enorth,
    feed,
    generic,
    guangdong,
    jeecms,
    jpaas,
    jpage,
    newspaper,
    phpcms,
    rmzxw,
    siteserver,
    trs,
    vsb,
)

if TYPE_CHECKING:
    from crawler.dialects.dialect import Dialect, ListPage

# The most specific first, and the fallback last.
_FAMILIES = (
    feed,
    cppcc,
    jpaas,
    jpage,
    rmzxw,
    enorth,
    newspaper,
    guangdong,
    siteserver,
    jeecms,
    phpcms,
    trs,
    vsb,
    dedecms,
    empirecms,
    aspnet,
    generic,
)

DIALECTS: dict[str, Dialect] = {each.DIALECT.name: each.DIALECT for each in _FAMILIES}
"""Every family that can be read, by the name a site's block gives."""


def recognise(page: ListPage) -> Dialect:
    """The first family that recognises a list page and finds rows on it.

    If none does, not even the fallback, it is the first that knows where the rows are: some columns come empty and
    fetch them by script.

    >>> from crawler.dialects.dialect import ListPage
    >>> row = '<li><a href="./202409/t20240925_101.html">主席会议召开</a><span>2024-09-26</span></li>'
    >>> recognise(ListPage(url="http://www.nxzx.gov.cn/zxgzdt/", text=row)).name
    'trs'
    """
    found = (each for each in DIALECTS.values() if each.recognise(page) and each.rows(page))
    leading = (each for each in DIALECTS.values() if each.recognise(page) and each.next_page(page))
    return next(found, None) or next(leading, generic.DIALECT)
