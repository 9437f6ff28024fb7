"""人民政协网: articles /c/2024-09-25/3612345.shtml; a list's pages are reached by 下一页 alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, about, escape, page_count, plain_article, plain_list, shown

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/c/\d{4}-\d{2}-\d{2}/\d+\.shtml"


def article_address(site: ReplicaSite, _channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    return f"http://{site.host}/c/{listed_at:%Y-%m-%d}/{3_600_000 + number}.shtml"


def list_addresses(channel: ReplicaChannel, rows: int) -> tuple[str, ...]:
    folder = channel.url.rpartition("/")[0]
    return (channel.url, *(f"{folder}/index_{page}.shtml" for page in range(1, page_count(channel, rows))))


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    addresses = list_addresses(channel, len(articles))
    if url not in addresses:
        return None
    page = addresses.index(url)
    rows = "".join(
        f'<li><h3><a href="{article.url}" target="_blank">{escape(article.title)}</a></h3>'
        f"<p>{article.listed_at:%Y-%m-%d %H:%M}</p></li>\n"
        for article in shown(channel, articles, page)
    )
    newer = f'<a href="{addresses[page - 1]}">上一页</a>' if page else ""
    older = f'<a href="{addresses[page + 1]}">下一页</a>' if page + 1 < len(addresses) else ""
    return plain_list(site, channel, f'<ul class="list_news">\n{rows}</ul>', f"{newer} {older}")


def article_page(article: ReplicaArticle, around: Around) -> str:
    return plain_article(
        article,
        around,
        title='<div class="Content_title">{}</div>',
        said=f'<div class="Remark"><span>{about(article, date="{}")}</span></div>',
        body='<div class="text_box">{}</div>',
        editor='<div class="Editor">责任编辑：{}</div>\n',
    )
