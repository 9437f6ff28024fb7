"""The landing's thread: everything in order, no more waiting than there is room for, and no error lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event as Signal
from threading import Thread

import pytest
from waiting import PATIENCE

from crawler.errors import LandingError
from crawler.landing.receipt import Failed, Landed, Receipt, ReceiptWriter, read_receipt
from crawler.landing.warc import Position, WarcWriter, read_response, recover
from crawler.landing.writer import Arrived, LandingWriter

NOW = datetime(2026, 3, 9, 1, 2, 3, 456789, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def arrived(number: int) -> Arrived:
    body = f"<p>第{number}号提案</p>".encode() * 100
    return Arrived(url=f"http://zx.test/{number}.html", head=HEAD, body=body, fetched_at=NOW)


def landed(response: Arrived, position: Position) -> Landed:
    return Landed(
        site="zx",
        channel="要闻",
        kind="article",
        url=response.url,
        status=200,
        fetched_at=NOW,
        file=position.file,
        offset=position.offset,
        length=position.length,
    )


def failed(number: int) -> Failed:
    return Failed(site="zx", channel="要闻", kind="article", url=f"http://zx.test/{number}.html", reason="timeout")


@pytest.mark.parametrize("room", [1, 5000, 2**20], ids=lambda room: f"room for {room} bytes")
def test_everything_is_written_in_order(tmp_path: Path, room: int) -> None:
    with (
        ReceiptWriter(tmp_path / "receipt.jsonl") as receipt,
        WarcWriter(tmp_path / "crawl.warc.gz") as warc,
        LandingWriter(warc, receipt, room=room) as landing,
    ):
        for number in range(50):
            response = arrived(number)
            landing.land(response, partial(landed, response))
            landing.write(failed(number))
    lines = (tmp_path / "receipt.jsonl").read_text(encoding="utf-8").splitlines()
    assert [line.split('"')[3] for line in lines] == ["landed", "failed"] * 50
    read = read_receipt(tmp_path / "receipt.jsonl")
    assert [each.url for each in read.landed] == [each.url for each in read.failed]
    for number, each in enumerate(read.landed):
        assert read_response(tmp_path / each.file, each.offset).body == arrived(number).body


def test_who_hands_in_more_than_there_is_room_for_waits(tmp_path: Path) -> None:
    begun, go_on, handed_in = Signal(), Signal(), Signal()

    def hold(position: Position) -> Landed:
        begun.set()
        assert go_on.wait(PATIENCE)
        return landed(arrived(0), position)

    with (
        ReceiptWriter(tmp_path / "receipt.jsonl") as receipt,
        WarcWriter(tmp_path / "crawl.warc.gz") as warc,
        LandingWriter(warc, receipt, room=arrived(0).size + 1) as landing,
    ):

        def hand_in() -> None:
            landing.land(arrived(1), partial(landed, arrived(1)))
            handed_in.set()

        landing.land(arrived(0), hold)
        assert begun.wait(PATIENCE)
        landing.write(failed(2))  # an event needs no room
        second = Thread(target=hand_in)
        second.start()
        assert not handed_in.wait(0.1)
        go_on.set()
        second.join()
    read = read_receipt(tmp_path / "receipt.jsonl")
    assert (len(read.landed), len(read.failed)) == (2, 1)


def land_for_ever(warc: WarcWriter, landing: LandingWriter) -> None:
    warc._file.close()
    while True:
        landing.land(arrived(0), partial(landed, arrived(0)))


def test_what_goes_wrong_reaches_whoever_hands_in_next(tmp_path: Path) -> None:
    with (
        ReceiptWriter(tmp_path / "receipt.jsonl") as receipt,
        pytest.raises(LandingError, match=r"crawl\.warc\.gz"),
        WarcWriter(tmp_path / "crawl.warc.gz") as warc,
        LandingWriter(warc, receipt, room=1) as landing,
    ):
        land_for_ever(warc, landing)
    assert read_receipt(tmp_path / "receipt.jsonl") == Receipt()


WRITER = """
import itertools, sys
from functools import partial
from pathlib import Path
from crawler.landing.receipt import ReceiptWriter
from crawler.landing.warc import WarcWriter
from crawler.landing.writer import LandingWriter
from test_writer import arrived, landed
folder = Path(sys.argv[1])
with (
    ReceiptWriter(folder / "receipt.jsonl") as receipt,
    WarcWriter(folder / "crawl.warc.gz") as warc,
    LandingWriter(warc, receipt) as landing,
):
    for number in itertools.count():
        landing.land(arrived(number), partial(landed, arrived(number)))
        if number == 200:
            print("begun", flush=True)
"""


def test_a_killed_crawl_s_receipt_names_only_what_is_there(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    words = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        while not (tmp_path / "receipt.jsonl").read_bytes().count(b"\n") > 20:
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    recover(tmp_path / "crawl.warc.gz")
    read = read_receipt(tmp_path / "receipt.jsonl")
    assert len(read.landed) > 20
    for number, each in enumerate(read.landed):
        assert read_response(tmp_path / each.file, each.offset).body == arrived(number).body
