"""What the receipt calls a request that got no response: the errors of Scrapy and Twisted, by our reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost
from twisted.web._newclient import ParseError

from crawler.landing.failure_reasons import (
    CLOSED,
    CUT_SHORT,
    FAILED,
    NO_HTTP,
    PROXY_REFUSED,
    REFUSED,
    TIMEOUT,
    TLS_FAILED,
    TOO_LARGE,
    UNKNOWN_HOST,
    UNREACHABLE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

# An error behind an error says more than the one in front; the first that fits is it.
_CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (SSL.Error, TLS_FAILED),
    (ParseError, NO_HTTP),
    (KeyError, NO_HTTP),  # such as an unknown transfer encoding
    (ValueError, NO_HTTP),  # such as two different lengths
    (ConnectionDone, CLOSED),
    (ConnectionLost, CLOSED),
)
_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (CannotResolveHostError, UNKNOWN_HOST),
    (DownloadCancelledError, TOO_LARGE),
    (DownloadConnectionRefusedError, REFUSED),
    (DownloadFailedError, FAILED),
    (DownloadTimeoutError, TIMEOUT),
    (ResponseDataLossError, CUT_SHORT),
    (TunnelError, PROXY_REFUSED),
    (ConnectError, UNREACHABLE),
)

UNCONNECTED = {TLS_FAILED, NO_HTTP, CLOSED, REFUSED, TIMEOUT, PROXY_REFUSED, UNREACHABLE}
"""The reasons that say that a host may not speak the scheme it was asked by."""


def reason_of(error: Exception) -> str:
    """The reason in the receipt: the words of a refusal of ours, else what happened to the connection.

    >>> reason_of(IgnoreRequest("foreign host elsewhere.test")), reason_of(DownloadTimeoutError())
    ('foreign host elsewhere.test', 'timeout')
    """
    if isinstance(error, IgnoreRequest):
        return str(error)
    if isinstance(error, DownloadFailedError):
        for cause in causes(error):
            for kind, reason in _CAUSES:
                if isinstance(cause, kind):
                    return reason
    return next((reason for kind, reason in _FAILURES if isinstance(error, kind)), type(error).__name__)


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error's own causes, innermost last; Twisted keeps several side by side."""
    behind = [failure.value for failure in getattr(error, "reasons", ())]
    if error.__cause__:
        behind.append(error.__cause__)
    for each in behind:
        yield each
        yield from causes(each)
