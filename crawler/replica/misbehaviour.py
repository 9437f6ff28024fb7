"""What a server may do wrong at one address, as bytes on the wire: for the tests of what the crawl makes of it."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal[
    # Late, or other than promised, but the page that stands there:
    "slow",
    "wrong_length",
    # Instead of the page:
    "status",
    "page",
    "redirect",
    "bomb",
    "endless",
    "drip",
    "chunks",
    "headers",
    "long header",
    "closed",
    "garbage",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misbehaviour:
    """How the server fails at one address."""

    kind: Kind
    value: float = 0
    """The seconds to wait (slow, drip), the status, the bytes that are promised and never sent (wrong_length), or the
    bytes of what is much (bomb, headers, long header)."""
    text: str = ""
    """A header beside the status, the page, the address of a redirect, or the content codings of a bomb: gzip or
    deflate, one over the other where there are commas, in one chunk where the word `chunked` follows."""


_BLOCK = 2**24  # bytes; they pack to 16 KiB


def bomb(size: int, codings: str) -> bytes:
    """So many zeros, packed: a megabyte for each gigabyte, a few kilobytes if they are packed twice.

    Only the checksum behind them is not there: whoever reads that far has lost.

    >>> packed = bomb(2**26, "deflate")
    >>> len(packed) < 2**17, len(zlib.decompressobj().decompress(packed)) == 2**26
    (True, True)
    """
    first, *others = codings.split(",")
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + (16 if first.strip() == "gzip" else 0))
    packed = packer.compress(bytes(_BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(_BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)  # complete in itself
    packed += again * (size // _BLOCK - 1)
    for _ in others:
        packed = gzip.compress(packed, mtime=0)
    return packed


def _head(status: str, *headers: str) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", "Content-Type: text/html", *headers, "", "")).encode("latin-1")


def _whole(status: str, body: bytes, *headers: str) -> bytes:
    return _head(status, f"Content-Length: {len(body)}", "Connection: close", *headers) + body


def wire(fault: Misbehaviour) -> Iterator[bytes]:  # noqa: PLR0912
    """What is sent instead of the page; the connection is closed behind it. Without end for some kinds."""
    match fault.kind:
        case "status":
            yield _whole(f"{int(fault.value)} Unknown", b"", *filter(None, [fault.text]))
        case "page":
            yield _whole("200 OK", fault.text.encode())
        case "redirect":
            yield _whole("302 Found", b"", f"Location: {fault.text}")
        case "bomb":
            codings = fault.text.removesuffix("chunked").strip()
            packed = bomb(int(fault.value), codings)
            if codings != fault.text:
                coding = f"Content-Encoding: {codings}"
                # A client that thought it could go on would lose its next request, to any page, to a closed connection.
                yield _head("200 OK", coding, "Transfer-Encoding: chunked", "Connection: close")
                yield b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
            else:
                yield _whole("200 OK", packed, f"Content-Encoding: {codings}")
        case "endless":
            yield _head("200 OK", "Connection: close")
            yield from repeat("<p>政协</p>".encode() * 4096)
        case "drip":
            yield _head("200 OK", "Connection: close")
            yield from repeat(b"<br>")
        case "chunks":
            yield _head("200 OK", "Transfer-Encoding: chunked")
            yield from repeat((b"1;%s\r\n.\r\n" % (b"x" * 1000)) * 64)
        case "headers":
            yield b"HTTP/1.1 200 OK\r\n"
            yield from repeat(b"X-Flood: %s\r\n" % (b"x" * 1000), int(fault.value) // 1000)
        case "long header":
            yield b"HTTP/1.1 200 OK\r\nX-Flood: %s\r\n\r\n" % (b"x" * int(fault.value))
        case "garbage":
            yield b"\x16\x03\x01 \xd5\xfe\xd0\xad \x00\xff\r\n\r\n"
        case _:
            return
