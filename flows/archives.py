"""The entry point of deployments made before the module was called warc_import; `cppcc deploy` names the new one."""

from __future__ import annotations

from flows.warc_import import archives

__all__ = ["archives"]
