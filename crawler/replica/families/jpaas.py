"""Hanweb JPaaS: a list's first rows stand in the column's page, the others come as JSON from the unit API.

A list that is not counted comes without rows, on a server that reads the bare page number alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.replica.families.page import Around, page_count, path, plain_article, plain_list, short_link, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/art/\d{4}/art_[0-9a-f]{32}\.html"
_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_TAG = "信息列表"


def article_address(site: ReplicaSite, _channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    return f"http://{site.host}/art/{listed_at:%Y}/art_{_identifier(site, number)}.html"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    first = 2 if channel.counted else 1
    # A list that does not say how long it is ends with an answer that has no rows.
    pages = range(first, page_count(channel, rows) + (1 if channel.counted else 2))
    query = urlencode(_unit(channel))
    unit = f"http://{urlsplit(channel.url).netloc}{_UNIT}?{query}"
    return (channel.url, *(f"{unit}&{urlencode(_position(channel, page))}" for page in pages))


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    if url == channel.url:
        rows = _rows(channel, articles, 1) if channel.counted else ""
        return plain_list(site, channel, f'<div class="page-content" id="{_TAG}">{rows}</div>', _script(channel))
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    if parts.path != _UNIT or asked.get("pageId") != str(channel.number):
        return None
    rows = _rows(channel, articles, _page_asked_for(channel, asked))
    return json.dumps({"success": True, "code": "200", "message": "", "data": {"html": rows}}, ensure_ascii=False)


def article_page(article: ReplicaArticle, around: Around) -> str:
    return plain_article(article, around, body='<div id="zoom" class="article-content">{}</div>')


def _identifier(site: ReplicaSite, number: int) -> str:
    return hashlib.sha256(f"{site.key} {number}".encode()).hexdigest()[:32]


def _unit(channel: ReplicaChannel) -> dict[str, str]:
    """What says which list is meant; the page's script holds it."""
    return {
        "parseType": "bulidstatic",
        "webId": "1",
        "tplSetId": "3",
        "pageType": "column",
        "tagId": _TAG,
        "editType": "null",
        "pageId": str(channel.number),
    }


def _position(channel: ReplicaChannel, page: int) -> dict[str, str | int]:
    within = json.dumps({"pageNo": page, "pageSize": str(channel.page_rows)}, separators=(",", ":"))
    return {"pageNo": page, "paramJson": within}


def _page_asked_for(channel: ReplicaChannel, asked: Mapping[str, str]) -> int:
    """Some servers read the number beside the others only, and some the one within `paramJson` only."""
    within = json.loads(asked.get("paramJson", "{}"))
    number = str(within.get("pageNo", "")) if channel.counted else asked.get("pageNo", "")
    return int(number) if number.isascii() and number.isdigit() else 1


def _rows(channel: ReplicaChannel, articles: Sequence[ReplicaArticle], page: int) -> str:
    """The rows of a page, counted from 1, and what the pager's script is given, if it is told how many there are."""
    rows = "".join(
        f"<li>{short_link(article, path(article))}<span>{article.listed_at:%Y-%m-%d}</span></li>\n"
        for article in shown(channel, articles, page - 1)
    )
    numbers = f"{{'rows':'{channel.page_rows}','count':'{len(articles)}','pageNo':'{page}'}}"
    pages = f'<div id="unit{channel.number}_pagination" queryData="{numbers}"></div>' if channel.counted else ""
    return f"<ul>\n{rows}</ul>{pages}"


def _script(channel: ReplicaChannel) -> str:
    """What fetches the units of a page: its menu's and its list's."""
    told = ",".join(f"'{name}':'{value}'" for name, value in _unit(channel).items())
    return f"""<script src="/script/AuthorizedRead/unitbuild.js" url="{_UNIT}"
queryData="{{{told.replace(_TAG, "导航")}}}"></script>
<script src="/script/AuthorizedRead/unitbuild.js" url="{_UNIT}" queryData="{{{told}}}"></script>"""
