"""When an article was published, and what says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from crawler.article import DateWitness, Precision
from crawler.text.extraction.boilerplate import labelled
from crawler.text.extraction.page import Page
from crawler.text.han.dates import Dated, date_in_url, find_dates

_META = (
    "pubdate publishdate publish_date publishtime pubtime _pubtime article:published_time og:release_date"
    " og:published_time og:time firstpublishedtime datepublished releasedate apub:time"
    " weibo:article:create_at weibo:_article:create_at bytedance:published_time dc.date createdate"
).split()
"""Names of meta tags that hold the time of publication; the first are those of the standard for government sites."""
_TODAY = re.compile("今天是|星期|农历")
_DATED = re.compile(r"\D{0,8}(?:19|20)\d\d\s*[-./年]\s*\d{1,2}")
_NEAR = 8  # lines above the body that are more likely to date it than those further up
_BELOW = 3  # lines below the body in which a stamp stands
_LONGEST = 160  # characters of a line that can name the time
_LONGEST_BARE = 60  # of one that names it without a label


@dataclass(frozen=True, slots=True)
class Published:
    """A time of publication with its precision and its witness; nothing where the page does not say."""

    at: datetime | None = None
    precision: Precision | None = None
    witness: DateWitness | None = None


def _told(page: Page) -> Published | None:
    """What the page's meta tags say."""
    for name in _META:
        if (value := page.meta.get(name)) and (dated := next(find_dates(value), None)):
            return Published(dated.at, dated.precision, "meta")
    return None


def _shown(page: Page, head: list[int], foot: list[int]) -> Published | None:
    """What the lines near the body say: a labelled time over a bare one, a minute over a day.

    A bare day below the body is a list's: it does not count. A bare minute right below it is the article's stamp,
    unless what stands near is of another day: then it is a comment's.
    """
    found: list[tuple[bool, bool, bool, Dated]] = []
    for number in (*head, *foot):
        text = page.lines[number]
        dated = next(find_dates(text), None) if len(text) <= _LONGEST else None
        if dated is None or _TODAY.search(text):
            continue
        has_label = bool({"published", "source", "author"} & labelled(text).keys())
        if page.is_linked(number) and not has_label and not _DATED.match(text):
            continue
        is_stamp = foot and number < foot[0] + _BELOW and dated.precision != "day" and not page.is_linked(number)
        is_stamp = is_stamp and all(each.at.date() == dated.at.date() for *_, is_near, each in found if is_near)
        if has_label or (len(text) < _LONGEST_BARE and (number <= head[-1] or is_stamp)):
            found.append((has_label, dated.precision != "day", number > head[-1] - _NEAR, dated))
    if not found:
        return None
    best = max(found, key=lambda each: each[:3])[3]
    return Published(best.at, best.precision, "page")


def _signed(paragraphs: list[str]) -> Published | None:
    """The date that a notice or a speech is signed with: a line of its own at the end."""
    for text in reversed(paragraphs[-3:]):
        dated = next(find_dates(text), None)
        if dated and dated.end - dated.start >= len(text) - 4:
            return Published(dated.at, "day", "page")
    return None


def find_published(page: Page, head: list[int], foot: list[int], paragraphs: list[str], url: str) -> Published:
    """The day and, if the page says so, the minute of publication; `head` and `foot` are the lines around the body."""
    if dated := next(find_dates(page.field("published_at") or ""), None):
        return Published(dated.at, dated.precision, "page")
    told = _told(page)
    if told and told.precision != "day":
        return told
    shown = _shown(page, head, foot)
    if told and told.at and not (shown and shown.at and shown.at.date() == told.at.date()):
        return told
    if shown:
        return shown
    if day := date_in_url(url):
        return Published(day, "day", "url")
    return _signed(paragraphs) or Published()
