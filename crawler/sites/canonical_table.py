"""What an address may hold that tells no articles apart, and the second addresses that whole CMS families give."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.article import Twin

NEEDLESS = (
    # Where the reader came from.
    r"utm_\w+=.*",
    r"spm=.*",
    r"(?:gclid|fbclid|bd_vid|tdsourcetag|ivk_sa)=.*",
    r"hm(?:sr|pl|cu|kw|ci)=.*",
    r"wfr=spider",
    r"from=(?:timeline|(?:single|group)message|message|wechat|weixin|weibo|qq|qzone|share|baidu|app|mobile)",
    r"isappinstalled=\d?",
    r"share=(?:true|false|[01])?",
    r"share_?(?:from|source|medium|plat|platform|times|token|tag|session_?id)=.*",
    r"sharer_\w+=.*",
    # Which visit it is.
    r"(?:php|asp\.net_|j)sess(?:ion)?id\w*=.*",
    r"aspsessionid\w*=.*",
    # What keeps an old copy from being shown: the time in milliseconds, a random number.
    r"_=\d{10,13}",
    r"timestamp=(?:\d{10}|\d{13})",
    r"(?:_|t|r|v|rnd|rand|random)=0\.\d{4,}",
)
"""Parameters, name and value, that no site selects an article by; one that might is not here, such as `from=12`."""

FAMILY_TWINS: Mapping[str, tuple[Twin, ...]] = {
    # For telephones.
    "guangdong": (Twin(pattern=r"(.+/content/)m(post_\d+\.html)", replacement=r"\1\2"),),
}
"""The second addresses that all sites of a CMS family have, by dialect."""
