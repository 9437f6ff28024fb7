"""WARC files of others on the road into the store: what a crawl gave, their pages give, too."""

from __future__ import annotations

import gzip
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from waiting import PATIENCE

from crawler.landing.archive import Record, records
from flows.settings import Settings
from flows.steps.fetch import landing_folder
from flows.why import story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Runs

    from flows.postgres import Connection

TAKE_IN = """
import sys
from flows.archives import run_archives
from flows.report import archives_summary
from rich.console import Console
run_id, tally = run_archives({warc!r}, None, dask={dask!r})
Console(width=200).print(archives_summary(tally))
print(run_id)
"""


SPLIT = """
    select articles.url, count(*)
    from articles
    join fetches as part on part.kind = 'part' and part.url like replace(articles.url, '.html', '\\_%')
    group by articles.url
    order by count(*) desc
    limit 1
"""


def take_in(*warc: Path | str, dask: str | None = "none") -> str:
    return TAKE_IN.format(warc=[str(each) for each in warc], dask=dask)


class Crawled:
    """One crawl of a replica that splits essays, as an archive and as what a daily run made of it."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        [self.file] = landing_folder(Settings(home=runs.home)).iterdir()
        with self.file.open("rb") as file:
            self.records = [each for each in records(file) if isinstance(each, Record)]
        self.unpacked = [each.head + each.block + b"\r\n\r\n" for each in self.records]


@pytest.fixture(scope="module")
def archived(crawled_parts: Runs) -> Crawled:
    return Crawled(crawled_parts)


def content(runs: Runs) -> list[tuple[Any, ...]]:
    """What is stored, but for days that only lists knew."""
    return [row[:5] + row[8:] for row in runs.content()]


def taken(runs: Runs, code: str) -> str:
    """What the command would print."""
    process = subprocess.run(
        [sys.executable, "-c", code],
        env=runs.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (process.returncode, process.stderr) == (0, "")
    return " ".join(process.stdout.split())


def test_a_crawl_s_file_gives_what_the_crawl_gave(archived: Crawled, runs: Runs, connection: Connection) -> None:
    said = taken(runs, take_in(archived.file))
    assert content(runs) == content(archived.runs)
    assert f"1 files, {len(archived.records)} records" in said
    assert "articles that go on on further pages" in said
    parts = connection.execute("select count(*) from fetches where kind = 'part'").fetchone()
    assert parts is not None
    assert parts[0] > 2
    places = connection.execute("select distinct warc_file from fetches").fetchall()
    assert places == [(str(archived.file),)]
    kept = connection.execute("select * from articles order by id").fetchall()
    fetches = connection.execute("select * from fetches order by id").fetchall()

    said = taken(runs, take_in(archived.file))
    assert " 0 new, 0 changed, 0 unchanged, 0 rejected, " in said
    assert connection.execute("select * from articles order by id").fetchall() == kept
    assert connection.execute("select * from fetches order by id").fetchall() == fetches
    kinds = connection.execute("select kind, status, asked from runs order by id").fetchall()
    assert kinds == [("warc", "done", [str(archived.file)])] * 2

    [(first, split)] = connection.execute(SPLIT).fetchall()
    told = story(connection, first, landing_folder(Settings(home=runs.home)))
    assert [page.kind for page in told.pages] == ["article", *["part"] * split]


def plain(folder: Path, archived: Crawled) -> list[Path]:
    """In two files, articles in one and the rest of them in the other, in the order in which they were not written."""
    halves = [folder / "b.warc", folder / "a.warc"]
    for number, half in enumerate(halves):
        half.write_bytes(b"".join(archived.unpacked[number::2]))
    return halves


def whole(folder: Path, archived: Crawled) -> list[Path]:
    path = folder / "whole.warc.gz"
    path.write_bytes(gzip.compress(b"".join(archived.unpacked)))
    return [path]


def broken(folder: Path, archived: Crawled) -> list[Path]:
    """With a copy of every page that cannot be read, and much of other hosts and kinds."""
    path = folder / "broken.warc.gz"
    others = [each.replace(b".replica.test", b".example.test") for each in archived.unpacked]
    pages = [gzip.compress(each, 1) for each in archived.unpacked]
    path.write_bytes(
        b"".join(
            page + page[:-20] + gzip.compress(other, 1) + b"\0\0" for page, other in zip(pages, others, strict=True)
        )
    )
    return [path]


@pytest.mark.parametrize("written", [plain, whole, broken], ids=lambda each: each.__name__)
def test_however_it_is_written(
    written: Callable[[Path, Crawled], list[Path]], archived: Crawled, runs: Runs, tmp_path: Path
) -> None:
    files = written(tmp_path, archived)
    said = taken(runs, take_in(*files))
    assert content(runs) == content(archived.runs)
    with runs.database.connect() as connection:
        [(bad,)] = connection.execute("select count(*) from bad_records").fetchall()
        assert bad == (len(archived.records) * 2 if written is broken else 0)
        before = connection.execute("select * from fetches order by id").fetchall()
        files[0].touch()
        taken(runs, take_in(str(tmp_path / "*.warc*")))
        assert connection.execute("select * from fetches order by id").fetchall() == before
        assert f"{bad} bad records" in said


def test_killed_midway_it_goes_on(archived: Crawled, runs: Runs) -> None:
    runs.kill_at(
        runs.articles,
        1,
        take_in(archived.file).replace(
            "run_id, tally =", "import flows.steps.captures as c; c.PAGES = 5; run_id, tally ="
        ),
    )
    assert 0 < runs.articles() < archived.runs.articles()
    taken(runs, take_in(archived.file))
    assert content(runs) == content(archived.runs)
    with runs.database.connect() as connection:
        assert connection.execute("select status from runs order by id").fetchall() == [("interrupted",), ("done",)]


def test_standard_input_is_landed(archived: Crawled, runs: Runs) -> None:
    for _ in range(2):
        process = subprocess.run(
            [sys.executable, "-c", take_in("-")],
            env=runs.environment, input=archived.file.read_bytes(), capture_output=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        assert (process.returncode, process.stderr) == (0, b"")
        assert content(runs) == content(archived.runs)
        [landed] = landing_folder(Settings(home=runs.home)).iterdir()
        with runs.database.connect() as connection:
            assert connection.execute("select distinct warc_file from fetches").fetchall() == [(landed.name,)]


def test_an_older_capture_is_an_earlier_version(archived: Crawled, runs: Runs, tmp_path: Path) -> None:
    old, new = tmp_path / "2031.warc.gz", tmp_path / "2032.warc.gz"
    article = next(at for at, each in enumerate(archived.records) if b"\xa1\xa3" in each.block and "/t20" in each.url)
    now = archived.unpacked[article]
    [date] = [line for line in now.split(b"\r\n") if line.startswith(b"WARC-Date")]
    sentence = "。".encode("gb18030")
    earlier = now.replace(date, b"WARC-Date: 2031-01-01T00:00:00Z").replace(sentence, "！".encode("gb18030"))
    new.write_bytes(gzip.compress(now.replace(date, b"WARC-Date: 2032-01-01T00:00:00Z")))
    old.write_bytes(gzip.compress(earlier))
    taken(runs, take_in(new))
    before = content(runs)
    taken(runs, take_in(old))
    assert content(runs) == before
    with runs.database.connect() as connection:
        [(version,)] = connection.execute("select body from article_versions").fetchall()
        assert "！" in version
        taken(runs, take_in(old, new))
        assert connection.execute("select count(*) from article_versions").fetchone() == (1,)
    assert content(runs) == before


def test_records_are_as_they_lie(archived: Crawled) -> None:
    again = [each for each in records(BytesIO(b"".join(archived.unpacked))) if isinstance(each, Record)]
    assert [(each.url, each.block) for each in again] == [(each.url, each.block) for each in archived.records]
