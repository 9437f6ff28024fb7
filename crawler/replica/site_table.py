"""The nouns of a replica site, and the four that are served, each in another CMS family and another encoding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crawler.article import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaChannel:
    """One list of a replica site."""

    name: str
    slug: str
    """Its part of the addresses."""
    number: int
    """The number its CMS knows it by."""
    url: str
    """Its first list page."""
    essays: bool = False
    """Whether it holds essays, speeches and portraits instead of news."""
    pinned: bool = False
    """Whether an old item stands on top of its first page (置顶)."""
    page_rows: int = 15
    """Rows on one of its list pages."""
    counted: bool = True
    """Whether its list says how many rows there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaSite:
    """One committee's website, and the ways in which it is unlike the others."""

    key: str
    name: str
    title: str
    """What its pages call it."""
    host: str
    level: Level
    adcode: str
    dialect: str
    """The name of its CMS family, as `crawler.dialects` has it."""
    codec: str
    """The Python codec its bytes are in; pages in Big5 are in traditional characters."""
    content_type: str
    """What its header says, which may be nothing or wrong."""
    charset: str = ""
    """What its pages say they are in; empty where they say nothing."""
    channels: tuple[ReplicaChannel, ...]
    robots: Literal["rules", "missing", "page", "empty"]
    """What /robots.txt answers: rules, 404, a page of HTML with status 200, or an empty text."""
    compresses: bool = False
    """Whether it answers with gzip to those who accept it."""
    mirrored: bool = False
    """Whether some of its articles are served as hijacked copies."""
    licence: str = ""
    """The number of its ICP record, at the foot of its pages."""
    locale: str = ""
    """The key of the site whose people and places its articles are about; its own where empty."""

    @property
    def is_traditional(self) -> bool:
        """Whether it writes in traditional characters."""
        return self.codec == "big5"


SITES = (
    ReplicaSite(
        key="replica_national",
        name="全国政协（仿站）",
        title="中国政协网",
        host="www.national.replica.test",
        level="national",
        adcode="000000",
        dialect="cppcc",
        codec="utf-8",
        content_type="text/html; charset=utf-8",
        charset="UTF-8",
        channels=(
            ReplicaChannel(
                name="政协要闻",
                slug="zxyw",
                number=1,
                url="http://www.national.replica.test/zxww/zxyw/index.shtml",
            ),
            ReplicaChannel(
                name="委员建言",
                slug="wyjy",
                number=2,
                url="http://www.national.replica.test/zxww/wyjy/index.shtml",
                essays=True,
            ),
        ),
        robots="rules",
        licence="京ICP备00000001号",
    ),
    ReplicaSite(
        key="replica_xuzhou",
        name="徐州市政协（仿站）",
        title="徐州政协",
        host="www.xuzhou.replica.test",
        level="prefecture",
        adcode="320300",
        dialect="trs",
        codec="gbk",
        content_type="text/html",
        channels=(
            ReplicaChannel(
                name="政协要闻",
                slug="zxyw",
                number=11,
                url="http://www.xuzhou.replica.test/zxyw/",
                pinned=True,
            ),
            ReplicaChannel(
                name="理论研究",
                slug="llyj",
                number=12,
                url="http://www.xuzhou.replica.test/llyj/",
                essays=True,
            ),
        ),
        robots="missing",
        mirrored=True,
        licence="苏ICP备00000002号-1",
    ),
    ReplicaSite(
        key="replica_stz",
        name="双台子区政协（仿站）",
        title="政协盘锦市双台子区委员会",
        host="www.stz.replica.test",
        level="county",
        adcode="211102",
        dialect="vsb",
        codec="gb18030",
        content_type="text/html",
        charset="gb2312",
        channels=(
            ReplicaChannel(
                name="政协要闻",
                slug="xwzx",
                number=1001,
                url="http://www.stz.replica.test/xwzx.htm",
            ),
            ReplicaChannel(
                name="委员风采",
                slug="wyfc",
                number=1002,
                url="http://www.stz.replica.test/wyfc.htm",
                essays=True,
            ),
        ),
        robots="page",
        mirrored=True,
        licence="辽ICP备00000003号",
    ),
    ReplicaSite(
        key="replica_jpage",
        name="台州市政协（仿站）",
        title="台州市政协",
        host="www.taizhou.replica.test",
        level="prefecture",
        adcode="331000",
        dialect="jpage",
        codec="utf-8",
        content_type="text/html; charset=gb2312",
        charset="utf-8",
        channels=(
            ReplicaChannel(
                name="政协要闻",
                slug="col77",
                number=77,
                url="http://www.taizhou.replica.test/col/col77/index.html",
            ),
            ReplicaChannel(
                name="领导讲话",
                slug="col78",
                number=78,
                url="http://www.taizhou.replica.test/col/col78/index.html",
                essays=True,
            ),
        ),
        robots="empty",
        compresses=True,
        licence="浙ICP备00000004号-1",
    ),
)
