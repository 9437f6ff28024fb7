"""The recipe: the bytes of an article's page, or pages, to one article. Read this first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from crawler.article import Article, Decoded, Extracted, Fetched, Rejected, Repaired, Site, Step
from crawler.text.decoding.decode import decode
from crawler.text.extraction.markup_limits import excess, visible
from crawler.text.extraction.merge_pages import join_paragraphs
from crawler.text.extraction.pagination import next_part, part_number
from crawler.text.extraction.read_article import read
from crawler.text.extraction.rejection import refuse
from crawler.text.han.script import is_traditional, to_simplified
from crawler.text.repairs.quality_flags import flags
from crawler.text.repairs.quality_flags_table import UNFIT
from crawler.text.repairs.repair import repair_paragraphs
from crawler.text.similarity.fingerprint import text_hash
from crawler.web_address import parts_of

RULES_VERSION = "4"
"""Counts up whenever the rules of this room change what an article looks like."""


def _without(learned: Collection[str], mended: Repaired) -> Repaired:
    """A text without the lines that were learned to be its site's, as they stood in other texts of it."""
    if not learned:
        return mended
    return replace(mended, text="\n".join(line for line in mended.text.split("\n") if line not in learned))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One page of an article, read and repaired."""

    url: str
    decoded: Decoded
    found: Extracted
    paragraphs: list[str]
    steps: tuple[Step, ...]
    next_url: str | None


def _read_part(body: bytes, url: str, content_type: str | None, site: Site | None) -> _Part | Rejected:
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
    return _Part(
        url=url,
        decoded=decoded,
        found=reading.found,
        paragraphs=mended.text.split("\n"),
        steps=reading.steps + mended.steps,
        next_url=next_part(url, body),
    )


def _together(steps: tuple[Step, ...], more: tuple[Step, ...]) -> tuple[Step, ...]:
    """The repairs of two pages, each kind once, counted through both."""
    added = Counter({step.name: step.count for step in more})
    counted = tuple(replace(step, count=step.count + added.pop(step.name, 0)) for step in steps)
    return counted + tuple(Step(name=name, count=count) for name, count in added.items())


def _said(values: Iterable[str | None]) -> str | None:
    """What the first page says, or else the last one that says anything: who edited often stands at the end."""
    first, *later = values
    return first or next(filter(None, reversed(later)), None)


def _article(parts: Sequence[_Part], missing: str | None) -> Article:
    """All that was found out, as one value; `missing` is the address of a page that is not among the parts."""
    first, found = parts[0], [part.found for part in parts]
    body = "\n".join(join_paragraphs([part.paragraphs for part in parts], first.found.title))
    title = first.found.title or body.split("\n", 1)[0][:40]
    signs = flags(body) + (() if first.found.title else ("title taken from text",))
    if missing:
        signs += ("incomplete",)
    return Article(
        url=first.url,
        title=title,
        body=body,
        published_at=first.found.published_at,
        precision=first.found.precision,
        published_from=first.found.published_from,
        source=_said(each.source for each in found),
        author=_said(each.author for each in found),
        editor=_said(each.editor for each in found),
        column=first.found.column,
        media=tuple({media.url: media for each in found for media in each.media}.values()),
        next_page=missing,
        confidence=min(each.confidence for each in found),
        codec=first.decoded.codec,
        codec_confidence=min(part.decoded.confidence for part in parts),
        votes=first.decoded.votes,
        repairs=reduce(_together, (part.steps for part in parts)),
        # What the article lost, not its pages: navigation in another codec is no loss of text.
        losses=f"{title}{body}".count("\ufffd"),
        text_hash=text_hash(body),
        flags=signs,
        unfit=next((sign for sign in signs if sign in UNFIT), None),
        simplified=to_simplified(f"{title}\n{body}") if is_traditional(body) else None,
    )


def _is_at(url: str, other: str) -> bool:
    """Whether two addresses name the same page of a site, whatever its scheme and host."""
    return parts_of(url)[2:4] == parts_of(other)[2:4]


def clean(body: bytes, *, url: str, content_type: str | None = None, site: Site | None = None) -> Article | Rejected:
    """Read one page as the article it holds, or say why it holds none.

    `body` is the response's payload, `content_type` its header, `site` the registry's block if there is one. An article
    that goes on elsewhere is `incomplete`. Never raises for what a page may hold.

    >>> page = "<h1>市政协召开会议</h1><p>9月24日，市政协召开会议，研究提案办理工作。</p>".encode("gbk")
    >>> clean(page, url="http://www.example.gov.cn/202409/t20240924_1.html").title
    '市政协召开会议'
    >>> clean(b"<p>404", url="http://www.example.gov.cn/1.html").reason
    'soft 404'
    """
    part = _read_part(body, url, content_type, site)
    return part if isinstance(part, Rejected) else _article([part], part.next_url)


def clean_pages(pages: Sequence[Fetched], *, site: Site | None = None) -> Article | Rejected:
    """Read the pages of a split article, in their order, as the one article they hold; its address is the first's.

    The first page decides whether there is an article. One that is not there, or gives no text, makes it `incomplete`,
    with that page's address as `next_page`. One page gives what `clean` gives. Never raises for what pages may hold.
    """
    read_parts = [_read_part(page.body, page.url, page.content_type, site) for page in pages]
    first = read_parts[0]
    if isinstance(first, Rejected):
        return first
    parts, missing = [first], None
    for part in read_parts[1:]:
        # Some sites answer with their home page where there is nothing.
        if isinstance(part, _Part) and part_number(part.url):
            expected = parts[-1].next_url
            missing = missing or (expected if expected and not _is_at(expected, part.url) else None)
            parts.append(part)
    return _article(parts, missing or parts[-1].next_url)
