"""From a page's lines to its article: body, title, time, source, author, editor, column.

`body.py` says where the article stands. Everything else is looked for near it: what stands above is the head (title,
date, source, author), what stands below is the foot (editor, previous and next).
"""

from __future__ import annotations

import re

from crawler.article import Extracted
from crawler.text.body import Region
from crawler.text.breadcrumb import find_column
from crawler.text.credits import find_credits
from crawler.text.furniture import ends_article, is_furniture, is_notice, labelled
from crawler.text.headline import find_title
from crawler.text.page import Page
from crawler.text.published import find_published
from crawler.text.sharing import shared_name
from crawler.text.worth import FAINT, kin, line_worth

HEAD = 30  # lines above the body that may name its title, date and source
FOOT = 25


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text)


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


_DATED = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}")


def _speaking(page: Page, region: Region, first: int) -> list[bool]:
    """Which of a region's lines are sentences of this article, and not of a comment or a teaser beside it.

    Where short lines weigh more than sentences (verse, a list of names) they are what the article is made of.
    """
    lines = range(first, region.end)
    worths = [line_worth(page.lines[line], page.linked[line]) for line in lines]
    positive = [max(0.0, region.worths[line]) for line in lines]
    said = sum(worth for worth, alone in zip(positive, worths, strict=True) if alone > 0)
    counts_short = sum(positive) > 2 * said
    return [
        region.worths[line] > FAINT * len(page.lines[line])
        and (alone > 0 or (counts_short and not _DATED.search(page.lines[line])))
        for line, alone in zip(lines, worths, strict=True)
    ]


def _text_lines(page: Page, region: Region, title_line: int | None) -> list[int]:
    """The numbers of the lines that are the article's text: without head, foot and furniture in between.

    Between two sentences of it everything stays that is neither links nor furniture. Before the first and after the
    last stays what stands among the boxes that they stand in: subtitles, sign-offs, tables.
    """
    first = region.first
    if title_line is not None and region.first <= title_line < region.end - 1:
        first = title_line + 1
    speaks = _speaking(page, region, first)
    spoken = [number for number, does in enumerate(speaks, first) if does]
    while spoken and is_notice(page.lines[spoken[-1]]):
        spoken.pop()
    if not spoken:
        return []
    homes = {kin(page, line) for line in spoken}
    kept: list[int] = []
    for number in range(first, region.end):
        line = page.lines[number]
        if number > region.middle and ends_article(line):
            break
        if speaks[number - first]:
            if number <= spoken[-1]:
                kept.append(number)
            continue
        is_home = spoken[0] < number < spoken[-1] or any(page.firsts[box] <= number < page.ends[box] for box in homes)
        if not is_home or line_worth(line, page.linked[number]) > 0 or page.is_linked(number) or is_furniture(line):
            continue
        fields = labelled(line)
        is_head = number < spoken[0] and (fields or (_DATED.search(line) and not line.startswith(("（", "("))))
        if not is_head and not (fields and len(line) < _LONGEST_CREDIT):
            kept.append(number)
    return kept


_LONGEST_CREDIT = 60  # characters of a line that names fields


def extract(page: Page, region: Region, url: str) -> Extracted:
    """What a page says of the article that stands in a region of it.

    >>> from crawler.text.body import find_body
    >>> from crawler.text.page import read_page
    >>> page = read_page('''<title>市政协召开主席会议-某市政协</title><a href=/>首页</a><h1>市政协召开主席会议</h1>
    ... <p>2024-09-25 来源：某市政协</p><div><p>9月24日，市政协召开主席会议，研究提案办理工作。</p></div>''')
    >>> article = extract(page, find_body(page), "http://www.example.gov.cn/1.html")
    >>> article.title, article.source, article.paragraphs
    ('市政协召开主席会议', '某市政协', ('9月24日，市政协召开主席会议，研究提案办理工作。',))
    """
    title, title_line = find_title(page, region.start)
    kept = _text_lines(page, region, title_line)
    paragraphs = _without_teaser([page.lines[number] for number in kept], title)
    if shared := next(filter(None, map(shared_name, paragraphs)), None):
        title = shared
    last = kept[-1] + 1 if kept else region.end
    start = kept[0] if kept else region.start
    head = list(range(max(0, start - HEAD), start + 1))
    foot = list(range(last, min(len(page.lines), last + FOOT)))
    published = find_published(page, head, foot, paragraphs, url)
    by = find_credits(page, head, foot, title_line, paragraphs)
    return Extracted(
        title=title,
        paragraphs=tuple(paragraphs),
        published_at=published.at,
        precision=published.precision,
        published_from=published.witness,
        source=by.source,
        author=by.author,
        editor=by.editor,
        column=find_column(page, region.start, title),
    )
