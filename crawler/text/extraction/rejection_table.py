"""What pages say that are no article: what stands on them, and in their source where they show nothing.

Collected from the answers of government sites, their firewalls and their content management systems (2019 to 2026).
"""

from __future__ import annotations

CHALLENGE = (
    "网站防火墙 完成(?:验证|拼图) 访问请求.{0,20}(?:威胁|攻击|异常|拦截) 当前访问疑似黑客攻击"
    " 已被(?:网站)?管理员设置(?:的|为)?(?:拦截|规则) 安全狗 D盾 创宇盾"
    " 提交的内容(?:包含|含有)危险 访问(?:含有|包含)危险"
    " 请求.{0,10}不合法 请稍[候后].{0,10}(?:验证|跳转|检测) 请(?:开启|启用)(?:浏览器)?.{0,4}JavaScript 验证您是真人"
    " 您的访问(?:过于)?.{0,4}(?:异常|频繁) Just.a.moment Access.Denied 405.Not.Allowed"
).split()
"""Firewalls and challenges, as patterns."""

SUSPICION = (
    "安全验证 人机验证 滑块 滑动验证 安全检查 云防护 访问(?:行为|环境|过于)?.{0,4}(?:异常|频繁)"
    " 正在(?:验证|检测|进行安全) ^请稍[候后][.…。]*$"
).split()
"""What challenges say, and articles say as well, as patterns."""

CHALLENGE_SOURCE = rb"__jsl|\$_ts\b|security_session_verify|acw_sc__v2|cf-chl|_guard/|safeline|wzws|EO_Bot_Ssid"
"""What the source of a challenge holds that shows next to no text: 加速乐, 瑞数, 创宇盾, 阿里云, Cloudflare, 雷池,
网站卫士, EdgeOne."""

COOKIE_SOURCE = rb"document\.cookie\s*="
"""The same where it shows nothing at all; other pages set cookies, too."""

GONE = (
    "页面.{0,6}不存在 页面.{0,6}(?:没有|未)找到 找不到.{0,8}(?:页面|网页|文件|内容) 无法找到.{0,6}(?:页|资源)"
    " (?:文章|内容|信息|稿件|页面).{0,6}已.{0,4}删除"
    " (?:访问|查看|浏览|请求)的.{0,8}(?:不存在|已.{0,4}删除|已.{0,4}下线|出错|失效)"
    " 404.{0,6}(?:Not|错误|页面|出错) ^404$ Object.not.found 参数错误 栏目.{0,4}不存在"
    " 您要(?:找|看|访问)的.{0,10}(?:不|没|删|移)"
).split()
"""Pages that are not there although the answer says 200, as patterns."""

LOGIN = (
    "尚未登录 未登录 请(?:先)?登录 登录(?:已)?(?:超时|过期|失效) 登录后.{0,6}(?:查看|浏览|阅读|继续|访问)"
    " 用户登录 付费(?:阅读|内容|查看) 订阅(?:后|用户) 开通会员 购买.{0,6}阅读 没有(?:访问|浏览|查看)?权限"
    " 无权(?:访问|查看|限) 统一身份认证 内部(?:网站|资料).{0,8}登录"
).split()
"""Pages that want to know first who is asking, as patterns."""
