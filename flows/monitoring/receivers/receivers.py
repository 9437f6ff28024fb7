"""All kinds of receivers, by how their addresses begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errors import SettingsError
from flows.monitoring.receivers.dingtalk import DingTalk
from flows.monitoring.receivers.feishu import Feishu
from flows.monitoring.receivers.mail import Mail
from flows.monitoring.receivers.webhook import Webhook
from flows.monitoring.receivers.wecom import WeCom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flows.monitoring.receivers.receiver import Receiver

SCHEMES: Mapping[str, Callable[[str], Receiver]] = {
    "https": Webhook.from_url,
    "http": Webhook.from_url,
    "wecom": WeCom.from_url,
    "dingtalk": DingTalk.from_url,
    "feishu": Feishu.from_url,
    "smtp": Mail.from_url,
    "smtps": Mail.from_url,
}


def receivers(urls: Iterable[str]) -> tuple[Receiver, ...]:
    """The receivers that addresses mean, each once. Raises SettingsError, without secrets, for one that means none.

    >>> [each.name for each in receivers(["https://example.org/alarms", "https://example.org/alarms"])]
    ['https-057a9bf3']
    """
    return tuple(_receiver(url) for url in dict.fromkeys(urls))


def _receiver(url: str) -> Receiver:
    scheme, found, _ = url.partition("://")
    if not found or scheme not in SCHEMES:
        begins = " or ".join(f"{each}://" for each in SCHEMES)
        raise SettingsError(f"CPPCC_NOTIFY: an address must begin with {begins}")
    return SCHEMES[scheme](url)
