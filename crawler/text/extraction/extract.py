"""From a page's lines to its article: body, title, time, source, author, editor, column, pictures, files.

`body.py` says where the article stands. Everything else is looked for near it: what stands above is the head (title,
date, source, author), what stands below is the foot (editor, previous and next).
"""

from __future__ import annotations

from crawler.article import Extracted
from crawler.text.extraction.breadcrumb import find_column
from crawler.text.extraction.byline import find_credits
from crawler.text.extraction.confidence import weigh
from crawler.text.extraction.main_block import Region
from crawler.text.extraction.media import find_media
from crawler.text.extraction.page import Page
from crawler.text.extraction.paragraphs import paragraphs, text_lines
from crawler.text.extraction.publication_date import find_published
from crawler.text.extraction.title import find_title
from crawler.text.repairs.document_sharing import shared_name

HEAD = 30  # lines above the body that may name its title, date and source
FOOT = 25


def extract(page: Page, region: Region, url: str) -> Extracted | None:
    """What a page says of the article that stands in a region of it; None when nothing of the region is text.

    >>> from crawler.text.extraction.main_block import find_body
    >>> from crawler.text.extraction.page import read_page
    >>> page = read_page('''<title>市政协召开主席会议-某市政协</title><a href=/>首页</a><h1>市政协召开主席会议</h1>
    ... <p>2024-09-25 来源：某市政协</p><div><p>9月24日，市政协召开主席会议，研究提案办理工作。</p></div>''')
    >>> article = extract(page, find_body(page), "http://www.example.gov.cn/1.html")
    >>> article.title, article.source, article.paragraphs
    ('市政协召开主席会议', '某市政协', ('9月24日，市政协召开主席会议，研究提案办理工作。',))
    """
    title, title_line = find_title(page, region.start, region.anchor)
    kept = text_lines(page, region, title_line)
    if not kept:
        return None
    text = paragraphs(page, region, kept, title)
    if shared := next(filter(None, map(shared_name, text)), None):
        title = shared
    first, last = kept[0], kept[-1]
    top = first if title_line is None else max(region.first, title_line + 1)
    head = list(range(max(0, first - HEAD), first + 1))
    foot = list(range(last + 1, min(len(page.lines), last + 1 + FOOT)))
    published = find_published(page, head, foot, text, url)
    between = sorted(set(range(first, last)).difference(kept))
    # A title that was only guessed at is no sign of an article, but who stands below it is by it all the same.
    below = title_line if title_line is not None else next((line for line in head if page.lines[line] == title), None)
    by = find_credits(page, (head, between, foot), below, text)
    found = Extracted(
        title=title,
        paragraphs=tuple(text),
        published_at=published.at,
        precision=published.precision,
        published_from=published.witness,
        source=by.source,
        author=by.author,
        editor=by.editor,
        column=find_column(page, first, title),
        media=find_media(page, url, region.box, top=top, first=first, last=last, foot=last + FOOT),
    )
    return weigh(page, region, kept, title_line, found)
