"""Why a request brought no response, in the receipt's words, and whether the same request may bring one later."""

from __future__ import annotations

import re

TIMEOUT = "timeout"
REFUSED = "connection refused"
FAILED = "connection failed"
CLOSED = "closed without an answer"
CUT_SHORT = "response cut short"
UNKNOWN_HOST = "unknown host"
UNREACHABLE = "unreachable"
PROXY_REFUSED = "refused by the proxy"
TLS_FAILED = "TLS handshake failed"
NO_HTTP = "answer is no HTTP"
TOO_LARGE = "too large"

PASSING = {TIMEOUT, REFUSED, FAILED, CLOSED, CUT_SHORT, UNKNOWN_HOST, UNREACHABLE, PROXY_REFUSED}
"""What happens to hosts that are well again tomorrow. One that speaks another TLS, or no HTTP, still does then."""

_PASSING_STATUS = re.compile(r"status (?:408|5\d\d)")


def is_passing(reason: str) -> bool:
    """Whether a failure may pass by itself, such as a timeout; a missing page or a redesign will not.

    >>> is_passing("status 502"), is_passing("robots.txt: timeout"), is_passing("no rows: not a trs list")
    (True, True, False)
    """
    reason = reason.removeprefix("robots.txt: ")
    return reason in PASSING or bool(_PASSING_STATUS.match(reason))
