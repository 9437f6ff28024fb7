"""The registry: what it refuses, and that what ships is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from crawler.errors import RegistryError
from crawler.sites.registry import load_registry, select

if TYPE_CHECKING:
    from pathlib import Path

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
"""

SLIPS = {
    "unknown field": ('name = "宁', 'nmae = "宁', "nmae is not a field"),
    "missing field": ('adcode = "640000"', "", "adcode is missing; it must be six digits"),
    "wrong type": ('adcode = "640000"', "adcode = 640000", "adcode is 640000 and must be six digits"),
    "short adcode": ("640000", "6400", "adcode is '6400' and must be six digits"),
    "national adcode of a province": ("640000", "000000", "only national is 000000"),
    "unknown level": ("provincial", "village", "level is 'village' and must be one of national, provincial"),
    "unknown dialect": ('"trs"', '"wordpress"', "dialect is 'wordpress' and must be one of cppcc, jpage, trs, vsb"),
    "broken pattern": (r"'http://www", r"'http://(www", "and must be a regular expression"),
    "address without scheme": ('base_url = "http:', 'base_url = "', "and must be an http or https address"),
    "negative delay": ('dialect = "trs"', 'dialect = "trs"\ndelay = -1', "delay is -1 and must be seconds"),
    "unknown codec": ('dialect = "trs"', 'dialect = "trs"\ncharset = "gb99"', "charset is 'gb99' and must be a codec"),
    "channel elsewhere": ('url = "http://www.nxzx.gov.cn/zx', 'url = "ftp://zx', "url is 'ftp://zx"),
    "unknown channel field": ('name = "政', 'page = 3\nname = "政', "channel 政协工作动态: page is not a field"),
    "no pages": ('name = "政', 'pages = 0\nname = "政', "pages is 0 and must be a whole number"),
    "yes as pages": ('name = "政', 'pages = true\nname = "政', "pages is True and must be a whole number"),
    "no channel": ("[[site.channel]]", "[other]", "'other' is not allowed|other is not allowed"),
    "not TOML": ('key = "nx"', "key = nx", "cannot be read as TOML"),
}

# Article addresses seen in public, as the committees' sites wrote them.
ARTICLES = {
    "cppcc": "http://www.cppcc.gov.cn/zxww/2013/07/01/ARTI1372664320324413.shtml",
    "bj": "http://www.bjzx.gov.cn/zxgz/zxyw/202312/t20231223_46405.html",
    "jl": "https://jlzx.gov.cn/dptt/202608/t20260825_3665276.html",
    "hun": "http://www.hunanzx.gov.cn/rdzt/cszt115_20181201/hyywzt115/201801/t20180128_4934459.html",
}


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


def test_what_ships_is_selected_by_word_or_key() -> None:
    sites = load_registry()
    real = select(sites, ["all"])
    assert {"cppcc", "bj", "nx"} <= {site.key for site in real}
    assert all(site.enabled and site.confidence == "confirmed" for site in real)
    assert {site.dialect for site in select(sites, ["replica"])} == {"cppcc", "trs", "vsb", "jpage"}
    assert [site.key for site in select(sites, ["nx", "jl", "nx"])] == ["jl", "nx"]
    with pytest.raises(RegistryError, match=r"no site has the key 'cpcc'; did you mean cppcc"):
        select(sites, ["cpcc"])


@pytest.mark.parametrize("key", ARTICLES)
def test_articles_seen_in_public_match(key: str) -> None:
    [site] = select(load_registry(), [key])
    assert re.fullmatch(site.article_url, ARTICLES[key])
    assert not re.fullmatch(site.article_url, site.channels[0].url)
