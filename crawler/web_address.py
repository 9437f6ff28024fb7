"""Which of the addresses that pages write can be asked for at all."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from crawler.bounds import number

MOST_PORT = 65_535
_SERVER = re.compile(r"(?P<host>\[[^\[\]]+\]|[^\s\\@:\[\]]+)(?::(?P<port>[^:]*))?")


def parts_of(url: str) -> SplitResult:
    """Return the parts of an address; empty ones for what is none, such as an unfinished [IPv6] host. Never raises.

    >>> parts_of("http://www.nxzx.gov.cn/zxyw/").path, parts_of("http://[::1/zxyw/").path
    ('/zxyw/', '')
    """
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def is_web_address(url: str) -> bool:
    """Return whether an address can be asked for: http or https, a host, a port that exists if it names one.

    None that hides its host behind a name (`http://www.nxzx.gov.cn@a.cn/`) can. Never raises.

    >>> [is_web_address(f"http://www.nxzx.gov.cn{rest}") for rest in ("/zxyw/", ":8080/", ":99999/", "@a.cn/")]
    [True, True, False, False]
    """
    try:
        url.encode()
        parts = urlsplit(url)
    except ValueError:  # half of a surrogate pair, which no request can hold, or an unfinished [IPv6] host
        return False
    server = _SERVER.fullmatch(parts.netloc)
    if parts.scheme not in {"http", "https"} or server is None:
        return False
    port = server["port"]
    return not port or bool(port.isascii() and number(port, MOST_PORT))
