"""The replica's web server: real HTTP/1.1, on loopback by default, as a proxy or by Host header.

Its sites have addresses without ports (`http://www.xuzhou.replica.test/zxyw/`). Use the server as the HTTP proxy of a
client, or ask it directly with the site's name in the Host header.
"""

from __future__ import annotations

import gzip
import hashlib
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from crawler.errors import ServerError
from crawler.replica.families.page import home_page
from crawler.replica.misbehaviour import wire
from crawler.replica.traditional import to_traditional

if TYPE_CHECKING:
    from crawler.replica.misbehaviour import Misbehaviour
    from crawler.replica.site_table import ReplicaSite
    from crawler.replica.world import World

_RULES = "User-agent: *\nDisallow: /admin/\n"
_PAGE_FOR_ROBOTS = "<html><head><title>政协网</title></head><body><p>您访问的页面不存在，请返回首页。</p></body></html>"
_LOOPBACK = frozenset({"", "127.0.0.1", "localhost"})


class Request(NamedTuple):
    """One request that was answered."""

    method: str
    url: str
    status: int
    """0 where what was sent instead is no page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    body: bytes
    content_type: str
    status: int = 200
    changed_at: datetime | None = None
    compresses: bool = False


class Replica:
    """A running replica of some CPPCC sites; a context manager.

    >>> from crawler.replica.world import build_world
    >>> with Replica(build_world(articles=4)) as replica:
    ...     replica.address.startswith("http://127.0.0.1:")
    True

    Port 0 takes a free one. Raises ServerError when the port is taken, or `host` is no address of this machine.
    """

    def __init__(
        self,
        world: World,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        misbehave: Mapping[str, Misbehaviour] = MappingProxyType({}),
    ) -> None:
        self.world = world
        """What is served; replace it to publish more."""
        self.misbehave = misbehave
        """Addresses at which the server fails, and how; may be replaced as well."""
        self._requests: list[Request] = []
        self._lock = Lock()
        self._stopping = Event()
        try:
            self._server = _Server((host, port), self)
        except OSError as error:
            where = f"port {port}" if host == "127.0.0.1" else f"{host}, port {port}"
            raise ServerError(f"The replica cannot listen on {where}: choose another. ({error})") from error
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="replica")

    @property
    def port(self) -> int:
        return self._server.server_port

    @property
    def address(self) -> str:
        """Where the server listens, as `http://127.0.0.1:PORT`; usable as the address of a proxy."""
        return f"http://{self._server.server_address[0]!s}:{self.port}"

    @property
    def requests(self) -> tuple[Request, ...]:
        """All requests so far, in the order they were answered."""
        with self._lock:
            return tuple(self._requests)

    def __enter__(self) -> Replica:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.end_connections()
        self._server.server_close()
        self._thread.join()

    def wait(self, seconds: float) -> None:
        """Wait so long, or until the server stops."""
        self._stopping.wait(seconds)

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def record(self, request: Request) -> None:
        """Note a request that is being answered."""
        with self._lock:
            self._requests.append(request)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # closing waits for the threads, so that none outlives the replica
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], replica: Replica) -> None:
        self.replica = replica
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(address, _Handler)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        connection, client = super().get_request()
        with self._lock:
            self._open.add(connection)
        return connection, client

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        with self._lock:
            self._open = {connection for connection in self._open if connection is not request}
        super().shutdown_request(request)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: tuple[str, int]
    ) -> None:
        """Say what went wrong, unless a client just left before it had its answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def end_connections(self) -> None:
        """Wake the threads that wait on a kept-alive connection."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):  # the client ended it first
                    connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body are two packets, and Nagle's algorithm would hold the second back.
    disable_nagle_algorithm = True
    server: _Server

    def version_string(self) -> str:
        return "nginx"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Stay quiet; `Replica.requests` is the log."""

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        posted = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        self._answer(dict(parse_qsl(posted, keep_blank_values=True)))

    def do_HEAD(self) -> None:
        self._answer({})

    def _answer(self, form: Mapping[str, str]) -> None:
        replica = self.server.replica
        url = self._url()
        fault = replica.misbehave.get(url)
        if fault is not None and fault.kind not in {"slow", "wrong_length"}:
            self._misbehave(url, fault)
            return
        if fault is not None and fault.kind == "slow":
            replica.wait(fault.value)
        answer = _answer(replica.world, url, form, is_proxied=not self.path.startswith("/"))
        self._send(url, answer, promised=int(fault.value) if fault is not None and fault.kind == "wrong_length" else 0)

    def _misbehave(self, url: str, fault: Misbehaviour) -> None:
        replica = self.server.replica
        status = int(fault.value) if fault.kind == "status" else 0
        replica.record(Request(method=self.command, url=url, status=status))
        self.close_connection = True
        for piece in wire(fault):
            if replica.is_stopping:
                break
            self.wfile.write(piece)
            if fault.kind == "drip":
                replica.wait(fault.value)

    def _url(self) -> str:
        """The whole address that is asked for, whichever way it was put."""
        if not self.path.startswith("/"):
            return self.path
        return f"http://{self.headers.get('Host', '')}{self.path}"

    def _send(self, url: str, answer: _Answer, *, promised: int) -> None:
        body, status = answer.body, answer.status
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status == HTTPStatus.OK and self._is_known(tag, answer.changed_at):
            body, status = b"", HTTPStatus.NOT_MODIFIED
        compress = answer.compresses and status == HTTPStatus.OK and "gzip" in self.headers.get("Accept-Encoding", "")
        if compress:
            body = gzip.compress(body, compresslevel=1, mtime=0)
        self.server.replica.record(Request(method=self.command, url=url, status=status))
        # A status that the standard has no words for, such as 521, still needs some.
        self.send_response(status, None if status in self.responses else "Unknown")
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body) + promised))
        if answer.changed_at is not None:
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", format_datetime(answer.changed_at.astimezone(UTC), usegmt=True))
        if compress:
            self.send_header("Content-Encoding", "gzip")
        if answer.compresses:
            self.send_header("Vary", "Accept-Encoding")
        if promised:
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _is_known(self, tag: str, changed_at: datetime | None) -> bool:
        """Whether the client has this answer already. The tag decides where the client sends one."""
        if changed_at is None:
            return False
        if known := self.headers.get("If-None-Match"):
            return tag in known
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and changed_at.replace(microsecond=0) <= parsedate_to_datetime(since)
        except ValueError:
            return False


def _encoded(site: ReplicaSite, text: str) -> bytes:
    """A site's page as it is sent, with what its encoding does not have as numbers."""
    return (to_traditional(text) if site.is_traditional else text).encode(site.codec, "xmlcharrefreplace")


def _content_type(site: ReplicaSite, text: str) -> str:
    """What the header says: a script's answer is JSON, and a feed XML, in the encoding that is said of all pages."""
    kinds = {"{": "application/json", "<?": "text/xml"}
    kind = next((kind for begins, kind in kinds.items() if text.startswith(begins)), "text/html")
    return site.content_type.replace("text/html", kind)


def _robots(site: ReplicaSite) -> _Answer:
    if site.robots == "page":
        return _Answer(body=_encoded(site, _PAGE_FOR_ROBOTS), content_type=site.content_type)
    if site.robots == "missing":
        return _missing(site)
    rules = _RULES if site.robots == "rules" else ""
    return _Answer(body=rules.encode("ascii"), content_type="text/plain")


def _missing(site: ReplicaSite) -> _Answer:
    text = "<html><head><title>404</title></head><body><h1>页面不存在</h1></body></html>"
    return _Answer(body=_encoded(site, text), content_type=site.content_type, status=404)


def _index(world: World) -> _Answer:
    rows = "".join(f'<li><a href="http://{site.host}/">{site.name}</a> {site.dialect}</li>\n' for site in world.sites)
    head = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>replica</title></head>'
    text = f"{head}<body><ul>\n{rows}</ul></body></html>\n"
    return _Answer(body=text.encode(), content_type="text/html; charset=utf-8")


def _answer(world: World, url: str, form: Mapping[str, str], *, is_proxied: bool) -> _Answer:
    """What is answered at an address, to a form if one was posted: a page of a site, its robots.txt, or that there is
    nothing.
    """
    parts = urlsplit(url)
    site = next((site for site in world.sites if parts.netloc == site.host), None)
    if site is None:
        is_own = (parts.hostname or "") in _LOOPBACK
        if is_proxied and not is_own:
            return _Answer(body=b"no such site\n", content_type="text/plain", status=502)
        if parts.path in ("", "/"):
            return _index(world)
        return _Answer(body=b"not found\n", content_type="text/plain", status=404)
    if parts.path == "/robots.txt":
        return _robots(site)
    article = world.by_url.get(url)
    if parts.path in ("", "/"):
        text = home_page(site, tuple(row for channel in site.channels for row in world.listed(channel)[:8]))
    elif (page := world.page(url, form)) is not None:
        text = page
    else:
        return _missing(site)
    return _Answer(
        body=_encoded(site, text),
        content_type=_content_type(site, text),
        changed_at=article.listed_at if article else world.newest(site),
        compresses=site.compresses,
    )
