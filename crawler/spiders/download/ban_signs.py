"""Signs that a site wants no crawler, or less of one: a status, a wish to wait, a challenge instead of the page."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from crawler.bounds import instant, number
from crawler.text.decoding.decode import decode
from crawler.text.extraction.page import read_page
from crawler.text.extraction.rejection import challenge

if TYPE_CHECKING:
    from scrapy.http import Response


BLOCKING = {412, 429, 521}
"""What a site answers that wants no crawler, or less of one: 瑞数 sends 412, 加速乐 521, and 429 says so in words."""


OVERLOADED = 503
"""What a site answers that may be asked again at once, unless it says when."""


LONGEST_WAIT = 365 * 24 * 3600
"""Seconds of the longest wait; whoever asks for more is understood to ask for this."""


CHALLENGE_SIZE = 20_000  # bytes; challenges are small pages


def wait_asked(value: str) -> str | None:
    """What a Retry-After header asks for, in words; None for one that asks for nothing.

    >>> wait_asked("120"), wait_asked("Wed, 21 Oct 2026 07:28:00 GMT"), wait_asked("0"), wait_asked("bald")
    ('wait 120 s', 'wait until 2026-10-21 07:28 UTC', None, None)
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        seconds = number(value, LONGEST_WAIT)
        return f"wait {LONGEST_WAIT if seconds is None else seconds} s" if seconds != 0 else None
    until = instant(value, UTC)
    return f"wait until {until:%Y-%m-%d %H:%M} UTC" if until else None


def sign_of_head(response: Response) -> str | None:
    """What in the status and the headers says that a site is to be asked nothing more for now; else None."""
    if response.status not in BLOCKING | {OVERLOADED}:
        return None
    wait = wait_asked((response.headers.get("Retry-After") or b"").decode("latin-1"))
    if response.status == OVERLOADED and not wait:
        return None
    return f"status {response.status}, {wait}" if wait else f"status {response.status}"


def sign_of_block(response: Response) -> str | None:
    """What says that a page is a challenge instead of what was asked for; else None."""
    if len(response.body) > CHALLENGE_SIZE:
        return None
    return challenge(read_page(decode(response.body).text), response.body)
