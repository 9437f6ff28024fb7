"""Single rules of extraction, each on the smallest page that shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from crawler.article import SHANGHAI, Article, Layout, Rejected, Site
from crawler.text.clean import clean

URL = "http://www.example.gov.cn/zxyw/202409/t20240924_1.html"
FIRST = "9月24日，市政协召开主席会议，研究提案办理工作，听取关于立案情况的汇报。"
SECOND = "会议强调，要提高提案办理质量，加强督促检查，推动建议落到实处、见到成效。"
THIRD = "会议指出，委员要深入界别群众，了解社情民意，把准情况、提好建议。"
TOLD = "<meta name=PubDate content='2024-09-24 08:30'>"
TOLD_AND_SHOWN = "<meta name=pubdate content=2024-09-24><p>2024-09-24 07:48</p>"
LIST = "".join(f"<li><a href={n}>市政协召开第{n}次主席会议</a> 2024-09-{n}</li>" for n in range(10, 30))
SITE = Site(
    key="example",
    name="某市政协",
    level="prefecture",
    adcode="320300",
    base_url="http://www.example.gov.cn/",
    dialect="trs",
    channels=(),
    article_url=".*",
)


def article(page: str, site: Site | None = None) -> Article:
    found = clean(page.encode(), url=URL, site=site)
    assert isinstance(found, Article), found
    return found


def body(inner: str, head: str = "<h1>市政协召开主席会议</h1><p>2024-09-24 11:12 来源：某市政协</p>") -> str:
    return f"<title>市政协召开主席会议-某市政协</title>{head}<div class=content>{inner}</div>"


@pytest.mark.parametrize(
    "inner",
    [
        f"<p>{FIRST}</p><p>{SECOND}</p>",
        f"{FIRST}<br>{SECOND}",
        f"<div>{FIRST}</div><div>{SECOND}</div>",
        f"<table><tr><td>{FIRST}<br><br>{SECOND}</td></tr></table>",
        f"<pre>{FIRST}\n{SECOND}</pre>",
        f"　　{FIRST}\n\n　　{SECOND}",
        f"<p><span>{FIRST[:9]}</span><b>{FIRST[9:]}</b></p><p><font>{SECOND}</font></p>",
        f"<script>var a = '{THIRD}';</script><p>{FIRST}</p><!-- {THIRD} --><p>{SECOND}</p>",
        f"<p>{FIRST}</p><p style='display:none'>{THIRD}</p><p>{SECOND}</p>",
    ],
    ids=["p", "br", "div", "table", "pre", "blank line", "spans", "script and comment", "hidden"],
)
def test_paragraphs_in_every_kind_of_markup(inner: str) -> None:
    assert article(body(inner)).body == f"{FIRST}\n{SECOND}"


def test_a_page_that_hides_its_text_until_a_script_shows_it_is_read_all_the_same() -> None:
    inner = f"<div id=js_content style='visibility: hidden'><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert article(body(inner)).body == f"{FIRST}\n{SECOND}"


def test_cells_of_a_table_are_a_row_and_paragraphs_in_one_cell_are_not() -> None:
    inner = f"<p>{FIRST}</p><table><tr><td>张三<td>李四<tr><td>王五<td>赵六</table><p>{SECOND}</p>"
    assert article(body(inner)).body == f"{FIRST}\n张三 李四\n王五 赵六\n{SECOND}"


def test_white_space_between_inline_elements_stays() -> None:
    inner = f"<p><b>Hello</b> <i>World</i>，{FIRST}</p><p><b>政协</b>\n<i>会议</i>。{SECOND}</p>"
    assert article(body(inner)).body == f"Hello World，{FIRST}\n政协 会议。{SECOND}"


def test_a_short_article_above_a_long_feed_is_the_article() -> None:
    teasers = "".join(f"<li><h4><a href={n}>第{n}条新闻的标题在这里</a></h4><p>{SECOND}</p></li>" for n in range(30))
    page = body(f"<p>{FIRST}</p>") + f"<h3>推荐阅读</h3><ul>{teasers}</ul>"
    assert article(page).body == FIRST


def test_comments_longer_than_the_article_are_not_the_article() -> None:
    comments = "".join(f"<div class=c><b>网友{n}</b> 09-27 22:42<p>{THIRD}</p>回复</div>" for n in range(30))
    assert article(body(f"<p>{FIRST}</p><p>{SECOND}</p>") + comments).body == f"{FIRST}\n{SECOND}"


def test_furniture_goes_and_sign_offs_stay() -> None:
    inner = (
        f"<p>{FIRST}</p><p>{SECOND}</p><p>（记者 王小明 通讯员 李红）</p><p>责任编辑：郎静</p><p>【打印】【关闭】</p>"
        "<p>点击数：{{ pvCount }} 次</p><p>上一篇：<a href=2>某区政协召开会议</a></p>"
    )
    found = article(body(inner))
    assert found.body == f"{FIRST}\n{SECOND}\n（记者 王小明 通讯员 李红）"
    assert (found.author, found.editor, found.source) == ("王小明 李红", "郎静", "某市政协")


def test_a_question_asked_by_a_reporter_names_no_author() -> None:
    inner = f"<p>{FIRST}</p><p>记者：提案办理有哪些新的做法？</p><p>{SECOND}</p>"
    found = article(body(inner))
    assert "记者：提案办理有哪些新的做法？" in found.body
    assert found.author is None


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("<p>2024-09-24 11:12 来源：人民政协报</p>", "人民政协报"),
        ("<p>来 源:人民政协报发布时间:2024-09-24</p>", "人民政协报"),
        ("<p><span>2024年09月24日 11:12</span> <a href=/>人民政协报</a></p>", "人民政协报"),
        ("<p>人民政协报</p><p>2024-09-24</p>", "人民政协报"),
        ("<p>2024-09-24 11:12</p>", None),
        ("<p>来源： 作者： 2024-09-24</p>", None),
    ],
)
def test_the_source_with_and_without_its_label(head: str, source: str | None) -> None:
    page = body(f"<p>{FIRST}</p><p>{SECOND}</p>", f"<h1>市政协召开主席会议</h1>{head}")
    assert article(page).source == source


def test_the_editor_in_the_authors_tag_is_no_author() -> None:
    page = "<meta name=author content=郎静>" + body(f"<p>{FIRST}</p><p>{SECOND}</p><p>（责任编辑：郎静）</p>")
    found = article(page)
    assert (found.author, found.editor) == (None, "郎静")


@pytest.mark.parametrize(
    ("page", "at", "precision", "witness"),
    [
        ("<p>2024-09-24 11:12</p>", datetime(2024, 9, 24, 11, 12, tzinfo=SHANGHAI), "minute", "page"),
        ("<p>发布时间：2024年9月23日</p>", datetime(2024, 9, 23, tzinfo=SHANGHAI), "day", "page"),
        (TOLD, datetime(2024, 9, 24, 8, 30, tzinfo=SHANGHAI), "minute", "meta"),
        (TOLD_AND_SHOWN, datetime(2024, 9, 24, 7, 48, tzinfo=SHANGHAI), "minute", "page"),
        ("", datetime(2024, 9, 24, tzinfo=SHANGHAI), "day", "url"),
    ],
    ids=["shown", "labelled", "told", "told to the day and shown to the minute", "address"],
)  # fmt: skip
def test_the_time_and_what_says_it(page: str, at: datetime, precision: str, witness: str) -> None:
    found = article(body(f"<p>{FIRST}</p><p>{SECOND}</p>", f"<h1>市政协召开主席会议</h1>{page}"))
    assert (found.published_at, found.precision, found.published_from) == (at, precision, witness)


def test_pictures_files_and_the_next_page() -> None:
    inner = (
        "<figure><img src=placeholder.gif data-src='./W020240924.jpg'>"
        "<figcaption>会议现场。王小明 摄</figcaption></figure>"
        f"<p>{FIRST}</p>"
        f"<p>{SECOND}</p><p><a href='../P020240924.pdf'>名单.pdf</a></p><p><img src=/images/logo.png></p>"
        "<p><a href=t20240924_1_1.html>下一页</a> <a href=t20240923_9.html>下一篇</a></p>"
    )
    found = article(body(inner))
    assert [(media.kind, media.url, media.caption) for media in found.media] == [
        ("image", "http://www.example.gov.cn/zxyw/202409/W020240924.jpg", "会议现场。王小明 摄"),
        ("document", "http://www.example.gov.cn/zxyw/P020240924.pdf", "名单.pdf"),
    ]
    assert found.next_page == "http://www.example.gov.cn/zxyw/202409/t20240924_1_1.html"
    assert found.body == f"{FIRST}\n{SECOND}"


def test_a_layout_is_believed_and_old_pages_keep_theirs() -> None:
    new = Layout(valid_from=date(2025, 1, 1), body=".new", title=".t", source=".s")
    old = Layout(valid_until=date(2024, 12, 31), body=".old", source=".s")
    site = replace(SITE, layouts=(new, old))
    page = (
        f"<p class=t>新版标题在这里</p><p class=s>来源：新版报</p><div class=new><p>{THIRD}</p></div>"
        f"<h1>市政协召开主席会议</h1><div class=old><p>{FIRST}</p><p>{SECOND}</p></div>"
    )
    assert article(page, site).body == f"{FIRST}\n{SECOND}"
    assert article(page, replace(site, layouts=(new,))).body == THIRD
    assert article(page, replace(site, layouts=(new,))).source == "新版报"


def test_a_layout_that_fits_no_longer_is_passed_over() -> None:
    site = replace(SITE, layouts=(Layout(body=".gone"),))
    assert article(body(f"<p>{FIRST}</p><p>{SECOND}</p>"), site).body == f"{FIRST}\n{SECOND}"


def test_learned_furniture_is_dropped() -> None:
    line = "某市政协办公室提醒您：提案线索随时可以在本页面下方提交，我们会认真研究。"
    page = body(f"<p>{FIRST}</p><p>{SECOND}</p><p>{line}</p>")
    assert line in article(page, SITE).body
    assert article(page, replace(SITE, furniture=frozenset({line}))).body == f"{FIRST}\n{SECOND}"


def test_agreement_of_the_signs_is_confidence() -> None:
    sure = article(body(f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>{SECOND[:-1]}，形成合力。</p>"))
    bare = article(f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>" * 3)
    assert sure.confidence > 0.9
    assert 0 < bare.confidence < 0.6


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<title>404</title><p>很抱歉，您访问的页面不存在或已删除。", "soft 404"),
        ("<script>document.cookie='__jsl_clearance=1';location.href=location.pathname</script>", "challenge page"),
        ("<h1>网站防火墙</h1><p>您的请求带有不合法参数，已被网站管理员设置拦截！", "challenge page"),
        ("<p>您尚未登录或登录已超时，请登录后继续浏览。", "login wall"),
        (f"<ul>{LIST}</ul>", "list page"),
        ("<h1>市政协召开主席会议</h1><p>2024-09-24 来源：某市政协</p><div></div>", "no body"),
        ("", "no body"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_says_why(page: str, reason: str) -> None:
    rejected = clean(page.encode(), url=URL)
    assert isinstance(rejected, Rejected), rejected
    assert rejected.reason == reason


def test_news_about_missing_pages_is_news() -> None:
    inner = (
        f"<p>{FIRST}</p><p>有委员反映，部分部门网站点开后显示“您访问的页面不存在”，群众办事不便。</p><p>{SECOND}</p>"
    )
    assert "您访问的页面不存在" in article(body(inner)).body


@pytest.mark.parametrize("told", ["关注青少年心理健康 共筑成长防线", "分享到基层去的委员故事"])
def test_a_title_may_begin_as_furniture_does(told: str) -> None:
    head = f"<title>{told}-某市政协</title><p>{told}</p><p>2024-09-24 11:12 来源：某市政协</p>"
    page = f"{head}<p>{FIRST}</p><p>{SECOND}</p>"
    found = article(page)
    assert found.title == told
    assert found.body == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("inner", "author", "editor"),
    [
        (f"<p>{FIRST}</p><p>{SECOND}</p><p>摄影/张艳 编辑/苏芳</p>", None, "苏芳"),
        (f"<p>{FIRST}</p><p>{SECOND}</p><p>编辑|陈明</p><p>{THIRD}</p>", None, "陈明"),
        (f"<p>{FIRST}</p><p>作者：王小明返回某网，查看更多</p><p>{THIRD}</p>", "王小明", None),
        (f"<p>（某市台 记者 王小明 方敏）{FIRST}</p><p>{SECOND}</p>", "王小明 方敏", None),
    ],
    ids=["slash", "within the text", "tool in the line", "dateline"],
)
def test_people_where_pages_put_them(inner: str, author: str | None, editor: str | None) -> None:
    found = article(body(inner))
    assert (found.source, found.author, found.editor) == ("某市政协", author, editor)


def test_a_source_within_the_text_is_a_figures() -> None:
    inner = f"<p>{FIRST}</p><p>数据来源：某市统计局</p><p>{SECOND}</p>"
    assert article(body(inner, head="<h1>市政协召开主席会议</h1><p>2024-09-24 11:12</p>")).source != "某市统计局"


def test_author_below_a_title_that_nothing_tells() -> None:
    cells = ("在市政协九届五次会议上的讲话", "花国栋", "（2007年3月1日）")
    head = f"<table>{''.join(f'<tr><td>{cell}</td></tr>' for cell in cells)}</table>"
    found = article(f"<title>某市政协</title>{head}<div><p>{FIRST}</p><p>{SECOND}</p></div>")
    assert (found.title, found.author) == ("在市政协九届五次会议上的讲话", "花国栋")


@pytest.mark.parametrize("between", [0, 60])
def test_column_however_far_above(between: int) -> None:
    aside = "".join(f"<li><a href={n}>某地会议{n}</a></li>" for n in range(between))
    trail = "<p>您现在的位置： 某政协网 >> 工作动态 >> 正文</p>"
    assert article(f"{trail}<ul>{aside}</ul>{body(f'<p>{FIRST}</p><p>{SECOND}</p>')}").column == "工作动态"
