"""How far what an extractor found agrees with the truth. Pure functions on strings; nothing of the project in them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import normalize

UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
"""White space, and characters that take no room at all."""

ONE_OF_A_KIND = str.maketrans(
    dict.fromkeys("“”„‟〝〞", '"') | dict.fromkeys("‘’‚‛`´", "'") | dict.fromkeys("‐‑‒–—―−─", "-")
)

LABEL = re.compile(r"^(?:文章|信息|稿件|新闻)?(?:来源|來源|出处|出處|稿源):")
BETWEEN_NAMES = re.compile(r"[\s、,，;；/]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How much of two texts is the same: 1 is all of it, 0 is none."""

    precision: float
    """The share of what was found that is in the truth."""
    recall: float
    """The share of the truth that was found."""
    f1: float
    """The harmonic mean of the two."""


NONE = Overlap(precision=0.0, recall=0.0, f1=0.0)


def fold(text: str) -> str:
    """The text without what no reader would call a difference: width, white space, the kind of quote and of dash.

    >>> fold("　“ＡＢＣ”　——　市政协\\n")
    '"ABC"--市政协'
    """
    return UNSEEN.sub("", normalize("NFKC", text.translate(ONE_OF_A_KIND))).translate(ONE_OF_A_KIND)


def overlap(truth: str, found: str) -> Overlap:
    """What two texts share, counted in pairs of neighbouring characters, each as often as it occurs.

    >>> overlap("市政协召开会议", "市政协 召开会议").f1
    1.0
    >>> overlap("市政协召开会议", "首页 市政协召开会议 打印")
    Overlap(precision=0.6, recall=1.0, f1=0.75)
    >>> overlap("市政协召开会议", "").f1
    0.0
    """
    wanted, given = (Counter(pairwise(fold(text))) for text in (truth, found))
    shared = (wanted & given).total()
    if not shared:
        return NONE
    precision, recall = shared / given.total(), shared / wanted.total()
    return Overlap(precision=precision, recall=recall, f1=2 * shared / (wanted.total() + given.total()))


def same_title(truth: str, found: str) -> bool:
    """Whether the titles are equal after folding: a site's name behind the title makes it another one.

    >>> same_title("市政协召开会议 研究提案", "市政协召开会议　研究提案")
    True
    >>> same_title("市政协召开会议", "市政协召开会议-新闻网")
    False
    """
    return fold(truth) == fold(found)


def day(text: str) -> tuple[int, ...]:
    """Year, month and day as far as the text has them: its first three numbers, or the first if that holds all three.

    >>> day("2024年9月5日 08:30"), day("2024-09-05T08:30:00+08:00"), day("20240905083000"), day("2024-09"), day("昨天")
    ((2024, 9, 5), (2024, 9, 5), (2024, 9, 5), (2024, 9), ())
    """
    numbers: list[str] = re.findall(r"[0-9]+", text)
    if numbers and len(numbers[0]) >= 8:
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:8]]
    return tuple(int(number) for number in numbers[:3])


def same_date(truth: str, found: str) -> bool:
    """Whether the day is the same, as far as the truth tells it. The time of day is not compared.

    >>> same_date("2024年9月5日 08:30", "2024-09-05"), same_date("2024-09", "2024-09-05"), same_date("2024-09-05", "")
    (True, True, False)
    """
    wanted = day(truth)
    return bool(wanted) and day(found)[: len(wanted)] == wanted


def same_source(truth: str, found: str) -> bool:
    """Whether the sources are equal, or one is part of the other: 人民网 and 人民网-文化频道 name the same one.

    >>> same_source("来源：新华日报", "新华日报"), same_source("人民网-文化频道", "人民网")
    (True, True)
    >>> same_source("新华日报", "报"), same_source("新华日报", "")
    (False, False)
    """
    wanted, given = (LABEL.sub("", fold(text)) for text in (truth, found))
    return min(len(wanted), len(given)) >= 2 and (wanted in given or given in wanted)


def same_author(truth: str, found: str) -> bool:
    """Whether everybody whom the truth names is named.

    >>> same_author("伊琳  李清芬", "记者 李清芬、伊琳"), same_author("伊琳 李清芬", "伊琳"), same_author("伊琳", "")
    (True, False, False)
    """
    given = fold(found)
    return all(fold(name) in given for name in BETWEEN_NAMES.split(truth) if name)
