"""The nouns of a list page, and what a family of content management systems (CMS) must answer about one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One article as a list names it."""

    url: str
    """Absolute, without a fragment."""
    title: str
    """In full where the list gives it in full; may be empty."""
    published_on: date | None
    """The day the list shows, or None where it shows none or leaves out the year."""


def tree(text: str, parser: Literal["lxml", "xml"] = "lxml") -> BeautifulSoup:
    """Return markup as a tree; an empty one for what the parser refuses. Never raises.

    >>> tree('<?xml?><t s="&#55357;"', "xml").find_all(True)
    []
    """
    try:
        return BeautifulSoup(text, parser, multi_valued_attributes=None)
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can hold and no parser takes
        return tree(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), parser)
    except ParserRejectedMarkup:  # such as a reference to half of a surrogate pair in XML
        return BeautifulSoup("", parser)


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """One page of a list, decoded."""

    url: str
    """Its address after redirects: what its links are relative to."""
    text: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as a tree, that of a feed as XML; built when first asked for. Classes are one text, not a list."""
        text = self.text.lstrip("\ufeff \t\r\n")
        is_xml = text.startswith("<?xml") and "<html" not in text[:1000].lower()
        return tree(text, "xml" if is_xml else "lxml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A page that is asked for by posting a form."""

    url: str
    fields: tuple[tuple[str, str], ...]
    """Names and values, in the order of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one CMS family writes its lists. Every answer is computed from the page or the address alone."""

    name: str
    recognise: Callable[[ListPage], bool]
    """Whether a page bears the family's marks."""
    rows: Callable[[ListPage], list[ListRow]]
    """The rows in page order, each address once. Links of other columns may be among them; `article_url` decides."""
    next_page: Callable[[ListPage], str | Form | None]
    """The address of the next, older page, or the form that asks for it; None on the last one."""
    published_on: Callable[[str], date | None]
    """The day an article's address names; None for families whose addresses name none."""
