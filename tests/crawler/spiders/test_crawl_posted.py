"""Pagers that post a form: retried, redirected, landed and kept from where robots.txt says no, as any other page."""

from __future__ import annotations

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from waiting import PATIENCE

from crawler.article import Channel, Site
from crawler.landing.receipt import read_receipt
from crawler.landing.warc import read_response
from crawler.spiders.job import Job

if TYPE_CHECKING:
    from pathlib import Path


def page(number: int, action: str, *, is_last: bool = False) -> str:
    """A list page with a row; its form keeps the page's number as its state."""
    following = "" if is_last else "href=\"javascript:__doPostBack('Pager1','next')\""
    return f"""<table><tr><td><a href="/show.aspx?id={number}">第{number}次主席会议</a></td><td>2024-09-25</td></tr>
</table><form action="{action}"><input type="hidden" name="__VIEWSTATE" value="{number}+=">
<a {following}>下一页</a></form>"""


def posted(number: int) -> str:
    return f"__VIEWSTATE={number}%2B%3D&__EVENTTARGET=Pager1&__EVENTARGUMENT=next"


# What is answered to each request for a list, in turn: status, where it redirects to, and the page.
LIST = "http://posts.test/list.aspx"
MOVED = "http://posts.test/moved.aspx"
EXPECTED = (
    ("GET", LIST, "", 200, "", page(1, "list.aspx")),
    ("POST", LIST, posted(1), 503, "", ""),
    ("POST", LIST, posted(1), 307, MOVED, ""),
    ("POST", MOVED, posted(1), 200, "", page(2, "moved.aspx")),
    ("POST", MOVED, posted(2), 302, "/list.aspx?page=3", ""),
    ("GET", f"{LIST}?page=3", "", 200, "", page(3, "", is_last=True)),
)
ROBOTS = {"posts": "", "closed": "User-agent: *\nDisallow: /post/\n"}


class Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        site, _, file = self.path.removeprefix("http://").partition(".test/")
        if file == "robots.txt":
            self.answer(200, "", ROBOTS[site])
        elif file.startswith("show"):
            self.answer(200, "", "<p>政协会议</p>")
        elif site == "closed":
            self.answer(200, "", page(1, "/post/"))
        else:
            self.answer(*EXPECTED[len(self.server.asked)][3:])
            self.server.asked.append((self.command, self.path, body))

    def do_POST(self) -> None:
        self.do_GET()

    def answer(self, status: int, location: str, text: str) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


def site(key: str) -> Site:
    return Site(
        key=key,
        name=key,
        level="county",
        adcode="320311",
        base_url=f"http://{key}.test/",
        dialect="aspnet",
        article_url=rf"http://{key}\.test/show\.aspx\?id=\d+",
        delay=0,
        channels=(Channel(name="list", url=f"http://{key}.test/list.aspx"),),
    )


def test_a_form_is_posted_until_the_last_page(tmp_path: Path) -> None:
    (tmp_path / "known.txt").touch()
    with Server() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        job = Job(
            sites=(site("posts"), site("closed")),
            known=tmp_path / "known.txt",
            landing=tmp_path / "crawl.warc.gz",
            receipt=tmp_path / "receipt.jsonl",
            user_agent="cppcc-news-crawler",
            proxy=f"http://127.0.0.1:{server.server_port}",
        )
        (tmp_path / "job.json").write_text(job.to_json(), encoding="utf-8")
        words = [sys.executable, "-W", "error", "-m", "crawler.spiders", str(tmp_path / "job.json")]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
        server.shutdown()
    assert (done.returncode, done.stderr) == (0, "")
    receipt = read_receipt(tmp_path / "receipt.jsonl")

    assert server.asked == [each[:3] for each in EXPECTED]
    assert [(each.url, each.reason) for each in receipt.failed] == [
        ("http://closed.test/post/", "Forbidden by robots.txt")
    ]
    ended = {each.site: (each.pages, each.new, each.stopped_because) for each in receipt.channels}
    assert ended == {"posts": (3, 3, "last page"), "closed": (1, 1, "failed")}
    landed = [each for each in receipt.landed if (each.site, each.kind) == ("posts", "list")]
    assert [(each.url, each.status) for each in landed] == [(url, status) for _, url, _, status, _, _ in EXPECTED]
    bodies = [read_response(tmp_path / each.file, each.offset).body.decode() for each in landed]
    assert bodies == [each[5] for each in EXPECTED]
