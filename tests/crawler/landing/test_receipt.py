"""The receipt: what was written is read, and what a kill leaves of it is read too."""

from __future__ import annotations

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


@pytest.mark.parametrize(
    "line", ['{"event": "landed"}', '{"event": "eaten"}', "[]", "", '{"event": "ended", "why": 1}']
)
def test_any_other_line_must_be_an_event(tmp_path: Path, line: str) -> None:
    path = tmp_path / "receipt.jsonl"
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(LandingError, match="line 1 is not an event"):
        read_receipt(path)
