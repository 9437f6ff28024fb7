"""What the page calls things: the store's own words on the left, what an office reads on the right."""

from __future__ import annotations

KINDS = {
    "daily": "每日采集",
    "recheck": "近期复查",
    "backfill": "历史补采",
    "warc": "档案导入",
    "reclean": "重新清洗",
    "attachments": "附件下载",
}
"""Kinds of runs."""

STATUSES = {
    "running": "进行中",
    "done": "完成",
    "failed": "失败",
    "unfinished": "中断，待补录",
    "interrupted": "中断，已补录",
    "given up": "中断，补录失败",
}
"""How runs end."""

ENDED = {
    "running": "正在进行",
    "failed": "失败",
    "unfinished": "中途中断，已取回的内容由下一次运行入库",
    "interrupted": "中途中断，已取回的内容都已入库",
    "given up": "中途中断，已取回的内容三次都没能入库",
}
"""How a sentence ends about a run of each status but done."""

LEVELS = {
    "national": "全国",
    "provincial": "省级",
    "sub-provincial": "副省级",
    "prefecture": "地市级",
    "county": "区县级",
}
"""Levels of committees, the highest first."""

ALARMS = {
    "gone quiet": "久未更新",
    "layout drift": "版面变化",
    "damage rising": "文字损坏增多",
    "blocked": "被拒绝访问",
    "budget spent": "请求限额用尽",
    "disk low": "磁盘空间不足",
    "run late": "采集未按时运行",
    "never read": "从未读到",
    "nothing read": "普遍读不到",
    "our fault": "程序出错",
    "run given up": "中断的采集补录失败",
}
"""Kinds of alarms."""

DAMAGE = {
    "read in another encoding": ("编码声明有误", "网页声明的编码与实际不符，已按实际编码读取"),
    "reading taken out": ("夹带注音", "盗版镜像在字后插入的拼音，已去除"),
    "lost byte put back": ("缺字补回", "缺失的半个字，已按上下文补回"),
    "traditional character simplified": ("被转为繁体", "镜像转成的繁体字，已还原为简体"),
    "full-width mark restored": ("标点被改", "被改成半角的标点，已还原为全角"),
    "inserted comma dropped": ("插入多余逗号", "句中多余的逗号，已去除"),
    "invisible character dropped": ("不可见字符", "看不见的控制字符，已去除"),
    "sharing advertisement dropped": ("文库广告", "文库网站附加的广告语，已去除"),
    "page break joined": ("段落被断开", "被分页切断的段落，已接上"),
    "page stamp dropped": ("页码混入", "混入正文的页码，已去除"),
    "field code dropped": ("域代码混入", "文字处理软件的代码，已去除"),
    "link farm dropped": ("垃圾链接", "成堆的推广链接，已去除"),
    "hidden string dropped": ("隐藏文字", "藏在正文里的推广文字，已去除"),
    "keyword line dropped": ("关键词行", "堆砌的关键词，已去除"),
    "indent of question marks dropped": ("问号缩进", "段首由空格变成的问号，已去除"),
    "stars after a title dropped": ("标题带星号", "标题后多余的星号，已去除"),
    "entity read": ("网页转义符", "未解开的转义符，已还原为文字"),
    "UTF-8 read as GBK": ("乱码", "UTF-8 被当作 GBK 读过，已还原"),
    "UTF-8 read as Latin-1": ("乱码（西文）", "UTF-8 被当作西文读过，已还原"),
    "GBK read as Latin-1": ("乱码（西文）", "GBK 被当作西文读过，已还原"),
    "GBK read as Big5": ("乱码（繁体码）", "GBK 被当作 Big5 读过，已还原"),
    "Big5 read as GBK": ("乱码（简体码）", "Big5 被当作 GBK 读过，已还原"),
    "lost for good": ("无法恢复", "原文字节已丢失，位置留有标记，没有编造"),
}
"""Kinds of damage: a short name, and what was done about it."""

REJECTED = {
    "list page": "是列表页，不是文章",
    "soft 404": "页面已不存在",
    "not found": "页面已不存在（404）",
    "gone": "页面已删除（410）",
    "challenge page": "防火墙或验证页面",
    "login wall": "需要登录",
    "no body": "没有正文",
    "too large": "页面过大",
    "our fault": "程序出错，字节已留存",
}
"""Why pages gave no article."""

FAILURES = (
    (r"timeout", "超时"),
    (r"status (\d+)", r"返回状态 \1"),
    (r"blocked: (.*)", r"拒绝访问（\1）"),
    (r"unknown host", "域名无法解析"),
    (r"connection (?:refused|failed)|unreachable", "无法连接"),
    (r"closed without an answer", "连接被关闭"),
    (r"response cut short", "传输中断"),
    (r"TLS handshake failed", "安全连接失败"),
    (r"answer is no HTTP", "回应无法识别"),
    (r"refused by the proxy", "代理拒绝"),
    (r"Forbidden by robots.txt", "robots.txt 不允许"),
    (r"budget spent", "当日限额用尽"),
    (r"halted", "采集已暂停"),
    (r"too large", "页面过大"),
    (r"our fault: (.*)", r"程序出错（\1）"),
    (r"landed bytes lost: .*", "已取回的字节读不出来"),
    (r"robots.txt: timeout", "robots.txt 超时"),
    (r"robots.txt: status (\d+)", r"robots.txt 返回状态 \1"),
    (r"robots.txt: unknown host", "域名无法解析"),
    (r"robots.txt: (?:connection (?:refused|failed)|unreachable)", "无法连接"),
    (r"robots.txt: refused by the proxy", "代理拒绝"),
    (r"no rows.*", "列表页中没有条目（可能改版）"),
)
"""Why requests failed, as patterns of the whole reason."""

GAPS = {
    "silent as usual": ("", ""),
    "silent for longer than usual": ("quiet", "没有发布，比往常久"),
    "silent, but not every list could be read": ("unread", "没有发布，但有的栏目没有读到"),
    "blocked": ("unread", "网站拒绝访问"),
    "its lists could not be read": ("unread", "栏目没有读到"),
    "not crawled since: not enabled": ("unasked", "未采集：站点未启用"),
    "not crawled since: no list was due": ("unasked", "尚未采集：还没到时间"),
    "not crawled since": ("unasked", "尚未采集"),
    "older than what was read of its lists": ("unasked", "早于已读的栏目页"),
    "its lists were never read": ("unasked", "从未读取"),
}
"""Why a day has no article: the mark of its cell, and what is said of it; usual silence needs neither."""
