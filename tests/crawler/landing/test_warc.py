"""WARC files: bytes in, the same bytes out, for us and for a public reader, also after a kill."""

from __future__ import annotations

import gzip
import signal
import subprocess
import sys
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.errors import LandingError
from crawler.landing.coding import LARGEST
from crawler.landing.warc import Position, WarcWriter, read_response, read_responses, recover

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 9, 1, 2, 3, 456789, tzinfo=UTC)
URL = "http://www.nxzx.gov.cn/zxgzdt/202409/t20240925_101.html"
PAGE = "<p>政协委员</p>".encode("gbk") * 50
GZIPPED = gzip.compress(PAGE, mtime=0)

RESPONSES = {
    "plain": (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", PAGE, PAGE),
    "gzip": (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", GZIPPED, PAGE),
    "deflate": (b"HTTP/1.0 200 OK\r\nContent-Encoding: deflate\r\n\r\n", zlib.compress(PAGE), PAGE),
    "chunked gzip": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\nContent-Encoding: gzip\r\n\r\n",
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(GZIPPED), GZIPPED),
        PAGE,
    ),
    "twice the same header, odd case, bare line ends": (
        b"HTTP/1.1 200 Fine by us\nset-cookie: a=1\nSET-COOKIE: b=2\nx:  \xd5\xfe\xd0\xad\n\n",
        PAGE,
        PAGE,
    ),
    "empty body": (b"HTTP/1.1 404 Not Found\r\nServer: IIS\r\n\r\n", b"", b""),
}


def write(path: Path) -> list[Position]:
    with WarcWriter(path) as warc:
        return [
            warc.write_response(url=f"{URL}?{number}", head=head, body=body, fetched_at=NOW)
            for number, (head, body, _) in enumerate(RESPONSES.values())
        ]


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Position]]:
    path = tmp_path_factory.mktemp("landing") / "crawl.warc.gz"
    return path, write(path)


@pytest.mark.parametrize("number", range(len(RESPONSES)), ids=list(RESPONSES))
def test_a_response_is_read_from_its_offset(landed: tuple[Path, list[Position]], number: int) -> None:
    path, positions = landed
    fetched = read_response(path, positions[number].offset)
    head, _, payload = list(RESPONSES.values())[number]
    assert (fetched.url, fetched.fetched_at, fetched.body) == (f"{URL}?{number}", NOW, payload)
    assert fetched.status == int(head.split()[1])
    assert len(fetched.headers) == head.count(b":")


def test_a_public_reader_finds_every_byte(landed: tuple[Path, list[Position]]) -> None:
    path, positions = landed
    with path.open("rb") as file:
        [first, *blocks] = [record.raw_stream.read() for record in ArchiveIterator(file, no_record_parse=True)]
    assert first.startswith(b"software: cppcc-news-crawler")
    assert blocks == [head + body for head, body, _ in RESPONSES.values()]
    with path.open("rb") as file:
        payloads = [record.content_stream().read() for record in ArchiveIterator(file, check_digests="raise")]
    assert len(payloads) == 1 + len(RESPONSES)
    assert [each.url for each in read_responses(path)] == [f"{URL}?{number}" for number in range(len(RESPONSES))]
    assert positions[-1].offset + positions[-1].length == path.stat().st_size


LARGE = zlib.compress(bytes(LARGEST), 1)
TOO_LARGE = gzip.compress(bytes(LARGEST + 1), 1, mtime=0)


@pytest.mark.parametrize(
    ("coding", "body", "size"),
    [
        pytest.param("deflate", LARGE, LARGEST, id="the largest"),
        pytest.param("gzip", TOO_LARGE, None, id="a byte more"),
        pytest.param("identity", bytes(LARGEST + 1), None, id="not packed"),
        pytest.param("gzip, gzip", gzip.compress(TOO_LARGE, mtime=0), None, id="packed twice"),
        pytest.param("gzip", GZIPPED + GZIPPED, 2 * len(PAGE), id="two members"),
        pytest.param("gzip", GZIPPED[:-9], len(PAGE), id="cut short"),
        pytest.param("gzip", PAGE, len(PAGE), id="not packed at all"),
        pytest.param("deflate", zlib.compress(PAGE)[2:-4], len(PAGE), id="deflate without a head"),
        pytest.param("br", PAGE, len(PAGE), id="a coding nobody asked for"),
    ],
)
@pytest.mark.parametrize("is_chunked", [False, True])
def test_what_is_packed_is_unpacked_up_to_a_bound(
    tmp_path: Path, coding: str, body: bytes, size: int | None, is_chunked: bool
) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n"
    if is_chunked:
        head += "Transfer-Encoding: chunked\r\n"
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    with WarcWriter(tmp_path / "crawl.warc.gz") as warc:
        position = warc.write_response(url=URL, head=f"{head}\r\n".encode(), body=body, fetched_at=NOW)
    fetched = read_response(tmp_path / "crawl.warc.gz", position.offset)
    assert (len(fetched.body), fetched.is_too_large) == (size or 0, size is None)


@pytest.mark.parametrize("kept", [0, 1, 9, -20], ids=lambda kept: f"{kept} bytes of the last record")
def test_an_unfinished_last_record_is_cut_off(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "crawl.warc.gz"
    last = write(path)[-1]
    kept %= last.length
    with path.open("r+b") as file:
        file.truncate(last.offset + kept)
    if kept:
        with pytest.raises(LandingError):
            read_response(path, last.offset)
    assert recover(path) == kept
    assert recover(path) == 0
    assert len(list(read_responses(path))) == len(RESPONSES) - 1


def test_what_is_no_landing_is_refused(tmp_path: Path, landed: tuple[Path, list[Position]]) -> None:
    path, positions = landed
    with pytest.raises(LandingError, match="is written once"), WarcWriter(path):
        pass
    with pytest.raises(LandingError):
        read_response(path, positions[0].offset + 1)
    with pytest.raises(LandingError, match="no response starts at byte 0"):
        read_response(path, 0)
    damaged = tmp_path / "damaged.warc.gz"
    content = bytearray(path.read_bytes())
    content[positions[1].offset + 40] ^= 0xFF
    damaged.write_bytes(content)
    with pytest.raises(LandingError):
        recover(damaged)
    with pytest.raises(LandingError):
        list(read_responses(damaged))
    assert damaged.stat().st_size == len(content)


WRITER = """
import itertools, sys
from datetime import UTC, datetime
from pathlib import Path
from crawler.landing.warc import WarcWriter
fetched_at = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
with WarcWriter(Path(sys.argv[1])) as warc:
    for number in itertools.count():
        body = str(number).encode() * 20_000
        head = b"HTTP/1.1 200 OK\\r\\n\\r\\n"
        position = warc.write_response(url="http://zx.test/", head=head, body=body, fetched_at=fetched_at)
        print(position.offset, flush=True)
"""


def test_a_killed_writer_loses_nothing_it_has_told_of(tmp_path: Path) -> None:
    path = tmp_path / "killed.warc.gz"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(50)]
        process.send_signal(signal.SIGKILL)
        told += [int(line) for line in process.stdout if line.endswith(b"\n")]
    recover(path)
    assert [read_response(path, offset).body[:1] for offset in told[:10]] == [b"%d" % number for number in range(10)]
    assert len(list(read_responses(path))) >= len(told)
