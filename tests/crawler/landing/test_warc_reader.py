"""WARC files as others write them: what is whole in them is read, what is bad is told of and loses nothing else."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from base64 import b32encode
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from backports.zstd import ZstdDict, compress, train_dict

from crawler.landing.warc_reader import Bad, Record, fetched, http_head, records, trouble
from crawler.landing.warc_store import read_response, read_responses

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.nxzx.gov.cn/zxgzdt/202409/t20240925_{}.html"
PAGE = "<p>政协委员视察提案办理</p>".encode("gb18030") * 40


def record(
    number: int = 0,
    *,
    kind: str = "response",
    body: bytes = PAGE,
    http: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
    more: str = "",
    version: str = "1.0",
    date: str = "2024-09-26T01:02:03Z",
    length: int | None = None,
    line_end: str = "\r\n",
    uri: str = URL,
) -> bytes:
    """One record, unpacked."""
    block = f"{http}\r\n".encode() + body if http else body
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri.format(number)}\r\nWARC-Date: {date}\r\n"
        f"{more}Content-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.replace("\r\n", line_end).encode() + block + b"\r\n\r\n"


def digest(block: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()


THREE = [record(number) for number in range(3)]


def read(content: bytes) -> tuple[list[str], list[Bad]]:
    """The last number in the addresses of the responses whose bodies are whole, and what is bad."""
    found, bad = [], []
    for each in records(BytesIO(content)):
        if isinstance(each, Bad):
            bad.append(each)
        elif each.kind == "response":
            head = http_head(each)
            if reason := trouble(each, head):
                bad.append(Bad(offset=each.offset, reason=reason))
            else:
                assert head is not None
                assert fetched(each, head).body == PAGE
                found.append(each.url.rpartition("_")[2].removesuffix(".html"))
    return found, bad


def members(each: list[bytes]) -> bytes:
    return b"".join(gzip.compress(one, mtime=0) for one in each)


def frames(each: list[bytes]) -> bytes:
    return b"".join(compress(one) for one in each)


def with_dictionary(each: list[bytes], *, packed: bool) -> bytes:
    trained = train_dict([f"{number} {record(number)!r}".encode() for number in range(300)], 4096)
    dictionary = compress(trained.dict_content) if packed else trained.dict_content
    first = b"\x5d\x2a\x4d\x18" + len(dictionary).to_bytes(4, "little") + dictionary
    return first + b"".join(compress(one, zstd_dict=ZstdDict(trained.dict_content)) for one in each)


PACKINGS = {
    "plain": b"".join(THREE),
    "gzip, record by record": members(THREE),
    "gzip, as a whole": gzip.compress(b"".join(THREE), mtime=0),
    "Zstandard, record by record": frames(THREE),
    "Zstandard, as a whole": compress(b"".join(THREE)),
    "Zstandard with a dictionary": with_dictionary(THREE, packed=False),
    "Zstandard with a packed dictionary": with_dictionary(THREE, packed=True),
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_however_a_file_is_packed_its_records_are_read(packing: str, tmp_path: Path) -> None:
    content = PACKINGS[packing]
    assert read(content) == (["0", "1", "2"], [])
    path = tmp_path / "archive"
    path.write_bytes(content)
    assert [each.body for each in read_responses(path)] == [PAGE] * 3
    found = [each for each in records(BytesIO(content)) if isinstance(each, Record)]
    if packing.endswith("whole"):
        assert [each.length for each in found] == [None] * 3
        return
    assert [read_response(path, each.offset).url for each in found] == [URL.format(number) for number in range(3)]
    assert found[-1].length is not None
    after = found[-1].offset + found[-1].length
    assert content[after:].strip() == b""


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%X ; a=b\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


ODD = "HTTP/1.1 200 OK\r\n"
FORMS = {
    "WARC 1.1, a date to the nanosecond": record(7, version="1.1", date="2024-09-26T01:02:03.123456789Z"),
    "a date that is a day": record(7, date="2024-09-26"),
    "an address in angle brackets (wget)": record(7, uri=f"<{URL}>"),
    "line feeds alone": record(7, line_end="\n"),
    "headers in small letters": record(7)
    .replace(b"WARC-Target-URI", b"warc-target-uri")
    .replace(b"-Length", b"-length"),
    "a header on two lines": record(7, more="WARC-Block-Digest: sha1:\r\n XYZ\r\n").replace(
        b"sha1:\r\n XYZ", b"X:\r\n YZ"
    ),
    "chunks": record(7, http=f"{ODD}Transfer-Encoding: chunked\r\n", body=chunked(PAGE)),
    "chunks that are stated, and taken out": record(7, http=f"{ODD}Transfer-Encoding: chunked\r\n"),
    "chunks of which the last is cut short": record(
        7, http=f"{ODD}Transfer-Encoding: chunked\r\n", body=b"FFFFFFFFFFFFFFF\r\n" + PAGE
    ),
    "gzip": record(7, http=f"{ODD}Content-Encoding: gzip\r\n", body=gzip.compress(PAGE)),
    "gzip that is stated, and undone": record(7, http=f"{ODD}Content-Encoding: gzip\r\n"),
    "gzip in chunks": record(
        7, http=f"{ODD}content-encoding: gzip\r\ntransfer-encoding: chunked\r\n", body=chunked(gzip.compress(PAGE))
    ),
    "brotli that is stated, and undone": record(7, http=f"{ODD}Content-Encoding: br\r\n"),
    "Common Crawl's headers": record(
        7,
        http=f"{ODD}X-Crawler-Content-Encoding: gzip\r\nX-Crawler-Transfer-Encoding: chunked\r\nContent-Length: 9\r\n",
    ),
    "HTTP/2": record(7, http="HTTP/2 200\r\n"),
    "its digest": record(
        7, more=f"WARC-Block-Digest: {digest(ODD.encode() + b'' + bytes([13, 10]) + PAGE)}\r\n", http=ODD
    ),
    "a digest of a kind nobody knows": record(7, more="WARC-Block-Digest: blake9:ABC\r\n"),
}
PASSED_OVER = ("request", "metadata", "warcinfo", "revisit", "resource", "conversion", "continuation", "x-own")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_whoever_wrote_it_a_record_is_read(form: str, packed: bool) -> None:
    among = [record(1), *(record(5, kind=kind) for kind in PASSED_OVER), FORMS[form], record(2)]
    assert read(members(among) if packed else b"".join(among)) == (["1", "7", "2"], [])


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


FIRST, SECOND = len(THREE[0]), len(THREE[0] + THREE[1])
PACKED = [gzip.compress(each, mtime=0) for each in THREE]
FRAMES = [compress(each) for each in THREE]
LARGE = record(5, kind="metadata", body=bytes(2 * 2**20))
LONG_LENGTH = record(1, length=10**9).replace(b"1000000000", b"9" * 5000)
CUT = "a record that is cut short"
WRONG = "a record that is not as long as it says"
# content, the records that are read, and the offset and reason of what is bad
BROKEN: dict[str, tuple[bytes, str, list[tuple[int, str]]]] = {
    "bytes are missing in the middle": (
        THREE[0] + THREE[1][:-200] + THREE[2], "0 2", [(FIRST, WRONG)],
    ),
    "the end is missing": (b"".join(THREE)[:-500], "0 1", [(SECOND, CUT)]),
    "no length": (
        THREE[0] + THREE[1].replace(b"Content-Length", b"Length") + THREE[2], "0 2", [(FIRST, "does not say")],
    ),
    "a length that is too small": (THREE[0] + record(1, length=99) + THREE[2], "0 2", [(FIRST, WRONG)]),
    "a length that is too large": (THREE[0] + record(1, length=10**9) + THREE[2], "0 2", [(FIRST, CUT)]),
    "a length larger than the file": (
        THREE[0] + record(1, length=10**12) + LARGE + THREE[2], "0 2", [(FIRST, CUT)],
    ),
    "such a length in a file packed as a whole": (
        gzip.compress(THREE[0] + record(1, length=10**12) + LARGE + THREE[2]), "0", [(0, CUT)],
    ),
    "a length larger than every file": (
        THREE[0] + record(1, length=10**20) + THREE[2], "0 2", [(FIRST, "does not say")],
    ),
    "a length of 5,000 digits": (THREE[0] + LONG_LENGTH + THREE[2], "0 2", [(FIRST, "does not say")]),
    "a length below nothing": (THREE[0] + record(1, length=-1) + THREE[2], "0 2", [(FIRST, "does not say")]),
    "garbage between two": (THREE[0] + b"\xff" * 9 + b"\r\n" + THREE[2], "0 2", [(FIRST, "no record begins here")]),
    "no WARC file": (b"<html>", "", [(0, "no record begins here")]),
    "a changed bit in a packed record": (
        PACKED[0] + flipped(PACKED[1], 90) + PACKED[2], "0 2", [(len(PACKED[0]), "Error -3")],
    ),
    "a changed bit in its checksum": (
        PACKED[0] + flipped(PACKED[1], -7 % len(PACKED[1])) + PACKED[2], "0 2",
        [(len(PACKED[0]), "incorrect data check")],
    ),
    "a packed record is cut short": (
        PACKED[0] + PACKED[1][:-30] + PACKED[2], "0 2", [(len(PACKED[0]), "Error -3")],
    ),
    "the end of a packed file is missing": (
        b"".join(PACKED)[:-20], "0 1", [(len(PACKED[0] + PACKED[1]), "cut short by the end of the file")],
    ),
    "garbage between two packed ones": (
        PACKED[0] + bytes(9) + PACKED[2], "0 2", [(len(PACKED[0]), "incorrect header check")],
    ),
    "a packed record holds none": (
        PACKED[0] + gzip.compress(b"<html>") + PACKED[2], "0 2", [(len(PACKED[0]), "no record begins here")],
    ),
    "a frame is damaged": (FRAMES[0] + bytes(9) + FRAMES[2], "0 2", [(len(FRAMES[0]), "")]),
    "the end of a frame is missing": (FRAMES[0] + FRAMES[1][:-9], "0", [(len(FRAMES[0]), "cut short")]),
    "a dictionary is damaged": (b"\x5d\x2a\x4d\x18\x08\0\0\0\x28\xb5\x2f\xfd\0\0\0\0", "", [(0, "dictionary")]),
    "cut short when it was archived": (
        record(1, more="WARC-Truncated: length\r\n") + THREE[2], "2", [(0, "when it was archived (length)")],
    ),
    "its digest does not fit": (
        record(1, more=f"WARC-Block-Digest: {digest(PAGE)}\r\n") + THREE[2], "2", [(0, "digest")],
    ),
    "no date": (record(1, date="yesterday") + THREE[2], "2", [(0, "without a date")]),
    "a date behind the calendar": (
        record(1, date="9999-12-31T23:59:59-12:00") + THREE[2], "2", [(0, "without a date")],
    ),
    "a date before it": (record(1, date="0001-01-01T00:00:00+23:59") + THREE[2], "2", [(0, "without a date")]),
    "a date in no zone": (record(1, date="2024-09-26T01:02:03+99:00") + THREE[2], "2", [(0, "without a date")]),
    "a date of 5,000 digits": (record(1, date="9" * 5000) + THREE[2], "2", [(0, "without a date")]),
    "no answer of a web server": (record(1, http="220 ftp\r\n") + THREE[2], "2", [(0, "no answer")]),
    "brotli that nobody undid": (
        record(1, http=f"{ODD}Content-Encoding: br\r\n", body=b"\x1b\x02" * 900) + THREE[2], "2", [(0, "packed as br")],
    ),
    "nothing": (b"", "", []),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_loses_nothing_else(case: str) -> None:
    content, whole, bad = BROKEN[case]
    found, said = read(content)
    assert found == whole.split()
    assert [each.offset for each in said] == [offset for offset, _ in bad]
    assert all(reason in each.reason for each, (_, reason) in zip(said, bad, strict=True))


def test_a_record_that_is_too_long_is_passed_over_without_being_held() -> None:
    long = record(1, body=bytes(70 * 2**20))
    for content in (THREE[0] + long + THREE[2], zlib.compress(THREE[0] + long + THREE[2], 1, 31)):
        first, second, third = [each for each in records(BytesIO(content)) if isinstance(each, Record)]
        head = http_head(second)
        assert head is not None
        assert (second.is_too_long, len(second.block), fetched(second, head).is_too_large) == (True, 1 << 20, True)
        assert (first.url, third.url) == (URL.format(0), URL.format(2))
