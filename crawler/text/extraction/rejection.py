"""Pages that are no article, by what they are: a challenge, a missing page, a login, a list, or nothing."""

from __future__ import annotations

import re

from crawler.article import Extracted
from crawler.text.extraction.page import Page
from crawler.text.extraction.rejection_table import CHALLENGE, CHALLENGE_SOURCE, COOKIE_SOURCE, GONE, LOGIN, SUSPICION
from crawler.text.extraction.title import find_anchors

_REASONS = (
    ("challenge page", re.compile("|".join((*CHALLENGE, *SUSPICION)), re.IGNORECASE)),
    ("soft 404", re.compile("|".join(GONE), re.IGNORECASE)),
    ("login wall", re.compile("|".join(LOGIN))),
)
_CHALLENGE = re.compile("|".join(CHALLENGE), re.IGNORECASE)
_SUSPICION = re.compile("|".join(SUSPICION))
_CHALLENGE_SOURCE = re.compile(CHALLENGE_SOURCE)
_SOURCE = re.compile(rb"|".join((CHALLENGE_SOURCE, COOKIE_SOURCE)))
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
_SHORT = 220  # characters of sentences from which a page says enough to be believed
_FEWEST = 12  # under a title
_FEW = 120  # among many links, without a title
_SHORTEST = 60  # of an article with nothing but itself to vouch for it
_ROWS = 12  # linked lines of a page that is a list
_SHORTEST_ROW = 8  # characters
_LONGEST_NOTICE = 120  # characters of a line that says why there is no article
_LONG_TITLE = 8  # characters; the names of columns are shorter
_MOST_OF_CHALLENGE = 600  # characters that a challenge shows
_EMPTY = 200  # characters of a page that shows nothing


def _notice(page: Page) -> tuple[str, str] | None:
    """The reason that a page gives for having no article, and its words."""
    for line in (page.title, *(text for text in page.lines if len(text) <= _LONGEST_NOTICE)):
        for reason, pattern in _REASONS:
            if pattern.search(line):
                return reason, line
    return None


def challenge(page: Page, source: bytes) -> str | None:
    """What on a page says that it is a firewall's or a challenge, if it shows little else; None for other pages.

    >>> from crawler.text.extraction.page import read_page
    >>> challenge(read_page("<h1>网站防火墙</h1>"), b""), challenge(read_page("<h1>市政协召开会议</h1>"), b"")
    ('网站防火墙', None)
    """
    shown = sum(map(len, page.lines))
    of_source = _CHALLENGE_SOURCE if shown else _SOURCE
    if shown < _EMPTY and (sign := of_source.search(source)):
        return sign[0].decode("ascii")
    if shown >= _MOST_OF_CHALLENGE:
        return None
    # News of a firewall is short at times, but has its day; challenges that show one have their sign for a title.
    is_dated = any(_DAY.search(line) for line in page.lines)
    lines = (page.title,) if is_dated else (page.title, *page.lines)
    patterns = (_CHALLENGE,) if is_dated or shown >= _FEW else (_CHALLENGE, _SUSPICION)
    signs = (pattern.search(line) for pattern in patterns for line in lines)
    return next((sign[0] for sign in signs if sign), None)


def _unsaid(page: Page, said: int, *, is_dated: bool) -> tuple[str, str] | None:
    """What a page is that gives no reason itself and has no title over its text."""
    rows = sum(page.is_linked(line) and len(text) >= _SHORTEST_ROW for line, text in enumerate(page.lines))
    is_poor = said < _FEW or not is_dated
    if rows >= _ROWS and is_poor and not any(len(page.lines[line]) >= _LONG_TITLE for line in find_anchors(page)):
        return "list page", f"{rows} linked lines and {said} characters of sentences"
    if said < _SHORTEST:
        return "no body", f"{said} characters of sentences"
    return None


def refuse(page: Page, source: bytes, found: Extracted | None) -> tuple[str, str] | None:
    """Why a page is no article, and what says so; None for one that may well be.

    A page that says a lot, or that has a title and a date over its text, is believed whatever else stands on it.
    """
    said = found.said if found else 0
    is_titled = found is not None and found.is_titled
    is_dated = found is not None and found.published_from in {"meta", "page"}
    if said >= _SHORT or (is_titled and is_dated and said >= _SHORTEST):
        return None
    if notice := _notice(page):
        return notice
    if is_titled and said >= _FEWEST:
        return None
    if sum(map(len, page.lines)) < _EMPTY and (sign := _SOURCE.search(source)):
        return "challenge page", sign[0].decode("ascii")
    return _unsaid(page, said, is_dated=is_dated)
