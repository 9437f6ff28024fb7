"""What sites do wrong, and what the crawl says of it: a server that sends the bytes it is told, in one crawl."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from waiting import PATIENCE

from crawler.article import Channel, Site, Twin
from crawler.errors import SettingsError
from crawler.landing.receipt import read_receipt
from crawler.landing.warc import read_response
from crawler.spiders.job import Job, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LiteralServer(ThreadingTCPServer):
    """An HTTP proxy that answers each address with literal bytes."""

    daemon_threads = True

    def __init__(self, answers: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), LiteralHandler)
        self.answers = answers
        self.asked: Counter[str] = Counter()
        self.at_once: Counter[str] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self.lock = Lock()


class LiteralHandler(StreamRequestHandler):
    server: LiteralServer

    def handle(self) -> None:
        while line := self.rfile.readline():
            url = line.split()[1].decode("ascii")
            while self.rfile.readline().strip():
                pass
            host = urlsplit(url).netloc
            with self.server.lock:
                self.server.asked[url] += 1
                self.server.at_once[host] += 1
                self.server.most_at_once[host] = max(self.server.most_at_once[host], self.server.at_once[host])
            time.sleep(0.01)  # long enough for a second request to come in, if one was sent
            with self.server.lock:
                self.server.at_once[host] -= 1
            self.wfile.write(self.server.answers[url])


@contextmanager
def serving(answers: dict[str, bytes]) -> Iterator[LiteralServer]:
    with LiteralServer(answers) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def answer(body: str, status: str = "200 OK", header: str = "X: y") -> bytes:
    content = body.encode()
    return f"HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content


def rows(*numbers: int, script: str = "") -> bytes:
    links = "".join(f'<li><a href="./202401/t20240101_{number}.html">第{number}号</a></li>' for number in numbers)
    return answer(f"<ul>{links}</ul><script>{script}</script>")


def site(key: str, *channels: Channel) -> Site:
    return Site(
        key=key,
        name=key,
        level="county",
        adcode="320311",
        base_url=f"http://{key}.test/",
        dialect="trs",
        article_url=r"http://\w+\.test/\w+/202401/t20240101_\d+\.html",
        delay=0,
        channels=channels,
    )


def channel(site_key: str, name: str, pages: int = 50) -> Channel:
    return Channel(name=name, url=f"http://{site_key}.test/{name}/index.html", pages=pages)


def article(site_key: str, name: str, number: int) -> str:
    return f"http://{site_key}.test/{name}/202401/t20240101_{number}.html"


ODD = (
    b"HTTP/1.1 200 Fine By Us\r\nset-cookie: a=1\r\nTransfer-Encoding: chunked\r\nSet-Cookie: b=2\r\n"
    b"x-odd: \xd5\xfe\xd0\xad\r\nno colon here\r\nConnection: keep-alive\r\n\r\n"
    b"4\r\n<p>\xd5\r\n5;x=y\r\n\xfe</p>\r\n0\r\n\r\n"
)
THREE_PAGES = "var countPage = 3"
ANSWERS = {
    # A page of HTML is no robots.txt, whatever stands in it.
    "http://odd.test/robots.txt": answer("<html>\nUser-agent: *\nDisallow: /\n</html>"),
    "http://odd.test/news/index.html": rows(1, 2, 3, 4, 5, 1),
    article("odd", "news", 1): b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ODD,
    article("odd", "news", 2): answer("", "404 Not Found"),
    article("odd", "news", 3): answer("", "302 Found", "Location: http://elsewhere.test/"),
    article("odd", "news", 4): answer("", "500 Internal Server Error"),
    article("odd", "news", 5): answer("", "301 Moved Permanently", "Location: /news/moved.html"),
    "http://odd.test/news/moved.html": answer("<p>搬家</p>"),
    "http://odd.test/empty/index.html": answer("<p>本栏目暂无内容</p>"),
    "http://odd.test/gone/index.html": answer("", "404 Not Found"),
    # A column that comes empty, as some fetch their first rows by script: once is no failure, twice is.
    "http://odd.test/late/index.html": answer("<script>createPageHTML(3, 0, 'index', 'html')</script>"),
    "http://odd.test/late/index_1.html": rows(11, script="createPageHTML(2, 1, 'index', 'html')"),
    article("odd", "late", 11): answer("<p>十一</p>"),
    "http://odd.test/hollow/index.html": answer("<script>createPageHTML(3, 0, 'index', 'html')</script>"),
    "http://odd.test/hollow/index_1.html": answer("<script>createPageHTML(3, 1, 'index', 'html')</script>"),
    "http://odd.test/again/index.html": rows(6, script=THREE_PAGES),
    "http://odd.test/again/index_1.html": rows(6, script=THREE_PAGES),
    article("odd", "again", 6): answer("<p>六</p>"),
    "http://odd.test/capped/index.html": rows(7, 8, script=THREE_PAGES),
    article("odd", "capped", 7): answer("<p>七</p>"),
    "http://odd.test/old/index.html": rows(9, script="var countPage = 2"),
    "http://odd.test/old/index_1.html": rows(10, script="var countPage = 2"),
    article("odd", "old", 10): answer("<p>十</p>"),
    # Rules that are meant: no private pages, and one request at a time.
    "http://strict.test/robots.txt": answer("User-agent: *\nDisallow: /private/\nCrawl-delay: 0.001\n"),
    "http://strict.test/private/index.html": rows(1),
    "http://strict.test/news/index.html": rows(1, 2, 3, 4),
    # Sites that turn a crawl away: by status, by a page in the list's place, by one in an article's.
    "http://shut.test/robots.txt": answer("", "404 Not Found"),
    "http://shut.test/news/index.html": answer("<script>document.cookie='__jsl_clearance=x'</script>", "521 Down"),
    "http://walled.test/robots.txt": answer("User-agent: *\nCrawl-delay: 0.001\n"),
    "http://walled.test/news/index.html": answer("<title>网站防火墙</title><p>您的访问请求已被管理员设置拦截。</p>"),
    "http://tiring.test/robots.txt": answer("User-agent: *\nCrawl-delay: 0.001\n"),
    "http://tiring.test/news/index.html": rows(1, 2, 3),
    article("tiring", "news", 1): answer("<p>政协会议</p>"),
    article("tiring", "news", 2): answer("", "429 Too Many Requests"),
} | {article("strict", "news", number): answer("<p>x</p>") for number in (1, 2, 3, 4)}

SITES = (
    site(
        "odd",
        channel("odd", "news"),
        channel("odd", "empty"),
        channel("odd", "gone"),
        channel("odd", "late"),
        channel("odd", "hollow"),
        channel("odd", "again"),
        channel("odd", "capped", pages=1),
        channel("odd", "old"),
    ),
    site("strict", channel("strict", "private"), channel("strict", "news")),
    site("shut", channel("shut", "news")),
    site("walled", channel("walled", "news")),
    site("tiring", channel("tiring", "news")),
)


def job(folder: Path, proxy: str) -> Path:
    known = f"{article('odd', 'capped', 8)}\n{article('odd', 'old', 9)}\n"
    (folder / "known.txt").write_text(known, encoding="utf-8")
    file = folder / "job.json"
    described = Job(
        sites=SITES,
        known=folder / "known.txt",
        landing=folder / "crawl.warc.gz",
        receipt=folder / "receipt.jsonl",
        user_agent="cppcc-news-crawler",
        proxy=proxy,
        visits=tuple(
            Visit(site=site.key, channel=channel.name, known_ends=False) for site in SITES for channel in site.channels
        ),
    )
    file.write_text(described.to_json(), encoding="utf-8")
    return file


def test_what_sites_do_wrong_is_said(tmp_path: Path) -> None:
    with serving(ANSWERS) as server:
        words = [
            sys.executable,
            "-m",
            "crawler.spiders",
            str(job(tmp_path, f"http://127.0.0.1:{server.server_address[1]}")),
        ]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    receipt = read_receipt(tmp_path / "receipt.jsonl")

    assert {failed.url: failed.reason for failed in receipt.failed} == {
        article("odd", "news", 2): "status 404",
        article("odd", "news", 3): "foreign host elsewhere.test",
        article("odd", "news", 4): "status 500",
        "http://odd.test/empty/index.html": "no rows: not a trs list",
        "http://odd.test/gone/index.html": "status 404",
        "http://odd.test/hollow/index_1.html": "no rows",
        "http://strict.test/private/index.html": "Forbidden by robots.txt",
        "http://shut.test/news/index.html": "blocked: status 521",
        "http://walled.test/news/index.html": "blocked: 网站防火墙",
        article("tiring", "news", 2): "blocked: status 429",
        article("tiring", "news", 3): "blocked: status 429",
    }
    assert {f"{each.site} {each.channel}": each.stopped_because for each in receipt.channels} == {
        "odd news": "last page",
        "odd empty": "failed",
        "odd gone": "failed",
        "odd late": "last page",
        "odd hollow": "failed",
        "odd again": "no new rows",
        "odd capped": "page cap",
        "odd old": "last page",
        "strict private": "failed",
        "strict news": "last page",
        "shut news": "blocked",
        "walled news": "blocked",
        "tiring news": "last page",
    }
    assert len(receipt.channels) == 13
    [capped] = [each for each in receipt.channels if each.channel == "capped"]
    assert (capped.pages, capped.listed, capped.new, capped.known) == (1, 2, 1, 1)

    assert Counter(landed.url for landed in receipt.landed) == server.asked  # whatever was answered was landed
    assert server.asked[article("odd", "news", 4)] == 3  # twice again
    assert server.most_at_once["strict.test"] == 1 < server.most_at_once["odd.test"]
    [odd] = [landed for landed in receipt.landed if landed.url == article("odd", "news", 1)]
    record = (tmp_path / odd.file).read_bytes()[odd.offset : odd.offset + odd.length]
    assert gzip.decompress(record).endswith(b"\r\n\r\n" + ODD + b"\r\n\r\n")
    assert read_response(tmp_path / odd.file, odd.offset).body == "<p>政</p>".encode("gbk")


def test_a_crawl_that_cannot_be_written_down_is_a_crash(tmp_path: Path) -> None:
    with serving(ANSWERS) as server:
        file = job(tmp_path, f"http://127.0.0.1:{server.server_address[1]}")
        words = ["bash", "-c", 'ulimit -f 1; exec "$@"', "bash", sys.executable, "-m", "crawler.spiders", str(file)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(str(tmp_path))
    assert read_receipt(tmp_path / "receipt.jsonl").ended is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sites": [{}]}'])
def test_what_is_no_job_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="not a crawl's job"):
        Job.from_json(text)


def test_a_job_says_what_a_crawl_has_to_know_of_its_sites(tmp_path: Path) -> None:
    twin = Twin(pattern=r"(.+)_0\.htm", replacement=r"\1.htm")
    site = replace(SITES[0], twins=(twin,))
    told = Job(
        sites=(replace(site, furniture=frozenset({"版权所有"})),),
        known=tmp_path / "known.txt",
        landing=tmp_path / "crawl.warc.gz",
        receipt=tmp_path / "receipt.jsonl",
        user_agent="cppcc-news-crawler",
    )
    assert Job.from_json(told.to_json()) == replace(told, sites=(site,))


def test_hosts_with_a_delay_wait_beside_each_other(tmp_path: Path) -> None:
    """Each is asked for everything once, one request at a time, and for its next list before its articles."""
    hosts = [f"zx{number}" for number in range(100)]
    numbers = (1, 2, 3, 4)
    answers = {
        **{f"http://{host}.test/robots.txt": answer("", "404 Not Found") for host in hosts},
        **{f"http://{host}.test/news/index.html": rows(*numbers, script="var countPage = 2") for host in hosts},
        **{f"http://{host}.test/news/index_1.html": rows(5, script="var countPage = 2") for host in hosts},
        **{article(host, "news", number): answer("<p>政协会议</p>") for host in hosts for number in (*numbers, 5)},
    }
    sites = tuple(replace(site(host, channel(host, "news")), delay=0.1) for host in hosts)
    with serving(answers) as server:
        file = job(tmp_path, f"http://127.0.0.1:{server.server_address[1]}")
        described = replace(Job.from_json(file.read_text(encoding="utf-8")), sites=sites, visits=None)
        file.write_text(described.to_json(), encoding="utf-8")
        words = [sys.executable, "-W", "error", "-m", "crawler.spiders", str(file)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    assert server.asked == dict.fromkeys(answers, 1)
    assert set(server.most_at_once.values()) == {1}
    order = {url: place for place, url in enumerate(server.asked)}
    for host in hosts:
        assert order[f"http://{host}.test/news/index_1.html"] < order[article(host, "news", 1)]
