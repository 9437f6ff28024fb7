"""What we know of furniture: phrases that stand on a page and are never its article, and the labels of its fields.

Collected from the pages of government and committee sites and of news portals (2003 to 2026). Simplified characters;
`furniture.py` knows the traditional forms as well.
"""

from __future__ import annotations

BEGINNINGS = """
    当前位置 您现在的位置 您的位置 您当前的位置 所在位置 现在位置 你的位置 上一篇 下一篇 上一条 下一条 上一页 下一页
    上篇 下篇 前一篇 后一篇 首页 尾页 分享到 分享至 分享 打印 关闭 返回 设为首页 设为主页 加入收藏 收藏 推荐给 转发
    网站地图 联系我们 关于我们 网站声明 法律声明 版权 主办 承办 协办 技术支持 备案 地址 邮编 邮箱 电话 传真 用户名
    密码 登录 注册 验证码 请输入 搜索 扫一扫 扫描 扫码 长按 微信 官方微信 手机版 手机看 无障碍 字号 字体 浏览 点击
    阅读次数 阅读量 访问量 本文已被 总访问量 评论 发表评论 我要评论 我来说两句 网友评论 最新评论 热门评论 精彩评论
    相关 热门 热点 最新文章 最新新闻 推荐 延伸阅读 猜你喜欢 你可能 您可能 更多精彩 更多新闻 更多内容 查看更多 加载更多
    友情链接 总共 关键词 标签 附件下载 您访问的链接 主站蜘蛛池 责任编辑 责编 编辑 审核 一审 二审 三审 初审 终审
    校对 今天是 返回顶部 回到顶部 返回首页 返回列表 举报 纠错 我要纠错 点赞 顶一下 踩一下 赞 播放 下载客户端 打开
    下载APP 立即下载 链接已复制 复制链接 正在加载 加载中 页面功能 展开全文 收起 阅读原文 进入论坛 已有 共有 用户评论
    文明上网 请遵守 请您登录 免责声明 特别声明 平台声明 版权声明 声明 欢迎访问 广告 特此声明 往期 同期 图集 精彩推荐
    编辑推荐 专题推荐 24小时 排行 今日热点 新闻排行 阅读排行 点击排行 即日热搜 广告 热搜 发布于 首赞 摘要 内容摘要
    原创版权 转载申请 关注 原标题 本文原标题 原题 正在阅读 -- ----
""".split()
"""A line that begins with one of these is not the article's, unless it is long enough to be a sentence."""

ENDINGS = """
    上一篇 下一篇 上一条 下一条 上篇 下篇 相关新闻 相关链接 相关文章 相关阅读 相关报道 相关专题 相关推荐 相关内容
    相关热词 延伸阅读 推荐阅读 热点推荐 热门推荐 精彩推荐 猜你喜欢 你可能 您可能 友情链接 分享到 分享至 版权所有
    版权声明 版权与免责 免责声明 主办单位 主站蜘蛛池 打印本页 关闭窗口 网站声明 评论 发表评论 网友评论 最新评论
    热门评论 我来说两句 用户评论 往期 热门文章 热门新闻 最新文章 最新新闻 新闻排行 点击排行 返回顶部 返回列表
""".split()
"""After one of these the article is over."""

ANYWHERE = (
    r"ICP[备備] 公网安备 网站标识码 版[权權]所有 Copyright © 设为首页 加入收藏 \{\{.*?\}\} [AT][+-]\s*[AT][+-]"
    r" \[?大\]?\s*\[?中\]?\s*\[?小\]?$ 【(?:打印|关闭|推荐|收藏|我来说两句)】 \[(?:打印|关闭)\] 第?\d+/\d+页?$"
).split()
"""A line of up to 200 characters that holds one of these patterns is not the article's."""

NOTICES = (
    r"凡本?[网网站报]?.{0,4}注明.{0,3}(?:来源|稿件) 版权[均皆]?[归属][属于]? 未经.{0,12}(?:授权|许可|同意).{0,24}不得"
    r" 不得(?:转载|摘编|复制) 仅代表作者(?:本人|个人)?(?:观点|立场)? 不代表.{1,8}(?:观点|立场)"
    r" 仅提供信息存储 转载.{0,10}目的在于 如有侵权 如涉及(?:版权|侵权) 请?在30日内 违法和不良信息"
    r" 转载(?:请|须|需|时)?注明 扫(?:描|一扫)?.{0,12}二维码 关注.{0,12}公众号 上传并发布 跟帖评论"
    r" 提供新闻线索 投稿邮箱 打开.{2,8}(?:客户端|APP|App) ^【?(?:广告|[免版平特]\S{2}声明) ^欢迎(?:访问|关注)"
).split()
"""A sentence of up to 300 characters that holds one of these patterns is the site's own notice when nothing of the
article follows it."""

LABELS = {
    "source": (
        r"(?:信息|稿件|文章|新闻|内容|本文|图文)?来\s*[源自]\s*(?:于|单位)?|稿\s*源|出\s*处|发布(?:机构|机关)|供稿单位"
        r"|来源媒体|原载|刊[于於]"
    ),
    "author": (
        r"作\s*者|撰\s*稿人?|撰\s*文|供\s*稿人?|记\s*者|通\s*讯\s*员|发布[者人]|采\s*写|文\s*/\s*图|作者/来源"
        r"|摄\s*影(?:报道)?"
    ),
    "editor": r"责任编辑|责任编校|责\s*编|编\s*辑|值班编辑|网络编辑|本文编辑|本期编辑",
    "reviewer": r"[初复终一二三]\s*审|审\s*核人?|审\s*稿|校\s*对|监\s*制|签\s*发人?",
    "published": (
        r"(?:发布|发表|更新|刊发|成文|创建|出版|编辑|录入|上传|生成)?\s*(?:时\s*间|日\s*期)|发\s*布(?!者|人|机)"
    ),
    "other": (
        r"浏\s*览(?:次数|量)?|点击(?:次数|数|量|率)?|阅读(?:次数|量|数)?|访问(?:次数|量)?|字\s*号|字\s*体(?:大小)?"
        r"|关键[词字]|标\s*签|人\s*气|栏\s*目|分享(?:到|至)?|查\s*看|评\s*论|回\s*复|分\s*类|所属栏目|索\s*引\s*号"
    ),
}
"""What a page writes before a colon, and which field follows."""

ASIDE_NAMES = (
    r"comments? reply replies discuss pinglun side-?bar aside right foot(?:er)? related relevant recommend tuijian"
    r" rank(?:ing)? copyright disclaimer breadcrumb popup modal dialog friendlinks? youqinglianjie"
).split()
"""Words in the names (id or class, lower case) of boxes that hold no article, as patterns."""

BODY_NAMES = (
    r"article content zoom trs_editor detail artibody zhengwen neirong main-?text news-?(?:con|text|body) v_news"
    r" text-?con con-?text \bbody\b post-?body"
).split()
"""What the names of boxes that hold an article hold, as patterns."""

CAPTION_NAMES = (
    r"caption picintro pic-?(?:text|desc|txt|title) img-?(?:text|desc|txt|title) photo-?desc tushuo tuzhu".split()
)
"""What the names of boxes that hold a picture's caption hold, as patterns."""
