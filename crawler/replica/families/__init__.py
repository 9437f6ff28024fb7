"""The CMS families that the replica speaks: a module each, with the same functions, or a row of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from crawler.replica.families import aspnet, cppcc, feed, jpaas, jpage, trs, vsb
from crawler.replica.families.plain_table import PLAIN_FAMILIES

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.families.page import Around
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite


class Family(Protocol):
    """What a family answers, be it a module or a row of `plain_table.py`."""

    @property
    def ARTICLE_PATH(self) -> str:  # noqa: N802  (the modules' constant)
        """A regular expression: what follows the host in an article's address."""

    def article_address(self, site: ReplicaSite, channel: ReplicaChannel, number: int, listed_at: datetime, /) -> str:
        """The whole address of an article."""

    def list_addresses(self, channel: ReplicaChannel, rows: int, /) -> tuple[str, ...]:
        """The addresses of a channel's list pages for so many rows, first page first; pages that are only reached by
        a form have none of their own.
        """

    def list_page(
        self,
        site: ReplicaSite,
        channel: ReplicaChannel,
        articles: Sequence[ReplicaArticle],
        url: str,
        form: Mapping[str, str],
        /,
    ) -> str | None:
        """The list page at an address, for what was posted to it; None when that is none of this channel's."""

    def article_page(self, article: ReplicaArticle, around: Around, /) -> str:
        """The page of an article."""


FAMILIES: Mapping[str, Family] = {
    **PLAIN_FAMILIES,
    "aspnet": aspnet,
    "cppcc": cppcc,
    "feed": feed,
    "jpaas": jpaas,
    "jpage": jpage,
    "trs": trs,
    "vsb": vsb,
}
