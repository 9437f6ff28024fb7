"""The recipe: one page's bytes to one article. Read this first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from crawler.article import Article, Decoded, Extracted, Rejected, Repaired, Site, Step
from crawler.text.decode import decode
from crawler.text.fingerprint import text_hash
from crawler.text.hopeless import flags
from crawler.text.hopeless_table import UNFIT
from crawler.text.markup import excess, visible
from crawler.text.reading import read
from crawler.text.refusal import refuse
from crawler.text.repair import repair_paragraphs
from crawler.text.script import is_traditional, to_simplified

RULES_VERSION = "2"
"""Counts up whenever the rules of this room change what an article looks like."""


def _without(learned: Collection[str], mended: Repaired) -> Repaired:
    """A text without the lines that were learned to be its site's, as they stood in other texts of it."""
    if not learned:
        return mended
    return replace(mended, text="\n".join(line for line in mended.text.split("\n") if line not in learned))


def _article(url: str, decoded: Decoded, found: Extracted, mended: Repaired, steps: tuple[Step, ...]) -> Article:
    """All that was found out, as one value; `steps` are the repairs made before the fields were read."""
    body = mended.text
    title = found.title or body.split("\n", 1)[0][:40]
    signs = flags(body) + (() if found.title else ("title taken from text",))
    return Article(
        url=url,
        title=title,
        body=body,
        published_at=found.published_at,
        precision=found.precision,
        published_from=found.published_from,
        source=found.source,
        author=found.author,
        editor=found.editor,
        column=found.column,
        media=found.media,
        next_page=found.next_page,
        confidence=found.confidence,
        codec=decoded.codec,
        codec_confidence=decoded.confidence,
        votes=decoded.votes,
        repairs=steps + mended.steps,
        # What the article lost, not its page: navigation in another codec is no loss of text.
        losses=f"{title}{body}".count("\ufffd"),
        text_hash=text_hash(body),
        flags=signs,
        unfit=next((sign for sign in signs if sign in UNFIT), None),
        simplified=to_simplified(f"{title}\n{body}") if is_traditional(body) else None,
    )


def clean(body: bytes, *, url: str, content_type: str | None = None, site: Site | None = None) -> Article | Rejected:
    """Read one page as the article it holds, or say why it holds none.

    `body` is the response's payload, `content_type` its header, `site` the registry's block if there is one.
    Never raises for what a page may hold.

    >>> page = "<h1>市政协召开会议</h1><p>9月24日，市政协召开会议，研究提案办理工作。</p>".encode("gbk")
    >>> clean(page, url="http://www.example.gov.cn/202409/t20240924_1.html").title
    '市政协召开会议'
    >>> clean(b"<p>404", url="http://www.example.gov.cn/1.html").reason
    'soft 404'
    """
    markup = visible(body)
    if too_much := excess(markup):
        return Rejected(url=url, reason="too large", detail=too_much)
    decoded = decode(markup, content_type=content_type, site=site.charset if site else None)
    reading = read(decoded.text, url, site)
    if refused := refuse(reading.page, body, reading.found):
        reason, detail = refused
        return Rejected(url=url, reason=reason, detail=detail)
    assert reading.found is not None, "what was not found is refused"
    mended = repair_paragraphs("\n".join(reading.found.paragraphs), reading.steps)
    mended = _without(site.furniture if site else (), mended)
    if not mended.text.strip():
        return Rejected(url=url, reason="no body", detail="what reads like sentences is advertising")
    return _article(url, decoded, reading.found, mended, reading.steps)
