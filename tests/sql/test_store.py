from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.postgres import ensure_schema
from sql import migrations, query, schema

if TYPE_CHECKING:
    from flows.postgres import Connection

ROOT = Path(__file__).parents[2]
QUERIES = sorted(file.stem for file in (ROOT / "sql" / "queries").glob("*.sql"))
STAGES = [name for name in QUERIES if name.startswith("stage_")]


def statement(name: str) -> str:
    """A query's text without its comments."""
    return "\n".join(line for line in query(name).splitlines() if not line.strip().startswith("--"))


def test_every_query_is_used_and_every_used_one_exists() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "flows").rglob("*.py")))
    used = set(re.findall(r'query\("(\w+)"\)', code))
    for prefix in re.findall(r'query\(f"(\w+)\{', code):
        used |= {name for name in QUERIES if name.startswith(prefix)}
    assert sorted(used) == QUERIES


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_says_what_it_is_for_and_fits_the_schema(name: str, connection: Connection) -> None:
    assert re.match(r"-- \S.*[.?;]\n", query(name))
    assert ";" not in statement(name), "one statement a file"
    with connection.transaction(force_rollback=True):
        for stage in STAGES:
            connection.execute(query(stage))
        if name in STAGES:
            return
        if statement(name).startswith("copy "):
            with connection.cursor() as cursor, cursor.copy(query(name)):
                return
        numbered = re.sub(r"%\(\w+\)s", "null", statement(name))
        connection.execute(f"prepare it as {numbered}")


def test_every_table_and_column_is_explained(connection: Connection) -> None:
    unexplained = connection.execute(
        """
        select relname, attname
        from pg_class
        left join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped and relkind = 'r'
        where relnamespace = 'public'::regnamespace
            and relkind in ('r', 'v', 'm')
            and (
                obj_description(pg_class.oid, 'pg_class') is null
                or relkind = 'r' and col_description(pg_class.oid, attnum) is null
            )
        """
    ).fetchall()
    assert unexplained == []


def test_sql_keywords_are_lower_case() -> None:
    for file in sorted((ROOT / "sql").rglob("*.sql")):
        bare = re.sub(r"'[^']*'|--.*|\\getenv .*", "", file.read_text(encoding="utf-8"))
        assert not re.search(r"[A-Z]", bare), file.name


def test_migrations_have_numbers_and_names() -> None:
    for name in migrations():
        assert re.fullmatch(r"\d{4}_[a-z0-9_]+", name)


EARLIER = """
    insert into sites (key, name, level, adcode, base_url, dialect, confidence, enabled)
    values ('beijing', '北京市政协', 'provincial', '110000', 'http://127.0.0.1/', 'trs', 'confirmed', true);
    insert into runs (asked, rules_version) values (array['beijing'], '1');
    insert into fetches (run_id, site, url, kind, status, fetched_at, warc_file, warc_offset, warc_length)
    values (1, 'beijing', 'http://127.0.0.1/a.html', 'article', 200, '2024-09-25 09:00+08', 'one.warc.gz', 0, 100);
    insert into articles (
        site, channel, title, published_at, published_precision, url, body, flags, losses, repairs, codec,
        codec_confidence, codec_votes, text_hash, rules_version, fetch_id, first_run, last_run, first_seen, last_seen
    )
    select
        'beijing', '要闻', '题', day, case when day is not null then 'day' end, url, '文', '{}', 0, '[]', 'utf-8',
        1, '[]', decode(md5(url), 'hex'), '1', 1, 1, 1, '2024-09-25 09:00+08', '2024-09-25 09:00+08'
    from (values ('a', timestamptz '2024-09-25 00:00+08'), ('b', null)) as earlier (url, day);
"""


def test_rows_from_before_the_first_migration_fit_the_new_columns(connection: Connection) -> None:
    connection.execute("drop schema public cascade; create schema public")
    connection.execute(schema())
    connection.execute(EARLIER)
    ensure_schema(connection)
    found = connection.execute(
        "select url, published_from, confidence, media, next_page from unique_articles order by url"
    ).fetchall()
    assert found == [("a", "page", 0.0, [], None), ("b", None, 0.0, [], None)]


def test_the_view_shows_every_column_of_the_articles(connection: Connection) -> None:
    articles, unique = (
        [column.name for column in connection.execute(statement).description or ()]
        for statement in ("select * from articles", "select * from unique_articles")
    )
    assert articles == unique
