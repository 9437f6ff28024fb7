"""Records of any kind in the middle of a WARC file: each is counted as bad or passed over, and costs no other."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from waiting import PATIENCE

from crawler.landing.warc_reader import Record, records
from flows.home import landing_folder

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runs

    from flows.store.postgres import Connection

PAGE = "<h1>市政协召开会议</h1><p>市政协召开会议，研究提案办理工作，部分委员和有关部门负责人参加。</p>".encode()
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
URL = "http://www.xuzhou.replica.test/zxyw/202403/t20240305_%d.html"
MANY = b"9" * 5000
TAKE_IN = """
import flows.steps.clean as cleaning
import crawler.landing.warc_store as warc
from crawler.text.clean import clean_pages
from crawler.landing.warc_reader import fetched
from flows.warc_import import run_archives

def odd(pages, *, site):
    if pages[0].url.endswith({pill!r}):
        raise RecursionError("maximum recursion depth exceeded")
    return clean_pages(pages, site=site)

def unpacked(record, head):
    if record.url.endswith({packed!r}):
        raise AssertionError("what nobody thought of")
    return fetched(record, head)

cleaning.clean_pages = odd
warc.fetched = unpacked
run_id, tally = run_archives([{file!r}], None, dask="none")
print(run_id)
"""


def record(number: int, block: bytes = HTTP + PAGE, **headers: bytes) -> bytes:
    """A response record of the replica's site with some of its headers changed; an empty one is left out."""
    said = {
        b"WARC-Type": b"response",
        b"WARC-Target-URI": (URL % number).encode(),
        b"WARC-Date": b"2026-03-09T01:02:03Z",
        b"Content-Type": b"application/http; msgtype=response",
        b"Content-Length": b"%d" % len(block),
    } | {name.replace("_", "-").encode(): value for name, value in headers.items()}
    lines = [b"%s: %s" % each for each in said.items() if each[1]]
    return b"\r\n".join([b"WARC/1.1", *lines, b"", block, b"", b""])


# Each with whether it is counted as bad; the others are whole, and hold no page of a site's or give a rejection.
ODD: dict[str, tuple[bytes, bool]] = {
    "a length of 5,000 digits": (record(1, Content_Length=MANY), True),
    "a length below zero": (record(2, Content_Length=b"-5"), True),
    "a length in other digits": (record(3, Content_Length="１２".encode()), True),
    "a length that is too long": (record(4, Content_Length=b"9999"), True),
    "no length": (record(5, Content_Length=b""), True),
    "a date of year 0": (record(6, WARC_Date=b"0000-00-00T00:00:00Z"), True),
    "a date with a zone that is none": (record(7, WARC_Date=b"2026-03-09T01:02:03+99:00"), True),
    "a date at the end of time": (record(8, WARC_Date=b"9999-12-31T23:59:59-12:00"), True),
    "no date": (record(9, WARC_Date=b""), True),
    "a status of 5,000 digits": (record(10, b"HTTP/1.1 " + MANY + b" OK\r\n\r\n" + PAGE), True),
    "no answer of a web server": (record(11, b"\x00\x01\x02"), True),
    "a chunk of 5,000 digits": (
        record(12, b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + MANY + b"\r\n" + PAGE),
        False,
    ),
    "packed, and damaged": (record(13, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8b\x08" + PAGE), False),
    "an address that is none": (record(14, WARC_Target_URI=b"http://[1/2"), False),
    "a port that is none": (record(15, WARC_Target_URI=b"http://www.xuzhou.replica.test:99999/zxyw/1.html"), False),
    "a revisit": (record(16, b"", WARC_Type=b"revisit"), False),
    "a kind unheard of": (record(17, WARC_Type=b"\xd5\xfe\xd0\xad"), False),
    "a header of a megabyte": (record(18, WARC_IP_Address=b"x" * (1 << 20)), True),
    "a page that our code fails at": (record(190), False),
    "what our code cannot unpack": (record(200), True),
}


def test_odd_records_cost_no_other(crawled: Runs, runs: Runs, connection: Connection, tmp_path: Path) -> None:
    [landed] = landing_folder(crawled.home).iterdir()
    with landed.open("rb") as file:
        whole = [each.head + each.block + b"\r\n\r\n" for each in records(file) if isinstance(each, Record)]
    between = [odd for odd, _ in ODD.values()]
    mixed = [part for place, each in enumerate(whole) for part in (each, *between[place : place + 1])]
    assert len(whole) > len(between)
    warc = tmp_path / "odd.warc"
    warc.write_bytes(b"".join(mixed))
    code = TAKE_IN.format(file=str(warc), pill=(URL % 190)[-20:], packed=(URL % 200)[-20:])
    process = subprocess.run(
        [sys.executable, "-c", code],
        env=runs.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (process.returncode, process.stderr) == (0, "")
    own = "select count(*) from articles where url not like '%/t20240305_%'"
    assert connection.execute(own).fetchone() == (crawled.articles(),)
    found = connection.execute("select warc_offset, reason from bad_records order by warc_offset").fetchall()
    data = warc.read_bytes()
    expected = [data.index(odd) for odd, is_bad in ODD.values() if is_bad]
    met = {max((start for start in expected if start <= offset), default=-1) for offset, _ in found}
    assert met == set(expected)
    assert [
        (reason.partition(":")[0], detail.partition(" at ")[0])
        for reason, detail in connection.execute("select reason, detail from rejected where reason = 'our fault'")
    ] == [("our fault", "RecursionError: maximum recursion depth exceeded")]
    assert any("our fault: AssertionError: what nobody thought of at " in reason for _, reason in found)
