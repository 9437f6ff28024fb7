"""Articles that came or changed, made searchable: after the load, so that no load waits for an index.

Triggers note what is to be done in `search_queue`, in the transaction of the load itself; so a kill loses nothing, and
whoever comes next does what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from crawler.faults import Fault, contained
from crawler.text.similarity.search_terms import APART, CHARACTERS, Alphabet, alphabet, indexed
from flows.store.postgres import copy_rows, records
from sql import query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.store.postgres import Connection

BATCH: Final = 500
"""Articles in a transaction, and in memory."""

CROWD: Final = 1000
"""From so many new articles of one year on, building its index anew is cheaper than adding to it."""

COLUMNS: Final = ("int8", "int4", "text", "timestamptz", "text", "int4[]")
"""Types in copy_search_texts.sql."""


def search_alphabet(connection: Connection) -> Alphabet:
    """How this database folds texts and what it indexes: asked for anew by each call, in 20 ms."""
    [letters] = records(connection, query("search_alphabet"), {"characters": APART.join(CHARACTERS)})
    return alphabet(**letters)


def make_searchable(connection: Connection, *, crowd: int = CROWD) -> int:
    """Put every article that waits where `search_articles` finds it; how many waited.

    Of years that at least double and get at least `crowd` new articles, the index is built when all are there.
    """
    known = search_alphabet(connection)
    done = 0
    for (year,) in connection.execute(query("crowded_years"), {"at_least": crowd}).fetchall():
        done += _fill_year(connection, year, known)
    while taken := _add_batch(connection, known):
        done += taken
    return done


def _fill_year(connection: Connection, year: int, known: Alphabet) -> int:
    with connection.transaction():
        connection.execute(query("search_lock"))
        ids = [article_id for (article_id,) in connection.execute(query("take_new_of_year"), {"year": year})]
        if ids:
            connection.execute(query("unindex_year"), {"year": year})
            for start in range(0, len(ids), BATCH):
                _put(connection, ids[start : start + BATCH], known)
            connection.execute(query("index_year"), {"year": year})
    return len(ids)


def _add_batch(connection: Connection, known: Alphabet) -> int:
    with connection.transaction():
        connection.execute(query("search_lock"))
        taken = connection.execute(query("take_queued"), {"limit": BATCH}).fetchall()
        ids = [article_id for article_id, _, _ in taken]
        changed = [article_id for article_id, was_there, _ in taken if was_there]
        connection.execute(query("add_years"), {"ids": ids})
        if changed:
            connection.execute(query("delete_search_texts"), {"ids": changed})
        _put(connection, ids, known)
    return len(taken)


def _put(connection: Connection, ids: Sequence[int], known: Alphabet) -> None:
    rows: list[tuple[Any, ...]] = []
    asked = []
    texts = connection.execute(query("texts_to_index"), {"ids": ids})
    for article_id, year, site, published_at, text, site_gram in texts:
        found = contained(indexed, text, site_gram, known)
        if found and not isinstance(found, Fault):
            rows.append((article_id, year, site, published_at, *found))
        else:  # what our code fails at, or has no table for, is left to Postgres
            asked.append(article_id)
    copy_rows(connection, query("copy_search_texts"), rows, types=COLUMNS)
    if asked:
        connection.execute(query("insert_search_texts"), {"ids": asked})
