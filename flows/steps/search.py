"""Articles that came or changed, made searchable: after the load, so that no load waits for an index.

Triggers note what is to be done in `search_queue`, in the transaction of the load itself; so a kill loses nothing, and
whoever comes next does what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sql import query

if TYPE_CHECKING:
    from flows.postgres import Connection

BATCH = 500
"""Articles in a transaction."""

CROWD = 1000
"""From so many new articles of one year on, building its index anew is cheaper than adding to it."""


def make_searchable(connection: Connection, *, crowd: int = CROWD) -> int:
    """Put every article that waits where `search_articles` finds it; how many waited.

    Years that at least double and get at least `crowd` new articles are filled all at once.
    """
    done = 0
    for (year,) in connection.execute(query("crowded_years"), {"at_least": crowd}).fetchall():
        with connection.transaction():
            connection.execute(query("search_lock"))
            row = connection.execute(query("fill_year"), {"year": year}).fetchone()
            assert row is not None
            done += row[0]
    years: set[int] = set()
    while taken := _add_batch(connection, years):
        done += taken
    connection.execute(query("flush_search"), {"years": sorted(years)})
    return done


def _add_batch(connection: Connection, years: set[int]) -> int:
    with connection.transaction():
        connection.execute(query("search_lock"))
        taken = connection.execute(query("take_queued"), {"limit": BATCH}).fetchall()
        ids = [article_id for article_id, _, _ in taken]
        changed = [article_id for article_id, was_there, _ in taken if was_there]
        connection.execute(query("add_years"), {"ids": ids})
        if changed:
            connection.execute(query("delete_search_texts"), {"ids": changed})
        connection.execute(query("insert_search_texts"), {"ids": ids})
    years.update(year for _, _, year in taken)
    return len(taken)
