"""What a crawl lands, written down by a thread of its own: compressing a response takes as long as fetching it."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from datetime import datetime

    from crawler.landing.receipt import Event, Landed, ReceiptWriter
    from crawler.landing.warc_store import Position, WarcWriter

ROOM = 32 * 2**20
"""Bytes of responses that may wait to be written. One that is larger waits alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A response as it came over the wire."""

    url: str
    head: bytes
    """Status line and headers with the empty line that ends them."""
    body: bytes
    fetched_at: datetime

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.head) + len(self.body)


class LandingWriter:
    """Writes responses to a WARC file and events to a receipt, in the order in which they are handed in.

    Its thread runs while the context is entered; leaving it waits until everything is written. The two files stay open,
    and only this writes to them. What goes wrong while writing is raised by the next call and on leaving.
    """

    def __init__(self, warc: WarcWriter, receipt: ReceiptWriter, *, room: int = ROOM) -> None:
        self._warc = warc
        self._receipt = receipt
        self._room = room
        self._size = 0
        self._waiting: deque[tuple[Arrived, Callable[[Position], Landed]] | Event | None] = deque()
        self._changed = Condition()
        self._over = False
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="landing")

    def __enter__(self) -> Self:
        self._work: Future[None] = self._executor.submit(self._write_all)
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._waiting.append(None)
            self._changed.notify_all()
        self._executor.shutdown()
        self._work.result()

    def land(self, arrived: Arrived, event: Callable[[Position], Landed]) -> None:
        """Write a response, and then the event that says where it lies.

        While there is no room for it this waits, and with it the crawl. Raises LandingError if something before it
        could not be written.
        """
        with self._changed:
            while self._size and self._size + arrived.size > self._room and not self._over:
                self._changed.wait()
            self._size += arrived.size
            self._hand_in((arrived, event))

    def write(self, event: Event) -> None:
        """Write an event. Raises LandingError if something before it could not be written."""
        with self._changed:
            self._hand_in(event)

    def _hand_in(self, each: tuple[Arrived, Callable[[Position], Landed]] | Event) -> None:
        if self._over:
            self._work.result()
        self._waiting.append(each)
        self._changed.notify_all()

    def _write_all(self) -> None:
        try:
            while (each := self._next()) is not None:
                if not isinstance(each, tuple):
                    self._receipt.write(each)
                    continue
                arrived, event = each
                position = self._warc.write_response(
                    url=arrived.url, head=arrived.head, body=arrived.body, fetched_at=arrived.fetched_at
                )
                self._receipt.write(event(position))
                with self._changed:
                    self._size -= arrived.size
                    self._changed.notify_all()
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()

    def _next(self) -> tuple[Arrived, Callable[[Position], Landed]] | Event | None:
        with self._changed:
            while not self._waiting:
                self._changed.wait()
            return self._waiting.popleft()
