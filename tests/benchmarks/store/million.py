"""Articles by the million, made up: the replica's prose, and beside it a vocabulary as skewed as a real one.

An article is a chain of clauses. Three of four are cut out of the replica's articles, the fourth is a string of words
drawn by Zipf's law, so that words are found that stand in every article, in one of a thousand, and in one of them all.
The same number gives the same article, in whatever order they are asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crawler.article import SHANGHAI
from crawler.replica.prose import write
from crawler.replica.prose_table import LOCALES
from crawler.text.han.frequency_table import EVERYDAY

FIRST_DAY = datetime(2010, 1, 1, tzinfo=SHANGHAI)
DAYS = 365 * 16
VOCABULARY = 40_000
CLAUSES = 60_000
BLOCK = 1000
"""Articles that are made at a time: chance is drawn for so many at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One made-up article."""

    number: int
    title: str
    body: str
    published_at: datetime


class Million:
    """The articles, by number; `total` of them are spread over sixteen years, more of them late than early."""

    def __init__(self, total: int) -> None:
        self.total = total

    @cached_property
    def characters(self) -> NDArray[np.str_]:
        """Han characters, those of every day first: level one and two of GB/T 2312."""
        rows = [bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
        standard = [code.decode("gb2312", "ignore") for code in rows]
        return np.array(list(dict.fromkeys([*EVERYDAY, *filter(None, standard)])))

    @cached_property
    def vocabulary(self) -> list[str]:
        """Words of two characters, the commonest first."""
        chance = np.random.default_rng(1)
        ranks = _zipf(chance, len(self.characters), VOCABULARY * 4, 0.9)
        pairs = self.characters[ranks]
        return list(dict.fromkeys(map("".join, zip(pairs[::2], pairs[1::2], strict=True))))[:VOCABULARY]

    @cached_property
    def clauses(self) -> list[str]:
        """What articles are made of: with the mark each ends in."""
        chance = np.random.default_rng(2)
        sites = list(LOCALES)
        prose = [write(f"{number}/9", sites[number % len(sites)], essay=number % 4 == 0) for number in range(5000)]
        cut = [clause for each in prose for clause in re.findall("[^，。；]+[，。；]", "".join(each.paragraphs))]
        cut = list(dict.fromkeys(cut))
        lengths = chance.integers(3, 9, CLAUSES)
        words = [self.vocabulary[rank] for rank in _zipf(chance, len(self.vocabulary), int(lengths.sum()), 1.0)]
        ends = np.cumsum(lengths)
        made = [
            "".join(words[end - length : end]) + "，，。"[length % 3]
            for end, length in zip(ends.tolist(), lengths.tolist(), strict=True)
        ]
        # by turns, so that both kinds are common and rare alike
        mixed = [clause for four in zip(cut[::3], cut[1::3], cut[2::3], made, strict=False) for clause in four]
        return [*mixed, *made[len(cut) // 3 :]]

    def block(self, number: int) -> list[Made]:
        """The articles from `number * BLOCK` on."""
        chance = np.random.default_rng((3, number))
        lengths = np.clip(chance.lognormal(4.3, 0.55, BLOCK), 8, 600).astype(int)
        picks = _zipf(chance, len(self.clauses), int(lengths.sum()), 0.75).tolist()
        names = self.characters[chance.integers(0, len(self.characters), (BLOCK, 6))]
        breaks = chance.integers(5, 10, BLOCK).tolist()
        minutes = chance.integers(8 * 60, 20 * 60, BLOCK).tolist()
        made, start = [], 0
        for offset, length in enumerate(lengths.tolist()):
            chosen = [self.clauses[pick] for pick in picks[start : start + length]]
            start += length
            name, rare = "".join(names[offset, :3]), "".join(names[offset, 3:])
            chosen[-1] = f"{name}参加，{rare}。"
            step = breaks[offset]
            body = "\n".join("".join(chosen[at : at + step]) for at in range(0, length, step))
            place = (number * BLOCK + offset) / self.total
            day = FIRST_DAY + timedelta(days=int(DAYS * place**0.5), minutes=minutes[offset])
            title = chosen[0][:-1] + chosen[1][:-1]
            made.append(Made(number=number * BLOCK + offset, title=title, body=body, published_at=day))
        return made


def _zipf(chance: np.random.Generator, size: int, count: int, exponent: float) -> NDArray[np.int64]:
    """`count` ranks below `size`, a rank's share falling with its power."""
    shares = np.cumsum(1 / np.arange(1, size + 1) ** exponent)
    ranks: NDArray[np.int64] = np.searchsorted(shares, chance.random(count) * shares[-1])
    return ranks
