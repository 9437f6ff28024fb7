"""Every error this project raises on purpose: few, plain, each saying what to do.

    CppccError
    ├── SettingsError     what the environment or the command line says cannot be used
    │   └── HaltedError       the crawl was halted: cppcc resume
    ├── RegistryError     a site list does not say what it must
    ├── LandingError      a landed file cannot be read or written
    ├── CrawlError        the crawl's process ended without a receipt
    │   └── NothingReadError  a run had lists to read and could read none
    ├── ServerError       a server of ours (Postgres, Prefect, the replica) did not start
    ├── StoreError        Postgres refused; the only place where psycopg's errors are wrapped
    │   └── BusyError         another run has what was asked for
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


class HaltedError(SettingsError):
    """The crawl was halted: cppcc resume."""


class RegistryError(CppccError):
    """A site list does not say what it must."""


class LandingError(CppccError):
    """A landed file cannot be read or written."""


class CrawlError(CppccError):
    """The crawl's process ended without a receipt."""


class NothingReadError(CrawlError):
    """A run had lists to read and could read none."""

    def __init__(self, message: str | None = None, runs: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.runs = runs
        """The numbers of the runs."""


class ServerError(CppccError):
    """A server this project starts did not come up."""


class StoreError(CppccError):
    """Postgres refused."""


class BusyError(StoreError):
    """Another run has what was asked for."""


class NotifyError(CppccError):
    """A receiver of notifications did not take one."""
