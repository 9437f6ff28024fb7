"""The five seed pages in every markup that sites put paragraphs in: the article comes out, the frame does not."""

from __future__ import annotations

import html
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.article import Article
from crawler.text.clean import clean

SEEDS = Path(__file__).parents[3] / "cases" / "seeds"
FRAME = """<html><head><title>{title}</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/x">政协新闻</a><a href="/y">提案工作</a><a href="/z">委员风采</a></div>
{body}
<div class="page"><a href="1.html">上一篇：市政协召开党组会议</a><a href="2.html">下一篇：区政协开展视察活动</a></div>
<div class="footer">主办：某市政协办公室 ICP备00000000号 <a href="/map">网站地图</a></div></body></html>"""
MARKUP: dict[str, Callable[[list[str]], str]] = {
    "p": lambda lines: "".join(f"<p>{line}</p>" for line in lines),
    "br": lambda lines: "<div>" + "<br><br>".join(f"　　{line}" for line in lines) + "</div>",
    "div": lambda lines: "<div>" + "".join(f"<div><span>{line}</span></div>" for line in lines) + "</div>",
    "pre": lambda lines: "<pre>" + "\n".join(lines) + "</pre>",
    "table": lambda lines: "<table><tr><td>" + "".join(f"<p>{line}</p>" for line in lines) + "</td></tr></table>",
    "blank lines": lambda lines: "<div>" + "\n\n    ".join(lines) + "</div>",
}
TITLE_LINES = {"001": 2, "002": 0, "004": 0}


def folded(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "")


@pytest.mark.parametrize("markup", MARKUP)
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_article_comes_out(name: str, markup: str) -> None:
    golden = json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8"))
    lines = [line.strip() for line in (SEEDS / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    lines = [html.escape(line, quote=False) for line in lines if line]
    title = lines[TITLE_LINES[name]] if name in TITLE_LINES else ""
    page = FRAME.format(title=title, body=MARKUP[markup](lines))
    article = clean(page.encode("gb18030"), url="http://www.example.gov.cn/1.html")
    assert isinstance(article, Article)
    assert folded(article.body) == folded("\n".join(golden["body"]))
    for field in ("title", "author", "source", "column"):
        if golden[field] is not None:
            assert folded(getattr(article, field)) == folded(golden[field])
    if golden["published_at"] is not None:
        assert article.published_at is not None
        assert article.published_at.isoformat() == golden["published_at"]
