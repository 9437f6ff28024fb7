"""What a run came to, by one rule for every surface: the terminal, the exit code, the report, Prefect, status, alarms.

Success is what was read, never the absence of news: a run that had lists to read and read none has failed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from crawler.landing.failure_reasons import is_passing
from crawler.landing.receipt import BLOCKED, BUDGET_SPENT, HALTED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Verdict = Literal[
    "read",
    "partly read",
    "pages missing",
    "nothing read",
    "nothing due",
    "blocked",
    "budget spent",
    "halted",
    "in another run",
]

EXIT_CODES: Mapping[Verdict, int] = {
    "read": 0,
    "nothing due": 0,
    "budget spent": 0,
    "nothing read": 1,
    "partly read": 3,
    "pages missing": 3,
    "blocked": 4,
    "halted": 5,
    "in another run": 6,
}
"""How a command exits. 2 is kept for words that it does not understand."""

WELL: frozenset[Verdict] = frozenset({"read", "nothing due", "budget spent", "in another run"})
"""Outcomes that nobody has to look at."""

ENGLISH: Mapping[Verdict, str] = {
    "read": "{read} of {lists} lists were read.",
    "partly read": "Fewer than half of the lists were read, {read} of {lists}: {reasons}.{advice}",
    "pages missing": "{read} of {lists} lists were read, but only {answered} of {pages} pages came: {reasons}.{advice}",
    "nothing read": "None of the {lists} lists could be read: {reasons}.{advice}",
    "nothing due": "Nothing was due: no list's time has come (cppcc run --now reads them all the same).",
    "blocked": "{read} of {lists} lists were read: the other sites turn the crawl away (cppcc status).",
    "budget spent": (
        "{read} of {lists} lists were read: the sites' budgets of requests are spent, and begin anew tomorrow."
    ),
    "halted": "Halted: {read} of {lists} lists were read (cppcc resume, then the same command).",
    "in another run": "Nothing was read: another run has every site that was to be asked.",
}
"""Each outcome as a sentence, for the terminal, Prefect and the log."""

CHINESE: Mapping[Verdict, str] = {
    "read": "{lists} 个栏目读到 {read} 个",
    "partly read": "{lists} 个栏目只读到 {read} 个",
    "pages missing": "{pages} 个页面只取到 {answered} 个",
    "nothing read": "{lists} 个栏目全部没有读到",
    "nothing due": "没有到时间的栏目",
    "blocked": "{lists} 个栏目读到 {read} 个，其余站点拒绝访问",
    "budget spent": "各站点当日的请求限额已用尽，{lists} 个栏目读到 {read} 个",
    "halted": "采集已被暂停，{lists} 个栏目读了 {read} 个",
    "in another run": "要读的站点都在另一次运行中",
}
"""Each outcome as a clause, for the report."""

ENGLISH_PAGES: Mapping[Verdict, str] = {
    "read": "{answered} of {pages} pages were answered.",
    "pages missing": "Only {answered} of {pages} pages came: {reasons}.{advice}",
    "nothing read": "None of the {pages} pages could be read: {reasons}.{advice}",
    "nothing due": "Nothing was due: no page had to be asked for.",
    "blocked": "{answered} of {pages} pages were answered: the other sites turn the crawl away (cppcc status).",
    "budget spent": "{answered} of {pages} pages were answered: the budgets of requests are spent for today.",
    "halted": "Halted: {answered} of {pages} pages were answered (cppcc resume, then the same command).",
}
CHINESE_PAGES: Mapping[Verdict, str] = {
    "read": "{pages} 个页面取到 {answered} 个",
    "nothing read": "{pages} 个页面全部没有取到",
    "nothing due": "没有要取的页面",
    "halted": "采集已被暂停，{pages} 个页面取到 {answered} 个",
}
"""What is said otherwise of runs that read no lists."""

REASONS = 3
"""The most frequent reasons that are named."""

UNASKED = ("foreign host ", "private address ", "no web address", "Forbidden by robots.txt")
"""How the reasons begin of pages that are not asked for at all."""

FEWEST_PAGES = 3
"""Pages that say something of the network when they do not come; one or two often fail for days."""


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
    """Sites that were due and not asked, since they turned an earlier run away."""
    busy: int = 0
    """Sites that were due and that another run had."""
    answered: int = 0
    """Pages other than lists that came, or that the site said are gone or unchanged."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Why lists could not be read, and how many each, the most frequent first."""
    missing: Mapping[str, int] = field(default_factory=dict)
    """Why pages other than lists did not come, in the same way."""

    @property
    def lists(self) -> int:
        """All lists that were to be read."""
        return self.read + self.failed + self.blocked + self.unspent + self.halted

    @property
    def pages(self) -> int:
        """All other pages that were to be read."""
        return self.answered + sum(self.missing.values())

    def pages_like(self, is_one: Callable[[str], bool]) -> int:
        """Pages that did not come for reasons of one kind."""
        return sum(number for reason, number in self.missing.items() if is_one(reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The verdict on a run, with the counts it rests on."""

    verdict: Verdict
    counts: Counts
    reads_lists: bool = True
    """Whether it is about lists; else about pages that were asked for by their addresses."""

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
        reasons = counts.missing if self.verdict == "pages missing" or not self.reads_lists else counts.reasons
        is_network = is_passing(next(iter(reasons), ""))
        return words.format(
            read=counts.read,
            lists=counts.lists,
            answered=counts.answered,
            pages=counts.pages,
            reasons=named(reasons),
            advice=" Look at the network and the proxy (CPPCC_PROXY)." if is_network else " See cppcc receipt.",
        )


def outcome_of(counts: Counts, *, reads_lists: bool = True) -> Outcome:
    """Judge a run by what it did with the lists it had to read, or where it reads none, with the pages.

    >>> outcome_of(Counts(failed=8, reasons={"connection refused": 8})).verdict
    'nothing read'
    >>> outcome_of(Counts(read=3, failed=5)).verdict, outcome_of(Counts(read=4, failed=4)).verdict
    ('partly read', 'read')
    >>> outcome_of(Counts()).verdict, outcome_of(Counts(left_alone=2)).verdict
    ('nothing due', 'blocked')
    >>> outcome_of(Counts(read=8, missing={"connection refused": 20})).verdict
    'pages missing'
    """
    is_of_lists = reads_lists and bool(counts.lists or counts.left_alone or counts.busy)
    if is_of_lists:
        verdict = _of_lists(counts)
    elif reads_lists and counts.pages_like(is_passing) < FEWEST_PAGES:
        verdict, is_of_lists = "nothing due", True  # a daily run that retried some pages alone
    else:
        verdict = _of_pages(counts)
    return Outcome(verdict=verdict, counts=counts, reads_lists=is_of_lists)


def _of_lists(counts: Counts) -> Verdict:
    missed = counts.failed + counts.blocked
    unreached = counts.pages_like(is_passing)
    return _first(
        (counts.halted > 0, "halted"),
        (counts.unspent > counts.read + missed, "budget spent"),
        (counts.read < missed and counts.blocked > counts.failed, "blocked"),
        (0 < counts.read < missed, "partly read"),
        (counts.read > 0 and unreached >= FEWEST_PAGES and unreached > counts.answered, "pages missing"),
        (counts.read > 0, "read"),
        (missed > 0, "nothing read"),
        (counts.left_alone > 0, "blocked"),
        (counts.busy > 0, "in another run"),
    )


def _of_pages(counts: Counts) -> Verdict:
    unspent, halted = counts.missing.get(BUDGET_SPENT, 0), counts.missing.get(HALTED, 0)
    blocked = counts.pages_like(lambda reason: reason.startswith(BLOCKED))
    missed = sum(counts.missing.values()) - unspent - halted - blocked - counts.pages_like(_was_not_asked)
    return _first(
        (halted > 0, "halted"),
        (unspent > counts.answered + missed + blocked, "budget spent"),
        (blocked > counts.answered + missed, "blocked"),
        (missed >= FEWEST_PAGES and 0 < counts.answered < missed, "pages missing"),
        (counts.answered > 0, "read"),
        (missed > 0, "nothing read"),
        (counts.left_alone > 0, "blocked"),
        (counts.busy > 0, "in another run"),
    )


def _was_not_asked(reason: str) -> bool:
    """Whether a page was not asked for, since nobody may or nobody can: that says nothing of the run."""
    return reason.startswith(UNASKED)


def _first(*rules: tuple[bool, Verdict]) -> Verdict:
    """The first verdict whose condition holds."""
    return next((verdict for holds, verdict in rules if holds), "nothing due")


def named(reasons: Mapping[str, int]) -> str:
    """The most frequent reasons, each with its number.

    >>> named({"connection refused": 7, "timeout": 2, "status 503": 1, "no rows": 1})
    'connection refused (7), timeout (2), status 503 (1) and others'
    """
    shown = [f"{reason} ({number})" for reason, number in list(reasons.items())[:REASONS]]
    return ", ".join(shown) + (" and others" if len(reasons) > REASONS else "") if shown else "no reason is known"
