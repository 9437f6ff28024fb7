"""What advertisers write into pages they have taken over. Kept short: words that no committee's news is made of."""

from __future__ import annotations

STRONG = """
    比分直播 时时彩 六合彩 百家乐 老虎机 真人荷官 棋牌平台 电子竞猜 彩票平台 博彩平台 皇冠体育 皇冠娱乐 皇冠现金
    大发彩票 大发快三 体育投注 足球投注 在线投注 投注平台 网上赌场 娱乐城 娱乐平台 新葡京 永利娱乐 亚博体育 开云体育
    备用网址 备用主页 官方认证入口 成人视频 成人电影 无码 一区二区 三级片 久久久 色情 情色 激情视频
    国产精品 人妻 做爱 黄片 约炮 麻豆传媒 欧美性
""".split()
"""Two different ones in a line make it an advertisement, unless it is a sentence."""

WEAK = """
    娱乐 注册 备用 官网 登录 登陆 入口 下载 app 平台 开户 返水 送彩金 彩票 体育 直播 真人 棋牌 皇冠 大发 博彩 投注
    视频 在线 免费 国产 日韩 欧美
""".split()
"""Ordinary words that say something only beside a strong one, or where a line is a list of nothing else."""

FARM = "主站蜘蛛池"
"""How the link farm that is sold most begins: 主站蜘蛛池模板: 灵丘县| 安顺市| …"""

PLACES = "县市区旗州盟縣區"
"""How a place's name ends in a link farm."""
