"""A made-up country: thousands of committees, each with a list of new articles, behind one HTTP proxy that is fast.

Nothing is stored; a page is put together, always the same, when it is asked for.
"""

# ruff: noqa: T201 - the server says where it listens
from __future__ import annotations

import asyncio
import re
import resource
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from pathlib import Path
from random import Random
from typing import cast
from urllib.parse import urlsplit

import uvloop

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from crawler.article import Channel, Site  # noqa: E402
from crawler.replica.prose import Prose, write  # noqa: E402

LAST_DAY = date(2026, 6, 30)
TEXTS = 600
"""Written texts that the articles take their paragraphs from."""
FRAMES = 16
"""Different surroundings of an article: menus, styles, scripts, other news."""
LIST_FRAME = 30_000
"""Bytes around the rows of a list."""


@dataclass(frozen=True, kw_only=True)
class Country:
    """What its committees publish."""

    sites: int = 3000
    items: int = 15
    """New articles of each."""
    page_size: int = 100_000
    """The mean size of an article's page in bytes; the smallest has half of it, the largest half as much again."""

    @property
    def pages(self) -> int:
        """The lists and articles there are."""
        return self.sites * (self.items + 1)

    @cached_property
    def texts(self) -> list[Prose]:
        return [write(f"country {number}", "replica_xuzhou") for number in range(TEXTS)]

    @cached_property
    def paragraphs(self) -> list[bytes]:
        return [f"<p>　　{line}</p>\n".encode() for text in self.texts for line in text.paragraphs]

    @cached_property
    def frames(self) -> list[tuple[bytes, bytes]]:
        """What stands before and after a text, the smallest first."""
        sizes = [self.page_size * (0.5 + frame / (FRAMES - 1)) for frame in range(FRAMES)]
        return [self._frame(frame, round(size) - 4000) for frame, size in enumerate(sizes)]

    @cached_property
    def list_frame(self) -> tuple[bytes, bytes]:
        return self._frame(FRAMES, LIST_FRAME)

    def _frame(self, number: int, size: int) -> tuple[bytes, bytes]:
        random = Random(number)
        before, after = [MENU], [FOOT]
        while len("".join(before + after).encode()) < size:
            side = before if random.random() < 0.4 else after
            side.append(self._block(random))
        return "".join(before).encode(), "".join(reversed(after)).encode()

    def _block(self, random: Random) -> str:
        """A list of other news, a script or some styles, as they fill the pages of such sites."""
        kind = random.randrange(4)
        names = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(14)]
        if kind == 0:
            rules = "\n".join(f".{name} li{{float:left;width:{random.randrange(900)}px}}" for name in names)
            return f"<style>\n{rules}\n</style>\n"
        if kind == 1:
            lines = "\n".join(f"  var {name} = document.getElementById('{name}');" for name in names)
            return f"<script>\n(function () {{\n{lines}\n}})();\n</script>\n"
        titles = [text.title for text in random.sample(self.texts, len(names))]
        rows = "\n".join(
            f'<li class="{name}"><a href="/{name}/" title="{title}" target="_blank">{title[:18]}</a></li>'
            for name, title in zip(names, titles, strict=True)
        )
        return f'<div class="{names[0]}"><h3>{random.choice(COLUMNS)}</h3><ul>\n{rows}\n</ul></div>\n'

    def article(self, site: int, item: int) -> bytes:
        """The page of an article."""
        random = Random(site * 1000 + item)
        text = self.texts[random.randrange(TEXTS)]
        before, after = self.frames[random.randrange(FRAMES)]
        title = f"{text.title}（{name(site)}第{item}期）"
        chosen = b"".join(random.sample(self.paragraphs, 5))
        head = HEAD.format(title=title, name=name(site)).encode()
        line = DATE_LINE.format(title=title, day=day(item), source=name(site)).encode()
        first = f"<p>　　{name(site)}第{item}期简报：{title}。</p>\n".encode()
        return b"".join((head, before, line, first, chosen, b"</div></div>\n", after))

    def listing(self, site: int) -> bytes:
        """A committee's list, the newest article first."""
        before, after = self.list_frame
        rows = "".join(
            f'<li><a href=".{path(item)}" target="_blank">{self.title(site, item)}</a><span>{day(item)}</span></li>\n'
            for item in range(self.items)
        )
        head = HEAD.format(title="政协要闻", name=name(site)).encode()
        return b"".join((head, before, f'<ul class="list">\n{rows}</ul>\n'.encode(), after))

    def title(self, site: int, item: int) -> str:
        text = self.texts[Random(site * 1000 + item).randrange(TEXTS)]
        return f"{text.title}（{name(site)}第{item}期）"

    def answer(self, site: int, wanted: str) -> bytes | None:
        """The page at a path of a committee, or None."""
        if wanted == CHANNEL:
            return self.listing(site)
        found = ARTICLE.fullmatch(wanted)
        return self.article(site, int(found[1])) if found and int(found[1]) < self.items else None

    def registry(self, *, delay: float) -> tuple[Site, ...]:
        """The committees as the crawl knows them; `delay` is the seconds between two requests to one."""
        return tuple(
            Site(
                key=f"country_{number:05d}",
                name=name(number),
                level="county",
                adcode="320311",
                base_url=f"http://{host(number)}/",
                dialect="trs",
                channels=(Channel(name="政协要闻", url=f"http://{host(number)}{CHANNEL}"),),
                article_url=re.escape(f"http://{host(number)}") + ARTICLE.pattern,
                charset="utf-8",
                confidence="replica",
                delay=delay,
            )
            for number in range(self.sites)
        )

    def article_addresses(self, site: int) -> list[str]:
        """The addresses of a committee's articles in the order of its list."""
        return [f"http://{host(site)}/zxyw{path(item)}" for item in range(self.items)]


CHANNEL = "/zxyw/index.html"
ARTICLE = re.compile(r"/zxyw/\d{6}/t\d{8}_(\d+)\.html")
COLUMNS = ("通知公告", "提案工作", "委员风采", "专委会工作", "县区政协", "理论研究", "文史资料", "社情民意")
MENU = "".join(f'<a href="/{number}/">{column}</a> | ' for number, column in enumerate(COLUMNS))
FOOT = '<div class="footer"><p>版权所有：市政协办公室　技术支持：市大数据中心</p></div>\n</body>\n</html>\n'
HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}-{name}</title></head>
<body>
"""
DATE_LINE = """<div class="xl_con"><h2 class="xl_tit">{title}</h2>
<div class="xl_tit2">{day} 09:30　来源：{source}</div>
<div class="view TRS_UEDITOR"><div class="TRS_Editor">
"""


def host(site: int) -> str:
    """The host of a committee.

    >>> host(7)
    'c7.country.test'
    """
    return f"c{site}.country.test"


def name(site: int) -> str:
    return f"第{site}区政协"


def day(item: int) -> date:
    return LAST_DAY - timedelta(days=item)


def path(item: int) -> str:
    return f"/{day(item):%Y%m}/t{day(item):%Y%m%d}_{item}.html"


class Connection(asyncio.Protocol):
    """Answers one request after another, each after `latency` seconds."""

    transport: asyncio.Transport

    def __init__(self, country: Country, latency: float) -> None:
        self.country = country
        self.latency = latency
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.received += data
        while b"\r\n\r\n" in self.received:
            head, _, self.received = self.received.partition(b"\r\n\r\n")
            answer = self.answer(head)
            if self.latency:
                asyncio.get_running_loop().call_later(self.latency, self.transport.write, answer)
            else:
                self.transport.write(answer)

    def answer(self, head: bytes) -> bytes:
        url = urlsplit(head.split(b" ", 2)[1].decode("ascii"))
        body = self.country.answer(int(url.netloc.partition(".")[0][1:]), url.path)
        status = "200 OK" if body is not None else "404 Not Found"
        body = body or b"not found\n"
        top = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        return top.encode() + body


async def serve(country: Country, latency: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(Connection, country, latency), "127.0.0.1", 0, backlog=8192)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)  # until whoever started us lets go


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sites", type=int, default=3000)
    parser.add_argument("--page-size", type=int, default=100_000)
    parser.add_argument("--latency", type=float, default=0)
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    country = Country(sites=given.sites, page_size=given.page_size)
    country.answer(0, CHANNEL)
    country.article(0, 0)
    uvloop.run(serve(country, given.latency))


if __name__ == "__main__":
    main()
