"""Mail: smtp://USER:PASSWORD@HOST:PORT/?to=A,B&from=C, or smtps:// where the server speaks TLS from the first byte."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from crawler.errors import NotifyError, SettingsError
from flows.monitoring.receivers.receiver import SECONDS, name_of, option, title, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flows.monitoring.alarm import Alarm

Encryption = Literal["tls", "starttls", "none"]
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
MOST = 200_000
"""Bytes of a mail that people still read."""
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail server, and who is written to."""

    name: str
    host: str
    port: int
    encryption: Encryption
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    authority: str | None = None
    """A file with the certificate of the authority to trust; None for those of the system."""
    sender: str
    to: tuple[str, ...]
    most: int = MOST

    @classmethod
    def from_url(cls, url: str) -> Mail:
        """The receiver that an address means.

        Nothing goes through a network unencrypted: smtp:// asks for STARTTLS, except of this very machine, unless
        `&tls=starttls` wants it there, too. `&ca=FILE` trusts an authority of one's own. Raises SettingsError.
        """
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError as error:
            raise SettingsError("CPPCC_NOTIFY: the port of the mail server is no number") from error
        to = tuple(address.strip() for address in option(url, "to").split(",") if address.strip())
        if not parts.hostname or not to:
            raise SettingsError("CPPCC_NOTIFY: mail needs a server and whom to write to: smtp://HOST/?to=a@example.org")
        is_here = parts.hostname in LOOPBACK
        plain: Encryption = "none" if is_here and option(url, "tls") != "starttls" else "starttls"
        user = unquote(parts.username or "")
        return cls(
            name=name_of(url),
            host=parts.hostname,
            port=port or (25 if is_here and parts.scheme == "smtp" else PORTS[parts.scheme]),
            encryption="tls" if parts.scheme == "smtps" else plain,
            user=user,
            password=unquote(parts.password or ""),
            authority=option(url, "ca") or None,
            sender=option(url, "from") or (user if "@" in user else to[0]),
            to=to,
        )

    def message(self, alarms: Sequence[Alarm], at: datetime) -> EmailMessage:
        """The mail about some alarms."""
        mail = EmailMessage()
        mail["Subject"] = title(alarms)
        mail["From"] = self.sender
        mail["To"] = ", ".join(self.to)
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2] or None)
        mail.set_content("\n\n".join(words(alarm).replace("**", "") for alarm in alarms) + "\n")
        return mail

    def send(self, alarms: Sequence[Alarm], at: datetime) -> None:
        """Tell of some alarms in one mail. Raises NotifyError if the server did not take it for everybody."""
        try:
            with self._connected() as session:
                if self.encryption == "starttls":
                    session.starttls(context=self._context())
                if self.user:
                    session.login(self.user, self.password)
                refused = session.send_message(self.message(alarms, at))
        except (OSError, ValueError) as error:  # SMTPException is an OSError; an address that is none, a ValueError
            raise NotifyError(f"{self.name} cannot be told: {error}") from error
        if refused:
            raise NotifyError(f"{self.name} did not take the mail for {', '.join(refused)}")

    def _connected(self) -> smtplib.SMTP:
        if self.encryption == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=self._context())
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS)

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authority)
