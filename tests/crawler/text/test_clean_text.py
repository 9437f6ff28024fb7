"""Ten megabytes of text that nobody damaged: all of it comes through repair byte for byte."""

from __future__ import annotations

import json
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from crawler.replica.prose import write
from crawler.text.repairs.repair import repair

CASES = Path(__file__).parents[2] / "cases" / "text"
ENOUGH = 10_000_000

VERSE = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n"
TEXTBOOK = "一(yī)、二(èr)、三(sān)；协(xié)商：商(shāng)量(liang)办(bàn)事。你好吗？Hello? 真的吗???\n"
TABLE = "序号\t提案\t委员\n1\t关于托育服务的提案\t王小明\n2\t关于养老服务的提案\t李晓红\n"
MIXED = "详见 https://www.example.org/a,b?c=d&e=f;g，共2,000人，11:12开始，C++、Python 3.11、{x: 1}。\n"


def news() -> Iterator[str]:
    """Committee news in simplified characters."""
    number = 0
    while True:
        yield "\n".join(write(f"clean/{number}", "replica_xuzhou").paragraphs)
        number += 1


def code() -> Iterator[str]:
    """English and Python: the standard library."""
    for file in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        text = file.read_text(encoding="utf-8")
        if text.isprintable() or text.isascii():
            yield text


def test_clean_text_comes_through() -> None:
    written = 0
    for text in [VERSE * 50, TEXTBOOK * 50, TABLE * 50, MIXED * 50, *code()]:
        assert repair(text).text == text
        written += len(text.encode())
    for text in news():
        assert repair(text).text == text
        written += len(text.encode())
        if written > ENOUGH:
            return


def test_what_must_not_be_touched_is_not() -> None:
    for file in sorted(CASES.glob("*.json")):
        for case in json.loads(file.read_text(encoding="utf-8")):
            if case["kind"] == "must not touch" and "text" in case:
                assert repair(case["text"]).text == case["text"], (file.name, case["label"])
