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
    友情链接 总共 关键词 标签 附件下载 您访问的链接 主站蜘蛛池 责任编辑 责编 编辑 审核 一审 二审 三审 初审 终审 校对
    今天是 返回顶部 回到顶部 返回首页 返回列表 举报 纠错 我要纠错 点赞 顶一下 踩一下 赞 播放 下载客户端 打开 下载APP
    立即下载 链接已复制 复制链接 正在加载 加载中 页面功能 展开全文 收起 阅读原文 进入论坛 已有 共有 用户评论 文明上网
    请遵守 请您登录 免责声明 特别声明 平台声明 版权声明 声明 欢迎访问 广告 特此声明 往期 同期 图集 精彩推荐 编辑推荐
    专题推荐 24小时 排行 今日热点 新闻排行 阅读排行 点击排行 即日热搜 广告 热搜 发布于 首赞 摘要 内容摘要 原创版权
    转载申请 关注 原标题 本文原标题 原题 正在阅读 -- ----
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
    r"ICP[备備] 公网安备 网站标识码 版[权權]所有 [Cc]opyright © 设为首页 加入收藏 \{\{.*?\}\} A[+-] T[+-]"
    r" 【(?:打印|关闭|推荐|收藏|我来说两句)】 \[(?:打印|关闭)\] 大\]?\s*\[?中\]?\s*\[?小"
).split()
"""A line of up to 200 characters that holds one of these patterns is not the article's. Each begins with a character,
so that a line without any of those characters is passed over quickly."""

NOTICES = (
    r"凡本?[网网站报]?.{0,4}注明.{0,3}(?:来源|稿件) 版权[均皆]?[归属][属于]?"
    r" 未经.{0,12}(?:授权|许可|同意).{0,24}不得 不得(?:转载|摘编|复制) 仅代表作者(?:本人|个人)?(?:观点|立场)?"
    r" 不代表.{1,8}(?:观点|立场) 仅提供信息存储 转载.{0,10}目的在于 如有侵权 如涉及(?:版权|侵权) 请?在30日内"
    r" 违法和不良信息 转载(?:请|须|需|时)?注明 扫(?:描|一扫)?.{0,12}二维码 关注.{0,12}公众号 上传并发布 跟帖评论"
    r" 提供新闻线索 [投联]\S邮箱 转载稿件 打开.{2,8}(?:客户端|APP|App) ^【?(?:广告|[免版平特]\S声明)"
    r" ^欢迎(?:访问|关注)"
).split()
"""A sentence of up to 300 characters that holds one of these patterns is the site's own notice when nothing of the
article follows it."""

LABELS = {
    "source": """
        来源 信息来源 稿件来源 文章来源 新闻来源 内容来源 本文来源 图文来源 来源于 来源单位 来源媒体 来自 稿源 出处
        发布机构 发布机关 供稿单位 原载 刊于
    """.split(),
    "author": """
        作者 撰稿 撰稿人 撰文 供稿 供稿人 记者 通讯员 发布者 发布人 采写 摄影 摄影报道
    """.split(),
    "editor": "责任编辑 责任编校 责编 编辑 值班编辑 网络编辑 本文编辑 本期编辑".split(),
    "reviewer": "初审 复审 终审 一审 二审 三审 审核 审核人 审稿 校对 监制 签发 签发人".split(),
    "published": """
        时间 日期 发布 发布时间 发布日期 发表时间 发表日期 更新时间 更新日期 刊发时间 刊发日期 创建时间 出版日期
        编辑时间 录入时间 上传时间 生成日期
    """.split(),
    "other": """
        浏览 浏览次数 浏览量 点击 点击次数 点击数 点击量 点击率 阅读 阅读次数 阅读量 阅读数 访问 访问次数 访问量 字号
        字体 字体大小 关键词 关键字 标签 人气 栏目 所属栏目 分享 分享到 分享至 查看 评论 回复 分类 索引号 成文日期
        生效日期
    """.split(),
}
"""What a page writes before a colon, and which field follows."""

TOOLS = r"打\s*印 关\s*闭 收\s*藏 分\s*享 【字体 字号 返回\S{1,6}查看更多 共有\d+[位人]".split()
"""What ends a field although no colon follows, as patterns."""

ASIDE_NAMES = (
    "comments? reply replies discuss pinglun side-?bar aside right foot(?:er)? related relevant recommend tuijian"
    " rank(?:ing)? copyright disclaimer breadcrumb popup modal dialog friendlinks? youqinglianjie"
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
