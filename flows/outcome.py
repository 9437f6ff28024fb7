"""What a run came to, by one rule for every surface: the terminal, the exit code, the report, Prefect, status, alarms.

Success is what was read, never the absence of news: a run that had lists to read and read none has failed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Verdict = Literal[
    "read", "partly read", "nothing read", "nothing due", "blocked", "budget spent", "halted", "in another run"
]

EXIT_CODES: Mapping[Verdict, int] = {
    "read": 0,
    "nothing due": 0,
    "budget spent": 0,
    "nothing read": 1,
    "partly read": 3,
    "blocked": 4,
    "halted": 5,
    "in another run": 6,
}
"""How a command exits. 2 is kept for words that it does not understand."""

WELL: frozenset[Verdict] = frozenset({"read", "nothing due", "budget spent", "in another run"})
"""Outcomes that nobody has to look at."""

ENGLISH: Mapping[Verdict, str] = {
    "read": "{read} of {lists} lists were read.",
    "partly read": (
        "Fewer than half of the lists were read: {read} of {lists}. The others failed: {reasons}. "
        "They are read again by a later run."
    ),
    "nothing read": (
        "None of the {lists} lists could be read: {reasons}. "
        "Look at the network, the proxy (CPPCC_PROXY) and cppcc receipt."
    ),
    "nothing due": "Nothing was due: no list's time has come (cppcc run --now reads them all the same).",
    "blocked": "Nothing was read: every site that was to be asked turns the crawl away (cppcc status).",
    "budget spent": "Nothing was read: the sites' budgets of requests are spent for today, and begin anew tomorrow.",
    "halted": "Halted: {read} of {lists} lists were read (cppcc resume, then the same command).",
    "in another run": "Nothing was read: another run has every site that was to be asked.",
}
"""Each outcome as a sentence, for the terminal, Prefect and the log."""

CHINESE: Mapping[Verdict, str] = {
    "read": "{lists} 个栏目读到 {read} 个",
    "partly read": "{lists} 个栏目只读到 {read} 个",
    "nothing read": "{lists} 个栏目全部没有读到",
    "nothing due": "没有到时间的栏目",
    "blocked": "要读的站点都拒绝访问",
    "budget spent": "各站点当日的请求限额已用尽",
    "halted": "采集已被暂停，{lists} 个栏目读了 {read} 个",
    "in another run": "要读的站点都在另一次运行中",
}
"""Each outcome as a clause, for the report."""

ENGLISH_PAGES: Mapping[Verdict, str] = {
    "read": "{answered} of {pages} pages were answered.",
    "nothing read": (
        "None of the {pages} pages could be read: {reasons}. "
        "Look at the network, the proxy (CPPCC_PROXY) and cppcc receipt."
    ),
    "nothing due": "Nothing was due: no page had to be asked for.",
}
CHINESE_PAGES: Mapping[Verdict, str] = {
    "read": "{pages} 个页面取到 {answered} 个",
    "nothing read": "{pages} 个页面全部没有取到",
    "nothing due": "没有要取的页面",
}
"""What is said otherwise of runs that read no lists."""

REASONS = 3
"""The most frequent reasons that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one run, or several parts of one order, did with what they had to read."""

    read: int = 0
    """Lists of which a page was read, or that answered that nothing had changed."""
    failed: int = 0
    """Lists of which no page could be read."""
    blocked: int = 0
    """Lists of sites that turned the crawl away."""
    unspent: int = 0
    """Lists for which the day's budget left no request."""
    halted: int = 0
    """Lists that were not asked for, or not to their end, since the crawl was halted."""
    left_alone: int = 0
    """Sites that were not asked, since they turned an earlier run away."""
    busy: int = 0
    """Sites that another run had."""
    answered: int = 0
    """Pages asked for by address, and those of lists' rows, that were answered."""
    unanswered: int = 0
    """Pages that were asked for in vain."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Why lists could not be read (where there were none: why pages could not), and how many each, the most first."""

    @property
    def lists(self) -> int:
        """All lists that were to be read."""
        return self.read + self.failed + self.blocked + self.unspent + self.halted


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to."""

    verdict: Verdict
    counts: Counts
    reads_lists: bool = True
    """Whether reading lists is what the run is for; others ask for pages by their addresses."""

    @property
    def exit_code(self) -> int:
        """How a command exits."""
        return EXIT_CODES[self.verdict]

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look at it."""
        return self.verdict in WELL

    @property
    def words(self) -> str:
        """The outcome as an English sentence."""
        return self._said(ENGLISH, ENGLISH_PAGES)

    @property
    def chinese(self) -> str:
        """The outcome as a Chinese clause."""
        return self._said(CHINESE, CHINESE_PAGES)

    def _said(self, of_lists: Mapping[Verdict, str], of_pages: Mapping[Verdict, str]) -> str:
        counts = self.counts
        words = of_lists[self.verdict] if self.reads_lists else of_pages.get(self.verdict, of_lists[self.verdict])
        return words.format(
            read=counts.read,
            lists=counts.lists,
            answered=counts.answered,
            pages=counts.answered + counts.unanswered,
            reasons=named(counts.reasons),
        )


def outcome_of(counts: Counts, *, reads_lists: bool = True) -> Outcome:
    """Judge a run by what it did with the lists it had to read, or where it reads none, with the pages.

    >>> outcome_of(Counts(failed=8, reasons={"connection refused": 8})).verdict
    'nothing read'
    >>> outcome_of(Counts(read=3, failed=5)).verdict, outcome_of(Counts(read=4, failed=4)).verdict
    ('partly read', 'read')
    >>> outcome_of(Counts()).verdict, outcome_of(Counts(left_alone=2)).verdict
    ('nothing due', 'blocked')
    """

    got, missed = (counts.read, counts.failed) if reads_lists else (counts.answered, counts.unanswered)
    rule: tuple[tuple[bool, Verdict], ...] = (
        (counts.halted > 0, "halted"),
        (reads_lists and 0 < got < missed + counts.blocked, "partly read"),
        (got > 0, "read"),
        (missed > 0, "nothing read"),
        (counts.blocked > 0, "blocked"),
        (counts.unspent > 0, "budget spent"),
        (counts.left_alone > 0, "blocked"),
        (counts.busy > 0, "in another run"),
        (True, "nothing due"),
    )
    verdict = next(verdict for holds, verdict in rule if holds)
    return Outcome(verdict=verdict, counts=counts, reads_lists=reads_lists)


def named(reasons: Mapping[str, int]) -> str:
    """The most frequent reasons, each with its number.

    >>> named({"connection refused": 7, "timeout": 2, "status 503": 1, "no rows": 1})
    'connection refused (7), timeout (2), status 503 (1) and others'
    """
    shown = [f"{reason} ({number})" for reason, number in list(reasons.items())[:REASONS]]
    return ", ".join(shown) + (" and others" if len(reasons) > REASONS else "") if shown else "no reason is known"
