"""The rows of a list that lead to another site: WeChat posts, news media. They are listed, and never asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.dialects import jpaas, jpage
from crawler.dialects.dialect import ListRow
from crawler.dialects.listing import ROW_TAGS, day_in, day_of, host_of, one_line, resolve, title_of
from crawler.text.han.big5_gateway import ungated

if TYPE_CHECKING:
    from collections.abc import Collection

    from bs4 import Tag

    from crawler.dialects.dialect import ListPage

_TITLE = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff]")
"""What can be a title: 更多, 详情 and the like are too short for one."""


def _main_link(around: Tag, base: str) -> Tag | None:
    """The link that a row is about: the one with the longest text, so that no button beside it counts."""
    links = [anchor for anchor in around.find_all("a", href=True) if resolve(base, anchor.get("href"))]
    return max(links, key=lambda anchor: len(one_line(anchor.get_text())), default=None)


def _is_row(tag: Tag) -> bool:
    return tag.find(ROW_TAGS) is None


def _list_of(around: Tag) -> Tag:
    """The element whose rows a row stands among: what holds several of them, or the next around a list for each."""
    holder = around.parent or around
    alone = len(holder.find_all(around.name, recursive=False)) == 1
    return (holder.parent or holder) if alone else holder


def _dated(around: Tag, base: str) -> ListRow | None:
    """The row as what it is about, if that has a title and a whole date beside it."""
    main = _main_link(around, base)
    if main is None or not _TITLE.search(main.get_text()):
        return None
    url, day = resolve(base, main.get("href")), day_of(main, [around])
    return ListRow(url=url, title=title_of(main), published_on=day) if url and day else None


def linked_rows(page: ListPage, own_hosts: Collection[str]) -> list[ListRow]:
    """The rows that lead away from a site's own hosts, in page order, each address once.

    A row has a title and a whole date beside it, and stands among rows that lead to the site's own pages: links of the
    navigation, to friends, in banners and for sharing are none. Hosts count the same with and without `www.`.

    >>> from crawler.dialects.dialect import ListPage
    >>> text = '''<ul><li><a href="/zxyw/101.html">市政协召开主席会议</a><span>2024-09-25</span></li>
    ... <li><a href="https://mp.weixin.qq.com/s/abc#rd">政协委员的一天</a><span>2024-09-24</span></li></ul>'''
    >>> page = ListPage(url="http://www.example.gov.cn/zxyw/", text=text)
    >>> [(row.url, row.title) for row in linked_rows(page, frozenset({"www.example.gov.cn"}))]
    [('https://mp.weixin.qq.com/s/abc', '政协委员的一天')]
    """
    page = jpaas.shown(jpage.shown(page))

    def is_own(url: str) -> bool:
        host = host_of(url)
        return host in own_hosts or f"www.{host}" in own_hosts or host == host_of(page.url)

    def is_own_list(holder: Tag) -> bool:
        rows = (
            (each, found) for each in holder.find_all(ROW_TAGS) if _is_row(each) and (found := _dated(each, page.url))
        )
        return any(is_own(found.url) and _list_of(each) is holder for each, found in rows)

    linked: dict[str, ListRow] = {}
    lists: dict[int, bool] = {}
    # From the links that lead away, which are few: looking at every row took longer than all the rest of a list.
    for anchor in page.soup.find_all("a", href=True):
        url = resolve(page.url, anchor.get("href"))
        around = anchor.find_parent(ROW_TAGS) if url and not is_own(url) else None
        if around is None or not _is_row(around) or not day_in(around.get_text()):
            continue
        found = _dated(around, page.url)
        if found is None or is_own(found.url) or ungated(found.url):
            continue
        holder = _list_of(around)
        if id(holder) not in lists:
            lists[id(holder)] = is_own_list(holder)
        if lists[id(holder)]:
            linked.setdefault(found.url, found)
    return list(linked.values())
