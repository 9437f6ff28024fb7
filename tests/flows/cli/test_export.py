"""What `cppcc export` writes, read back by the programs it is for."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

from crawler.article import SHANGHAI
from crawler.errors import SettingsError
from flows.cli.export import Chosen, export, opened

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runs

    from flows.cli.options import Format

EVERYTHING = Chosen()


def exported(runs: Runs, chosen: Chosen, form: Format) -> bytes:
    file = io.BytesIO()
    with runs.database.connect() as connection:
        count = export(connection, chosen, file, form)
        parameters = (chosen.site, chosen.site, chosen.since, chosen.since, chosen.until, chosen.until)
        [(expected,)] = connection.execute(
            """
            select count(*) from articles
            where (%s::text is null or site = %s) and (%s::date is null or published_on >= %s)
                and (%s::date is null or published_on <= %s)
            """,
            parameters,
        ).fetchall()
    assert count == expected > 0
    return file.getvalue()


CHOSEN = {
    "everything": EVERYTHING,
    "a site": Chosen(site="replica_national"),
    "from a day on": Chosen(since=date(2024, 1, 1)),
    "one day": Chosen(site="replica_xuzhou", since=date(2024, 9, 25), until=date(2024, 9, 25)),
}


@pytest.mark.parametrize("chosen", CHOSEN.values(), ids=CHOSEN)
def test_every_chosen_article_is_written_as_it_is_stored(chosen: Chosen, crawled: Runs) -> None:
    articles = [json.loads(line) for line in exported(crawled, chosen, "jsonl").decode().splitlines()]
    with crawled.database.connect() as connection:
        bodies = dict(connection.execute("select url, body from articles").fetchall())
    assert all(article["body"] == bodies[article["url"]] for article in articles)
    assert {article["site"] for article in articles} == {chosen.site} or chosen.site is None
    moments = [datetime.fromisoformat(article["published_at"]) for article in articles if article["published_at"]]
    assert moments == sorted(moments)
    assert all(moment.utcoffset() == timedelta(hours=8) for moment in moments)


def test_a_table_for_spreadsheets(crawled: Runs) -> None:
    written = exported(crawled, EVERYTHING, "csv")
    assert written.startswith("\ufeffid,site,".encode())
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    lines = exported(crawled, EVERYTHING, "jsonl").decode().splitlines()
    for row, article in zip(rows, map(json.loads, lines), strict=True):
        assert row.keys() == article.keys()
        assert (row["title"], row["published_at"]) == (article["title"], article["published_at"] or "")
        assert row["body"].removeprefix("'") == article["body"]
        assert not any(value.startswith(("=", "+", "-", "@")) for value in row.values())


def test_a_parquet_file(crawled: Runs) -> None:
    table = parquet.read_table(io.BytesIO(exported(crawled, EVERYTHING, "parquet")))
    lines = exported(crawled, EVERYTHING, "jsonl").decode().splitlines()
    for row, article in zip(table.to_pylist(), map(json.loads, lines), strict=True):
        assert row.keys() == article.keys()
        assert (row["title"], row["flags"], row["losses"]) == (article["title"], article["flags"], article["losses"])
        assert row["first_seen"].astimezone(SHANGHAI).isoformat() == article["first_seen"]


def test_parquet_says_what_it_needs(crawled: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as where it is not installed
    with pytest.raises(SettingsError, match="pip install pyarrow"):
        exported(crawled, EVERYTHING, "parquet")


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written"), opened(str(tmp_path)):
        pass
