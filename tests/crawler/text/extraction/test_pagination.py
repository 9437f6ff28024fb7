"""Where a split article goes on: the forms seen in the wild, and what must never be taken for its next page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import Article
from crawler.text.clean import clean
from crawler.text.extraction.pagination import MOST_PARTS, next_part, part_number

PAGES = Path(__file__).parents[3] / "cases" / "pages"
TRS = "http://www.nxzx.gov.cn/zxyw/202409/t20240925_101.html"
FIRST = "http://www.nxzx.gov.cn/zxyw/202409/t20240925_101_1.html"
SECOND = "http://www.nxzx.gov.cn/zxyw/202409/t20240925_101_2.html"
PAPER = "https://www.hzzx.gov.cn/content/2024-09/25/content_101"
SHOW = "http://www.gxzx.gov.cn/index.php?m=content&c=index&a=show&catid=14&id=101"

# Where a page stands, what it holds, where it goes on.
FORMS = {
    "TRS's call": (TRS, 'createPageHTML(3, 0, "t20240925_101", "html");', FIRST),
    "TRS's call on the second page": (FIRST, 'createPageHTML(3, 1, "t20240925_101", "html");', SECOND),
    "TRS's variable beside a dead call": (
        TRS,
        '//createPageHTML(1, 0, "t20240925_101", "html");\nvar currentPage = 0;\nvar countPage = 3;',
        FIRST,
    ),
    "TRS's call beside the variable of a list": (
        TRS,
        'var countPage = 12;\ncreatePageHTML(2, 0, "t20240925_101", "html");',
        FIRST,
    ),
    "TRS's link": (TRS, "<a href=./t20240925_101_1.html>下一页</a>", FIRST),
    "a second file counted from 1": (
        f"{PAPER}.htm",
        '<span>1</span> <a href="content_101_2.htm">2</a> <A class=b HREF="content_101_2.htm"> [下一页&gt;&gt;] </A>',
        f"{PAPER}_2.htm",
    ),
    "a third file": (
        f"{PAPER}_2.htm",
        '<a href="content_101.htm">上一页</a> <a href="content_101_3.htm"><font>下一页</font></a>',
        f"{PAPER}_3.htm",
    ),
    "a second file by its whole address": (
        "http://www.xzzx.gov.cn/zxdj/600000000000101.shtml",
        "<a href='http://www.xzzx.gov.cn/zxdj/600000000000101_2.shtml'>下页</a>",
        "http://www.xzzx.gov.cn/zxdj/600000000000101_2.shtml",
    ),
    "two digits": (
        "https://jxzx.jxnews.com.cn/system/2024/09/25/030000101.shtml",
        '<a href="030000101_01.shtml">下一页</a>',
        "https://jxzx.jxnews.com.cn/system/2024/09/25/030000101_01.shtml",
    ),
    "a base": (
        f"{PAPER}.htm",
        '<base href="https://www.hzzx.gov.cn/content/"><a href="2024-09/25/content_101_2.htm">下一页</a>',
        f"{PAPER}_2.htm",
    ),
    "no ending": (
        "http://www.zjzx.gov.cn/zxyw/content_101",
        "<a href=content_101_2>后一页</a>",
        "http://www.zjzx.gov.cn/zxyw/content_101_2",
    ),
    "a parameter": (SHOW, f'<a href="{SHOW.replace("&", "&amp;")}&amp;page=2">下一页</a>', f"{SHOW}&page=2"),
    "a parameter that goes on": (
        f"{SHOW}&page=2",
        f'<a href="{SHOW}&page=1">上一页</a><a href="{SHOW}&page=3">下一页</a>',
        f"{SHOW}&page=3",
    ),
    "a parameter alone": (
        "http://cqjlpzx.gov.cn/info/101",
        "<a href='?page=2'>下一页</a>",
        "http://cqjlpzx.gov.cn/info/101?page=2",
    ),
    "a parameter of a file": (
        f"{PAPER}.htm",
        '<a href="content_101.htm?page=2">下一页</a>',
        f"{PAPER}.htm?page=2",
    ),
}

OTHERS = {
    "no pages": (TRS, "<p>会议强调，要提高提案办理质量。</p>"),
    "TRS counts one": (TRS, 'createPageHTML(1, 0, "t20240925_101", "html");'),
    "TRS on the last page": (SECOND, 'createPageHTML(3, 2, "t20240925_101", "html");'),
    "TRS counts a list's pages": (TRS, 'var id = "t20240925_101"; createPageHTML(12, 0, "index", "html");'),
    "TRS counts another article's": (TRS, 'createPageHTML(3, 0, "t20240925_1012", "html");'),
    "the next article": (TRS, "<a href=t20240925_102.html>下一篇</a>"),
    "the next article called a page": (TRS, "<a href=t20240925_102.html>下一页</a>"),
    "the next number of a column": (
        "http://www.taizhou.replica.test/art/2024/9/25/art_77_1.html",
        "<a href=art_77_2.html>下一页</a> <a href=art_77_3.html>上一页</a>",
    ),
    "a list's next page": (TRS, "<a href=../index_1.html>下一页</a>"),
    "a list's next page of an address with a query": (SHOW, "<a href='?m=content&catid=14&id=101&page=2'>下一页</a>"),
    "another article's page": (SHOW, f"<a href='{SHOW}2&page=2'>下一页</a>"),
    "its page after the next": (FIRST, f"<a href={TRS}>1</a><a href=t20240925_101_3.html>下一页</a>"),
    "its page before": (SECOND, f"<a href={TRS}>1</a><a href=t20240925_101_1.html>下一页</a>"),
    "another host": (TRS, f"<a href={FIRST.replace('nxzx', 'nxrd')}>下一页</a>"),
    "another folder": (TRS, "<a href=/zxhy/202409/t20240925_101_1.html>下一页</a>"),
    "a number without words": (TRS, "<a href=t20240925_101_1.html>附表</a>"),
    "a title that begins so": (TRS, "<a href=t20240925_101_1.html>下一页的故事：政协委员履职记</a>"),
    "a link that nobody sees": (TRS, "<!-- <a href=t20240925_101_1.html>下一页</a> -->"),
    "an address that is none": (TRS, "t20240925_101_1 <a href='http://[t20240925_101_1.html'>下一页</a>"),
    "a blog's next article": ("http://a.cn/?p=101", "<a href='?p=102'>下一页</a>"),
    "too many": (TRS.replace(".html", "_50.html"), 'createPageHTML(90, 50, "t20240925_101", "html");'),
    "a folder": ("http://www.nxzx.gov.cn/zxyw/", "<a href=index_1.html>下一页</a>"),
    "a large number": (f"{SHOW}&page={'9' * 5000}", f"<a href='{SHOW}&page=2'>下一篇</a>"),
}


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize(("url", "page", "expected"), FORMS.values(), ids=FORMS)
def test_a_split_article_goes_on(url: str, page: str, expected: str, codec: str) -> None:
    page = page if page.startswith("<") else f"<script>\n{page}\n</script>"
    found = next_part(url, f"<p>会议强调</p>{page}<a href=t20240924_99.html>下一篇</a>".encode(codec))
    assert found == expected
    assert part_number(found) in {part_number(url) + 1, 2}


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize(("url", "page"), OTHERS.values(), ids=OTHERS)
def test_nothing_else_is_its_next_page(url: str, page: str, codec: str) -> None:
    page = page if "<" in page else f"<script>\n{page}\n</script>"
    assert next_part(url, page.encode(codec)) is None


def test_the_label_of_traditional_pages() -> None:
    assert next_part(TRS, "<a href=t20240925_101_1.html>下一頁</a>".encode("big5")) == FIRST


@pytest.mark.parametrize("name", sorted(file.stem for file in PAGES.glob("*.json")))
def test_extraction_says_the_same(name: str) -> None:
    url = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))["url"]
    body = (PAGES / f"{name}.html").read_bytes()
    article = clean(body, url=url)
    if isinstance(article, Article):
        assert article.next_page == next_part(url, body)
        assert ("incomplete" in article.flags) == bool(article.next_page)


@given(st.integers(1, 200), st.integers(0, 200))
def test_going_on_comes_to_an_end(count: int, start: int) -> None:
    body = f'<script>createPageHTML({count}, 0, "t20240925_101", "html");</script>'.encode()
    url = TRS.replace(".html", f"_{start}.html") if start else TRS
    steps = 0
    while following := next_part(url, body):
        assert part_number(following) > part_number(url)
        url, steps = following, steps + 1
    assert steps <= MOST_PARTS


@given(st.binary())
def test_any_page_has_an_answer(body: bytes) -> None:
    next_part(SHOW, b"catid=14 " + body)
    next_part(TRS, b"t20240925_101_1 " + body)
