"""Who is told of alarms: real requests to a real server, signatures by values worked out apart, mail by real SMTP."""

from __future__ import annotations

import base64
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from ipaddress import ip_address
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from crawler.article import SHANGHAI
from crawler.errors import NotifyError, SettingsError
from flows.notify.dingtalk import DingTalk
from flows.notify.feishu import Feishu
from flows.notify.mail import Mail
from flows.notify.receiver import batches, text, words
from flows.notify.receivers import receivers
from flows.steps.alarm_store import Alarm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Hook

NOW = datetime(2026, 9, 24, 7, 5, 9, 250000, tzinfo=SHANGHAI)
SECRET = "SEC0123456789abcdef"  # noqa: S105  (nobody's)
ALARM = Alarm(
    id=12,
    site="nx",
    site_name="宁夏回族自治区政协",
    kind="gone quiet",
    subject="",
    raised_at=NOW,
    message='宁夏回族自治区政协（nx）已有 9 个工作日没有新文章，最后一篇是《<at user_id="all">看[这里](http://127.0.0.1/)》。',
    noticed={"silent": 9},
)
ALARMS = [
    ALARM,
    Alarm(id=13, site=None, kind="disk low", subject="home", raised_at=NOW, message="磁盘只剩 1 GB。", noticed={}),
]


def test_a_webhook_gets_every_number(hook: Hook) -> None:
    [receiver] = receivers([f"{hook.address}/alarms?token=x"])
    hook.answer = b""
    receiver.send(ALARMS, NOW)
    [(path, body)] = hook.asked
    assert path == "/alarms?token=x"
    assert body["title"] == "cppcc：2 条警报（停更、磁盘空间不足）"
    assert body["sent_at"] == "2026-09-24T07:05:09.250000+08:00"
    assert [(alarm["id"], alarm["kind"], alarm["numbers"]) for alarm in body["alarms"]] == [
        (12, "gone quiet", {"silent": 9}),
        (13, "disk low", {}),
    ]


def test_what_sites_wrote_mentions_nobody_and_leads_nowhere() -> None:
    said = words(ALARM)
    assert "cppcc alarms 12 --mute 7d" in said
    assert not set("<>[]`") & set(said)


def test_wecom(hook: Hook) -> None:
    [receiver] = receivers([f"wecom://a-key?api={hook.address}"])
    receiver.send(ALARMS, NOW)
    [(path, body)] = hook.asked
    assert path == "/cgi-bin/webhook/send?key=a-key"
    assert body["msgtype"] == "markdown"
    assert body["markdown"]["content"].startswith(
        "cppcc：2 条警报（停更、磁盘空间不足）\n\n**停更｜宁夏回族自治区政协**\n"
    )


# printf '%s\n%s' 1790204709250 SEC0123456789abcdef | openssl dgst -sha256 -hmac SEC0123456789abcdef -binary | base64
DINGTALK_SIGNATURE = "Yvmc2AtM5HotiL2If+p+9AzTAAT6frQAbY0bUyG7PSA="
# printf '' | openssl dgst -sha256 -hmac "$(printf '%s\n%s' 1790204709 SEC0123456789abcdef)" -binary | base64
FEISHU_SIGNATURE = "l8aL0baSXbXCGM33zNKAlgaw612Tm1Uu1uHtRMfpYPc="


def test_dingtalk(hook: Hook) -> None:
    [receiver] = receivers([f"dingtalk://a-token?secret={SECRET}&api={hook.address}"])
    receiver.send(ALARMS, NOW)
    [(path, body)] = hook.asked
    assert urlsplit(path).path == "/robot/send"
    assert parse_qs(urlsplit(path).query) == {
        "access_token": ["a-token"],
        "timestamp": ["1790204709250"],
        "sign": [DINGTALK_SIGNATURE],
    }
    assert body["markdown"]["title"] == "cppcc：2 条警报（停更、磁盘空间不足）"
    assert "**停更｜宁夏回族自治区政协**  \n" in body["markdown"]["text"]


def test_feishu(hook: Hook) -> None:
    hook.answer = b'{"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}'
    [receiver] = receivers([f"feishu://a-token?secret={SECRET}&api={hook.address}"])
    receiver.send(ALARMS, NOW)
    [(path, body)] = hook.asked
    assert path == "/open-apis/bot/v2/hook/a-token"
    assert (body["timestamp"], body["sign"]) == ("1790204709", FEISHU_SIGNATURE)
    assert body["msg_type"] == "text"
    assert "停更｜宁夏回族自治区政协\n" in body["content"]["text"]


def test_robots_without_a_secret_sign_nothing() -> None:
    assert DingTalk.from_url("dingtalk://a").signature(NOW) == {}
    assert Feishu.from_url("feishu://a").signature(NOW) == {}


REFUSALS = {
    "another status": (500, b"", "HTTP status 500"),
    "a robot that does not know us": (
        200,
        b'{"errcode": 93000, "errmsg": "invalid webhook url"}',
        "invalid webhook url",
    ),
    "no robot": (200, b"<html>", "not a robot's"),
}


@pytest.mark.parametrize(("status", "answer", "said"), REFUSALS.values(), ids=REFUSALS)
def test_a_message_that_is_not_taken(status: int, answer: bytes, said: str, hook: Hook) -> None:
    hook.status, hook.answer = status, answer
    [receiver] = receivers([f"wecom://a-secret-key?api={hook.address}"])
    with pytest.raises(NotifyError, match=said) as caught:
        receiver.send(ALARMS, NOW)
    assert "secret" not in str(caught.value)


def test_nobody_listens() -> None:
    [receiver] = receivers(["http://127.0.0.1:9/secret"])
    with pytest.raises(NotifyError, match="cannot be told") as caught:
        receiver.send(ALARMS, NOW)
    assert "secret" not in str(caught.value)


def test_many_alarms_are_as_few_messages_as_hold_them() -> None:
    many = [ALARM] * 40
    split = list(batches(many, 4096))
    assert sum(map(len, split)) == 40
    assert len(split) == 3
    assert all(len(text(batch, 10**9).encode()) <= 4096 for batch in split)
    assert len(text([ALARM], 100).encode()) <= 100


# Mail -----------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class MailServer:
    """What came in, and how the server behaves."""

    refuses: str = ""
    """A recipient that it does not know."""
    mails: list[bytes] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    port: int = 0


@contextmanager
def smtp(server: MailServer, context: ssl.SSLContext | None, *, from_start: bool = False) -> Iterator[MailServer]:
    """An SMTP server that speaks as much as a client of today asks: STARTTLS with a context, AUTH PLAIN, mail."""

    class Handler(StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.is_encrypted = from_start
            if from_start:
                assert context is not None
                self.wrap(context)
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                word = line.partition(" ")[0].upper()
                if word in {"EHLO", "HELO"}:
                    offered = ["STARTTLS"] if context and not self.is_encrypted else []
                    lines = ["here", *offered, "AUTH PLAIN"]
                    for at, each in enumerate(lines, 1):
                        self.say(f"250{' ' if at == len(lines) else '-'}{each}")
                elif word == "STARTTLS":
                    assert context is not None
                    self.say("220 go on")
                    self.wrap(context)
                elif word == "AUTH":
                    server.logins.append(base64.b64decode(line.split()[2]).decode())
                    self.say("235 welcome")
                elif word == "RCPT" and server.refuses and server.refuses in line:
                    self.say("550 nobody of that name")
                elif word == "DATA":
                    self.say("354 go on")
                    lines_of_mail = iter(self.rfile.readline, b".\r\n")
                    server.mails.append(b"".join(lines_of_mail))
                    server.encrypted.append(self.is_encrypted)
                    self.say("250 taken")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 yes")

        def finish(self) -> None:
            super().finish()
            self.connection.close()

        def wrap(self, context: ssl.SSLContext) -> None:
            self.connection = self.request = context.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
            self.is_encrypted = True

    class Listening(ThreadingTCPServer):
        daemon_threads = False

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that goes because it does not trust us."""

    with Listening(("127.0.0.1", 0), Handler) as listening:
        server.port = listening.server_address[1]
        thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a certificate for 127.0.0.1 and its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2999, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("mail") / "server.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)
    )
    return file


def context_of(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_mail_on_this_machine() -> None:
    with smtp(MailServer(), None) as server:
        [receiver] = receivers(
            [f"smtp://127.0.0.1:{server.port}/?to=a@example.org,b@example.org&from=cppcc@example.org"]
        )
        receiver.send(ALARMS, NOW)
    mail = message_from_bytes(server.mails[0], policy=policy.default)
    assert mail["Subject"] == "cppcc：2 条警报（停更、磁盘空间不足）"
    assert (mail["From"], mail["To"]) == ("cppcc@example.org", "a@example.org, b@example.org")
    assert mail["Date"] == "Thu, 24 Sep 2026 07:05:09 +0800"
    assert "查看：cppcc alarms 12\n" in mail.get_content()
    assert (server.logins, server.encrypted) == ([], [False])


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_mail_through_tls_with_a_login(scheme: str, certificate: Path) -> None:
    with smtp(MailServer(), context_of(certificate), from_start=scheme == "smtps") as server:
        address = f"{scheme}://a%40example.org:p%2Fw@127.0.0.1:{server.port}/?to=b@example.org&tls=starttls"
        [receiver] = receivers([f"{address}&ca={certificate}"])
        receiver.send(ALARMS, NOW)
        [stranger] = receivers([address])
        with pytest.raises(NotifyError, match="CERTIFICATE_VERIFY_FAILED"):
            stranger.send(ALARMS, NOW)
    assert server.logins == ["\0a@example.org\0p/w"]
    assert server.encrypted == [True]


def test_nothing_is_sent_in_clear_when_encryption_was_asked_for() -> None:
    with smtp(MailServer(), None) as server:
        [receiver] = receivers([f"smtp://a:secret@127.0.0.1:{server.port}/?to=b@example.org&tls=starttls"])
        with pytest.raises(NotifyError, match="STARTTLS"):
            receiver.send(ALARMS, NOW)
    assert (server.logins, server.mails) == ([], [])


def test_a_mail_that_one_of_two_gets_is_told_as_such() -> None:
    with smtp(MailServer(refuses="b@example.org"), None) as server:
        [receiver] = receivers([f"smtp://127.0.0.1:{server.port}/?to=a@example.org,b@example.org"])
        with pytest.raises(NotifyError, match=r"did not take the mail for b@example\.org"):
            receiver.send(ALARMS, NOW)


# address, what the mail receiver makes of it
ADDRESSES = {
    "a provider": ("smtp://u%40b.cn:p@smtp.b.cn/?to=a@b.cn", ("smtp.b.cn", 587, "starttls", "u@b.cn")),
    "TLS at once": ("smtps://u:p@smtp.b.cn/?to=a@b.cn", ("smtp.b.cn", 465, "tls", "a@b.cn")),
    "this machine": ("smtp://localhost/?to=a@b.cn", ("localhost", 25, "none", "a@b.cn")),
    "elsewhere is never plain": ("smtp://mail.b.cn:25/?to=a@b.cn&tls=none", ("mail.b.cn", 25, "starttls", "a@b.cn")),
}


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_a_mail_address(url: str, expected: tuple[str, int, str, str]) -> None:
    mail = Mail.from_url(url)
    assert (mail.host, mail.port, mail.encryption, mail.sender) == expected


BAD = {
    "no scheme": ("qyapi.example.org/secret", "must begin with https://"),
    "another scheme": ("slack://secret", "must begin with https://"),
    "a robot without a key": ("wecom://?secret=x", "wecom:// lacks the robot's key"),
    "mail to nobody": ("smtp://u:secret@b.cn/", "whom to write to"),
    "a port that is none": ("smtp://u:secret@b.cn:many/?to=a@b.cn", "port of the mail server"),
}


@pytest.mark.parametrize(("url", "said"), BAD.values(), ids=BAD)
def test_an_address_that_means_nobody(url: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        receivers([url])
    assert "secret" not in str(caught.value)
