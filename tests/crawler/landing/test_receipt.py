"""The receipt: what was written is read, and what a kill leaves of it is read too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.errors import LandingError
from crawler.landing.receipt import (
    ChannelDone,
    Ended,
    Failed,
    Landed,
    Linked,
    Receipt,
    ReceiptWriter,
    Warned,
    read_receipt,
)

if TYPE_CHECKING:
    from pathlib import Path

LANDED = Landed(
    site="nx",
    channel="政协工作动态",
    kind="article",
    url="http://www.nxzx.gov.cn/zxgzdt/202409/t20240925_101.html",
    status=200,
    fetched_at=datetime(2026, 3, 9, 1, 2, 3, 456789, tzinfo=UTC),
    file="crawl.warc.gz",
    offset=280,
    length=1200,
    listed_title="主席会议\n召开",
    listed_on=date(2024, 9, 25),
)
FAILED = Failed(site="nx", channel="要闻", kind="list", url="http://www.nxzx.gov.cn/", reason="no rows")
LINKED = Linked(site="nx", channel="要闻", url="https://mp.weixin.qq.com/s/x", title="委员说", listed_on=None)
DONE = ChannelDone(
    site="nx",
    channel="要闻",
    pages=1,
    listed=20,
    new=3,
    known=17,
    stopped_because="last page",
    newest=(date(2024, 9, 26), date(2024, 9, 25)),
    oldest_on=date(2024, 9, 1),
)
WARNED = Warned(site="nx", words="https does not answer: asked by http")
ENDED = Ended(reason="finished")


def write(path: Path) -> None:
    with ReceiptWriter(path) as receipt:
        for event in (LANDED, FAILED, LINKED, DONE, WARNED, ENDED):
            receipt.write(event)


def line_of(**changed: object) -> str:
    """A receipt's line of a landed page, with some fields changed."""
    said = {
        "site": "xuzhou",
        "channel": "要闻",
        "kind": "article",
        "url": "http://www.xzzx.gov.cn/info/1001/123.htm",
        "status": 200,
        "fetched_at": "2026-03-05T08:00:00+08:00",
        "file": "cppcc-000001.warc.gz",
        "offset": 10,
        "length": 20,
    }
    return json.dumps({"event": "landed", **said, **changed})


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "receipt.jsonl"
    write(path)
    assert read_receipt(path) == Receipt(
        landed=(LANDED,), failed=(FAILED,), linked=(LINKED,), channels=(DONE,), warned=(WARNED,), ended=ENDED
    )
    with pytest.raises(LandingError, match="cannot be begun"):
        write(path)


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "receipt.jsonl"
    write(path)
    path.write_bytes(path.read_bytes()[:-3])
    assert read_receipt(path) == Receipt(
        landed=(LANDED,), failed=(FAILED,), linked=(LINKED,), channels=(DONE,), warned=(WARNED,)
    )


NOT_EVENTS = {
    "a field is missing": '{"event": "landed"}',
    "an unknown event": '{"event": "eaten"}',
    "a list": "[]",
    "an empty line": "",
    "an unknown field": '{"event": "ended", "why": 1}',
    "a number for a word": '{"event": "warned", "site": 5, "words": "x"}',
    "an unknown kind": '{"event": "failed", "site": "a", "channel": "", "kind": "song", "url": "x", "reason": "y"}',
    "deeper than JSON is read": "[" * 100_000,
    "a moment without a zone": line_of(fetched_at="2026-03-05T08:00:00"),
    "a file outside the landing": line_of(file="../../x"),
    "a place before the file": line_of(offset=-1),
    "no file": line_of(file=""),
    "the folder above": line_of(file=".."),
    "a NUL in a file's name": line_of(file="a\0b"),
    "half a character in a file's name": line_of(file="\ud83d"),
    "half a character in a list's name": line_of(channel="\ud83d"),
    "a moment before all calendars": line_of(fetched_at="0001-01-01T00:00:00+23:59"),
    "a moment behind them": line_of(fetched_at="9999-12-31T23:59:59-23:59"),
    "more articles than a list has": json.dumps(
        {
            "event": "channel done",
            "site": "nx",
            "channel": "要闻",
            "pages": 1,
            "listed": 2147483647,
            "new": 0,
            "known": 0,
            "stopped_because": "last page",
        }
    ),
}


@pytest.mark.parametrize("line", NOT_EVENTS.values(), ids=NOT_EVENTS.keys())
def test_a_line_that_is_no_event_costs_none_of_the_others(tmp_path: Path, line: str) -> None:
    path = tmp_path / "receipt.jsonl"
    write(path)
    first, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([first, f"{line}\n", *rest]), encoding="utf-8")
    read = read_receipt(path)
    assert replace(read, damaged=()) == Receipt(
        landed=(LANDED,), failed=(FAILED,), linked=(LINKED,), channels=(DONE,), warned=(WARNED,), ended=ENDED
    )
    [damaged] = read.damaged
    assert damaged.offset == len(first.encode())
    assert damaged.reason.startswith("line 2 is no event of a receipt: ")
    assert not read.is_complete  # so that its lists are read again


def test_a_line_about_a_site_that_there_is_not_is_no_event(tmp_path: Path) -> None:
    path = tmp_path / "receipt.jsonl"
    write(path)
    assert read_receipt(path, {"nx"}).damaged == ()
    read = read_receipt(path, {"mx"})
    assert read.damaged[0].reason.endswith("no site has the key nx")
    assert (len(read.damaged), read.ended) == (5, ENDED)


def test_a_receipt_that_is_cut_anywhere_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "receipt.jsonl"
    write(path)
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        assert read_receipt(path).damaged == ()
    for start in range(
        len(whole)
    ):  # its beginning is lost: the first line is damaged, unless it is cut at a line's end
        path.write_bytes(whole[start:])
        assert len(read_receipt(path).damaged) == (start > 0 and whole[start - 1] != ord("\n"))
