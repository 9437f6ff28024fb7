"""Old TLS, a scheme that does not answer, and names that lead into private networks: real handshakes, real crawls."""

from __future__ import annotations

import ssl
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, Literal, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from waiting import PATIENCE

from crawler.article import Channel, Site
from crawler.landing.receipt import Receipt, read_receipt
from crawler.landing.warc import read_response
from crawler.spiders.job import Job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")

PAGES = {
    "/robots.txt": b"User-agent: *\nDisallow:\n",
    "/index.html": '<ul><li><a href="./202401/t20240101_1.html">政协会议召开</a></li></ul>'.encode(),
    "/202401/t20240101_1.html": "<p>政协会议</p>".encode(),
}
ARTICLE = "/202401/t20240101_1.html"
Speech = Literal["nothing", "plain", "modern", "old", "small group", "modern for two"]
"""What is heard at a port: nothing, HTTP without TLS, or a kind of TLS, perhaps for the first two connections alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A site, what it answers, and what comes of it."""

    scheme: Literal["http", "https"]
    http: Speech = "nothing"
    https: Speech = "nothing"
    tls: Literal["default", "legacy"] = "default"
    landed: str | None = None
    """The scheme by which the article was had."""
    failed: str | None = None
    warned: str | None = None


CASES = {
    "modern": Case(scheme="https", https="modern", landed="https"),
    "old": Case(scheme="https", https="old", tls="legacy", landed="https", warned="asked with legacy TLS"),
    "oldbutunsaid": Case(scheme="https", https="old", failed="robots.txt: TLS handshake failed"),
    "smallgroup": Case(
        scheme="https", https="small group", tls="legacy", landed="https", warned="asked with legacy TLS"
    ),
    "smallbutunsaid": Case(scheme="https", https="small group", failed="robots.txt: TLS handshake failed"),
    "oldwithhttp": Case(
        scheme="https",
        https="old",
        http="plain",
        landed="http",
        warned="https does not answer (TLS handshake failed): asked by http",
    ),
    "notls": Case(
        scheme="https",
        https="plain",
        http="plain",
        landed="http",
        warned="https does not answer (TLS handshake failed): asked by http",
    ),
    "nothttps": Case(
        scheme="https",
        http="plain",
        landed="http",
        warned="https does not answer (refused by the proxy): asked by http",
    ),
    "nothttp": Case(
        scheme="http",
        https="modern",
        landed="https",
        warned="http does not answer (closed without an answer): asked by https",
    ),
    "neither": Case(scheme="http", failed="robots.txt: closed without an answer"),
    # https has answered for robots.txt and the list: the article is not asked for by http.
    "failing": Case(scheme="https", https="modern for two", http="plain", failed="TLS handshake failed"),
}

# The Diffie-Hellman group of 1024 bits that old servers come with (RFC 2409, 6.2), and its generator, 2.
SMALL_GROUP = bytes.fromhex(
    "30818702818100"
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE65381FFFFFFFFFFFFFFFF020102"
)


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ssl.SSLContext]:
    """Servers' TLS, with a certificate as such sites have: nobody's, another host's, and out of date."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "elsewhere.test")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2015, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2016, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    chain, group = folder / "chain.pem", folder / "group.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    chain.write_bytes(certificate.public_bytes(Encoding.PEM) + private)
    group.write_text(ssl.DER_cert_to_PEM_cert(SMALL_GROUP).replace("CERTIFICATE", "DH PARAMETERS"), encoding="ascii")

    made = {}
    for kind in ("modern", "old", "small group"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if kind != "modern":
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.load_cert_chain(chain)
        if kind == "old":
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        if kind == "small group":
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers("DHE-RSA-AES128-SHA256:@SECLEVEL=0")
            context.load_dh_params(str(group))
        made[kind] = context
    return made


class Speaker(ThreadingTCPServer):
    """A proxy in front of all the sites; without cases, a site itself."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, contexts: dict[str, ssl.SSLContext], direct: Speech | None = None) -> None:
        super().__init__(("127.0.0.1", 0), SpeakerHandler)
        self.contexts = contexts
        self.direct = direct
        self.asked: Counter[str] = Counter()
        self.tunnels: Counter[str] = Counter()
        self.lock = Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class SpeakerHandler(StreamRequestHandler):
    server: Speaker

    def handle(self) -> None:
        if self.server.direct:
            self.speak(self.server.direct, "")
            return
        method, target = self.read_head()
        if method != "CONNECT":
            host = target.split("/")[2]
            if CASES[host.removesuffix(".test")].http == "plain":
                self.answer("http", host, "/" + target.split("/", 3)[3])
            return
        host = target.split(":", maxsplit=1)[0]
        speech = CASES[host.removesuffix(".test")].https
        with self.server.lock:
            self.server.tunnels[host] += 1
            if speech == "modern for two":
                speech = "modern" if self.server.tunnels[host] <= 2 else "plain"
        if speech == "nothing":
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.speak(speech, host)

    def speak(self, speech: Speech, host: str) -> None:
        if speech == "plain":
            if self.server.direct:
                _, path = self.read_head()
                self.answer("http", host, path)
            else:
                self.connection.recv(2**16)
                self.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            return
        try:
            connection = self.server.contexts[speech].wrap_socket(self.connection, server_side=True)
        except (ssl.SSLError, ConnectionError):  # which is what some of the cases are about
            return
        with connection, connection.makefile("rb") as self.rfile, connection.makefile("wb") as self.wfile:
            _, path = self.read_head()
            self.answer("https", host, path)

    def read_head(self) -> tuple[str, str]:
        method, target, _ = self.rfile.readline().decode("ascii").split(" ")
        while self.rfile.readline().strip():
            pass
        return method, target

    def answer(self, scheme: str, host: str, path: str) -> None:
        with self.server.lock:
            self.server.asked[f"{scheme}://{host}{path}"] += 1
        body = PAGES[path]
        head = f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode("ascii") + body)
        self.wfile.flush()


@contextmanager
def speaking(server: Speaker) -> Iterator[Speaker]:
    with server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def site(key: str, origin: str, tls: Literal["default", "legacy"] = "default") -> Site:
    return Site(
        key=key,
        name=key,
        level="county",
        adcode="320311",
        base_url=f"{origin}/",
        dialect="trs",
        article_url=rf"{origin}/202401/t20240101_\d+\.html",
        delay=0,
        tls=tls,
        channels=(Channel(name="要闻", url=f"{origin}/index.html"),),
    )


def crawl(folder: Path, *sites: Site, proxy: str | None = None, allow_private: bool = False) -> Receipt:
    folder.mkdir()
    (folder / "known.txt").touch()
    job = Job(
        sites=sites,
        known=folder / "known.txt",
        landing=folder / "crawl.warc.gz",
        receipt=folder / "receipt.jsonl",
        user_agent="cppcc-news-crawler",
        proxy=proxy,
        allow_private=allow_private,
    )
    assert Job.from_json(job.to_json()) == job
    (folder / "job.json").write_text(job.to_json(), encoding="utf-8")
    words = [sys.executable, "-W", "error", "-m", "crawler.spiders", str(folder / "job.json")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    return read_receipt(job.receipt)


class Crawled(NamedTuple):
    folder: Path
    receipt: Receipt
    asked: Counter[str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, contexts: dict[str, ssl.SSLContext]) -> Crawled:
    folder = tmp_path_factory.mktemp("schemes") / "crawl"
    sites = [site(key, f"{case.scheme}://{key}.test", case.tls) for key, case in CASES.items()]
    with speaking(Speaker(contexts)) as server:
        receipt = crawl(folder, *sites, proxy=f"http://127.0.0.1:{server.port}")
    return Crawled(folder, receipt, server.asked)


@pytest.mark.parametrize("key", CASES)
def test_a_site_is_asked_as_it_answers(crawled: Crawled, key: str) -> None:
    case = CASES[key]
    landed = [each for each in crawled.receipt.landed if (each.site, each.kind) == (key, "article")]
    assert [each.reason for each in crawled.receipt.failed if each.site == key] == [case.failed] * bool(case.failed)
    assert [each.words for each in crawled.receipt.warned if each.site == key] == [case.warned] * bool(case.warned)
    assert [each.url for each in landed] == [f"{case.landed}://{key}.test{ARTICLE}"] * bool(case.landed)
    for each in landed:
        asked = f"{case.scheme}://{key}.test{ARTICLE}"
        assert each.asked == (asked if case.landed != case.scheme else None)
        assert read_response(crawled.folder / each.file, each.offset).body == PAGES[ARTICLE]


def test_who_has_answered_by_https_is_not_asked_by_http(crawled: Crawled) -> None:
    assert {url: count for url, count in crawled.asked.items() if "failing" in url} == {
        "https://failing.test/robots.txt": 1,
        "https://failing.test/index.html": 1,
    }


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_private_addresses_are_not_asked_unless_they_may(
    tmp_path: Path, contexts: dict[str, ssl.SSLContext], host: str
) -> None:
    with speaking(Speaker(contexts, direct="plain")) as server:
        mine = site("mine", f"http://{host}:{server.port}")
        refused = crawl(tmp_path / "refused", mine)
        assert [each.reason for each in refused.failed] == ["private address 127.0.0.1"]
        assert server.asked == Counter()
        allowed = crawl(tmp_path / "allowed", mine, allow_private=True)
    assert allowed.failed == ()
    assert server.asked == Counter(f"http://{path}" for path in PAGES)


def test_old_tls_without_a_proxy(tmp_path: Path, contexts: dict[str, ssl.SSLContext]) -> None:
    with speaking(Speaker(contexts, direct="old")) as server:
        origin = f"https://localhost:{server.port}"
        unsaid = crawl(tmp_path / "unsaid", site("unsaid", origin), allow_private=True)
        said = crawl(tmp_path / "said", site("said", origin, "legacy"), allow_private=True)
    assert [each.reason for each in unsaid.failed] == ["robots.txt: TLS handshake failed"]
    assert unsaid.warned == ()  # the port is https's own
    assert [each.url for each in said.landed if each.kind == "article"] == [f"{origin}{ARTICLE}"]
    assert [each.words for each in said.warned] == ["asked with legacy TLS"]
