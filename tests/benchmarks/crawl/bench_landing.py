"""The writer of a crawl beside warcio's own, and beside zlib alone, on pages of a made-up country."""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import sys
import zlib
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE)]

from country import Country  # noqa: E402

from crawler.landing.receipt import Landed, ReceiptWriter  # noqa: E402
from crawler.landing.warc_store import WarcWriter  # noqa: E402
from crawler.landing.writer import Arrived, LandingWriter  # noqa: E402

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: nginx\r\n\r\n"
NOW = datetime(2026, 6, 30, tzinfo=UTC)
URL = "http://127.1.0.1/zxyw/202606/t20260630_1.html"


def ours(pages: list[bytes], folder: Path) -> None:
    """The thread, the WARC file and the receipt, as a crawl uses them."""
    event = partial(Landed, site="x", channel="政协要闻", kind="article", url=URL, status=200, fetched_at=NOW)
    with (
        ReceiptWriter(folder / "receipt.jsonl") as receipt,
        WarcWriter(folder / "crawl.warc.gz") as warc,
        LandingWriter(warc, receipt) as landing,
    ):
        for page in pages:
            landing.land(
                Arrived(url=URL, head=HEAD, body=page, fetched_at=NOW),
                lambda position: event(file=position.file, offset=position.offset, length=position.length),
            )


def warcio_writes(pages: list[bytes], folder: Path) -> None:
    """warcio as its documentation shows it."""
    with (folder / "warcio.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for page in pages:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(URL, "response", payload=BytesIO(page), http_headers=headers))


def zlib_alone(pages: list[bytes], _: Path) -> None:
    """What no writer of such records can be faster than: the compression at level 1, written nowhere."""
    for page in pages:
        zlib.compress(page, 1)


CONTENDERS: dict[str, Callable[[list[bytes], Path], None]] = {
    "LandingWriter": ours,
    "warcio": warcio_writes,
    "zlib level 1": zlib_alone,
}


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--page-size", type=int, default=125_000, help="mean bytes of a page")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    country = Country(page_size=given.page_size)
    pages = [country.article(number // country.items, number % country.items) for number in range(given.pages)]
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in CONTENDERS}
    for _ in range(given.rounds):
        for name, write in CONTENDERS.items():
            with TemporaryDirectory() as folder:
                began, spent = perf_counter(), process_time()
                write(pages, Path(folder))
                taken[name].append((perf_counter() - began, process_time() - spent))
    print(f"{given.pages} pages, mean {sum(map(len, pages)) / len(pages):.0f} bytes, medians of {given.rounds} rounds")
    print(f"{'':16}{'records/s':>12}{'records per CPU second':>26}")
    for name, times in taken.items():
        seconds, processor = (median(each) for each in zip(*times, strict=True))
        print(f"{name:16}{given.pages / seconds:12.0f}{given.pages / processor:26.0f}")


if __name__ == "__main__":
    main()
