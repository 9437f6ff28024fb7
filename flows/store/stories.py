"""Which articles are one story: their texts compared, batch after batch, whatever order they came in."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from crawler.text.similarity.fingerprint import fold
from crawler.text.similarity.minhash import SHARED, SKETCH, signature, sketch
from crawler.text.similarity.near_duplicate import Relation, may_be_related, relation, wording
from flows.store.postgres import copy_rows
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flows.store.postgres import Connection

BATCH: Final = 10_000
"""Texts in a transaction: the more, the less each costs. Others wait while they are sorted, for some ten seconds."""

SETTLED_AT: Final = 100_000_000
"""Bytes that the keys of some 50,000 new texts take. Maintenance then puts them among the others', at night, since it
takes some seconds; the more at a time, the less each costs."""

SETTLED_ANYWAY_AT: Final = 4 * SETTLED_AT
"""Bytes from which it is not waited for, as in a backfill."""

COMMON: Final = 30
"""A key that more texts than these have is not looked up any more: its samples are, and count half."""

SAMPLES: Final = 8

COLUMNS: Final = ("bytea", "int4[]", "bytea", "int4")
"""Types in copy_texts.sql."""

LOOKED_AT: Final = 36
"""Texts whose sketches a new one's is compared with at most: those whose shared keys say most."""

CANDIDATES: Final = 12
"""Texts that a new one itself is compared with at most: the first that their sketches leave. Three times as many find
no more."""


def components(numbers: Iterable[int], pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each number, the least of those that hang together with it.

    >>> components([1, 2, 3, 4, 5], [(4, 2), (5, 4)])
    {1: 1, 2: 2, 3: 3, 4: 2, 5: 2}
    """
    parents = {number: number for number in numbers}

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for pair in pairs:
        low, high = sorted(map(root, pair))
        parents[high] = low
    return {number: root(number) for number in parents}


def _take_out(connection: Connection, gone: Mapping[int, int]) -> None:
    """Texts that nobody carries any more, by their stories, which may fall apart without them."""
    if not gone:
        return
    stories = {"stories": sorted(set(gone.values()))}
    connection.execute(query("delete_texts"), {"ids": list(gone)})
    left = [number for (number,) in connection.execute(query("story_texts"), stories)]
    pairs = connection.execute(query("story_pairs"), stories).fetchall()
    moved = components(left, [(one, other) for one, other in pairs])
    connection.execute(query("move_texts"), {"ids": list(moved), "stories": list(moved.values())})


def _stage(connection: Connection, fresh: Mapping[bytes, str]) -> None:
    """New texts, folded, and what is kept of them into the store; too short ones are left out."""
    connection.execute(query("stage_texts"))
    rows = []
    for text_hash, text in fresh.items():
        if len(keys := signature(text)):
            rows.append((text_hash, keys, *sketch(text)))
    copy_rows(connection, query("copy_texts"), rows, types=COLUMNS)
    connection.execute(query("insert_texts"))
    connection.execute(query("insert_text_signatures"))
    connection.execute(query("insert_text_keys"))


def _candidates(connection: Connection) -> list[tuple[int, int]]:
    """The pairs that staged texts make with any text that may be the same story, the lower number first."""
    limits = {"shared": SHARED, "most": LOOKED_AT, "common": COMMON, "samples": SAMPLES}
    found = connection.execute(query("candidate_texts"), limits).fetchall()
    left: Counter[int] = Counter()
    pairs = set()
    for fresh, known in _not_ruled_out(connection, found):
        left[fresh] += 1
        if left[fresh] <= CANDIDATES:
            pairs.add((min(fresh, known), max(fresh, known)))
    return sorted(pairs)


def _not_ruled_out(connection: Connection, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of which not both have a sketch, or whose sketches may be those of one story."""
    ids = sorted(set(chain.from_iterable(pairs)))
    kept = connection.execute(query("text_sketches"), {"ids": ids}).fetchall()
    places = {number: place for place, (number, _, _) in enumerate(kept)}
    sketched = [pair for pair in pairs if pair[0] in places and pair[1] in places]
    if not sketched:
        return list(pairs)
    ones, others = np.array([(places[one], places[other]) for one, other in sketched]).T
    sketches = np.frombuffer(b"".join(drawn for _, drawn, _ in kept), dtype=np.uint8).reshape(-1, SKETCH)
    sizes = np.array([size for _, _, size in kept])
    may_be = dict(zip(sketched, may_be_related(sketches, sizes, ones, others).tolist(), strict=True))
    return [pair for pair in pairs if may_be.get(pair, True)]


def _compare(connection: Connection, pairs: Sequence[tuple[int, int]], folded: Mapping[bytes, str]) -> None:
    """The pairs that are one story into the store, and their stories merged; `folded` are texts folded before."""
    numbers = sorted(set(chain.from_iterable(pairs)))
    stories: dict[int, int] = {}
    wordings = {}
    for number, story, text_hash, body in connection.execute(query("texts_to_compare"), {"ids": numbers}):
        stories[number] = story
        wordings[number] = wording(folded.get(text_hash) or fold(body))
    related: dict[tuple[int, int], Relation] = {}
    for one, other in pairs:
        if one in wordings and other in wordings and (found := relation(wordings[one], wordings[other])):
            related[one, other] = found
    with connection.cursor() as cursor:
        cursor.executemany(query("insert_text_pair"), [_pair_row(pair, found) for pair, found in related.items()])
    joined = components(stories.values(), [(stories[one], stories[other]) for one, other in related])
    merged = {story: into for story, into in joined.items() if story != into}
    connection.execute(query("merge_stories"), {"stories": list(merged), "into_stories": list(merged.values())})


def _pair_row(pair: tuple[int, int], found: Relation) -> dict[str, Any]:
    return {
        "one": pair[0],
        "other": pair[1],
        "reason": found.reason,
        "similarity": found.similarity,
        "kept_of_one": found.kept[0],
        "kept_of_other": found.kept[1],
    }


def settle_keys(connection: Connection, at_least: int = SETTLED_AT) -> bool:
    """Put the keys of new texts among the others' if they take so many bytes; whether they did."""
    with connection.transaction():
        connection.execute(query("stories_lock"))
        row = connection.execute(query("settle_text_keys"), {"at_least": at_least}).fetchone()
    assert row is not None
    return bool(row[0])


def _sort_batch(connection: Connection, most: int) -> int:
    """How many noted texts were sorted; 0 when none was left."""
    with connection.transaction():
        connection.execute(query("stories_lock"))
        noted = connection.execute(query("take_unsorted_texts"), {"most": most}).fetchall()
        _take_out(connection, {number: story for _, body, number, story in noted if number and body is None})
        folded = {text_hash: fold(body) for text_hash, body, number, _ in noted if body is not None and number is None}
        if folded:
            _stage(connection, folded)
            _compare(connection, _candidates(connection), folded)
            settle_keys(connection, SETTLED_ANYWAY_AT)
    return len(noted)


def sort_stories(connection: Connection, most: int = BATCH) -> int:
    """Sort every text that came or went into stories; how many there were. Done again, it changes nothing.

    Each batch is a transaction of its own, so a kill loses nothing: what was not sorted is when this is next called.
    Two texts are one story if they are equal, nearly so, or one a part of the other (`near_duplicate`), or if
    others link them; so the order in which they came does not matter. Only of texts that resemble more than CANDIDATES
    others are some pairs not compared.
    """
    total = 0
    while count := _sort_batch(connection, most):
        total += count
    return total
