"""Names that lead into private networks are not followed: a captive portal, or a site that points at our own hosts."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twisted.internet.defer import Deferred

    from crawler.spiders.job import Job

PRIVATE: dict[str, str] = {}
"""The address of every name that was refused in this process: Twisted drops what a resolver says of its refusal."""


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet's.

    >>> [is_public(address) for address in ("111.13.1.1", "10.0.0.1", "127.0.0.1", "169.254.169.254", "100.64.0.1")]
    [True, False, False, False, False]
    """
    parsed = ip_address(address)
    return parsed.is_global and not parsed.is_multicast


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, but to public addresses alone."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """The address of a name; fails with DNSLookupError for a private one, and notes it in PRIVATE."""
        return super().getHostByName(name, timeout).addCallback(_public, name)


def _public(address: str, name: str) -> str:
    if is_public(address):
        return address
    PRIVATE[name] = address
    raise DNSLookupError(f"private address {address}")


def resolver(job: Job) -> type[CachingThreadedResolver]:
    """The resolver for a job. Where there is a proxy, no name but its own is resolved, and that may be a neighbour."""
    return CachingThreadedResolver if job.proxy or job.allow_private else PublicResolver
