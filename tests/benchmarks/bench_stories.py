"""Reprints found again: how many of the copies made here, how many that are none, and signatures a second.

The articles are the replica's, two put together where one is short. Copies are made of them as reprints are: characters
changed all over, sentences rewritten, a frame put around, cut down to a third in one piece or sentence by sentence.
What must stay apart are fillings of one form: notices that differ in names, dates and places alone.
"""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from importlib import import_module
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from rounds import compare, table  # noqa: E402
from story_table import FORMS, PEOPLE, REGIONS, ROOMS, SUBJECTS  # noqa: E402

from crawler.replica.prose import write  # noqa: E402
from crawler.replica.prose_table import GIVEN_NAMES, LOCALES, SURNAMES  # noqa: E402
from crawler.replica.traditional import to_traditional  # noqa: E402
from crawler.text.similarity.fingerprint import fold  # noqa: E402
from crawler.text.similarity.minhash import SHARED, signature, sketch  # noqa: E402
from crawler.text.similarity.near_duplicate import Wording, may_be_related, relation, wording  # noqa: E402

HAN = "".join(chr(code) for code in range(0x4E00, 0x9FA0))


def article(seed: int, least: int) -> str:
    """Made-up news of at least so many characters."""
    text = ""
    part = 0
    site = list(LOCALES)[seed % len(LOCALES)]
    while len(text) < least:
        text += "\n".join(write(f"story {seed} {part}", site, essay=seed % 5 == 0).paragraphs) + "\n"
        part += 1
    return text.strip()


def sentences(text: str) -> list[str]:
    return [each + "。" for each in text.replace("\n", "").split("。") if each]


def scattered(random: Random, text: str, share: float = 0.1) -> str:
    """One in ten characters changed, left out, or with another put before it."""
    changed = []
    for char in text:
        if random.random() >= share:
            changed.append(char)
        else:
            changed.append(random.choice((random.choice(HAN), "", random.choice(HAN) + char)))
    return "".join(changed)


def rewritten(random: Random, text: str, share: float = 0.1) -> str:
    """One in ten sentences replaced by another article's."""
    others = sentences(article(random.randrange(10**6, 10**7), 300))
    return "".join(random.choice(others) if random.random() < share else each for each in sentences(text))


def framed(random: Random, text: str) -> str:
    person = random.choice(SURNAMES) + random.choice(GIVEN_NAMES)
    return f"本报讯（记者{person}）{text}\n（来源：{random.choice(REGIONS)}日报，转载请注明出处。责任编辑：{person}）"


def piece(random: Random, text: str) -> str:
    """A third, in one piece."""
    length = len(text) // 3
    start = random.randrange(len(text) - length)
    return text[start : start + length]


def thinned(random: Random, text: str) -> str:
    """A third of the sentences, here and there."""
    every = sentences(text)
    kept = sorted(random.sample(range(len(every)), max(1, round(len(every) / 3))))
    return "".join(every[at] for at in kept)


COPIES: dict[str, Callable[[Random, str], str]] = {
    "10 % of the characters": scattered,
    "10 % of the sentences": rewritten,
    "a frame around": framed,
    "a third in one piece": piece,
    "a third of the sentences": thinned,
    "traditional": lambda _, text: to_traditional(text),
}


def filled(random: Random, form: str) -> str:
    """A form filled by chance; years mostly stay as they are."""

    def name() -> str:
        return random.choice(SURNAMES) + "".join(random.sample(GIVEN_NAMES, random.choice((1, 2, 2))))

    region = random.choice(REGIONS)
    return form.format(
        region=region,
        names=[name() for _ in range(8)],
        year=random.choice((2023, 2024, 2024)),
        month=random.randint(1, 12),
        day=random.randint(1, 28),
        hour=random.randint(8, 16),
        ordinal=random.choice("一二三四五六七八九") + random.choice(("", "十")),
        number=random.randint(3, 320),
        room=random.choice(ROOMS),
        subject=random.choice(SUBJECTS),
        role=random.choice(PEOPLE),
    )


PRIME = (1 << 61) - 1
TURNS = np.random.RandomState(42).randint(1, PRIME, (2, 250), dtype=np.uint64)


def permuted(text: str) -> list[bytes]:
    """Band keys as deduplicating tools for corpora make them: 250 permutations of hashed 5-grams, 25 bands of 10.

    Those tools cut at white space and punctuation, which in Chinese makes a word of each clause; given characters, they
    do better.
    """
    grams = {text[at : at + 5] for at in range(max(len(text) - 4, 1))}
    hashes = np.array(
        [int.from_bytes(blake2b(gram.encode(), digest_size=4).digest()) for gram in grams], dtype=np.uint64
    )
    least = ((hashes[:, None] * TURNS[0] + TURNS[1]) % np.uint64(PRIME) & np.uint64(0xFFFFFFFF)).min(axis=0)
    return [bytes([band]) + least[band * 10 : band * 10 + 10].tobytes() for band in range(25)]


def peers() -> dict[str, Callable[[str], list[bytes]]]:
    """What makes band keys of a folded text; two texts that share one are taken for copies."""
    found: dict[str, Callable[[str], list[bytes]]] = {"permutations": permuted}
    try:
        min_hash = import_module("datasketch").MinHash
    except ImportError:
        print("datasketch is not installed: left out")
        return found

    def datasketch(text: str) -> list[bytes]:
        made = min_hash(num_perm=128)
        made.update_batch([text[at : at + 3].encode() for at in range(max(len(text) - 2, 1))])
        return [bytes([band]) + made.hashvalues[band * 4 : band * 4 + 4].tobytes() for band in range(32)]

    return {"datasketch": datasketch, **found}


def of_each(keys: Callable[[str], list[bytes]], texts: list[str]) -> list[list[bytes]]:
    return [keys(text) for text in texts]


def banded(keys: Callable[[str], list[bytes]], texts: list[str]) -> set[tuple[int, int]]:
    """The pairs of texts that share a band."""
    bearers: defaultdict[bytes, list[int]] = defaultdict(list)
    for number, made in enumerate(of_each(keys, texts)):
        for key in made:
            bearers[key].append(number)
    return {pair for numbers in bearers.values() for pair in combinations(numbers, 2)}


class Index:
    """What the store does, in memory: texts that share two numbers of their signatures are compared, by their sketches
    first.
    """

    def __init__(self) -> None:
        self.sketches: list[tuple[bytes, int]] = []
        self.bearers: defaultdict[int, list[int]] = defaultdict(list)
        self.wordings: list[Wording] = []

    def add(self, text: str) -> int:
        number = len(self.wordings)
        self.wordings.append(wording(fold(text)))
        self.sketches.append(sketch(fold(text)))
        for key in set(signature(fold(text)).tolist()):
            self.bearers[key].append(number)
        return number

    def candidates(self) -> set[tuple[int, int]]:
        shared = Counter(pair for bearers in self.bearers.values() for pair in combinations(bearers, 2))
        return {pair for pair, keys in shared.items() if keys >= SHARED}

    def not_ruled_out(self, candidates: set[tuple[int, int]]) -> set[tuple[int, int]]:
        pairs = sorted(candidates)
        ones, others = np.array(pairs).T
        sketches = np.frombuffer(b"".join(drawn for drawn, _ in self.sketches), dtype=np.uint8)
        sizes = np.array([size for _, size in self.sketches])
        left = may_be_related(sketches.reshape(len(sizes), -1), sizes, ones, others)
        return {pair for pair, may_be in zip(pairs, left.tolist(), strict=True) if may_be}


def quality(articles: int, least: int, fillings: int) -> None:
    random = Random(f"stories {least}")
    index = Index()
    originals = [article(seed, least) for seed in range(articles)]
    story = {index.add(text): ("article", seed) for seed, text in enumerate(originals)}
    made: dict[str, list[tuple[int, int]]] = {}
    for kind, copy in COPIES.items():
        made[kind] = [(seed, index.add(copy(random, text))) for seed, text in enumerate(originals)]
        story.update({number: ("article", seed) for seed, number in made[kind]})
    for number, form in enumerate(FORMS):
        for filling in range(fillings):
            story[index.add(filled(random, form))] = (f"form {number}", filling)
    candidates = index.candidates()
    left = index.not_ruled_out(candidates)
    joined = {pair for pair in left if relation(index.wordings[pair[0]], index.wordings[pair[1]]) is not None}
    lengths = sorted(len(each.folded) for each in index.wordings[:articles])
    print(
        f"\n{articles:,} articles of {lengths[0]} to {lengths[-1]} folded characters, "
        f"half of them below {lengths[articles // 2]}"
    )
    found = {"looked up": candidates, "sketched": left, "joined": joined}
    found |= {name: banded(keys, [each.folded for each in index.wordings]) for name, keys in peers().items()}
    print(f"{'recall':28}" + "".join(f"{name:>14}" for name in found))
    for kind, pairs in made.items():
        shares = [sum(pair in those for pair in pairs) / len(pairs) for those in found.values()]
        print(f"{kind:28}" + "".join(f"{share:14.2%}" for share in shares))
    right = [sum(story[one] == story[other] for one, other in those) / len(those) for those in found.values()]
    print(f"{'precision, of all pairs':28}" + "".join(f"{share:14.2%}" for share in right))
    for what, pairs_left in (("looked up", candidates), ("left by their sketches", left), ("joined", joined)):
        print(f"{what} for a text: {2 * len(pairs_left) / len(index.wordings):.1f}")
    for number in range(len(FORMS)):
        numbers = {at for at, (kind, _) in story.items() if kind == f"form {number}"}
        wrong = sum(one in numbers and other in numbers for one, other in joined)
        print(f"form {number}: {wrong} of {len(numbers) * (len(numbers) - 1) // 2} pairs of fillings joined")


def speed() -> None:
    texts = [fold(article(seed, 1150))[:1100] for seed in range(50)]
    contenders: dict[str, Callable[[], object]] = {
        "signature": lambda: [signature(text) for text in texts],
        "signature and sketch": lambda: [(signature(text), sketch(text)) for text in texts],
    }
    for name, keys in peers().items():
        contenders[name] = partial(of_each, keys, texts)
    contenders["wording (to confirm)"] = lambda: [wording(text) for text in texts]
    taken = compare(contenders, 7)
    print(table({f"{len(texts)} texts of 1,100 characters": taken}))
    for name, seconds in taken.items():
        print(f"{name}: {len(texts) / seconds:,.0f} texts a second")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--fillings", type=int, default=60)
    parser.add_argument("--no-speed", action="store_true")
    words = parser.parse_args()
    if not words.no_speed:
        speed()
    for least in (300, 1000):
        quality(words.articles, least, words.fillings)


if __name__ == "__main__":
    main()
