"""What an article shows and offers besides its text: pictures with their captions, files to download."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import urljoin

from crawler.article import Media, MediaKind
from crawler.text.extraction.boilerplate_table import CAPTION_NAMES
from crawler.text.extraction.page import Page
from crawler.web_address import is_web_address

_FILES: dict[MediaKind, str] = {
    "document": r"pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|txt|ceb",
    "archive": r"zip|rar|7z|tar|gz",
    "audio": r"mp3|wav|m4a|amr",
    "video": r"mp4|flv|avi|wmv|mov|m3u8",
    "image": r"jpe?g|png|gif|bmp|webp|tiff?",
}
"""What the addresses of files end in; GB/T 33190 is OFD, CEB and WPS are older ones of the same kind."""
_FILE = re.compile(
    r"\.(?:" + "|".join(f"(?P<{kind}>{endings})" for kind, endings in _FILES.items()) + r")(?:$|[?#&])", re.IGNORECASE
)
_WHOLE = re.compile(r"https?://[\w.-]+\.[a-z]{2,}/\S*$", re.IGNORECASE)
_SCRIPT = re.compile(r"download|attach|showfile|\.(?:jsp|ashx|aspx?|php|do)\?", re.IGNORECASE)
_CAPTION = re.compile("|".join(CAPTION_NAMES))
_DECORATION = re.compile(
    r"logo|icon|ico\b|qr_?code|ewm|erweima|share|weixin|wechat|spacer|blank|loading|button|btn|arrow|\bbg|banner|avatar|print|close|\bdot|\bline",
    re.IGNORECASE,
)
LONGEST_CAPTION = 150


def is_caption(page: Page, line: int) -> bool:
    """Whether a line stands under a picture and belongs to it."""
    box = page.inside[line]
    return page.tags[box] == "figcaption" or bool(_CAPTION.search(page.names(box)))


def _absolute(page: Page, url: str, address: str) -> str | None:
    """The whole address of something a page at `url` names, None when it can't be asked for."""
    address = address.strip()
    if _WHOLE.match(address):  # most are, and joining is slow
        return address
    try:
        whole = urljoin(urljoin(url, page.base) if page.base else url, address)
    except ValueError:  # a bracket that opens an IPv6 address and never closes it
        return None
    return whole if is_web_address(whole) else None


def _distinct(found: Iterator[Media]) -> tuple[Media, ...]:
    return tuple({media.url: media for media in found}.values())


def _pictures(page: Page, url: str, home: int, *, first: int, last: int) -> Iterator[Media]:
    end = last + 2
    end_of_captions = min(end, len(page.lines))  # the last thing on a page may be a picture
    for picture in page.pictures(first, end):
        if picture.line > last and not page.holds(home, picture):
            continue
        if not picture.address or _DECORATION.search(picture.address.partition("?")[0].rpartition("/")[2]):
            continue
        whole = _absolute(page, url, picture.address)
        if whole is None:
            continue
        caption = picture.text
        line = page.lines[picture.line] if picture.line < end_of_captions else ""
        if line and len(line) <= LONGEST_CAPTION and is_caption(page, picture.line):
            caption = line
        yield Media(kind="image", url=whole, caption=caption or None)


def _files(page: Page, url: str, first: int, end: int) -> Iterator[Media]:
    for link in page.links(first, end):
        # What a script hands out has its ending on the link, if it has it anywhere.
        found = _FILE.search(link.address) or (_FILE.search(link.text) if _SCRIPT.search(link.address) else None)
        whole = _absolute(page, url, link.address) if found else None
        if found is None or whole is None:
            continue
        kind = next(kind for kind in _FILES if found[kind])
        # A picture that is linked to a larger one of itself is no file to download.
        if kind != "image" or link.text:
            yield Media(kind=kind, url=whole, caption=link.text or None)


def find_media(page: Page, url: str, home: int, *, top: int, first: int, last: int, foot: int) -> tuple[Media, ...]:
    """The pictures from the line `top` to the text's `last` and the files offered from its `first` to the line `foot`.

    A picture stands at the line that follows it: one below the last line belongs to the text if it stands in the same
    box, `home`.
    """
    return _distinct(chain(_pictures(page, url, home, first=top, last=last), _files(page, url, first, foot)))
