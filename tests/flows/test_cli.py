"""`cppcc` as a person uses it: what it prints, and what it says to bad input."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from flows import cli
from flows.embedded import stop_embedded
from flows.settings import Settings

SEEDS = Path(__file__).parents[1] / "cases" / "seeds"
PAGE = "<title>市政协召开会议-某市政协</title><h1>市政协召开会议</h1><p>9月24日，市政协召开会议，研究提案办理工作。</p>"


def cppcc(*words: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the command line in this process; its exit code."""
    monkeypatch.setattr(sys, "argv", ["cppcc", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_run_and_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPPCC_HOME", str(tmp_path))

    def run() -> str:
        command = [sys.executable, "-m", "flows.cli", "run", "--sites", "replica", "--articles", "8"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    try:
        first, second = run(), run()
    finally:
        stop_embedded(Settings(home=tmp_path))
    assert "区政协召开十届十一次常委会(扩大)会议" in first
    assert "Run 1: 13 new articles." in first
    assert "Nothing new" in second
    assert "Run 2: 0 new articles." in second


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_repair(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert cppcc("repair", str(SEEDS / f"{name}.txt"), monkeypatch=monkeypatch) == 0
    restored = unicodedata.normalize("NFKC", capsys.readouterr().out)
    golden = json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8"))
    assert all(unicodedata.normalize("NFKC", paragraph) in restored for paragraph in golden["body"])


def test_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE.encode("gb18030"))
    words = [
        "clean",
        str(file),
        "--url",
        "http://www.example.gov.cn/202409/t20240925_1.html",
        "--content-type",
        "text/html",
    ]
    assert cppcc(*words, monkeypatch=monkeypatch) == 0
    article = json.loads(capsys.readouterr().out)
    assert article["title"] == "市政协召开会议"
    assert article["body"] == "9月24日，市政协召开会议，研究提案办理工作。"
    assert article["published_at"] == "2024-09-25T00:00:00+08:00"
    assert article["codec"] == "gb18030"


def test_clean_says_why_a_page_is_no_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.html"
    file.write_text("<p>404", encoding="utf-8")
    assert cppcc("clean", str(file), monkeypatch=monkeypatch) == 1
    assert json.loads(capsys.readouterr().out)["reason"] == "no body"


BAD_INPUT = {
    "unknown site": (["run", "--sites", "replika"], {}, "no site has the key 'replika'; did you mean replica"),
    "replica and real sites": (["run", "--sites", "replica,cppcc"], {}, "cannot be crawled together"),
    "no site": (["run", "--sites", ","], {}, "No site is chosen"),
    "missing file": (["repair", "nowhere.txt"], {}, "nowhere.txt cannot be read"),
    "folder for a file": (["clean", "."], {}, ". cannot be read"),
    "unknown option": (["run", "--site", "all"], {}, "No such option"),
    "unknown command": (["crawl"], {}, "No such command 'crawl'"),
    "number out of range": (["run", "--articles", "-1"], {}, "greater than or equal to 0"),
    "bad database address": (["show"], {"DATABASE_URL": "mysql://host/db"}, "DATABASE_URL must begin with"),
    "no server there": (["show"], {"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "127.0.0.1"),
}


@pytest.mark.parametrize(("words", "environment", "message"), BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_gets_one_clear_line(
    words: list[str],
    environment: dict[str, str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cppcc(*words, monkeypatch=monkeypatch) != 0
    said = capsys.readouterr()
    assert said.out == ""
    assert message in said.err
    assert said.err.startswith("cppcc: ")
    assert len(said.err.splitlines()) == 1
