"""How sites are asked by https: as is safe today, or, where a site's block says `tls = "legacy"`, as it was once.

Certificates are not verified, neither here nor by Scrapy by default: those of the sites are often out of date, of an
authority nobody knows, or another host's. What is fetched is public, nothing secret is sent, and a page that was
changed on its way would have to be told from a hijacked site anyway.
"""

from __future__ import annotations

from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from OpenSSL import SSL
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

if TYPE_CHECKING:
    from collections.abc import Container

LEGACY_WARNING = "asked with legacy TLS"
"""What the receipt says of a site that is asked so."""

LEGACY_CIPHERS = b"ALL:!aNULL:!eNULL:@SECLEVEL=0"
"""All that OpenSSL was built with, short keys and small Diffie-Hellman groups included, unless nobody is known by it.

Builds of today have no RC4 and mostly no 3DES: a site that offers nothing else cannot be asked by https at all.
"""

_LEGACY_SERVER_CONNECT = 0x4
_LEGACY_RENEGOTIATION = 0x40000  # pyOpenSSL has no names for these two


@cache
def _context(*, is_legacy: bool) -> SSL.Context:
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_options(SSL.OP_ALL | SSL.OP_NO_COMPRESSION | SSL.OP_NO_TICKET | _LEGACY_SERVER_CONNECT)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.set_mode(SSL.MODE_RELEASE_BUFFERS)
    context.set_verify(SSL.VERIFY_NONE)
    context.set_cipher_list(LEGACY_CIPHERS if is_legacy else b"DEFAULT")
    context.set_min_proto_version(SSL.TLS1_VERSION if is_legacy else SSL.TLS1_2_VERSION)
    if is_legacy:
        context.set_options(_LEGACY_RENEGOTIATION)
    return context


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


@implementer(IOpenSSLClientConnectionCreator)
class _Connections:
    """The connections to one host."""

    def __init__(self, host: str, *, is_legacy: bool) -> None:
        self.host = host
        self.is_legacy = is_legacy

    def clientConnectionForTLS(self, protocol: Any) -> SSL.Connection:  # noqa: ARG002, N802
        connection = SSL.Connection(_context(is_legacy=self.is_legacy))
        if not _is_address(self.host):
            connection.set_tlsext_host_name(self.host.encode("ascii"))
        return connection


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """What Twisted asks for the connections to a host; `legacy` are those, without www., of the sites that need it."""

    def __init__(self, legacy: Container[str]) -> None:
        self.legacy = legacy

    def creatorForNetloc(self, hostname: bytes, port: int) -> _Connections:  # noqa: ARG002, N802
        host = hostname.decode("ascii")
        return _Connections(host, is_legacy=host.removeprefix("www.") in self.legacy)
