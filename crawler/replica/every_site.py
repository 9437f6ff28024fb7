"""A site for every CMS family in every encoding, beside the four of `site_table.py`: to try every dialect on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from crawler.replica.site_table import ReplicaChannel, ReplicaSite

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROBOTS: Sequence[Literal["rules", "missing", "page", "empty"]] = ("rules", "missing", "page", "empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """One way in which sites encode their pages, and say so or not."""

    codec: str
    content_type: str
    charset: str
    locale: str
    """The key of the site whose people and places can be written in it."""


ENCODINGS = {
    "utf8": Encoding(
        codec="utf-8", content_type="text/html; charset=utf-8", charset="utf-8", locale="replica_national"
    ),
    # The name of a smaller set, as on most old sites.
    "gbk": Encoding(codec="gbk", content_type="text/html; charset=gb2312", charset="gb2312", locale="replica_xuzhou"),
    "gb18030": Encoding(codec="gb18030", content_type="text/html", charset="", locale="replica_stz"),
    "big5": Encoding(codec="big5", content_type="text/html; charset=big5", charset="big5", locale="replica_jpage"),
}


def _news(path: str, *, page_rows: int = 15) -> ReplicaChannel:
    return ReplicaChannel(name="政协要闻", slug="zxyw", number=11, url=path, page_rows=page_rows)


def _essays(path: str, *, page_rows: int = 15, counted: bool = True) -> ReplicaChannel:
    return ReplicaChannel(
        name="理论研究", slug="llyj", number=12, url=path, essays=True, page_rows=page_rows, counted=counted
    )


LISTS = {
    "aspnet": (_news("list.aspx?id=11"),),
    "cppcc": (_news("zxww/zxyw/index.shtml"),),
    "dedecms": (_news("a/zxyw/"),),
    "empirecms": (_news("zxyw/"),),
    "enorth": (_news("zxyw/index.shtml"),),
    "feed": (_news("rss.xml"), _essays("sitemap.xml")),
    "generic": (_news("list.php?id=11"),),
    "guangdong": (_news("zxyw/"),),
    "jeecms": (_news("zxyw/index.jhtml"),),
    "jpaas": (_news("col/col11/index.html", page_rows=5), _essays("col/col12/index.html", page_rows=5, counted=False)),
    "jpage": (_news("col/col11/index.html", page_rows=3), _essays("col/col12/index.html", page_rows=2, counted=False)),
    "newspaper": (_news("zxyw/node_11.htm"),),
    "phpcms": (_news("index.php?m=content&c=index&a=lists&catid=11"),),
    "rmzxw": (_news("zxyw/index.shtml"),),
    "siteserver": (_news("channels/11.html"),),
    "trs": (_news("zxyw/"),),
    "vsb": (_news("zxyw.htm"),),
}
"""The lists of a site of each family, by their paths; with short pages where a family sends several at once."""


def every_site() -> tuple[ReplicaSite, ...]:
    """One site for each family and encoding, families in turn.

    >>> [site.key for site in every_site()][16:19]
    ['vsb_utf8', 'aspnet_gbk', 'cppcc_gbk']
    >>> every_site()[17].channels[0].url
    'http://www.gbk.aspnet.test/list.aspx?id=11'
    """
    pairs = [(encoding, dialect) for encoding in ENCODINGS for dialect in LISTS]
    return tuple(_site(number, dialect, encoding) for number, (encoding, dialect) in enumerate(pairs))


def _site(number: int, dialect: str, name: str) -> ReplicaSite:
    encoding = ENCODINGS[name]
    host = f"www.{name}.{dialect}.test"
    return ReplicaSite(
        key=f"{dialect}_{name}",
        name=f"{dialect} {encoding.codec}（仿站）",
        title="市政协",
        host=host,
        level="prefecture",
        adcode="320300",
        dialect=dialect,
        codec=encoding.codec,
        content_type=encoding.content_type,
        charset=encoding.charset,
        channels=tuple(replace(channel, url=f"http://{host}/{channel.url}") for channel in LISTS[dialect]),
        robots=_ROBOTS[number % len(_ROBOTS)],
        compresses=number % 2 == 1,
        licence=f"苏ICP备{number:08d}号",
        locale=encoding.locale,
    )
