"""Feeds: RSS 2.0, or a sitemap where the channel's address says so, each in one piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from crawler.replica.families.page import Around, escape, plain_article

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.replica.article import ReplicaArticle
    from crawler.replica.site_table import ReplicaChannel, ReplicaSite

ARTICLE_PATH = r"/doc/\d{4}/\d{2}/\d{2}/\d+\.shtml"


def article_address(site: ReplicaSite, _channel: ReplicaChannel, number: int, listed_at: datetime) -> str:
    return f"http://{site.host}/doc/{listed_at:%Y/%m/%d}/{number}.shtml"


def list_addresses(channel: ReplicaChannel, _rows: int) -> tuple[str, ...]:
    return (channel.url,)


def list_page(
    site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle], url: str, _form: Mapping[str, str]
) -> str | None:
    if url != channel.url:
        return None
    encoding = f' encoding="{site.charset}"' if site.charset else ""
    content = _sitemap(articles) if url.endswith("sitemap.xml") else _rss(site, channel, articles)
    return f'<?xml version="1.0"{encoding}?>\n{content}'


def article_page(article: ReplicaArticle, around: Around) -> str:
    return plain_article(article, around)


def _rss(site: ReplicaSite, channel: ReplicaChannel, articles: Sequence[ReplicaArticle]) -> str:
    items = "".join(
        f"<item><title>{escape(article.title)}</title><link>{article.url}</link>\n"
        f"<description>{escape(escape(f'<p>{article.served_paragraphs[0]}</p>'))}</description>\n"
        f"<pubDate>{format_datetime(article.listed_at.astimezone(UTC), usegmt=True)}</pubDate></item>\n"
        for article in articles
    )
    return f"""<rss version="2.0">
<channel>
<title>{channel.name}_{site.title}</title>
<link>http://{site.host}/</link>
{items}</channel>
</rss>
"""


def _sitemap(articles: Sequence[ReplicaArticle]) -> str:
    """Addresses and the days of their last changes, which are later than those of publication."""
    entries = "".join(
        f"<url><loc>{article.url}</loc><lastmod>{article.listed_at + timedelta(days=3):%Y-%m-%d}</lastmod></url>\n"
        for article in articles
    )
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
