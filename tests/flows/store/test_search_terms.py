"""What articles are indexed by: the numbers made here are those that the database makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.text.similarity.search_terms import CHARACTERS, Alphabet, indexed
from flows.store.search import search_alphabet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.store.postgres import Connection, Database

SITE = "beijing"
ASKED = """
    select folded, array(select distinct gram from unnest(search_grams(%(site)s, folded)) as gram order by gram)
    from (
        select zh_fold(text) as folded, number
        from unnest(%(texts)s::text[]) with ordinality as texts (text, number)
        offset 0
    ) as texts
    order by number
"""


@pytest.fixture(scope="module")
def asked(store: Database) -> Database:
    """The empty store: nothing is written to it here."""
    return store


@pytest.fixture(scope="module")
def known(asked: Database) -> Alphabet:
    with asked.connect() as connection:
        return search_alphabet(connection)


@pytest.fixture(scope="module")
def site_gram(asked: Database) -> int:
    with asked.connect() as connection:
        [(number,)] = connection.execute("select site_gram(%s)", (SITE,)).fetchall()
        return int(number)


def differing(connection: Connection, texts: Sequence[str], known: Alphabet, site_gram: int) -> tuple[int, list[str]]:
    """How many texts were answered for, and which of them otherwise than the database does."""
    answers = [indexed(text, site_gram, known) for text in texts]
    wanted = connection.execute(ASKED, {"site": SITE, "texts": list(texts)}).fetchall()
    answered = [
        (text, (found[0], found[1].tolist()), expected)
        for text, found, expected in zip(texts, answers, wanted, strict=True)
        if found
    ]
    return len(answered), [text for text, found, expected in answered if found != expected]


@pytest.mark.parametrize("around", ["{}", "会{}e"])
def test_every_character(around: str, known: Alphabet, site_gram: int, asked: Database) -> None:
    codes = (*range(1, 0xD800), *range(0xE000, 0x10000), *range(0x10000, 0x110000, 17))
    characters = [chr(code) for code in codes]
    texts = [around.format(character) for character in characters]
    with asked.connect() as connection:
        answered, wrong = differing(connection, texts, known, site_gram)
    assert wrong == []
    assert answered > len(CHARACTERS) - 300


# The commonest in whatever order, what folds to several or joins what stands before it, and now and then anything.
NEIGHBOURS = st.sampled_from(
    "政协着著會ｅeＡ3３一，。《》·… \u3000\u00a0\u00ad\n\u0301\u3099かㄱ\u1100\u1161℃㎡㈠①⑩½ΣσΩ々〇_金𠮷"
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(
        st.lists(NEIGHBOURS | st.sampled_from(CHARACTERS), max_size=12).map("".join)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
        min_size=1,
        max_size=10,
    )
)
def test_neighbours(texts: list[str], known: Alphabet, site_gram: int, connection: Connection) -> None:
    _, wrong = differing(connection, texts, known, site_gram)
    assert wrong == []


@pytest.mark.parametrize("text", ["", "会", "市政協……", "㎡与℃", "Ａ１", "𠮷野𬭎", "他说：“好！”\n〇"])
def test_the_usual_is_answered(text: str, known: Alphabet, site_gram: int, asked: Database) -> None:
    with asked.connect() as connection:
        assert differing(connection, [text], known, site_gram) == (1, [])


@pytest.mark.parametrize("text", ["e\u0301lan", "か\u3099", "\u1100\u1161", "Σας", "協\U0002f800", "😀", "협상", "¨"])
def test_what_may_depend_on_its_neighbours_is_for_the_database(text: str, known: Alphabet, site_gram: int) -> None:
    assert indexed(text, site_gram, known) is None
