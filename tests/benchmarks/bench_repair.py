"""Repair of clean and of damaged text beside ftfy, the library most people would try."""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from rounds import compare, table  # noqa: E402

from crawler.replica.damage import choose_mirror, damage  # noqa: E402
from crawler.replica.prose import write  # noqa: E402
from crawler.text.repairs.repair import repair  # noqa: E402

ROUNDS = 9


def contenders() -> dict[str, Callable[[str], object]]:
    """Ours, and ftfy if it is installed."""
    found: dict[str, Callable[[str], object]] = {"crawler.text.repairs.repair": repair}
    try:
        found["ftfy"] = import_module("ftfy").fix_text
    except ImportError:
        print("ftfy is not installed: left out")
    return found


def prose_of(size: int) -> list[str]:
    """Paragraphs of clean news, together as many bytes of UTF-8 as asked or a little more."""
    paragraphs: list[str] = []
    written = seed = 0
    while written < size:
        for line in write(f"benchmark {seed}", "replica_xuzhou").paragraphs:
            if written < size:
                paragraphs.append(line)
                written += len(line.encode()) + 1
        seed += 1
    return paragraphs


def main() -> None:
    mirror = choose_mirror(Random(4))
    texts = {
        "clean, 3 KB": "\n".join(prose_of(3_000)),
        "damaged, 3 KB": "\n".join(damage(line, mirror) for line in prose_of(3_000)),
        "damaged, 1 MB": "\n".join(damage(line, mirror) for line in prose_of(1_000_000)),
    }
    found = contenders()
    tasks = {
        name: compare({who: partial(run, text) for who, run in found.items()}, 3 if len(text) > 100_000 else ROUNDS)
        for name, text in texts.items()
    }
    print(table(tasks))
    clean = "\n".join(prose_of(3_000))
    for name, run in found.items():
        mended = run(texts["damaged, 3 KB"])
        text = mended if isinstance(mended, str) else repair(texts["damaged, 3 KB"]).text
        right = sum(line == meant for line, meant in zip(text.split("\n"), clean.split("\n"), strict=True))
        print(f"{name} gives back {right} of {len(clean.split(chr(10)))} damaged lines to the letter")


if __name__ == "__main__":
    main()
