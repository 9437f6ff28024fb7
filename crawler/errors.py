"""Every error this project raises on purpose: few, plain, each saying what to do.

    CppccError
    ├── SettingsError     what the environment or the command line says cannot be used
    ├── RegistryError     a site list does not say what it must
    ├── LandingError      a landed file cannot be read or written
    ├── CrawlError        the crawl's process ended without a receipt
    ├── ServerError       a server of ours (Postgres, Prefect, the replica) did not start
    ├── StoreError        Postgres refused; the only place where psycopg's errors are wrapped
    └── NotifyError       a receiver of notifications did not take one

The docstring of a class is its message when none is given.
"""

from __future__ import annotations


class CppccError(Exception):
    """Something this project knows how to explain went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class SettingsError(CppccError):
    """A setting cannot be used."""


class RegistryError(CppccError):
    """A site list does not say what it must."""


class LandingError(CppccError):
    """A landed file cannot be read or written."""


class CrawlError(CppccError):
    """The crawl's process ended without a receipt."""


class ServerError(CppccError):
    """A server this project starts did not come up."""


class StoreError(CppccError):
    """Postgres refused."""


class NotifyError(CppccError):
    """A receiver of notifications did not take one."""
