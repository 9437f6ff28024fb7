"""The registry: what it refuses, and that what ships is right."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dialects import DIALECTS
from crawler.dialects.dialect import ListPage
from crawler.errors import RegistryError, SettingsError
from crawler.sites.canonical import canonical
from crawler.sites.registry import PROVINCES, load_registry, select, sharded

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.article import Site

BLOCK = r"""
[[site]]
key = "nx"
name = "宁夏回族自治区政协"
level = "provincial"
adcode = "640000"
base_url = "http://www.nxzx.gov.cn/"
dialect = "trs"
article_url = 'http://www\.nxzx\.gov\.cn/\w+/\d{6}/t\d{8}_\d+\.html'
[[site.channel]]
name = "政协工作动态"
url = "http://www.nxzx.gov.cn/zxgzdt/index.html"
[[site.twin]]
pattern = '(http://www\.nxzx\.gov\.cn/\w+/\d{6}/t\d{8}_\d+)_0\.html'
replacement = '\1.html'
example = "http://www.nxzx.gov.cn/zxgzdt/202409/t20240925_101_0.html"
"""

SLIPS = {
    "unknown field": ('name = "宁', 'nmae = "宁', "nmae is not a field"),
    "missing field": ('adcode = "640000"', "", "adcode is missing; it must be six digits"),
    "wrong type": ('adcode = "640000"', "adcode = 640000", "adcode is 640000 and must be six digits"),
    "short adcode": ("640000", "6400", "adcode is '6400' and must be six digits"),
    "national adcode of a province": ("640000", "000000", "only national is 000000"),
    "adcode of no province": ("640000", "660000", "'660000' at level provincial; no province has the number 66"),
    "city's adcode of a province": ("640000", "640100", "'640100' at level provincial; a provincial one ends in 0000"),
    "province's adcode of a city": ("provincial", "sub-provincial", "a city's ends in 00, and not in 0000"),
    "province's adcode of a prefecture": ("provincial", "prefecture", "a prefecture's ends in 00, and not in 0000"),
    "province's adcode of a county": ("provincial", "county", "a county's does not end in 00"),
    "unknown level": ("provincial", "village", "level is 'village' and must be one of national, provincial"),
    "unknown dialect": ('"trs"', '"wordpress"', "dialect is 'wordpress' and must be one of .*, trs, vsb"),
    "broken pattern": (r"'http://www", r"'http://(www", "and must be a regular expression"),
    "enabled without pattern": ("article_url", "# article_url", "article_url is missing; an enabled site"),
    "pattern of another host": (r"nxzx\.gov\.cn/\w", r"nxrd\.gov\.cn/\w", "names none of nxzx.gov.cn; articles"),
    "inferred and enabled": ('dialect = "trs"', 'dialect = "trs"\nconfidence = "inferred"', "needs its list and"),
    "guessed and enabled": ('dialect = "trs"', 'dialect = "trs"\nconfidence = "guess"', "'guess'; an enabled site"),
    "address without scheme": ('base_url = "http:', 'base_url = "', "and must be an http or https address"),
    "negative delay": ('dialect = "trs"', 'dialect = "trs"\ndelay = -1', "delay is -1 and must be seconds"),
    "unknown tls": (
        'dialect = "trs"',
        'dialect = "trs"\ntls = "ssl3"',
        "tls is 'ssl3' and must be one of default, legacy",
    ),
    "unknown codec": ('dialect = "trs"', 'dialect = "trs"\ncharset = "gb99"', "charset is 'gb99' and must be a codec"),
    "channel elsewhere": ('url = "http://www.nxzx.gov.cn/zx', 'url = "ftp://zx', "url is 'ftp://zx"),
    "unknown channel field": ('name = "政', 'page = 3\nname = "政', "channel 政协工作动态: page is not a field"),
    "no pages": ('name = "政', 'pages = 0\nname = "政', "pages is 0 and must be a whole number"),
    "yes as pages": ('name = "政', 'pages = true\nname = "政', "pages is True and must be a whole number"),
    "unknown twin field": ("example =", "sample =", "twin 1: sample is not a field; the fields are pattern"),
    "twin without example": ("example =", "# example =", "twin 1: example is missing; it must be an http"),
    "broken twin": ("pattern = '(", "pattern = '((", "twin 1: pattern is .* and must be a regular expression"),
    "twin that is none": ("_101_0", "_101", "twin 1: pattern does not match the example, which is asked for as http"),
    "group of no pattern": (r"'\1.html'", r"'\2.html'", "twin 1: replacement does not fit the pattern: invalid group"),
    "twin of a twin": (r"'\1.html'", r"'\1_0_0.html'", "_101_0_0.html, which article_url does not match"),
    "twin without end": (
        "_\\d+)_0\\.html'\nreplacement = '\\1.html'",
        "_\\w+)\\.html'\nreplacement = '\\1_0.html'",
        "_101_0_0.html, which is not final: it becomes .*_101_0_0_0.html",
    ),
    "twin elsewhere": (r"'\1.html'", "'http://nxrd.gov.cn/'", "makes http://nxrd.gov.cn/, which is on no host of the"),
    "twin that is no article": (r"'\1.html'", r"'\1.htm'", "_101.htm, which article_url does not match"),
    "no channel": ("[[site.channel]]", "[other]", "'other' is not allowed|other is not allowed"),
    "a repetition that is too large": (r"\d{6}", r"\d{99999999999999999999}", "and must be a regular expression"),
    "a repetition of 5,000 digits": (r"\d{6}", rf"\d{{{'9' * 5000}}}", "and must be a regular expression"),
    "a nest that is too deep": (r"\d{6}", "(" * 3000 + ")" * 3000, "and must be a regular expression"),
    "a port that is no number": (
        "gov.cn/zxgzdt/index",
        "gov.cn:x/zxgzdt/index",
        ":x/.* must be an http or https address",
    ),
    "a port that is none": ("gov.cn/zxgzdt/index", "gov.cn:99999/zxgzdt/index", ":99999/.* must be an http or https"),
    "a port of 5,000 digits": ("gov.cn/zxgzdt/index", f"gov.cn:{'9' * 5000}/zxgzdt/index", "must be an http or https"),
    "a port of the home page": ('gov.cn/"\n', 'gov.cn:x/"\n', "base_url is 'http://www.nxzx.gov.cn:x/' and must be"),
    "a name before the host": ("www.nxzx.gov.cn/zxgzdt/index", "a.cn@www.nxzx.gov.cn/zxgzdt/index", "must be an http"),
    "a twin with a port that is none": (r"'\1.html'", "'http://www.nxzx.gov.cn:x/'", ":x/, which is on no host of the"),
    "a twin with a group of 5,000 digits": (
        r"'\1.html'",
        rf"'\g<{'9' * 5000}>'",
        "replacement does not fit the pattern",
    ),
    "a delay without end": (
        'dialect = "trs"',
        'dialect = "trs"\ndelay = inf',
        "delay is inf and must be seconds, 0 to",
    ),
    "a delay of 20 digits": (
        'dialect = "trs"',
        f'dialect = "trs"\ndelay = 1{"0" * 18}',
        "and must be seconds, 0 to 86400",
    ),
    "an overlap of millennia": ('dialect = "trs"', 'dialect = "trs"\noverlap = 999999', "and must be days, 0 to 36500"),
    "a budget of 18 digits": (
        'dialect = "trs"',
        f'dialect = "trs"\nbudget = 1{"0" * 17}',
        "and must be requests a day",
    ),
    "pages of 9 digits": (
        'name = "政',
        'pages = 999999999\nname = "政',
        "pages is 999999999 and must be a whole number",
    ),
    "pages of 5,000 digits": ('name = "政', f'pages = {"9" * 5000}\nname = "政', "cannot be read as TOML"),
    "pages of 5,000 hexadecimal digits": ('name = "政', f'pages = 0x{"f" * 5000}\nname = "政', "more than 64 bits"),
    "a codec with a NUL": ('dialect = "trs"', 'dialect = "trs"\ncharset = "gb\\u0000"', "and must be a codec"),
    "brackets in brackets": ('key = "nx"', f"key = {'[' * 5000}", "cannot be read as TOML"),
    "not TOML": ('key = "nx"', "key = nx", "cannot be read as TOML"),
}

# An address of every form in which a site writes its articles' addresses, with invented numbers.
ARTICLES = """
    cppcc http://www.cppcc.gov.cn/zxww/2024/09/25/ARTI1727220000000101.shtml
    cppcc http://www.cppcc.gov.cn/zxww/newcppcc/2024/09/25/ARTI1727220000000101.shtml
    rmzxw https://www.rmzxw.com.cn/c/2024-09-25/3600101.shtml
    rmzxw https://shehui.rmzxb.com.cn/c/2024-09-25/3600101_1.shtml
    icppcc https://m.icppcc.cn/newsDetail_1100101
    china_cppcc http://cppcc.china.com.cn/2024-09/25/content_60000101.htm
    bj http://www.bjzx.gov.cn/zxgz/zxyw/202409/t20240925_101.html
    tj http://www.tjszx.gov.cn/zxhy/system/2024/09/25/030000101.shtml
    heb https://www.hebzx.gov.cn/system/2024/09/25/030000101.shtml
    sx_shanxi http://www.shanxizx.gov.cn/sjzc/sjsh/art/2024/art_00112233445566778899aabbccddeeff.html
    jl https://jlzx.gov.cn/dptt/202409/t20240925_101.html
    hlj https://www.hljzx.gov.cn/contents/68/101.html
    js http://www.jszx.gov.cn/zxta/2023ta/202409/t20240925_101.html
    zj http://www.zjzx.gov.cn/zxyw/content_101
    jx https://jxzx.jxnews.com.cn/system/2024/09/25/030000101.shtml
    hen https://www.hnzx.gov.cn/2024/09-25/101.html
    hub https://hbzx.gov.cn/76/2024-09-25/101.html
    hun http://www.hunanzx.gov.cn/rdzt/cszt115_20181201/hyywzt115/202409/t20240925_101.html
    gd https://www.gdszx.gov.cn/zxkw/tzgj/content/post_101.html
    gx http://www.gxzx.gov.cn/index.php?m=content&c=index&a=show&catid=14&id=101
    gx_zxb http://gxzxbxwzx.com.cn/xw/yw/1600000000000000101.html
    cq_zxb https://cqzxb.itlic.com/content/2024-09/25/000101.html
    gz https://www.gzszx.gov.cn/wstd/wsmb/101.shtml
    gz https://www.gzszx.gov.cn/gzzxb/web/doc/detail/d_101
    yn http://www.ynzx.gov.cn/tzgg/101.jhtml
    gs http://gszx.gov.cn/htm/20249/25_101.htm
    nx http://www.nxzx.gov.cn/zxhy/zxcwhy/202409/t20240925_101.html
    harbin https://www.hrbzx.gov.cn/2024-09/25/content_101.htm
    nanjing http://zx.nanjing.gov.cn/yw/njzxyw/202409/t20240925_101.html
    hangzhou https://www.hzzx.gov.cn/cshz/content/2024-09/25/content_101_0.htm
    xiamen http://zxxm.gov.cn/zxdt/202409/t20240925_101.htm
    jinan https://www.jnzx.gov.cn/gzdt/2024-09-25/101.html
    wuhan https://www.whzx.gov.cn/ldjh/202409/t101.htm
    guangzhou https://www.gzzx.gov.cn/qhzz/cf131/ssbd/202409/t20240925_101.htm
    shenzhen http://www.szzx.gov.cn/content/2024-09/25/content_101.htm
    panjin http://www.pjszx.gov.cn/html/1737/2024-09-25/content-101.html
    jilin_city http://www.jlszx.gov.cn/zxhy/zxhy/202409/t20240925_101.html
    dxal http://dxal.gov.cn/zx/zywj/2024/09/101.html
    wuxi http://zx.wuxi.gov.cn/doc/2024/09/25/101.shtml
    xuzhou http://www.xzzx.gov.cn/zxdj/600000000000101.shtml
    changzhou http://zx.changzhou.gov.cn/html/czzx/2024/ABCDEFGH_0925/101.html
    meizhou http://www.mzzx.gov.cn/show/index/1624/101
    liuzhou http://lzzx.liuzhou.gov.cn/xqzx/czq/czqzx_jx/202409/t20240925_101.html
    hechi http://www.gxhczx.gov.cn/html/news-view-101.html
    hechi http://www.gxhczx.gov.cn/cq_view.php?id=101
    haidian http://hdzx.bjhd.gov.cn/2019/zxyx/zxhy/zxhy/202409/t20240925_101.shtml
    fangshan https://zx.bjfsh.gov.cn/tpxw/101.htm
    panjin_stz http://www.stq.gov.cn/2024_09/25_08/content-101.html
    xuzhou_quanshan http://xzqszx.gov.cn/00a101.html
    haian http://zx.haian.gov.cn/zx/xzdt/20240925/00112233-4455-6677-8899-aabbccddeeff.html
    putuo_zs https://ptzx.putuo.gov.cn/zxdt/zxyw/20249/4000000000101.html
    feixi http://fxzx.ahfeixi.gov.cn/content/detail/00112233445566778899aabb.html
    jinan_qu_luan http://www.jaqzx.gov.cn/DocHtml/1/2024/09/25/00000101.html
    jiulongpo http://cqjlpzx.gov.cn/info/101
"""
FORMS = [tuple(line.split()) for line in ARTICLES.strip().splitlines()]

# Committees and their papers whose hosts are not under gov.cn. A copy of a site, or a site that shares documents, is
# never registered: what is added here is a committee's own.
OTHER_HOSTS = {
    "www.rmzxw.com.cn",
    "m.icppcc.cn",
    "cppcc.china.com.cn",
    "jxzx.jxnews.com.cn",
    "gxzxbxwzx.com.cn",
    "cqzxb.itlic.com",
    "www.hnhhszx.com",
    "zszx.zsnews.cn",
    "zx.jiangmen.cn",
}
# Hosts that are named like a committee's and are a county's government, party members' pages, a service for firms, …
LOOKALIKES = ("cqszx.gov.cn", "dtdjzx.gov.cn", "sctyzx.gov.cn", "hzbjzx.gov.cn", "zgsz.gov.cn", "smrd.gov.cn")


@pytest.mark.parametrize(("written", "slip", "message"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_named(tmp_path: Path, written: str, slip: str, message: str) -> None:
    assert written in BLOCK
    (tmp_path / "here.toml").write_text(BLOCK.replace(written, slip, 1), encoding="utf-8")
    with pytest.raises(RegistryError, match=message) as caught:
        load_registry(tmp_path)
    assert str(caught.value).startswith("here.toml")


def test_an_enabled_site_has_a_channel_and_a_key_of_its_own(tmp_path: Path) -> None:
    bare = BLOCK.partition("[[site.channel]]")[0]
    (tmp_path / "a.toml").write_text(bare, encoding="utf-8")
    with pytest.raises(RegistryError, match="site nx: channel is missing"):
        load_registry(tmp_path)
    (tmp_path / "a.toml").write_text(bare + "enabled = false", encoding="utf-8")
    [site] = load_registry(tmp_path)
    with pytest.raises(RegistryError, match="nx has no channel yet"):
        select([site], ["nx"])
    (tmp_path / "b.toml").write_text(BLOCK, encoding="utf-8")
    with pytest.raises(RegistryError, match=r"b\.toml, site nx: key is used already in a\.toml"):
        load_registry(tmp_path)


def test_no_two_sites_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(BLOCK, encoding="utf-8")
    (tmp_path / "b.toml").write_text(BLOCK.replace('"nx"', '"ningxia"'), encoding="utf-8")
    with pytest.raises(
        RegistryError, match=r"b\.toml, site ningxia: base_url and channels are those of site nx in a\.toml"
    ):
        load_registry(tmp_path)
    other = BLOCK.replace('"nx"', '"ningxia"').replace("zxgzdt", "sxzx")
    (tmp_path / "b.toml").write_text(other, encoding="utf-8")
    assert [site.key for site in load_registry(tmp_path)] == ["nx", "ningxia"]


def test_a_site_whose_articles_nobody_has_seen_cannot_be_crawled(tmp_path: Path) -> None:
    block = re.sub("article_url.*", "enabled = false", BLOCK)
    (tmp_path / "a.toml").write_text(block, encoding="utf-8")
    [site] = load_registry(tmp_path)
    assert site.article_url == ""
    with pytest.raises(RegistryError, match="nx has no article_url yet"):
        select([site], ["nx"])


def test_a_pattern_may_name_its_host_either_way(tmp_path: Path) -> None:
    for dot in (r"\.", "[.]"):
        (tmp_path / "a.toml").write_text(BLOCK.replace(r"nxzx\.gov\.cn", f"nxzx{dot}gov{dot}cn"), encoding="utf-8")
        assert len(load_registry(tmp_path)) == 1


def test_what_ships_is_selected_by_word_or_key() -> None:
    sites = load_registry()
    real = select(sites, ["all"])
    assert {"cppcc", "bj", "nx"} <= {site.key for site in real}
    assert all(site.enabled and site.confidence == "confirmed" for site in real)
    assert {site.dialect for site in select(sites, ["replica"])} == {"cppcc", "trs", "vsb", "jpage"}
    assert [site.key for site in select(sites, ["nx", "jl", "nx"])] == ["jl", "nx"]
    with pytest.raises(RegistryError, match=r"no site has the key 'cpcc'; did you mean cppcc"):
        select(sites, ["cpcc"])


@pytest.fixture(scope="module")
def real() -> dict[str, Site]:
    return {site.key: site for site in load_registry() if site.confidence != "replica"}


def test_ninety_sites_ship(real: dict[str, Site]) -> None:
    assert Counter(site.level for site in real.values()) == {
        "national": 4,
        "provincial": 33,
        "sub-provincial": 15,
        "prefecture": 28,
        "county": 10,
    }
    provincial = {site.adcode for site in real.values() if site.level == "provincial"}
    assert provincial == {f"{number}0000" for number in PROVINCES if number < "71"}  # no such site of 台湾, 香港, 澳门


def test_what_is_enabled_has_been_seen(real: dict[str, Site]) -> None:
    enabled = [site for site in real.values() if site.enabled]
    assert {site.key for site in enabled} == {"cppcc", "bj", "hun", "nx"}
    for site in enabled:
        assert site.channels
        assert site.article_url
        assert site.confidence == "confirmed"
        assert site.dialect != "generic"
    guesses = {site.key for site in real.values() if site.confidence == "guess"}
    assert {"shenyang", "dalian", "changchun", "ningbo", "qingdao", "chengdu", "xian", "panjin_stz"} <= guesses


def test_every_pattern_matches_what_it_was_made_for(real: dict[str, Site]) -> None:
    assert {key for key, _ in FORMS} == {site.key for site in real.values() if site.article_url}
    for site in real.values():
        for channel in site.channels:
            assert not re.fullmatch(site.article_url, channel.url), f"{site.key} takes its list for an article"


def test_every_form_is_canonical_and_stays_an_article_of_its_own(real: dict[str, Site]) -> None:
    known = [canonical(url, real[key]) for key, url in FORMS]
    assert len(set(known)) == len(FORMS)
    for (key, _), url in zip(FORMS, known, strict=True):
        assert canonical(url, real[key]) == url
        assert re.fullmatch(real[key].article_url, url)


@pytest.mark.parametrize(("key", "url"), FORMS)
def test_an_article_of_the_form_is_found_in_a_list(key: str, url: str, real: dict[str, Site]) -> None:
    site = real[key]
    assert re.fullmatch(site.article_url, url)
    assert [other for other in real if other != key and re.fullmatch(real[other].article_url, url)] == []
    text = (
        f'<ul><li><a href="{html.escape(url)}">政协委员视察水利工程</a><span>2024-09-25</span></li></ul>'
        f"<script>item[1]=new title_array('{url}','政协委员视察水利工程','2024-09-25');</script>"
    )
    rows = DIALECTS[site.dialect].rows(ListPage(url=site.base_url, text=text))
    assert [row.url for row in rows] == [url], f"{site.dialect} finds no such row"


def test_hosts_are_the_committees_own(real: dict[str, Site]) -> None:
    for site in real.values():
        for url in (site.base_url, *(channel.url for channel in site.channels)):
            host = urlsplit(url).hostname or ""
            assert host.endswith(".gov.cn") or host in OTHER_HOSTS, f"{site.key}: {host}"
            assert not f".{host}".endswith(tuple(f".{each}" for each in LOOKALIKES)), f"{site.key}: {host}"


SITES = [replace(site, key=f"{site.key}_{copy}") for site in load_registry() for copy in range(5)]


@given(shards=st.integers(1, 40), sites=st.lists(st.sampled_from(SITES), unique_by=lambda site: site.key))
def test_shards_part_the_sites_and_another_site_moves_none(shards: int, sites: list[Site]) -> None:
    names = [f"{number}/{shards}" for number in range(1, shards + 1)]
    parts = [sharded(sites, name) for name in names]
    assert Counter(site.key for part in parts for site in part) == Counter(site.key for site in sites)
    assert sharded(sites, None) == sites
    for name, part in zip(names, parts, strict=True):
        assert sharded(sites[:-1], name) == [site for site in part if site != sites[-1]]


def test_shards_stay_what_they_were() -> None:
    """Machines of different ages share one store: a hash that changes would have two of them ask the same sites."""
    keys = "nx js gd hlj xz bj".split()
    sites = {site.key: site for site in load_registry()}
    assert [[site.key for site in sharded([sites[key] for key in keys], f"{n}/3")] for n in (1, 2, 3)] == [
        ["hlj"],
        ["nx", "xz", "bj"],
        ["js", "gd"],
    ]


def test_shards_are_of_nearly_one_size() -> None:
    sizes = [len(sharded(SITES, f"{number}/4")) for number in range(1, 5)]
    assert max(sizes) < 1.3 * min(sizes)


@pytest.mark.parametrize(
    "words",
    ["", "2", "0/2", "3/2", "1/0", "a/b", "1/2/3", "-1/2", "１/２", "1 / 2", f"1/{'9' * 5000}", f"{'9' * 5000}/2"],
)
def test_a_shard_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(SettingsError, match="is no shard: 2/4 is the second of four"):
        sharded([], words)
