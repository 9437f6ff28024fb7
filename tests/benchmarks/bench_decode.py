"""Decoding beside charset-normalizer, BeautifulSoup's UnicodeDammit and w3lib, which Scrapy uses."""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random

from opencc import OpenCC

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from rounds import compare, table  # noqa: E402

from crawler.replica.prose import write  # noqa: E402
from crawler.text.decoding.decode import decode  # noqa: E402

Reader = Callable[[bytes, str | None], str]

ROUNDS = 15
PAGE_BYTES = 58_000
IN_TABLE = 15  # the first cases are the table; the others show one rule each
LOST = "\N{REPLACEMENT CHARACTER}"


def charset_normalizer_reads(body: bytes, _: str | None) -> str:
    return str(import_module("charset_normalizer").from_bytes(body).best())


def bs4_reads(body: bytes, header: str | None) -> str:
    declared = header.partition("charset=")[2] if header else ""
    return import_module("bs4").UnicodeDammit(body, [declared] if declared else []).unicode_markup or ""


def w3lib_reads(body: bytes, header: str | None) -> str:
    text: str = import_module("w3lib.encoding").html_to_unicode(header, body)[1]
    return text


def readers() -> dict[str, Reader]:
    """Ours, and every peer that is installed."""
    found: dict[str, Reader] = {"ours": lambda body, header: decode(body, content_type=header).text}
    for package, reads in (
        ("charset_normalizer", charset_normalizer_reads), ("bs4", bs4_reads), ("w3lib.encoding", w3lib_reads),
    ):  # fmt: skip
        try:
            import_module(package)
        except ImportError:
            print(f"{package} is not installed: left out")
        else:
            found[package] = reads
    return found


def ordinary_page(codec: str) -> bytes:
    """A page of ordinary length: some markup, much news, no declaration."""
    paragraphs: list[str] = []
    size = seed = 0
    while size < PAGE_BYTES:
        prose = write(f"benchmark {seed}", "replica_xuzhou")
        paragraphs += [
            f'<li><a href="/zxgz/202409/t20240925_{seed}.html" title="{prose.title}">{prose.title}</a></li>',
            *(f'<p style="text-indent: 2em; font-family: SimSun">{line}</p>' for line in prose.paragraphs),
        ]
        size = sum(len(line.encode(codec, "ignore")) + 1 for line in paragraphs)
        seed += 1
    page = "<html><head><title>市政协</title></head><body>\n" + "\n".join(paragraphs) + "\n</body></html>"
    return (OpenCC("s2t").convert(page) if codec == "big5" else page).encode(codec, "ignore")


def damaged(body: bytes) -> bytes:
    """The page with twelve bytes lost, in places chosen by chance."""
    random = Random(58)
    kept = bytearray(body)
    for _ in range(12):
        at = random.choice([place for place, byte in enumerate(kept) if byte >= 0x80])
        del kept[at]
    return bytes(kept)


def reads(reader: Reader, case: dict[str, list[list[str]]], header: str | None) -> bool:
    body, text = b"", ""
    for codec, written, *meant in case["parts"]:
        is_bytes = codec in ("hex", "replace")
        body += bytes.fromhex(written) if is_bytes else written.encode(codec)
        text += (meant[0] if meant else "" if written == "fffe" else LOST) if is_bytes else written
    return reader(body, header).removeprefix("\ufeff").replace(LOST, "") == text.replace(LOST, "")


def main() -> None:
    warnings.simplefilter("ignore")
    logging.getLogger("bs4.dammit").setLevel(logging.ERROR)  # it says of each page that it could not read it
    found = readers()
    pages = {
        "58 KB utf-8": ordinary_page("utf-8"),
        "58 KB gbk, undeclared": ordinary_page("gb18030"),
        "58 KB big5, undeclared": ordinary_page("big5"),
        "58 KB gbk, 12 bytes lost": damaged(ordinary_page("gb18030")),
    }
    print(table({
        name: compare({reader: partial(read, body, "text/html") for reader, read in found.items()}, ROUNDS)
        for name, body in pages.items()
    }))  # fmt: skip
    cases = json.loads((ROOT / "tests" / "cases" / "text" / "decode.json").read_text(encoding="utf-8"))
    print("\n" + f"{'who reads what':40}" + "".join(f"{name:>22}" for name in found))
    scores = dict.fromkeys(found, 0)
    for number, case in enumerate(cases):
        if number == IN_TABLE:
            print(f"{f'of these {IN_TABLE}':40}" + "".join(f"{score:>22}" for score in scores.values()) + "\n")
        verdicts = {name: reads(reader, case, case["header"]) for name, reader in found.items()}
        scores = {name: scores[name] + verdict for name, verdict in verdicts.items()}
        print(f"{case['label']:40}" + "".join(f"{'reads' if verdict else '-':>22}" for verdict in verdicts.values()))
    print(f"{f'of all {len(cases)}':40}" + "".join(f"{score:>22}" for score in scores.values()))


if __name__ == "__main__":
    main()
