"""A group robot of 钉钉: dingtalk://TOKEN?secret=SEC…; without a secret, its keyword must be `cppcc`."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flows.monitoring.receivers.receiver import check, name_of, option, post, text, title, token_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flows.monitoring.alarm import Alarm

API = "https://oapi.dingtalk.com"
MOST = 18_000
"""Bytes of a message that it takes, with room for the JSON around them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DingTalk:
    """A robot that checks a signature, or a keyword."""

    name: str
    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    api: str = API
    most: int = MOST

    @classmethod
    def from_url(cls, url: str) -> DingTalk:
        """The receiver that an address means; `&api=` names another server. Raises SettingsError without a token."""
        return cls(name=name_of(url), token=token_of(url), secret=option(url, "secret"), api=option(url, "api", API))

    def signature(self, at: datetime) -> dict[str, str]:
        """The time in milliseconds and the signature over it; nothing for a robot without a secret."""
        if not self.secret:
            return {}
        timestamp = str(int(at.timestamp() * 1000))
        digest = hmac.digest(self.secret.encode(), f"{timestamp}\n{self.secret}".encode(), "sha256")
        return {"timestamp": timestamp, "sign": base64.b64encode(digest).decode()}

    def body(self, alarms: Sequence[Alarm]) -> dict[str, Any]:
        """What is posted. Its Markdown breaks a line only after two spaces."""
        said = text(alarms, self.most).replace("\n", "  \n")
        return {"msgtype": "markdown", "markdown": {"title": title(alarms), "text": said}}

    def send(self, alarms: Sequence[Alarm], at: datetime) -> None:
        """Tell of some alarms. Raises NotifyError if the message was not taken."""
        asked = urlencode({"access_token": self.token, **self.signature(at)})
        check(post(f"{self.api}/robot/send?{asked}", self.body(alarms), self.name), self.name)
