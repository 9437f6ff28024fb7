"""The canonical address: the same for all twins, and never that of another article or of somebody else's host."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request

from crawler.article import Channel, Site, Twin
from crawler.sites.canonical import canonical
from crawler.sites.canonical_table import FAMILY_TWINS
from crawler.sites.registry import load_registry

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

SITE = Site(
    key="js",
    name="江苏省政协",
    level="provincial",
    adcode="320000",
    base_url="http://www.jszx.gov.cn/",
    dialect="trs",
    channels=(Channel(name="报纸", url="https://paper.jszx.gov.cn:8443/list/"),),
    article_url=r"https?://(?:www|paper)\.jszx\.gov\.cn(?::8443)?/[^/]+(?:/[^/]+)*",
    twins=(Twin(pattern=r"(.+/t\d{8}_\d+)_0\.html", replacement=r"\1.html"),),
)
ARTICLE = "http://www.jszx.gov.cn/zxta/202409/t20240925_101.html"
SCRIPT = "http://www.jszx.gov.cn/show.php?id=101"

TWINS = {
    "itself": (ARTICLE, ARTICLE),
    "the other scheme": ("https://www.jszx.gov.cn/zxta/202409/t20240925_101.html", ARTICLE),
    "without www": ("http://jszx.gov.cn/zxta/202409/t20240925_101.html", ARTICLE),
    "capitals": ("HTTP://WWW.JSZX.GOV.CN/zxta/202409/t20240925_101.html", ARTICLE),
    "the usual port": ("http://www.jszx.gov.cn:80/zxta/202409/t20240925_101.html", ARTICLE),
    "the usual port of the other scheme": ("https://jszx.gov.cn:443/zxta/202409/t20240925_101.html", ARTICLE),
    "a fragment": (f"{ARTICLE}#top", ARTICLE),
    "white space": (f" {ARTICLE}\n", ARTICLE),
    "doubled slashes": ("http://www.jszx.gov.cn//zxta//202409/t20240925_101.html", ARTICLE),
    "an empty query": (f"{ARTICLE}?", ARTICLE),
    "its own twin": ("https://jszx.gov.cn/zxta/202409/t20240925_101_0.html?utm_source=a", ARTICLE),
    "a gate": ("http://big5.china.com.cn/gate/big5/www.jszx.gov.cn/zxta/202409/t20240925_101.html", ARTICLE),
    "a gate of its own": (
        "http://www.jszx.gov.cn/gate/big5/www.jszx.gov.cn/zxta/202409/t20240925_101.html",
        ARTICLE,
    ),
    "a gate behind a gate": (
        "http://big5.china.com.cn/gate/big5/www.jszx.gov.cn/gate/big5/jszx.gov.cn/zxta/202409/t20240925_101.html",
        ARTICLE,
    ),
    "a session in the path": (f"{ARTICLE};jsessionid=0A1B2C.node1", ARTICLE),
    "a session in the query": (f"{SCRIPT}&PHPSESSID=0a1b2c", SCRIPT),
    "shared in WeChat": (f"{ARTICLE}?from=singlemessage&isappinstalled=0", ARTICLE),
    "counted": (f"{SCRIPT}&utm_source=a&utm_medium=b&spm=C73544.1", SCRIPT),
    "never from a cache": (f"http://www.jszx.gov.cn/show.php?_=1727220000000&id=101&r=0.{'5' * 16}", SCRIPT),
    "Han letters": (
        "http://www.jszx.gov.cn/政协/t20240925_101.html",
        "http://www.jszx.gov.cn/%E6%94%BF%E5%8D%8F/t20240925_101.html",
    ),
    "the home page": ("http://www.jszx.gov.cn", "http://www.jszx.gov.cn/"),
    "another registered host": (
        "http://paper.jszx.gov.cn:8443/a/1.html",
        "https://paper.jszx.gov.cn:8443/a/1.html",
    ),
}

STAYS = {
    "another port": "http://www.jszx.gov.cn:8080/zxta/202409/t20240925_101.html",
    "another host": "https://mp.weixin.qq.com/s?__biz=MzA&mid=1&idx=2&sn=3&scene=21",
    "another host with www": "http://www.jsrd.gov.cn/zxta/202409/t20240925_101.html",
    "a gate to another host": "http://big5.china.com.cn/gate/big5/www.jsrd.gov.cn/a/1.html",
    "a page of the article": "http://www.jszx.gov.cn/zxta/202409/t20240925_101_1.html",
    "a number that may be the article's": "http://www.jszx.gov.cn/show.php?from=12&share_id=3&t=1727220000000",
    "an address in the path": "http://www.jszx.gov.cn/link/http://a.cn/b",
    "doubled slashes that the form of articles has not": "http://paper.jszx.gov.cn:9/a//b",
    "capitals in the path": "http://www.jszx.gov.cn/ZXTA/Show.ASPX?ID=A1",
    "escapes": "http://www.jszx.gov.cn/%e6%94%bf/%2F?a=%20b",
    "somebody": "http://user:word@www.jszx.gov.cn/a.html",
    "no web address": "mailto:zx@jszx.gov.cn",
    "nothing": "",
    "half a host": "http://[::1/a",
    "no port": "http://www.jszx.gov.cn:abc/gate/big5/www.jszx.gov.cn:x/a",
}


@pytest.mark.parametrize(("url", "expected"), TWINS.values(), ids=TWINS)
def test_twins_are_one(url: str, expected: str) -> None:
    assert canonical(url, SITE) == expected
    assert canonical(expected, SITE) == expected


@pytest.mark.parametrize("url", STAYS.values(), ids=STAYS)
def test_what_may_be_another_page_stays(url: str) -> None:
    assert canonical(url, SITE) == url


def test_the_twin_of_a_family_needs_no_word_in_the_registry() -> None:
    site = next(site for site in load_registry() if site.key == "gd")
    url = "https://www.gdszx.gov.cn/yw/content/post_101.html"
    assert canonical("http://gdszx.gov.cn/yw/content/mpost_101.html?from=weixin", site) == url


REAL = [site for site in load_registry() if site.article_url]
VISIBLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
NOISE = ("utm_source=a", "spm=1.2", "from=timeline", "isappinstalled=0", "_=1727220000000", "PHPSESSID=0a")


@st.composite
def addresses(draw: DrawFn) -> tuple[str, str, Site]:
    """An address that a site gives its articles, a twin of it, and the site."""
    site = draw(st.sampled_from(REAL))
    url = draw(st.from_regex(site.article_url, fullmatch=True, alphabet=VISIBLE))
    twin = url
    if draw(st.booleans()):
        scheme = "https" if twin.startswith("http:") else "http"
        twin = f"{scheme}:{twin.partition(':')[2]}"
    for noise in draw(st.lists(st.sampled_from(NOISE), unique=True)):
        twin += f"{'&' if '?' in twin else '?'}{noise}"
    return url, twin + draw(st.sampled_from(("", "#", "#top"))), site


@given(addresses())
def test_the_laws_hold_for_every_site(drawn: tuple[str, str, Site]) -> None:
    url, twin, site = drawn
    known = canonical(url, site)
    assert canonical(known, site) == known
    registered = {urlsplit(each).hostname for each in (site.base_url, *(channel.url for channel in site.channels))}
    assert urlsplit(known).hostname in {urlsplit(url).hostname, *registered}
    if urlsplit(known).hostname in registered:
        assert canonical(twin, site) == known


@given(st.text() | st.builds(str.__add__, st.just("http://www.jszx.gov.cn/"), st.text()))
def test_any_text_has_one_and_is_asked_for_as_it_is(url: str) -> None:
    known = canonical(url, SITE)
    assert canonical(known, SITE) == known
    if known.startswith("http://www.jszx.gov.cn/"):
        assert Request(known).url == known


@given(st.data())
def test_every_twin_leads_to_an_article_and_no_further(data: st.DataObject) -> None:
    twins = [(site, twin) for site in REAL for twin in (*FAMILY_TWINS.get(site.dialect, ()), *site.twins)]
    site, twin = data.draw(st.sampled_from(twins))
    url = data.draw(st.from_regex(twin.pattern, fullmatch=True, alphabet=VISIBLE))
    known = canonical(url, site)
    assert canonical(known, site) == known
