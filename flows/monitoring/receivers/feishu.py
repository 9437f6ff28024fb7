"""A group robot of 飞书: feishu://TOKEN?secret=…, the token being the last part of its webhook address."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flows.monitoring.receivers.receiver import check, name_of, option, post, text, token_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flows.monitoring.alarm import Alarm

API = "https://open.feishu.cn"
MOST = 18_000
"""Bytes of a message that it takes, with room for the JSON around them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feishu:
    """A robot that checks a signature, or nothing."""

    name: str
    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    api: str = API
    most: int = MOST

    @classmethod
    def from_url(cls, url: str) -> Feishu:
        """The receiver that an address means; `&api=` names another server. Raises SettingsError without a token."""
        return cls(name=name_of(url), token=token_of(url), secret=option(url, "secret"), api=option(url, "api", API))

    def signature(self, at: datetime) -> dict[str, str]:
        """The time in seconds and the signature, of nothing, by a key made of both; nothing without a secret."""
        if not self.secret:
            return {}
        timestamp = str(int(at.timestamp()))
        digest = hmac.digest(f"{timestamp}\n{self.secret}".encode(), b"", "sha256")
        return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}

    def body(self, alarms: Sequence[Alarm], at: datetime) -> dict[str, Any]:
        """What is posted."""
        said = text(alarms, self.most).replace("**", "")
        return {**self.signature(at), "msg_type": "text", "content": {"text": said}}

    def send(self, alarms: Sequence[Alarm], at: datetime) -> None:
        """Tell of some alarms. Raises NotifyError if the message was not taken."""
        url = f"{self.api}/open-apis/bot/v2/hook/{quote(self.token)}"
        check(post(url, self.body(alarms, at), self.name), self.name)
