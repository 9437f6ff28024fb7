"""A group robot of 企业微信: wecom://KEY, the key being what stands behind `key=` in its webhook address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flows.monitoring.receivers.receiver import check, name_of, option, post, text, token_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flows.monitoring.alarm import Alarm

API = "https://qyapi.weixin.qq.com"
MOST = 4096
"""Bytes of a message that it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeCom:
    """A robot that is known by its key alone."""

    name: str
    key: str = field(repr=False)
    api: str = API
    most: int = MOST

    @classmethod
    def from_url(cls, url: str) -> WeCom:
        """The receiver that wecom://KEY means; `?api=` names another server. Raises SettingsError without a key."""
        return cls(name=name_of(url), key=token_of(url), api=option(url, "api", API))

    def body(self, alarms: Sequence[Alarm]) -> dict[str, Any]:
        """What is posted."""
        return {"msgtype": "markdown", "markdown": {"content": text(alarms, self.most)}}

    def send(self, alarms: Sequence[Alarm], at: datetime) -> None:  # noqa: ARG002  (nothing is signed)
        """Tell of some alarms. Raises NotifyError if the message was not taken."""
        url = f"{self.api}/cgi-bin/webhook/send?key={quote(self.key)}"
        check(post(url, self.body(alarms), self.name), self.name)
