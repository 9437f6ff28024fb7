"""What we know of furniture: phrases that stand on a page and are never its article, and the labels of its fields."""

from __future__ import annotations

BEGINNINGS = """
    当前位置 您现在的位置 您的位置 您当前的位置 所在位置 现在位置 你的位置 上一篇 下一篇 上一条 下一条 上一页 下一页
    分享到 分享至 分享 打印 关闭 返回 设为首页 设为主页 加入收藏 收藏本站 网站地图 联系我们 关于我们 网站声明 法律声明
    版权 主办 承办 协办 技术支持 备案 地址 邮编 电话 传真 用户名 密码 登录 注册 验证码 请输入 搜索 扫一扫 扫描二维码
    微信公众号 官方微信 手机版 无障碍 字号 字体 字体大小 浏览 浏览次数 点击 点击数 阅读次数 阅读量 访问量 本文已被浏览
    总访问量 评论 发表评论 我要评论 相关 相关新闻 相关链接 相关文章 相关阅读 延伸阅读 推荐阅读 热门 热点推荐 最新文章
    友情链接 总共 关键词 标签 附件下载 您访问的链接 主站蜘蛛池 责任编辑 责编 编辑 审核 一审 二审 三审 初审 终审 今天是
""".split()
"""A line that begins with one of these is not the article's, unless it is long enough to be a paragraph."""

ENDINGS = """
    上一篇 下一篇 上一条 下一条 相关新闻 相关链接 相关文章 相关阅读 延伸阅读 推荐阅读 热点推荐 友情链接 分享到 分享至
    版权 主办 主站蜘蛛池 打印本页 关闭窗口 网站声明 评论 发表评论
""".split()
"""After one of these the article is over."""

ANYWHERE = (
    r"ICP[备備] 公网安备 网站标识码 版[权權]所有 Copyright © 设为首页 加入收藏 \{\{.*?\}\} [AT][+-]\s*[AT][+-]"
    r" \[?大\]?\s*\[?中\]?\s*\[?小\]?$"
).split()
"""A line that holds one of these patterns is not the article's."""

LABELS = {
    "source": r"(?:信息|稿件|文章|新闻|内容)?来\s*源于?|稿\s*源|出\s*处",
    "author": r"作\s*者|撰\s*稿人?|供\s*稿|记\s*者|通讯员",
    "editor": r"责任编辑|责\s*编|编\s*辑",
    "published": r"(?:发布|发表|更新|刊发|成文|创建)?\s*(?:时\s*间|日\s*期)|发\s*布",
    "other": (
        r"浏\s*览(?:次数|量)?|点击(?:次数|数|量|率)?|阅读(?:次数|量|数)?|访问(?:次数|量)?|字\s*号|字\s*体(?:大小)?"
        r"|审\s*核人?|校\s*对|摄\s*影|[初复终一二三]审|关键词|标\s*签|人\s*气|栏\s*目|分享(?:到)?"
    ),
}
"""What a page writes before a colon, and which field follows."""
