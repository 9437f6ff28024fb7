"""What the families that differ in wording alone say, by name."""

from __future__ import annotations

from crawler.replica.families.plain import Pager, PlainFamily

PLAIN_FAMILIES = {
    # 织梦 DedeCMS: a row's picture and headline lead to one article; how it begins may name another day.
    "dedecms": PlainFamily(
        ARTICLE_PATH=r"/a/\w+/\d{4}/\d{4}/\d+\.html",
        article="/a/{channel.slug}/{day:%Y/%m%d}/{number}.html",
        further="{channel.url}list_{channel.number}_{page}.html",
        alias="list_{channel.number}_1.html",
        rows='<ul class="e2">\n{}</ul>',
        row='<li><a href="{path}" class="preview"><img src="/uploads/{day:%y%m%d}.jpg"></a>\n'
        '<a href="{path}" class="title">{title}</a>\n'
        '<span class="info"><small>日期：</small>{day:%Y-%m-%d %H:%M:%S}<small>点击：</small>213</span>\n'
        '<p class="intro">{begin}</p></li>',
        pager=Pager(
            line='<ul class="pagelist">{first:首页}{back:上一页}{numbers}{on:下一页}{last:末页}'
            '<li><span class="pageinfo">共 <strong>{pages}</strong>页<strong>{rows}</strong>条</span></li></ul>',
            live="<li><a href='list_{channel.number}_{page}.html'>{words}</a></li>",
            current='<li class="thisclass">{words}</li>',
            dead="<li>{words}</li>",
            dead_step="",
            between="",
        ),
        title='<div class="title"><h2>{}</h2></div>',
        about='<div class="info">{about}\n点击:<script src="/plus/count.php?view=yes&aid={id}"></script>次</div>',
        date="时间:{}",
        source="来源:{}",
        author="作者:{}",
    ),
    # 帝国CMS: all rows in one cell of a table; scripts under /e/.
    "empirecms": PlainFamily(
        ARTICLE_PATH=r"/\w+/\d{4}-\d{2}-\d{2}/\d+\.html",
        article="/{channel.slug}/{day:%Y-%m-%d}/{number}.html",
        alias="index.html",
        rows='<table><tr><td><form action="/e/search/index.php" method="post"><input name="keyboard"></form></td><td>\n'
        "{}</td></tr></table>",
        row="<div>·{path_link}<span>({day:%Y-%m-%d})</span></div>",
        pager=Pager(
            line='<a title="总数">&nbsp;<b>{rows}</b> </a> {first:首页} {back:上一页} {numbers} {on:下一页} {last:尾页}'
        ),
        about='<div class="info">{about}　浏览：'
        '<script src="/e/public/ViewClick/?classid={channel.number}&addclick=1"></script>次</div>',
        body='<div id="text">{}</div>',
    ),
    # 北方网 enorth WebPublisher: the front list is short; some of its rows are in the newest archive file, too.
    "enorth": PlainFamily(
        ARTICLE_PATH=r"/system/\d{4}/\d{2}/\d{2}/\d{9}\.shtml",
        article="/system/{day:%Y/%m/%d}/{number:09d}.shtml",
        numbers_from=30_000_000,
        further="http://{host}/system/count//{channel.number:07d}/000000000000/000/000/"
        "c{channel.number:07d}000000000000_{page:09d}.shtml",
        second=1,
        from_oldest=True,
        rows='<ul class="news_list">\n{}</ul>',
        row='<li><span>{day:%Y-%m-%d}</span><a href="{path}" target="_blank">{title}</a></li>',
        pager=Pager(line="{back:上一页} {on:下一页}", dead_step=""),
        title='<div class="title">{}</div>',
        date='<span class="date">{}</span>',
        source='<span class="ly">来源:{}</span>',
        body='<div class="m_ct_txt">{}</div>',
    ),
    # A site of no known family: the pages are told by their numbers and 末页 alone.
    "generic": PlainFamily(
        ARTICLE_PATH=r"/view\.php\?id=\d+",
        article="/view.php?id={number}",
        further="{channel.url}&page={page}",
        alias="&page=1",
        rows="{}",
        row='<div class="item"><a href="view.php?id={id}"><h4>{title}</h4></a>'
        "<p>{day_before:%Y年%m月%d日，}{begin}</p><span>发布时间：{day:%Y-%m-%d}</span></div>",
        pager=Pager(
            line="{numbers} {last:末页}",
            live='<a href="?id={channel.number}&amp;page={page}">{words}</a>',
            current="<b>{words}</b>",
            always_live=True,
        ),
        body='<div class="nr">{}</div>',
    ),
    # 广东集约化平台: every link is a whole address.
    "guangdong": PlainFamily(
        ARTICLE_PATH=r"/\w+/content/post_\d+\.html",
        article="/{channel.slug}/content/post_{number}.html",
        alias="index.html",
        rows='<div class="list_right">\n{}</div>',
        row='<div class="item">{link}<p class="date">{day:%Y-%m-%d}</p></div>',
        pager=Pager(line="{first:首页} {back:上一页} {numbers} {on:下一页} {last:末页}"),
        title='<h3 class="zw-title">{}</h3>',
        body='<div class="zw">{}</div>',
    ),
    # JEECMS: the pages are reached by buttons that a script turns into addresses.
    "jeecms": PlainFamily(
        ARTICLE_PATH=r"/\w+/\d+\.jhtml",
        article="/{channel.slug}/{number}.jhtml",
        rows="<dl>\n{}</dl>",
        row="<dt>{link}</dt><dd>{day:%Y年%m月%d日}</dd>",
        pager=Pager(
            line="共 {rows} 条记录 {page}/{pages} 页 {first:首页} {back:上一页} {on:下一页} {last:尾页}",
            live='<a href="javascript:void(0);" onclick="location.href=\'{name}\';">{words}</a>',
            dead='<a disabled="disabled">{words}</a>',
            dead_step='<a disabled="disabled">{words}</a>',
        ),
        title='<div class="tit"><h2>{}</h2></div>',
        body='<div class="txt">{}</div>',
    ),
    # Newspapers' systems of the Founder kind: a row's day has no year.
    "newspaper": PlainFamily(
        ARTICLE_PATH=r"/content/\d{4}-\d{2}/\d{2}/content_\d+\.htm",
        article="/content/{day:%Y-%m/%d}/content_{number}.htm",
        numbers_from=24_000_000,
        rows='<ul class="founder-list">\n{}</ul>',
        row='<li><a href="..{path}">{title}</a> ({day:%m-%d})</li>',
        pager=Pager(live='<a href="{name}">{words}</a>'),
        body='<div id="content"><founder-content>{}</founder-content></div>',
    ),
    # PHPCMS v9: one script answers all, lists and articles; the last page's 下一页 leads to itself.
    "phpcms": PlainFamily(
        ARTICLE_PATH=r"/index\.php\?m=content&c=index&a=show&catid=\d+&id=\d+",
        article="/index.php?m=content&c=index&a=show&catid={channel.number}&id={number}",
        further="{channel.url}&page={page}",
        alias="&page=1",
        rows='<ul class="list lh24 f14">\n{}</ul>',
        row='<li><span class="rt">{day:%Y-%m-%d %H:%M:%S}</span>·{link}</li>',
        pager=Pager(
            line="{back:上一页} {numbers} {on:下一页}",
            live='<a href="{list}&amp;page={page}" class="a1">{words}</a>',
            always_live=True,
        ),
    ),
    # 人民政协网: a list's pages are reached by 下一页 alone.
    "rmzxw": PlainFamily(
        ARTICLE_PATH=r"/c/\d{4}-\d{2}-\d{2}/\d+\.shtml",
        article="/c/{day:%Y-%m-%d}/{number}.shtml",
        numbers_from=3_600_000,
        second=1,
        rows='<ul class="list_news">\n{}</ul>',
        row='<li><h3><a href="{url}" target="_blank">{title}</a></h3><p>{day:%Y-%m-%d %H:%M}</p></li>',
        pager=Pager(line="{back:上一页} {on:下一页}", dead_step=""),
        title='<div class="Content_title">{}</div>',
        about='<div class="Remark"><span>{about}</span></div>',
        date="{}",
        body='<div class="text_box">{}</div>',
        editor='<div class="Editor">责任编辑：{}</div>\n',
    ),
    # SiteServer CMS: the pages are counted and chosen from a menu, not linked.
    "siteserver": PlainFamily(
        ARTICLE_PATH=r"/contents/\d+/\d+\.html",
        article="/contents/{channel.number}/{number}.html",
        row="<li>[{day:%Y-%m-%d}] {path_link}</li>",
        pager=Pager(
            line='第{page}页 共{pages}页 <select onchange="location.href=this.value">{numbers}</select>',
            live='<option value="{url}">{words}</option>',
            current='<option value="{url}">{words}</option>',
            between="",
        ),
        body='<div class="content" id="zoom">{}</div>',
    ),
}
