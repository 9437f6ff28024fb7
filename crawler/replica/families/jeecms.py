"""JEECMS: lists index.jhtml, index_2.jhtml, …, reached by a button's onclick; articles zxyw/345.jhtml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, numbered, plain_article, plain_list, short_link, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/\w+/\d+\.jhtml"


def article_address(site: ReplicaSite, channel: ReplicaChannel, number: int, _listed_at: datetime) -> str:
    return f"http://{site.host}/{channel.slug}/{number}.jhtml"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    return numbered(channel, rows)


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    if url not in addresses:
        return None
    page = addresses.index(url)
    rows = "".join(
        f"<dt>{short_link(article)}</dt><dd>{article.listed_at:%Y年%m月%d日}</dd>\n"
        for article in shown(channel, articles, page)
    )
    return plain_list(site, channel, f"<dl>\n{rows}</dl>", _pager(addresses, page, len(articles)))


def article_page(article: ReplicaArticle, around: Around) -> str:
    return plain_article(article, around, title='<div class="tit"><h2>{}</h2></div>', body='<div class="txt">{}</div>')


def _pager(addresses: tuple[str, ...], page: int, rows: int) -> str:
    """Buttons that a script turns into addresses; dead ones are disabled."""

    def to(target: int, words: str) -> str:
        if target == page or not 0 <= target < len(addresses):
            return f'<a disabled="disabled">{words}</a>'
        name = addresses[target].rpartition("/")[2]
        return f'<a href="javascript:void(0);" onclick="location.href=\'{name}\';">{words}</a>'

    last = len(addresses) - 1
    buttons = f"{to(0, '首页')} {to(page - 1, '上一页')} {to(page + 1, '下一页')} {to(last, '尾页')}"
    return f"共 {rows} 条记录 {page + 1}/{len(addresses)} 页 {buttons}"
