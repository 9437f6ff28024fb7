"""What every receiver is, and what they share: the words of an alarm, and asking a server."""

from __future__ import annotations

import json
import urllib.request
from hashlib import sha256
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Protocol
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

from crawler.errors import NotifyError, SettingsError
from flows.monitoring.alarm_kinds import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from flows.monitoring.alarm import Alarm

SECONDS = 20
"""How long a receiver may take to answer."""
_WIDE = str.maketrans("<>[]`*", "＜＞［］｀＊")


class Receiver(Protocol):
    """Somebody who is told of alarms."""

    @property
    def name(self) -> str:
        """Its kind, and a fingerprint of its address: it says nothing of the secrets in there."""

    @property
    def most(self) -> int:
        """Bytes that fit into one of its messages."""

    def send(self, alarms: Sequence[Alarm], at: datetime) -> None:
        """Tell of some alarms in one message. Raises NotifyError if it did not arrive."""


def name_of(url: str) -> str:
    """What a receiver is called in logs and in the store.

    >>> name_of("wecom://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa")
    'wecom-763aaed5'
    """
    return f"{urlsplit(url).scheme}-{sha256(url.encode()).hexdigest()[:8]}"


def option(url: str, name: str, default: str = "") -> str:
    """What stands after `name=` in an address."""
    return parse_qs(urlsplit(url).query).get(name, [default])[0]


def token_of(url: str) -> str:
    """The part of a robot's address that says which it is. Raises SettingsError if there is none."""
    parts = urlsplit(url)
    if token := (parts.netloc + parts.path).strip("/"):
        return token
    raise SettingsError(f"CPPCC_NOTIFY: {parts.scheme}:// lacks the robot's key behind it")


def words(alarm: Alarm) -> str:
    """An alarm in a few lines of Markdown that also read well as plain text, with how to see and to mute it.

    What sites wrote is made harmless: it must not mention people, nor lead anywhere.
    """
    place = alarm.site_name or alarm.site or "本机"
    return (
        f"**{NAMES[alarm.kind]}｜{place.translate(_WIDE)}**\n{alarm.message.translate(_WIDE)}\n"
        f"查看：cppcc alarms {alarm.id}\n静默一周：cppcc alarms {alarm.id} --mute 7d --why 原因"
    )


def title(alarms: Sequence[Alarm]) -> str:
    """One line for many alarms.

    >>> title([])
    'cppcc：0 条警报'
    """
    kinds = "、".join(dict.fromkeys(NAMES[alarm.kind] for alarm in alarms))
    return f"cppcc：{len(alarms)} 条警报{f'（{kinds}）' if kinds else ''}"


def text(alarms: Sequence[Alarm], most: int) -> str:
    """The title and the words of some alarms, cut where they are longer than so many bytes."""
    whole = "\n\n".join((title(alarms), *map(words, alarms)))
    return whole.encode()[:most].decode(errors="ignore")


def batches(alarms: Sequence[Alarm], most: int) -> Iterator[list[Alarm]]:
    """The alarms in as few messages as hold their texts; one that is too long for any has a message of its own."""
    batch: list[Alarm] = []
    for alarm in alarms:
        if batch and len("\n\n".join((title([*batch, alarm]), *map(words, [*batch, alarm]))).encode()) > most:
            yield batch
            batch = []
        batch.append(alarm)
    if batch:
        yield batch


def post(url: str, body: dict[str, Any], name: str) -> dict[str, Any]:
    """Send JSON, and give the JSON of the answer; nothing where it is none. Raises NotifyError, without the address."""
    request = urllib.request.Request(  # noqa: S310  (the schemes are checked where the address is read)
        url, data=json.dumps(body, ensure_ascii=False).encode(), headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.build_opener().open(request, timeout=SECONDS) as answer:
            said = answer.read(65536)
    except HTTPError as error:
        error.close()
        raise NotifyError(f"{name} refused the message: HTTP status {error.code}") from error
    except (OSError, HTTPException) as error:
        raise NotifyError(f"{name} cannot be told: {error}") from error
    try:
        found = json.loads(said)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def check(answer: dict[str, Any], name: str) -> None:
    """Raises NotifyError if a robot answered that it did not take the message: its status is 200 all the same."""
    code = next((answer[key] for key in ("errcode", "code", "StatusCode") if key in answer), None)
    if code != 0:
        reason = answer.get("errmsg") or answer.get("msg") or "an answer that is not a robot's"
        raise NotifyError(f"{name} refused the message: {reason} ({code})")
