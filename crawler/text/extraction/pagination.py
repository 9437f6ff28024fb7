"""The further pages of a split article: where the next one is. Asked of bytes, since most pages have none.

The pages of an article have its own address with a number: `t20240925_101_1.html`, `content_101_2.htm`, `?page=2`.
An address is believed if it is that of this article with the number that comes next, and the page says that it goes on
there: by a link 下一页, or by the count that TRS leaves to its script. A next article's address is never both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qsl, urljoin

from crawler.bounds import number, unescaped
from crawler.text.extraction.markup_limits import visible
from crawler.web_address import parts_of

MOST_PARTS = 50
"""The highest number that a part's address may have."""
_MOST_COUNTED = 999
"""The most parts that a page is believed to count; larger numbers in a query are years and the like."""

_NUMBERED = re.compile(r"(?P<stem>.+?)_(?P<number>\d{1,2})")
_PARAMETER = "page|pageno|page_no|pageindex|page_index|pagenum|pagenumber|currentpage|currpage|curpage|pn"
_IS_PARAMETER = re.compile(_PARAMETER, re.IGNORECASE)
_AFTER_STEM = re.compile(rb"_0?(\d{1,2})(?!\d)")
_STATIC = re.compile(r"\.s?html?|\.jhtml")
_CALL = re.compile(rb"createPageHTML\(\s*(\d+)\s*,\s*\d+\s*,\s*[\"']([\w-]+)[\"']")
_COUNT = re.compile(rb"\bcountPage\s*=\s*(\d+)")
_COMMENT = re.compile(rb"(?<!:)//.*")
_ANCHOR = re.compile(rb"<a\s", re.IGNORECASE)
_ANCHOR_END = re.compile(rb"</a", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*(?:\"([^\"]*)|'([^']*)|([^\s\"']+))", re.IGNORECASE)
_BASE = re.compile(rb"<base\s[^>]{0,200}?\bhref\s*=\s*[\"']?([^\s>\"']{1,500})", re.IGNORECASE)
_MARKUP = re.compile(rb"<[^>]*>|&#?\w+;|\s+")
_LABELS = "下一页 下页 后一页 后页 下一頁 下頁 後一頁 後頁"
_NEXT = re.compile(
    b"|".join(
        {
            *(re.escape(word.encode(codec)) for word in _LABELS.split() for codec in ("utf-8", "gb18030")),
            *(re.escape(word.encode("big5")) for word in _LABELS.split()[4:]),
            b"next(?: ?page)?",
        }
    ),
    re.IGNORECASE,
)
_LONGEST = 2000  # bytes of a link
_MOST_LINKS = 200  # a hijacker's page may have thousands
_DECORATION = 8  # bytes of brackets and arrows around a label; a title is longer


class _Link(NamedTuple):
    url: str
    label: bytes

    @property
    def leads_on(self) -> bool:
        """Whether it says 下一页 and little else."""
        found = _NEXT.search(self.label)
        return found is not None and len(self.label) - len(found[0]) <= _DECORATION


def _join(base: str, reference: bytes) -> str:
    try:
        return urljoin(base, unescaped(reference.decode("ascii", "replace")).strip()).partition("#")[0]
    except ValueError:  # a bracket that opens an IPv6 address and never closes it
        return ""


def _links(url: str, body: bytes, word: bytes) -> list[_Link]:
    """The links of a page that a reader sees and whose addresses hold a word."""
    markup = visible(body)
    base = _BASE.search(markup)
    here = _join(url, base[1]) if base else url
    links = []
    for piece in islice((piece for piece in _ANCHOR.split(markup)[1:] if word in piece), _MOST_LINKS):
        tag, _, rest = piece[:_LONGEST].partition(b">")
        if (found := _HREF.search(tag)) and (end := _ANCHOR_END.search(rest)):
            address = next(filter(None, found.groups()), b"")
            links.append(_Link(_join(here, address), _MARKUP.sub(b"", rest[: end.start()])))
    return links


def _ends(body: bytes, stem: bytes) -> Iterator[int]:
    """Where in a page each mention of a name ends."""
    at = body.find(stem)
    while at >= 0:
        yield (at := at + len(stem))
        at = body.find(stem, at)


def _count(body: bytes, stem: bytes) -> int:
    """How many pages TRS's script counts in the article of a name: a call that is run, else the variable, else 0.

    Templates keep the call commented out, with a stale number, beside a variable that lives.
    """
    quoted = any(
        body[end - len(stem) - 1 : end - len(stem)] == body[end : end + 1] in {b'"', b"'"} for end in _ends(body, stem)
    )
    if not quoted:
        return 0
    live = _COMMENT.sub(b"", body)
    calls = {name: count for count, name in _CALL.findall(live)}
    if not calls and (found := _COUNT.search(live)):
        calls = {stem: found[1]}
    return number(calls.get(stem, b"").decode("ascii"), _MOST_COUNTED) or 0


def _numbered(url: str, body: bytes, stem: str, current: int, ending: str) -> str | None:
    """The next page of an article whose pages are files: the one of a number, with 0 for the first."""
    name = stem.encode("ascii", "replace")
    follows = {current + 1} if current else {1, 2}
    if current + 1 < _count(body, name):
        return urljoin(url, f"{stem}_{current + 1}{ending}")
    mentions = (found for end in _ends(body, name) if (found := _AFTER_STEM.match(body, end)))
    if not any(number(found[1].decode("ascii"), _MOST_COUNTED) in follows for found in mentions):
        return None
    links = _links(url, body, name)
    first = urljoin(url, stem + ending)
    if current and not any(link.url in {first, urljoin(url, f"{stem}_{current - 1}{ending}")} for link in links):
        return None  # art_77_1.html is no page of art_77.html
    wanted = {urljoin(url, f"{stem}_{zero}{each}{ending}") for each in follows for zero in ("", "0")}
    return next((link.url for link in links if link.url in wanted and link.leads_on), None)


def _page_of(query: str) -> tuple[int | None, frozenset[tuple[str, str]]]:
    """The page that a query asks for, and what else it says."""
    pairs = parse_qsl(query, keep_blank_values=True)
    asked = (number(value, _MOST_COUNTED) for name, value in pairs if _IS_PARAMETER.fullmatch(name))
    pages = [page for page in asked if page is not None]
    rest = frozenset(pair for pair in pairs if not _IS_PARAMETER.fullmatch(pair[0]))
    return (pages[0] if len(pages) == 1 else None), rest


def _by_parameter(url: str, body: bytes) -> str | None:
    """The next page of an article whose pages have a parameter that counts them, from 1."""
    here = parts_of(url)
    page, rest = _page_of(here.query)
    following = (page or 1) + 1
    # A link to this article repeats what selects it; the longest value is the least likely to stand there by chance.
    told = [f"{name}={value}" for name, value in sorted(rest, key=lambda pair: -len(pair[1]))] or [f"age={following}"]
    words = [word.encode("ascii", "replace") for word in told]
    if not all(word in body for word in words):
        return None
    for link in _links(url, body, words[0]):
        if link.leads_on:
            there = parts_of(link.url)
            if there[:3] == here[:3] and _page_of(there.query) == (following, rest):
                return link.url
    return None


def part_number(url: str) -> int:
    """The number that the address of an article's page has among its pages; 0 for one that has none.

    >>> part_number("http://www.nxzx.gov.cn/zxyw/202409/t20240925_101_1.html"), part_number("http://a.cn/101?page=2")
    (1, 2)
    """
    parts = parts_of(url)
    page, _ = _page_of(parts.query)
    found = _NUMBERED.fullmatch(parts.path.rpartition("/")[2].partition(".")[0])
    return page or (found and number(found["number"], _MOST_COUNTED)) or 0


def next_part(url: str, body: bytes) -> str | None:
    """The address of the page on which an article goes on; None on its last page, and for nearly all articles.

    `url` is the address that answered with `body`; nothing goes on at what is no address. Never raises.

    >>> page = '<a href="content_101_2.htm">下一页</a> <a href="content_102.htm">下一篇</a>'.encode("gbk")
    >>> next_part("https://www.hzzx.gov.cn/content/2024-09/25/content_101.htm", page)
    'https://www.hzzx.gov.cn/content/2024-09/25/content_101_2.htm'
    >>> page = b'<script>createPageHTML(3, 1, "t20240925_101", "html");</script>'
    >>> next_part("http://www.nxzx.gov.cn/zxyw/202409/t20240925_101_1.html", page)
    'http://www.nxzx.gov.cn/zxyw/202409/t20240925_101_2.html'
    """
    if url and not any(parts_of(url)):
        return None
    path, _, query = url.partition("#")[0].partition("?")
    file = path.rpartition("/")[2]
    name, dot, ending = file.rpartition(".") if "." in file else (file, "", "")
    ending = dot + ending
    part = _NUMBERED.fullmatch(name)
    following = None
    if name and not query and (part["stem"] if part else name).encode("ascii", "replace") in body:
        following = _numbered(url, body, name, 0, ending) or (
            _numbered(url, body, part["stem"], number(part["number"], _MOST_COUNTED) or 0, ending) if part else None
        )
    elif _STATIC.fullmatch(ending):
        return None
    following = following or _by_parameter(url, body)
    return following if following and part_number(following) <= MOST_PARTS else None
