"""What turns a whole site away for a crawl: pages of firewalls and challenges, never an article that speaks of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.text.decoding.decode import decode
from crawler.text.extraction.page import read_page
from crawler.text.extraction.rejection import challenge

CHALLENGES = {
    "加速乐, first round": (
        "<script>document.cookie=('_')+('=1;path=/');location.href=location.pathname+location.search</script>",
        "document.cookie=",
    ),
    "加速乐, second round": ("<script>go({'ha':'md5','tn':'__jsl_clearance_s','wt':'1500'})</script>", "__jsl"),
    "瑞数": ("<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>", "$_ts"),
    "网站卫士": ("<script src='/wzwschallenge.js'></script>", "wzws"),
    "EdgeOne": ("<script>document.cookie='EO_Bot_Ssid=1'</script><p>加载中</p>", "EO_Bot_Ssid"),
    "网站防火墙": ("<title>网站防火墙</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p>", "网站防火墙"),
    "its reasons": ("<p>可能原因：您提交的内容包含危险的攻击请求</p>", "提交的内容包含危险"),
    "its rule": ("<p>如何解决：检查提交内容；已被管理员设置为拦截</p>", "已被管理员设置为拦截"),
    "安全狗, with its time": ("<title>服务器安全狗防护验证页面</title><p>时间：2024-09-25 10:11:12</p>", "安全狗"),
    "D盾": ("<title>D盾_拦截提示</title><p>您的访问含有危险内容，已被拦截</p>", "D盾"),
    "创宇盾": ("<title>创宇盾</title><p>当前访问疑似黑客攻击</p>", "创宇盾"),
    "请稍候": ("<title>请稍候…</title>", "请稍候…"),
    "请稍候, in a sentence": ("<p>请稍候，正在验证您的浏览器</p>", "请稍候，正在验证"),
    "安全验证": ("<title>安全验证</title><p>请按住滑块，拖动到最右边</p>", "安全验证"),
    "滑动验证": ("<p>滑动验证</p>", "滑动验证"),
    "访问异常": ("<p>访问异常</p>", "访问异常"),
    "too often": ("<p>您的访问过于频繁，请稍后再试</p>", "您的访问过于频繁"),
}

DAY = "<p>发布时间：2024-09-25</p>"
NEWS = {
    "safety inspection": f"<h1>区政协开展节前安全检查</h1>{DAY}<p>9月25日，区政协组织委员到企业开展节前安全检查。</p>",
    "a laboratory": f"<h1>区政协视察水质监测站</h1>{DAY}<p>工作人员正在检测水质，委员们现场察看。</p>",
    "visits": f"<h1>两地政协交流</h1>{DAY}<p>两地政协互相访问活动频繁，交流不断。</p>",
    "firewalls": f"<h1>委员建言筑牢网络防火墙</h1>{DAY}<p>委员建议完善网站防火墙和云防护，用好安全狗等工具。</p>",
    "captchas": f"<h1>关于优化滑块验证码的提案</h1>{DAY}<p>滑块和安全验证给老年人带来不便，建议优化。</p>",
    "attacks": f"<h1>网络安全协商会</h1>{DAY}<p>去年拦截的访问请求中，疑似攻击的占三成；访问异常的占一成。</p>",
    "a list under construction": "<script>document.cookie='size=1'</script><h1>图片新闻</h1><p>敬请期待</p>",
    "a picture": "<script>document.cookie='size=1'</script><h1>市政协召开会议</h1><p>9月25日，会议召开。</p>",
}

PAGES = sorted((Path(__file__).parents[3] / "cases" / "pages").glob("*.html"))


@pytest.mark.parametrize(("page", "sign"), CHALLENGES.values(), ids=CHALLENGES)
def test_a_challenge_is_recognised(page: str, sign: str) -> None:
    assert challenge(read_page(page), page.encode()) == sign


@pytest.mark.parametrize("page", NEWS.values(), ids=NEWS)
def test_news_is_no_challenge(page: str) -> None:
    assert challenge(read_page(page), page.encode()) is None


def test_of_whole_pages_only_challenges_are_recognised() -> None:
    seen = {page.name for page in PAGES if challenge(read_page(decode(page.read_bytes()).text), page.read_bytes())}
    assert seen == {"58_challenge_cookie.html", "59_waf_block.html", "60_challenge_slider.html"}
