"""ASP.NET Web Forms: `__VIEWSTATE`, and a pager (AspNetPager) that posts the page back with `__doPostBack`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.bounds import number
from crawler.dialects import generic
from crawler.dialects.dialect import Dialect, Form, ListPage, ListRow
from crawler.dialects.listing import MOST_PAGES, NEXT_LABELS, day_in_address, label, next_link, resolve

if TYPE_CHECKING:
    from datetime import date

    from bs4 import Tag

_MARK = re.compile(r"__VIEWSTATE|__doPostBack|AspNetPager", re.IGNORECASE)
_POST = re.compile(r"__doPostBack\(\s*[\"']([^\"']*)[\"']\s*,\s*[\"']([^\"']*)[\"']")
_PAGE = re.compile(r"(?:Page\$)?(\d+)")
_PAGER_TAGS = ["div", "table", "ul", "p"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A link that posts the page back, and what it would post."""

    anchor: Tag
    target: str
    argument: str

    @property
    def number(self) -> int | None:
        """The page it asks for, where its argument is a page's number."""
        found = _PAGE.fullmatch(self.argument)
        return number(found[1], MOST_PAGES) if found else None


def recognise(page: ListPage) -> bool:
    """Whether the page carries its state in a form, or pages by posting it."""
    return bool(_MARK.search(page.text))


def rows(page: ListPage) -> list[ListRow]:
    """The rows as the fallback reads them: every site of this family names its articles as it likes.

    >>> table = '<table><tr><td><a href="show.aspx?id=7">委员视察</a></td><td>2024/9/25</td></tr></table>'
    >>> [row] = rows(ListPage(url="http://www.hebzx.gov.cn/list.aspx?id=3", text=table))
    >>> row.url, row.title, str(row.published_on)
    ('http://www.hebzx.gov.cn/show.aspx?id=7', '委员视察', '2024-09-25')
    """
    return generic.rows(page)


def next_page(page: ListPage) -> str | Form | None:
    """The form that a pager of scripts would post, or where a pager of links leads.

    All hidden fields go with it: a server that misses its `__VIEWSTATE` answers with the first page.

    >>> posts = '''<form><input type="hidden" name="__VIEWSTATE" value="/wEP">
    ... <a href="javascript:__doPostBack(&#39;AspNetPager1&#39;,&#39;2&#39;)">下一页</a></form>'''
    >>> form = next_page(ListPage(url="http://www.hebzx.gov.cn/list.aspx?id=3", text=posts))
    >>> form.url, form.fields[1:]
    ('http://www.hebzx.gov.cn/list.aspx?id=3', (('__EVENTTARGET', 'AspNetPager1'), ('__EVENTARGUMENT', '2')))
    >>> links = '<a href="list.aspx?id=3&amp;page=2">下一页</a>'
    >>> next_page(ListPage(url="http://www.hebzx.gov.cn/list.aspx?id=3", text=links))
    'http://www.hebzx.gov.cn/list.aspx?id=3&page=2'
    """
    posts = _posts(page)
    numbered = [post for post in posts if post.number and label(post.anchor).isdecimal()]
    named = [post for post in posts if label(post.anchor) in NEXT_LABELS]
    if not numbered and not named:
        return generic.next_page(page)
    if url := next_link(page):
        return url
    following = named or _following(posts, numbered)
    return _form(page, following[0]) if following else None


def published_on(url: str) -> date | None:
    """The day in the address of an article kept as a file.

    >>> published_on("http://www.jaqzx.gov.cn/DocHtml/1/2024/09/25/00012345.html")
    datetime.date(2024, 9, 25)
    """
    return day_in_address(url)


def _posts(page: ListPage) -> list[Post]:
    found = ((each, _POST.search(f"{each.get('href')} {each.get('onclick')}")) for each in page.soup.select("a"))
    return [Post(anchor=anchor, target=post[1], argument=post[2]) for anchor, post in found if post]


def _following(posts: list[Post], numbered: list[Post]) -> list[Post]:
    """The posts that ask for the page after this one, whose number stands among those of the others as mere text."""
    pager = numbered[0].anchor.find_parent(_PAGER_TAGS) or numbered[0].anchor.parent
    linked = {id(string) for post in posts for string in post.anchor.strings}
    unlinked = [string.strip() for string in pager.strings if id(string) not in linked] if pager else []
    current = next((each for text in unlinked if (each := number(text, MOST_PAGES)) is not None), 0)
    return [post for post in posts if current and post.number == current + 1]


def _form(page: ListPage, post: Post) -> Form:
    """The form around a post, as a browser would send it; the whole page where its markup is too broken to tell."""
    form = post.anchor.find_parent("form") or page.soup
    posted = {"__EVENTTARGET": post.target, "__EVENTARGUMENT": post.argument}
    hidden = ((str(each["name"]), str(each.get("value", ""))) for each in form.select('input[type="hidden" i][name]'))
    url = resolve(page.url, form.get("action")) or page.url
    return Form(url=url, fields=(*((name, value) for name, value in hidden if name not in posted), *posted.items()))


DIALECT = Dialect(name="aspnet", recognise=recognise, rows=rows, next_page=next_page, published_on=published_on)
