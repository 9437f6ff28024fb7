"""From a page's lines to its article: body, title, time, source, author, editor, column.

The body is the box whose lines read most like sentences and least like links. Everything else is looked for near it:
what stands above is the head (title, date, source, author), what stands below is the foot (editor, previous and next).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from crawler.article import Extracted, Precision
from crawler.text.dates import date_in_url, find_dates
from crawler.text.furniture import ends_article, is_furniture, labelled
from crawler.text.page import Line, Page
from crawler.text.sharing import shared_name

_MARKS = re.compile("[，。；：？！、,;“”]")
_TITLE_META = ("articletitle", "og:title", "title")
_DATE_META = ("pubdate", "publishdate", "article:published_time", "og:release_date", "firstpublishedtime")
_SOURCE_META = ("contentsource", "source", "article:source")
_AUTHOR_META = ("author", "article:author")
_COLUMN_META = ("columnname", "column")
_TITLE_JOINTS = re.compile(r"\s*(?:[-_|–—]{1,2}|::|>|»)\s*")
_TITLE_NAMES = re.compile(r"title|tit\b|biaoti|\bbt\b|headline|h1")
_BREADCRUMB = re.compile(r"(?:当前|现在|所在|您的|你的|的)?位置\s*(?:是|为)?\s*[:：]?\s*(?P<steps>.*)$")
_STEPS = re.compile(r"\s*(?:[>＞»›→/\\]|-{1,2}>?|\|)+\s*")
_HOME = re.compile(r"^(?:首\s*页|网站首页|主页|正文|内容|详情|文章内容|.{0,14}网(?:站)?首页)$")
_SIGN_OFF = re.compile(
    r"[（(](?:本报|本网|见习|实习|特约)?(?:记者|通讯员|作者|文)[\s:：/]*(?P<names>[^（）()，。]{2,40})[）)]"
)
_ROLES = re.compile(r"\s*(?:本报|本网|见习|实习|特约)?(?:记者|通讯员|摄影报道|摄影|报道|文\s*/\s*图)\s*[:：/]?\s*")
_TODAY = re.compile("今天是|星期|农历")
_HEAD = 30  # lines above the body that may name its title, date and source
_FOOT = 12


@dataclass(frozen=True, slots=True)
class _Body:
    """Where the article stands: its box, and in it the lines that read like sentences."""

    first: int
    end: int
    start: int
    """The first such line."""
    middle: int
    """The line by which half of its sentences have been read."""


def _score(line: Line) -> float:
    """How much a line speaks for its box being the article: its characters, for or against."""
    length = len(line.text)
    if 2 * line.linked > length:
        return -length
    if is_furniture(line.text):
        return -min(length, 60)
    if length < 100 and labelled(line.text):
        return -2.0
    if length >= 12 and _MARKS.search(line.text):
        return length
    return -2.0 if length < 8 else 0.0


def _find_body(page: Page) -> _Body | None:
    """The box with the highest score; of boxes that score alike, the innermost."""
    scores = [_score(line) for line in page.lines]
    totals = [0.0, *accumulate(scores)]
    chosen = page.chosen.get("body")
    boxes = [page.boxes[chosen]] if chosen is not None else page.boxes
    best = max(boxes, key=lambda box: (totals[box.end] - totals[box.first], box.first - box.end), default=None)
    if best is None or totals[best.end] <= totals[best.first]:
        return None
    sentences = [max(0.0, score) for score in scores[best.first : best.end]]
    read = list(accumulate(sentences))
    start = next(number for number, so_far in enumerate(read) if so_far > 0)
    middle = next(number for number, so_far in enumerate(read) if 2 * so_far >= read[-1])
    return _Body(best.first, best.end, best.first + start, best.first + middle)


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _find_title(page: Page, body: _Body) -> tuple[str | None, int | None]:
    """The title, and the number of the line it stands in when it stands in one."""
    if "title" in page.chosen:
        box = page.boxes[page.chosen["title"]]
        if box.end > box.first:
            return " ".join(line.text for line in page.lines[box.first : box.end]), box.first
    told = [page.title, *(page.meta[name] for name in _TITLE_META if name in page.meta)]
    plain_told = [_plain(text) for text in told if text]
    best: tuple[float, str | None, int | None] = (1.0, None, None)
    for number in range(max(0, body.start - _HEAD), min(body.start + 1, len(page.lines))):
        line = page.lines[number]
        text = line.text
        if not 4 <= len(text) <= 120 or 2 * line.linked > len(text) or is_furniture(text) or labelled(text):
            continue
        box = page.boxes[line.box]
        plain = _plain(text)
        worth = {"h1": 4.0, "h2": 2.5, "h3": 2.0}.get(box.tag, 0.0) + 2.0 * bool(_TITLE_NAMES.search(box.names))
        worth += 4.0 * any(len(plain) >= 6 and plain in told for told in plain_told)
        worth += 2.0 * any(len(told) >= 6 and told in plain for told in plain_told)
        worth -= 1.0 * text.endswith(("。", "；"))
        if worth > best[0]:
            best = (worth, text, number)
    if best[1] is not None:
        return best[1], best[2]
    named = next((page.meta[name] for name in _TITLE_META[:2] if name in page.meta), None)
    return named or (_TITLE_JOINTS.split(page.title)[0] or None), None


def _find_date(page: Page, near: list[Line], url: str) -> tuple[datetime | None, Precision | None]:
    """The day and, if the page says so, the minute of publication."""
    for name in _DATE_META:
        if dated := next(find_dates(page.meta.get(name, "")), None):
            return dated.at, dated.precision
    found = []
    for line in near:
        if len(line.text) > 160 or _TODAY.search(line.text) or 2 * line.linked > len(line.text):
            continue
        has_label = bool({"published", "source", "author"} & labelled(line.text).keys())
        for dated in find_dates(line.text):
            alone = dated.end - dated.start >= len(line.text) - 12
            if has_label or alone or len(line.text) < 60:
                found.append((has_label, dated.precision != "day", dated))
                break
    if found:
        dated = max(found, key=lambda each: each[:2])[2]
        return dated.at, dated.precision
    day = date_in_url(url)
    return day, "day" if day else None


def _names(value: str) -> str | None:
    """Names as a page lists them, without the words for what they are."""
    names = _ROLES.sub(" ", value).strip(" 、,，;；")
    return names if 1 < len(names) <= 40 else None


def _find_credits(page: Page, near: list[Line], paragraphs: list[str]) -> dict[str, str | None]:
    """Source, author and editor: from labels near the body, else from the meta tags, else from the sign-off."""
    fields: dict[str, str] = {}
    for line in near:
        if len(line.text) < 200 and 2 * line.linked <= len(line.text):
            for name, value in labelled(line.text).items():
                fields.setdefault(name, value)
    source = fields.get("source")
    if source:
        dated = next(find_dates(source), None)
        source = (source[: dated.start] if dated else source).strip(" 　|") or None
    author = _names(fields.get("author", ""))
    if author is None:
        signed = [sign for text in (*paragraphs[:1], *paragraphs[-2:]) if (sign := _SIGN_OFF.search(text))]
        author = _names(signed[-1]["names"]) if signed else None
    told_author = next((page.meta[name] for name in _AUTHOR_META if name in page.meta), None)
    return {
        "source": (source or next((page.meta[name] for name in _SOURCE_META if name in page.meta), None)),
        "author": author or told_author,
        "editor": _names(fields.get("editor", "")),
    }


def _find_column(page: Page, body: _Body, title: str | None) -> str | None:
    """The last step of the breadcrumb that is neither home nor the article itself."""
    if told := next((page.meta[name] for name in _COLUMN_META if name in page.meta), None):
        return told
    for number in range(min(body.start, len(page.lines))):
        found = _BREADCRUMB.search(page.lines[number].text) if len(page.lines[number].text) < 150 else None
        if not found:
            continue
        steps = _STEPS.split(found["steps"]) if found["steps"] else []
        if len(steps) < 2:
            steps += [line.text for line in page.lines[number + 1 : number + 5] if len(line.text) <= 12]
        steps = [step.strip() for step in steps]
        kept = [step for step in steps if step and not _HOME.match(step) and step != title and len(step) <= 20]
        return kept[-1] if kept else None
    return None


def _is_teaser(paragraph: str, following: str) -> bool:
    """Whether a paragraph is the beginning of a later one, cut off."""
    head = paragraph.rstrip("。….")
    return len(head) >= 12 and len(following) > len(paragraph) and following.startswith(head)


def _without_teaser(paragraphs: list[str], title: str | None) -> list[str]:
    """The paragraphs without what repeats at their head: the title, and a teaser of the text."""
    plain = _plain(title or "")
    while len(paragraphs) > 1:
        head, rest = paragraphs[0], paragraphs[1:]
        if (plain and _plain(head) == plain) or any(_is_teaser(head, later) for later in rest[:3]):
            paragraphs = rest
        else:
            break
    return paragraphs


def _paragraphs(page: Page, body: _Body, title: str | None, title_line: int | None) -> list[str]:
    """The body's lines without the head, the foot and what is furniture in between."""
    first = body.first
    if title_line is not None and body.first <= title_line:
        first = title_line + 1
    kept: list[str] = []
    for number in range(first, body.end):
        line = page.lines[number]
        if number > body.middle and ends_article(line.text):
            break
        fields = labelled(line.text)
        is_head = number < body.start and (fields or next(find_dates(line.text), None))
        is_credit = fields and len(line.text) < 60 and _score(line) <= 0
        if is_head or is_credit or is_furniture(line.text) or 2 * line.linked > len(line.text):
            continue
        kept.append(line.text)
    return _without_teaser(kept, title)


def extract(page: Page, url: str) -> Extracted | None:
    """What a page says of its article; None when nothing on it reads like one.

    >>> from crawler.text.page import read_page
    >>> page = read_page('''<title>市政协召开主席会议-某市政协</title><a href=/>首页</a><h1>市政协召开主席会议</h1>
    ... <p>2024-09-25 来源：某市政协</p><div><p>9月24日，市政协召开主席会议，研究提案办理工作。</p></div>''')
    >>> article = extract(page, "http://www.example.gov.cn/1.html")
    >>> article.title, article.source, article.paragraphs
    ('市政协召开主席会议', '某市政协', ('9月24日，市政协召开主席会议，研究提案办理工作。',))
    """
    body = _find_body(page)
    if body is None:
        return None
    title, title_line = _find_title(page, body)
    if title_line is not None and body.start <= title_line < body.end - 1:
        # A title can read like a sentence itself; the text begins after it.
        after = range(title_line + 1, body.end)
        body = replace(body, start=next((n for n in after if _score(page.lines[n]) > 0), title_line + 1))
    paragraphs = _paragraphs(page, body, title, title_line)
    if shared := next(filter(None, map(shared_name, paragraphs)), None):
        title = shared
    near = [*page.lines[max(0, body.start - _HEAD) : body.start + 1], *page.lines[body.end - 2 : body.end + _FOOT]]
    published_at, precision = _find_date(page, near, url)
    return Extracted(
        title=title,
        paragraphs=tuple(paragraphs),
        published_at=published_at,
        precision=precision,
        column=_find_column(page, body, title),
        **_find_credits(page, near, paragraphs),
    )
