"""The families that rest on an article's form, the fallback, and which family is recognised; pages of our own wording.

Every list page stands among the links that real ones have around it: none of those may become a row.
"""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.dialects import DIALECTS, recognise
from crawler.dialects.dialect import Form, ListPage

HOST = "http://www.zx.test"
DAY = date(2024, 9, 25)

AROUND = """<div class="nav"><a href="/">首页</a><a href="../index.html">政协概况</a><a href="/zxhy/">政协会议</a>
<a href="javascript:void(0)">返回</a><a href="#top">顶部</a></div>
{}<p>版权所有 <a href="/sitemap.html">网站地图</a></p>"""

HEX = "0123456789abcdef" * 2
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
UNIT_SCRIPTS = f"""<script src="/script/AuthorizedRead/unitbuild.js" url="{UNIT}"
queryData="{{'webId':'1','pageId':'2','tplSetId':'3','tagId':'导航','pageType':'column'}}"></script>
<script url="{UNIT}" queryData="{{'parseType':'bulidstatic','webId':'1','pageId':'2','tplSetId':'3',
'tagId':'信息列表','pageType':'column'}}"></script>"""
UNIT_ROWS = f"""<ul><li><a href="/art/2024/art_{HEX}.html" title="市政协召开专题协商会">市政协…</a>
<i>2024-09-25</i></li>
<li><a href="/col/col7/art/2021/art_{HEX[::-1]}.html">提案办理</a><i>09-05</i></li>
<li><a href="/art/2019/9/5/art_7_1.html">旧稿</a></li></ul>"""
UNIT_PAGER = """<div id="autUDB_pagination" queryData="{'rows':'10','count':'31','pageNo':'1'}"></div>"""
UNIT_EXPECTED = [
    (f"/art/2024/art_{HEX}.html", "市政协召开专题协商会", DAY),
    (f"/col/col7/art/2021/art_{HEX[::-1]}.html", "提案办理", None),
    ("/art/2019/9/5/art_7_1.html", "旧稿", None),
]


def answer(html: str) -> str:
    return json.dumps({"success": True, "data": {"html": html}})


# family, path, page, rows
ROWS = {
    "generic: days beside, after and inside; a picture and a headline; a pinned row without a day": (
        "generic",
        "/xw/list.php?id=33",
        AROUND.format("""<div class="list">
<div><a href="view.php?id=9">关于召开市政协全会的公告</a></div>
<div><a href="view.php?id=8"><img src="8.jpg"></a><h3><a href="./view.php?id=8" title="委员视察养老服务">委员…</a></h3>
<span>发布时间：2024-09-25</span></div>
<div><a href="view.php?id=7"><h4>2023-12-31跨年座谈</h4><p>2024年9月25日</p></a></div>
<div><span>[2024/9/25]</span><a href="javascript:void(0)">阅读</a><a href="view.php?id=6#more">社情民意</a></div>
</div><div>今天是2024年9月26日 <a href="/login.php?x=1">用户登录</a></div>
<p><a href="?id=33&page=2">2</a><a href="?id=33&page=2">下一页</a></p>"""),
        [
            ("/xw/view.php?id=9", "关于召开市政协全会的公告", None),
            ("/xw/view.php?id=8", "委员视察养老服务", DAY),
            ("/xw/view.php?id=7", "2023-12-31跨年座谈", DAY),
            ("/xw/view.php?id=6", "社情民意", DAY),
        ],
    ),
    "generic: two rows in a table's row, each day in the next cell": (
        "generic",
        "/zxyw/list.asp",
        """<table><tr><td><a href="show.asp?id=1">甲</a></td><td>2024-09-25</td>
<td><a href="show.asp?id=2">乙</a></td><td>(2024-09-25)</td></tr></table>""",
        [("/zxyw/show.asp?id=1", "甲", DAY), ("/zxyw/show.asp?id=2", "乙", DAY)],
    ),
    "generic: lines without elements": (
        "generic",
        "/zxyw/list.asp",
        '<p><a href="1.htm">甲</a> 2024-09-25<br><a href="2.htm">乙</a>（2024年9月25日）<br><a href="3.htm">丙</a></p>',
        [("/zxyw/1.htm", "甲", DAY), ("/zxyw/2.htm", "乙", DAY), ("/zxyw/3.htm", "丙", None)],
    ),
    "generic: no days, or none with a year: the list with long titles, not the menu": (
        "generic",
        "/news/",
        AROUND.format("""<ul><li><a href="/col/1.html">政协要闻</a></li><li><a href="/col/2.html">通知公告</a></li>
<li><a href="/col/3.html">提案工作</a></li><li><a href="/col/4.html">文史资料</a></li></ul>
<ul><li><a href="/news/301.html">市政协召开季度协商座谈会</a><i>09-25</i></li>
<li><a href="/news/300.html">委员工作室走进社区听取意见</a><i>09-24</i></li>
<li><a href="/news/299.html">重点提案督办会在政协机关召开</a><i>09-23</i></li></ul>"""),
        [
            ("/news/301.html", "市政协召开季度协商座谈会", None),
            ("/news/300.html", "委员工作室走进社区听取意见", None),
            ("/news/299.html", "重点提案督办会在政协机关召开", None),
        ],
    ),
    "generic: a row's words speak of another day, before its own or after it": (
        "generic",
        "/zxyw/list.asp",
        """<div><div><a href="show.asp?id=1">甲</a><p>2024年9月3日，市政协召开会议。</p><i>2024-09-25</i></div>
<div><a href="show.asp?id=2">乙</a><i>2024-09-25</i><p>2024年9月3日，市政协召开会议。</p></div></div>""",
        [("/zxyw/show.asp?id=1", "甲", DAY), ("/zxyw/show.asp?id=2", "乙", DAY)],
    ),
    "siteserver: the whole row is a link; rows are of no element's own; the day leads": (
        "siteserver",
        "/channels/12.html",
        AROUND.format("""<div class="list"><a href="/contents/12/349.html"><h4>委员视察</h4><i>2024-09-25</i></a></div>
<div><div><a href="/contents/12/348.html">甲</a><b>2024-09-25</b></div>
<div><a href="/contents/12/347.html">乙</a><b>2024-09-25</b></div></div>
<dl><dt>2024-09-25</dt><dd><a href="/contents/12/346.html">丙</a></dd>
<dt>2024-09-24</dt><dd><a href="/contents/12/345.html">丁</a></dd></dl>
<dl><dt><a href="/contents/12/344.html">戊</a></dt><!-- 日期 --><dd>2024-09-25</dd>
<dt><a href="/contents/12/343.html">己</a></dt><dd>2024-09-24</dd></dl>"""),
        [
            ("/contents/12/349.html", "委员视察", DAY),
            ("/contents/12/348.html", "甲", DAY),
            ("/contents/12/347.html", "乙", DAY),
            ("/contents/12/346.html", "丙", DAY),
            ("/contents/12/345.html", "丁", date(2024, 9, 24)),
            ("/contents/12/344.html", "戊", DAY),
            ("/contents/12/343.html", "己", date(2024, 9, 24)),
        ],
    ),
    "empirecms: all rows in one cell of a table that lays out the page, the column's name before each": (
        "empirecms",
        "/zxyw/",
        """<script src="/e/public/onclick/"></script><table><tr><td>今天是2024年9月26日</td><td>
[<a href="/zxyw/">要闻</a>] <a href="2024-09-24/9.html">甲</a> 2024-09-25<br>
[<a href="/zxyw/">要闻</a>] <a href="2024-09-24/8.html">乙</a> (2024-09-24)<br>
<li>[<a href="/zxyw/">要闻</a>] <a href="2024-09-24/7.html">丙</a> 时间:2024-09-23 点击:7</li></td></tr></table>""",
        [
            ("/zxyw/2024-09-24/9.html", "甲", DAY),
            ("/zxyw/2024-09-24/8.html", "乙", date(2024, 9, 24)),
            ("/zxyw/2024-09-24/7.html", "丙", date(2024, 9, 23)),
        ],
    ),
    "jpaas: a column's page": ("jpaas", "/col/col7/index.html", AROUND.format(UNIT_ROWS) + UNIT_SCRIPTS, UNIT_EXPECTED),
    "jpaas: an answer": ("jpaas", f"{UNIT}?webId=1&pageId=2&pageNo=2", answer(UNIT_ROWS + UNIT_PAGER), UNIT_EXPECTED),
    "siteserver": (
        "siteserver",
        "/channels/12.html",
        AROUND.format("""<a href="/channels/13.html">通知</a><li><a href="../contents/12/345.html" title="委员视察">
委…</a>2024-09-25</li><li><a href="/contents/12/344.html">甲</a> 09-24</li>"""),
        [("/contents/12/345.html", "委员视察", DAY), ("/contents/12/344.html", "甲", None)],
    ),
    "jeecms": (
        "jeecms",
        "/tzgg/index.jhtml",
        AROUND.format("""<a href="/zxyw/index.jhtml">要闻</a>
<li><a href="345.jhtml">会议通知</a><em>2024-09-25</em></li>
<a href="index_2.jhtml">2</a>"""),
        [("/tzgg/345.jhtml", "会议通知", DAY)],
    ),
    "enorth": (
        "enorth",
        "/zxyw/index.shtml",
        AROUND.format("""
<a href="/system/count//0052038/000000000000/000/000/c0052038000000000000_000000042.shtml">往期</a>
<dd><a href="../system/2024/09/24/030112233.shtml">委员视察</a>2024-09-25</dd>"""),
        [("/system/2024/09/24/030112233.shtml", "委员视察", DAY)],
    ),
    "newspaper: with a day, with a twin, without either": (
        "newspaper",
        "/zxyw/node_12.htm",
        AROUND.format("""<a href="node_13.htm">通知</a>
<li><a href="../content/2024-09/25/content_345.htm">甲</a></li>
<li><a href="/yw/content/2024-09/25/content_346_0.htm">乙</a>2024-09-25</li>
<li><a href="/yw/content_347">丙</a></li>"""),
        [
            ("/content/2024-09/25/content_345.htm", "甲", None),
            ("/yw/content/2024-09/25/content_346_0.htm", "乙", DAY),
            ("/yw/content_347", "丙", None),
        ],
    ),
    "guangdong": (
        "guangdong",
        "/yw/",
        AROUND.format("""<li><a href="content/post_41127.html" title="主席会议召开">主席…</a><i>2024-09-25</i></li>
<li><a href="/yw/content/mpost_41126.html">甲</a></li><a href="/attachment/0/0/383/37441.pdf">附件</a>"""),
        [("/yw/content/post_41127.html", "主席会议召开", DAY), ("/yw/content/mpost_41126.html", "甲", None)],
    ),
    "phpcms: by number": (
        "phpcms",
        "/index.php?m=content&c=index&a=lists&catid=14",
        AROUND.format("""<a href="index.php?m=content&amp;c=index&amp;a=lists&amp;catid=15">通知</a>
<li><span>2024-09-25</span>
<a href="index.php?m=content&amp;c=index&amp;a=show&amp;catid=14&amp;id=9">委员视察</a></li>"""),
        [("/index.php?m=content&c=index&a=show&catid=14&id=9", "委员视察", DAY)],
    ),
    "phpcms: files": (
        "phpcms",
        "/html/zxyw/",
        """<a href="/index.php?m=content&c=index&a=lists&catid=15">通知</a>
<li><a href="2024/0925/9.html">委员视察</a> 09-25</li>""",
        [("/html/zxyw/2024/0925/9.html", "委员视察", None)],
    ),
    "dedecms: files and script": (
        "dedecms",
        "/a/zxyw/",
        AROUND.format("""<a href="/plus/list.php?tid=11">通知</a>
<li><a href="2024/0925/9.html">甲</a><i>2024-09-25</i></li>
<li><a href="/plus/view.php?aid=22409">乙</a></li><a href="list_11_2.html">2</a>"""),
        [("/a/zxyw/2024/0925/9.html", "甲", DAY), ("/plus/view.php?aid=22409", "乙", None)],
    ),
    "empirecms": (
        "empirecms",
        "/zxyw/",
        AROUND.format("""<form action="/e/search/index.php"></form>
<li><a href="2024-09-24/9.html" title="委员视察">委…</a><i>2024-09-25</i></li><a href="index_2.html">2</a>"""),
        [("/zxyw/2024-09-24/9.html", "委员视察", DAY)],
    ),
    "aspnet": (
        "aspnet",
        "/list.aspx?id=3",
        AROUND.format("""<form><input type="hidden" name="__VIEWSTATE" value="x"><table>
<tr><td><a href="show.aspx?id=7">委员视察</a></td><td>2024/9/25</td></tr>
<tr><td><a href="show.aspx?id=6">提案办理</a></td><td>2024/9/25</td></tr></table>
<a href="javascript:__doPostBack('AspNetPager1','2')">2</a></form>"""),
        [("/show.aspx?id=7", "委员视察", DAY), ("/show.aspx?id=6", "提案办理", DAY)],
    ),
    "rmzxw": (
        "rmzxw",
        "/zx/",
        AROUND.format('<li><a href="/c/2024-09-24/3612345.shtml" title="委员话协商">委…</a><i>2024-09-25</i></li>'),
        [("/c/2024-09-24/3612345.shtml", "委员话协商", DAY)],
    ),
    "feed: RSS, declared in another charset, days at other clocks, a permanent id": (
        "feed",
        "/rss.xml",
        """<?xml version="1.0" encoding="gb2312"?>\n<!-- 自动生成 --><rss version="2.0"><channel><link>/</link>
<item><title><![CDATA[委员<b>视察</b>]]></title><link>/zxyw/9.html#a</link>
<pubDate>Tue, 24 Sep 2024 17:00:00 GMT</pubDate></item>
<item><title>甲&amp;amp;乙</title><guid isPermaLink="true">http://www.zx.test/8.html</guid>
<pubDate>2024-09-25 08:00</pubDate>
</item><item><title>无链接</title></item></channel></rss>""",
        [("/zxyw/9.html", "委员视察", DAY), ("/8.html", "甲&乙", DAY)],
    ),
    "feed: Atom": (
        "feed",
        "/atom.xml",
        """<feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/><entry><title>委员视察</title>
<link rel="edit" href="/edit/9"/><link rel="alternate" href="/9.html"/><updated>2024-10-01T00:00:00Z</updated>
<published>2024-09-24T16:30:00Z</published></entry><entry><title>甲</title><link href="8.html"/>
<updated>2024-09-25T08:00:00+08:00</updated></entry></feed>""",
        [("/9.html", "委员视察", DAY), ("/8.html", "甲", DAY)],
    ),
    "feed: a sitemap; a day in the address goes before that of the last change": (
        "feed",
        "/sitemap.xml",
        """<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> http://www.zx.test/2024/09/25/9.html </loc><lastmod>2025-01-01</lastmod></url>
<url><loc>http://www.zx.test/8.html</loc><lastmod>2024-09-25T01:00:00+08:00</lastmod></url>
<url><loc>http://www.zx.test/7.html</loc></url></urlset>""",
        [("/2024/09/25/9.html", "", DAY), ("/8.html", "", DAY), ("/7.html", "", None)],
    ),
}

PAGER = '<a href="{0}2.html">2</a><a href="{0}3.html">3</a><a href="{0}9.html">尾页</a>'
POSTED = "<a href=\"javascript:__doPostBack('AspNetPager1','{}')\">下一页</a>"

# family, path, page, next
NEXT = {
    "generic: 下一页": ("generic", "/zxyw/", '<a href="p2.html">下一页 »</a>', "/zxyw/p2.html"),
    "generic: 下一页 on the last page leads nowhere new": (
        "generic",
        "/zxyw/9.html",
        '<a href="9.html">下一页</a>',
        None,
    ),
    "generic: first page, numbers shown": ("generic", "/zxyw/", PAGER.format("index_"), "/zxyw/index_2.html"),
    "generic: middle page": ("generic", "/zxyw/index_3.html", PAGER.format("index_"), "/zxyw/index_4.html"),
    "generic: 尾页 is this page": ("generic", "/zxyw/index_9.html", PAGER.format("index_"), None),
    "generic: page 2 is called 1": (
        "generic",
        "/zxyw/index.html",
        '<a href="index_1.html">2</a><a href="index_8.html">末页</a>',
        "/zxyw/index_1.html",
    ),
    "generic: a column's number is no page's": (
        "generic",
        "/list_14.html",
        PAGER.format("list_14_"),
        "/list_14_2.html",
    ),
    "generic: only 尾页, a file: 1 or 2?": ("generic", "/zxyw/", '<a href="index_8.html">尾页</a>', None),
    "generic: only 尾页, and a count that tells": (
        "generic",
        "/zxyw/",
        '<a href="index_8.html">尾页</a><script>var totalPage = 9;</script>',
        "/zxyw/index_1.html",
    ),
    "generic: a parameter": (
        "generic",
        "/list.asp?id=3&PageIndex=2",
        '<a href="?id=3&PageIndex=7">尾页</a>',
        "/list.asp?id=3&PageIndex=3",
    ),
    "generic: a parameter and a count": ("generic", "/l?pn=2", "<script>pageCount: 3</script>", "/l?pn=3"),
    "generic: a parameter, the count reached": ("generic", "/l?pn=3", "<script>pageCount: 3</script>", None),
    "generic: the first page has no parameter": (
        "generic",
        "/list.asp?id=3",
        '<a href="list.asp?id=3&amp;page=12">末页</a>',
        "/list.asp?id=3&page=2",
    ),
    "generic: the largest number shown": (
        "generic",
        "/list.asp?page=4",
        '<a href="?page=3">3</a> 4 <a href="?page=5">5</a>',
        "/list.asp?page=5",
    ),
    "generic: createPageHTML": ("generic", "/zxyw/", 'createPageHTML(3,0,"index","html")', "/zxyw/index_1.html"),
    "generic: a count in traditional characters": (
        "generic",
        "/zxyw/",
        '<a href="index_8.html">最後一頁</a>共9頁',
        "/zxyw/index_1.html",
    ),
    "generic: nothing but a count": ("generic", "/zxyw/", "<p>共12页</p>", None),
    "generic: a pager of scripts": ("generic", "/zxyw/", '<a href="javascript:go(2)">2</a>共2页', None),
    "jpaas: the count is reached": ("jpaas", f"{UNIT}?pageId=2&pageNo=4", answer(UNIT_ROWS + UNIT_PAGER), None),
    "jpaas: no rows": ("jpaas", f"{UNIT}?pageId=2&pageNo=4", answer(""), None),
    "jpaas: no answer": ("jpaas", f"{UNIT}?pageId=2&pageNo=4", '{"success":false,"data":null}', None),
    "jpaas: no unit": ("jpaas", "/col/col7/index.html", UNIT_ROWS, None),
    "siteserver: first": ("siteserver", "/channels/12.html", "共3页", "/channels/12_2.html"),
    "siteserver: middle": ("siteserver", "/channels/12_2.html", "第2页/共3页", "/channels/12_3.html"),
    "siteserver: last": ("siteserver", "/channels/12_3.html", "共3页", None),
    "jeecms: first, onclick": (
        "jeecms",
        "/tzgg/index.jhtml",
        "<a onclick=\"location.href='index_2.jhtml';\">下一页</a>",
        "/tzgg/index_2.jhtml",
    ),
    "jeecms: first, a folder": ("jeecms", "/tzgg/", "1/3页", "/tzgg/index_2.jhtml"),
    "jeecms: middle": ("jeecms", "/tzgg/index_2.jhtml", "共25条 2/<b>3</b> 页", "/tzgg/index_3.jhtml"),
    "jeecms: last": ("jeecms", "/tzgg/index_3.jhtml", '3/3页<a href="javascript:void(0)">下一页</a>', None),
    "enorth: first": (
        "enorth",
        "/zxyw/index.shtml",
        '<a href="/system/count/c_042.shtml">下一页</a>',
        "/system/count/c_042.shtml",
    ),
    "enorth: last": ("enorth", "/system/count/c_001.shtml", '<a href="/system/count/c_002.shtml">上一页</a>', None),
    "newspaper: first": ("newspaper", "/zxyw/node_12.htm", "共3页", "/zxyw/node_12_2.htm"),
    "newspaper: middle": (
        "newspaper",
        "/zxyw/node_12_2.htm",
        '<a href="node_12_3.htm">下一页</a>',
        "/zxyw/node_12_3.htm",
    ),
    "newspaper: last": ("newspaper", "/zxyw/node_12_3.htm", "共3页", None),
    "guangdong: first": (
        "guangdong",
        "/yw/index.html",
        '<a href="http://www.zx.test/yw/index_2.html">下一页</a>',
        "/yw/index_2.html",
    ),
    "guangdong: middle": ("guangdong", "/yw/index_2.html", "<script>var pageCount = '3'</script>", "/yw/index_3.html"),
    "guangdong: last": ("guangdong", "/yw/index_3.html", "<script>var pageCount = '3'</script>", None),
    "phpcms: last": ("phpcms", "/list-14-3.html", '<a href="/list-14-3.html">下一页</a>', None),
    "phpcms: middle": ("phpcms", "/list-14-2.html", '<a href="/list-14-3.html">下一页</a>', "/list-14-3.html"),
    "dedecms: first": ("dedecms", "/a/zxyw/", '<a href="list_11_2.html">下一页</a>', "/a/zxyw/list_11_2.html"),
    "dedecms: last": ("dedecms", "/a/zxyw/list_11_3.html", "<li>下一页</li>共<b>3</b>页", None),
    "empirecms: middle": (
        "empirecms",
        "/zxyw/index_2.html",
        '<a href="/zxyw/index_3.html">下一页</a>',
        "/zxyw/index_3.html",
    ),
    "empirecms: last": ("empirecms", "/zxyw/index_3.html", "3/3页", None),
    "aspnet: the last page, whose 下一页 posts nothing": (
        "aspnet",
        "/list.aspx?page=1",
        POSTED.format(1).replace("下一页", "1") + "<span>2</span><a disabled>下一页</a>共2页",
        None,
    ),
    "aspnet: links": (
        "aspnet",
        "/list.aspx?page=2",
        '__VIEWSTATE<a href="list.aspx?page=9">尾页</a>',
        "/list.aspx?page=3",
    ),
    "rmzxw: a link": ("rmzxw", "/zx/", '<a href="/zx/2.shtml">下一页</a>', "/zx/2.shtml"),
    "rmzxw: none": ("rmzxw", "/zx/", "共12页", None),
    "feed: one page": ("feed", "/rss.xml", "<rss><channel></channel></rss>", None),
}

DAYS: dict[str, dict[str, date | None]] = {
    "generic": {
        "/doc/2024/9/25/1.shtml": DAY,
        "/xw/2024-09-25/1.html": DAY,
        "/2024/13/25/1.html": None,
        "/20240925.html": None,
    },
    "jpaas": {f"/art/2024/art_{HEX}.html": None, "/art/2024/9/25/art_7_1.html": DAY},
    "siteserver": {"/contents/12/20240925.html": None},
    "jeecms": {"/tzgg/20240925.jhtml": None},
    "enorth": {"/system/2024/09/25/030112233.shtml": DAY, "/system/2024/02/30/030112233.shtml": None},
    "newspaper": {"/content/2024-09/25/content_345.htm": DAY, "/yw/content_20240925": None},
    "guangdong": {"/yw/content/post_20240925.html": None},
    "phpcms": {"/html/zxyw/2024/0925/9.html": DAY, "/index.php?m=content&c=index&a=show&catid=14&id=9": None},
    "dedecms": {"/a/2024/0925/9.html": DAY, "/plus/view.php?aid=9": None},
    "empirecms": {"/zxyw/2024-09-25/9.html": DAY, "/zxyw/9.html": None},
    "aspnet": {"/DocHtml/1/2024/09/25/00012345.html": DAY, "/show.aspx?id=20240925": None},
    "rmzxw": {"/c/2024-09-25/3612345_1.shtml": DAY, "/special/3612345.shtml": None},
    "feed": {"/2024/09/25/9.html": DAY},
}


@pytest.mark.parametrize(("dialect", "path", "text", "expected"), ROWS.values(), ids=ROWS)
def test_rows(dialect: str, path: str, text: str, expected: list[tuple[str, str, date | None]]) -> None:
    page = ListPage(url=HOST + path, text=text)
    rows = [(row.url.removeprefix(HOST), row.title, row.published_on) for row in DIALECTS[dialect].rows(page)]
    assert rows == expected


@pytest.mark.parametrize(("dialect", "path", "text", "expected"), ROWS.values(), ids=ROWS)
def test_only_its_own_family_recognises_a_page(dialect: str, path: str, text: str, expected: object) -> None:
    page = ListPage(url=HOST + path, text=text)
    assert recognise(page).name == dialect
    assert {name for name, each in DIALECTS.items() if each.recognise(page)} - {"generic"} <= {dialect}


@pytest.mark.parametrize("text", ["", "<p>网站防火墙</p>", "<sitemapindex><loc>/1.xml</loc></sitemapindex>"])
def test_what_is_no_list_falls_to_the_fallback(text: str) -> None:
    assert recognise(ListPage(url=HOST, text=text)).name == "generic"


@pytest.mark.parametrize(("dialect", "path", "text", "expected"), NEXT.values(), ids=NEXT)
def test_next_page(dialect: str, path: str, text: str, expected: str | None) -> None:
    page = ListPage(url=HOST + path, text=text)
    assert DIALECTS[dialect].next_page(page) == (HOST + expected if expected else None)


@pytest.mark.parametrize(
    ("path", "text", "number", "size"),
    [
        pytest.param("/col/col7/index.html", UNIT_SCRIPTS, 1, "15", id="a page without rows"),
        pytest.param("/col/col7/index.html", UNIT_ROWS + UNIT_SCRIPTS, 2, "3", id="a page without a pager"),
        pytest.param("/col/col7/index.html", UNIT_ROWS + UNIT_PAGER + UNIT_SCRIPTS, 2, "10", id="a pager's size"),
        pytest.param(
            f"{UNIT}?parseType=bulidstatic&webId=1&pageId=2&tplSetId=3&tagId=信息列表&pageType=column"
            '&pageNo=2&paramJson={"pageNo":2,"pageSize":"10"}',
            answer(UNIT_ROWS + UNIT_PAGER),
            3,
            "10",
            id="an answer",
        ),
    ],
)
def test_jpaas_asks_the_unit_with_the_rows(path: str, text: str, number: int, size: str) -> None:
    address = DIALECTS["jpaas"].next_page(ListPage(url=HOST + path, text=text))
    assert isinstance(address, str)
    assert address.startswith(f"{HOST}{UNIT}?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert json.loads(asked.pop("paramJson")) == {"pageNo": number, "pageSize": size}
    assert asked == {
        "parseType": "bulidstatic",
        "webId": "1",
        "pageId": "2",
        "tplSetId": "3",
        "tagId": "信息列表",
        "pageType": "column",
        "pageNo": str(number),
    }


STATE = """<form method="post" action="{}"><input type="hidden" name="__EVENTTARGET" value="">
<input type="hidden" name="__VIEWSTATE" value="/wEPDw+8="><input name="txtKey" value="x">
<input type="HIDDEN" name="channel" value="要闻"><a href="javascript:__doPostBack('btnSearch','')">搜索</a>{}</form>
<form action="/login.aspx"><input type="hidden" name="from" value="list"></form>"""
TO = """<a href="javascript:__doPostBack('AspNetPager1','{0}')">{1}</a>"""
GRID = """<tr><td><a href="javascript:__doPostBack(&#39;GridView1&#39;,&#39;Page${0}&#39;)">{0}</a></td></tr>"""


@pytest.mark.parametrize(
    ("action", "pager", "url", "posted"),
    [
        pytest.param(
            "./list.aspx?id=3",
            f"<div>{TO.format(1, '首页')}{TO.format(3, '下一页')}</div>",
            "/zx/list.aspx?id=3",
            ("AspNetPager1", "3"),
            id="下一页",
        ),
        pytest.param(
            "",
            f"<div>{TO.format(10, '...')}<span>11</span>{TO.format(12, '12')}{TO.format(21, '...')}</div>",
            "/zx/list.aspx?id=3&old",
            ("AspNetPager1", "12"),
            id="numbers around this page's",
        ),
        pytest.param(
            "",
            f"<div>{TO.format(19, '19')}<span>20</span>{TO.format(21, '...')}</div>",
            "/zx/list.aspx?id=3&old",
            ("AspNetPager1", "21"),
            id="the next ten",
        ),
        pytest.param(
            "/l.aspx",
            f"<table><tr><td><span>1</span></td></tr>{GRID.format(2)}{GRID.format(3)}</table>",
            "/l.aspx",
            ("GridView1", "Page$2"),
            id="a grid's pages, escaped",
        ),
    ],
)
def test_aspnet_posts_the_form_around_the_pager(action: str, pager: str, url: str, posted: tuple[str, str]) -> None:
    page = ListPage(url=f"{HOST}/zx/list.aspx?id=3&old", text=STATE.format(action, pager))
    fields = (("__VIEWSTATE", "/wEPDw+8="), ("channel", "要闻"), ("__EVENTTARGET", posted[0]))
    assert DIALECTS["aspnet"].next_page(page) == Form(url=HOST + url, fields=(*fields, ("__EVENTARGUMENT", posted[1])))


@pytest.mark.parametrize("dialect", DAYS)
def test_published_on(dialect: str) -> None:
    assert {path: DIALECTS[dialect].published_on(HOST + path) for path in DAYS[dialect]} == DAYS[dialect]
