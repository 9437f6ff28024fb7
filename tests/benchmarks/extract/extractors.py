"""Ours and every peer behind one shape: a function that imports the library and returns one from a page to its article.

Each peer is used as its own documentation shows for an article's plain text; where we go beside that, it is in the
peer's favour and said so. A peer that takes text is given what `text_of` reads, the same for all of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[3]

DECLARED = re.compile(rb"""<meta\b[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
DECLARED_WITHIN = 4096
READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "utf-8": "utf-8-sig", "utf8": "utf-8-sig"}
LAST_RESORTS = ("utf-8-sig", "gb18030", "big5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an extractor says of a page. What it does not say is None."""

    title: str | None = None
    date: str | None = None
    source: str | None = None
    author: str | None = None
    text: str | None = None


Extract = Callable[[bytes, str], Found]
"""From a page's bytes and its address, which may be empty."""


def text_of(body: bytes) -> str:
    """The page's text: the first codec that reads every byte of it, or else the one that loses least.

    >>> text_of('<meta charset="gb2312">市政协'.encode("gbk")), text_of("市政協".encode("utf-8-sig"))
    ('<meta charset="gb2312">市政协', '市政協')
    >>> text_of("市政协召开会议".encode() + b"\\xff")
    '市政协召开会议\ufffd'
    """
    declared = DECLARED.search(body[:DECLARED_WITHIN])
    named = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    for codec in ("utf-8-sig", READ_AS.get(named, named), "gb18030", "big5"):
        try:
            return body.decode(codec)
        except (UnicodeError, LookupError):
            continue
    return min((body.decode(codec, "replace") for codec in LAST_RESORTS), key=lambda text: text.count("\ufffd"))


def ours() -> Extract:
    sys.path.insert(0, str(ROOT))
    clean = import_module("crawler.text.clean").clean
    rejected = import_module("crawler.article").Rejected

    def extract(body: bytes, url: str) -> Found:
        article = clean(body, url=url)
        if isinstance(article, rejected):
            return Found()
        return Found(
            title=article.title,
            date=str(article.published_at or ""),
            source=article.source,
            author=article.author,
            text=article.body,
        )

    return extract


def trafilatura() -> Extract:
    bare_extraction = import_module("trafilatura").bare_extraction

    def extract(body: bytes, url: str) -> Found:
        # Comments are asked for by default; nobody here wants them, and it is faster without.
        article = bare_extraction(text_of(body), url=url or None, include_comments=False, with_metadata=True)
        if article is None:
            return Found()
        return Found(
            title=article.title, date=article.date, source=article.sitename, author=article.author, text=article.text
        )

    return extract


def readability_lxml() -> Extract:
    document = import_module("readability").Document
    parse = import_module("lxml.html").fromstring

    def extract(body: bytes, url: str) -> Found:
        article = document(body, url=url or None)
        # Its author is not asked for: it is a meta tag's, and costs another parse of the page.
        return Found(title=article.short_title(), text=str(parse(article.summary(html_partial=True)).text_content()))

    return extract


def newspaper4k() -> Extract:
    read = import_module("newspaper").article
    import_module("jieba")  # what it asks for only when it meets the first Chinese page

    def extract(body: bytes, url: str) -> Found:
        article = read(url, language="zh", input_html=text_of(body), fetch_images=False)
        return Found(
            title=article.title,
            date=str(article.publish_date or ""),
            source=article.meta_site_name,
            author=" ".join(article.authors),
            text=article.text,
        )

    return extract


def gne() -> Extract:
    extractor = import_module("gne").GeneralNewsExtractor()

    def extract(body: bytes, url: str) -> Found:
        article = extractor.extract(text_of(body), host=url)
        return Found(
            title=article["title"], date=article["publish_time"], author=article["author"], text=article["content"]
        )

    return extract


def resiliparse() -> Extract:
    parse = import_module("resiliparse.parse.html").HTMLTree.parse
    extract_plain_text = import_module("resiliparse.extract.html2text").extract_plain_text

    def extract(body: bytes, url: str) -> Found:
        tree = parse(text_of(body))
        # Bullets and what stands in for pictures are on by default; no truth here holds them.
        text = extract_plain_text(tree, main_content=True, alt_texts=False, list_bullets=False)
        return Found(title=tree.title, text=text)

    return extract


def goose3() -> Extract:
    stop_words = import_module("goose3.text").StopWordsChinese
    goose = import_module("goose3").Goose({"stopwords_class": stop_words})

    def extract(body: bytes, url: str) -> Found:
        article = goose.extract(raw_html=text_of(body))
        return Found(
            title=article.title,
            date=str(article.publish_date or ""),
            author=" ".join(article.authors),
            text=article.cleaned_text,
        )

    return extract


def magic_html() -> Extract:
    extractor = import_module("magic_html").GeneralExtractor()
    parse = import_module("lxml.html").fromstring

    def extract(body: bytes, url: str) -> Found:
        article = extractor.extract(text_of(body), base_url=url)
        markup = article.get("html")
        return Found(title=article.get("title"), text=str(parse(markup).text_content()) if markup else None)

    return extract


OURS = "crawler.text.clean"
PEERS: dict[str, Callable[[], Extract]] = {
    "trafilatura": trafilatura,
    "readability-lxml": readability_lxml,
    "newspaper4k": newspaper4k,
    "gne": gne,
    "resiliparse": resiliparse,
    "goose3": goose3,
    "magic-html": magic_html,
}
"""By the name of the distribution that holds it."""

EXTRACTORS = {OURS: ours, **PEERS}
