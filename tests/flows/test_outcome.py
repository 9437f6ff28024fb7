"""What a run came to: each situation with its verdict, and what is the network's fault of what sites cannot be read."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crawler.article import SHANGHAI
from flows.monitoring.observations import LastTried
from flows.monitoring.rules.nothing_read import nothing_read, unread_together
from flows.outcome import EXIT_CODES, Counts, outcome_of

REFUSED, TURNED_AWAY, SPENT, HALTED = "connection refused", "blocked: status 412", "budget spent", "halted"

DAILY = {
    "all read": (Counts(read=8), "read"),
    "half read": (Counts(read=4, failed=4), "read"),
    "fewer than half": (Counts(read=3, failed=5), "partly read"),
    "none read": (Counts(failed=8, reasons={REFUSED: 8}), "nothing read"),
    "none read, one blocked": (Counts(failed=7, blocked=1), "nothing read"),
    "all blocked": (Counts(blocked=8), "blocked"),
    "nearly all blocked, one failed": (Counts(failed=1, blocked=7), "blocked"),
    "blocked here and there": (Counts(read=6, blocked=2), "read"),
    "nothing due": (Counts(), "nothing due"),
    "nothing due but sites that are left alone": (Counts(left_alone=2), "blocked"),
    "all in another run": (Counts(busy=3), "in another run"),
    "budget spent": (Counts(unspent=8), "budget spent"),
    "budget spent for most": (Counts(read=1, unspent=7), "budget spent"),
    "budget spent, and one failed": (Counts(failed=1, unspent=7), "budget spent"),
    "halted in the middle": (Counts(read=7, halted=1), "halted"),
    "lists read, and the network went": (Counts(read=8, missing={REFUSED: 20}), "pages missing"),
    "lists read, and some pages fail": (Counts(read=8, answered=20, missing={"timeout": 5}), "read"),
    "lists read, and two pages to retry fail": (Counts(read=8, missing={REFUSED: 2}), "read"),
    "lists read, and a site answers 404 for its pages": (Counts(read=8, answered=9), "read"),
    "nothing due, and one page is retried in vain": (Counts(missing={REFUSED: 1}), "nothing due"),
    "nothing due, and all pages to retry are refused": (Counts(missing={REFUSED: 5}), "nothing read"),
}
RECHECK = {
    "all pages": (Counts(answered=9), "read"),
    "one page of nine": (Counts(answered=1, missing={REFUSED: 8}), "pages missing"),
    "none": (Counts(missing={"timeout": 2}), "nothing read"),
    "budget spent": (Counts(missing={SPENT: 2}), "budget spent"),
    "halted": (Counts(answered=4, missing={HALTED: 2}), "halted"),
    "blocked": (Counts(missing={TURNED_AWAY: 2}), "blocked"),
    "nothing to ask for": (Counts(), "nothing due"),
    "files on foreign hosts alone": (Counts(missing={"foreign host files.example.test": 4}), "nothing due"),
}


@pytest.mark.parametrize(("counts", "verdict"), DAILY.values(), ids=DAILY)
def test_runs_that_read_lists(counts: Counts, verdict: str) -> None:
    outcome = outcome_of(counts)
    assert outcome.verdict == verdict
    assert (outcome.exit_code == 1) == (verdict == "nothing read")


@pytest.mark.parametrize(("counts", "verdict"), RECHECK.values(), ids=RECHECK)
def test_runs_that_read_pages_alone(counts: Counts, verdict: str) -> None:
    assert outcome_of(counts, reads_lists=False).verdict == verdict


@pytest.mark.parametrize(("counts", "verdict"), [*DAILY.values(), *RECHECK.values()])
def test_every_outcome_has_its_words_in_both_languages(counts: Counts, verdict: str) -> None:
    for reads_lists in (True, False):
        outcome = outcome_of(counts, reads_lists=reads_lists)
        assert outcome.verdict in EXIT_CODES
        assert not any(sign in outcome.words + outcome.chinese for sign in "{}")


def test_the_network_is_named_only_where_it_may_be_to_blame() -> None:
    dead = outcome_of(Counts(failed=2, reasons={"robots.txt: connection refused": 2}))
    assert dead.words == (
        "None of the 2 lists could be read: robots.txt: connection refused (2). "
        "Look at the network and the proxy (CPPCC_PROXY)."
    )
    forbidden = outcome_of(Counts(failed=2, reasons={"Forbidden by robots.txt": 2}))
    assert forbidden.words == "None of the 2 lists could be read: Forbidden by robots.txt (2). See cppcc receipt."


NOW = datetime(2026, 3, 10, 10, 30, tzinfo=SHANGHAI)


def tried(site: str, run: int, *, is_unread: bool) -> LastTried:
    at = NOW + timedelta(hours=run)
    return LastTried(site=site, run=run, started_at=at, is_unread=is_unread, reasons=(REFUSED,) if is_unread else ())


def sites(states: str, run: int = 1) -> list[LastTried]:
    """Sites of one run, a letter each: `-` could not be read."""
    return [tried(f"site_{run}_{place}", run, is_unread=state == "-") for place, state in enumerate(states)]


TOGETHER: dict[str, tuple[list[LastTried], int, int]] = {
    "all four of four": (sites("----"), 4, 4),
    "the only one": (sites("-"), 1, 1),
    "nearly all of a country": (sites("-" * 95 + "+" * 5), 100, 95),
    "three of four": (sites("---+"), 4, 0),
    "one of four": (sites("-+++"), 4, 0),
    "one that was due of a hundred": (sites("-"), 100, 0),
    "five that were due of a hundred": (sites("-----"), 100, 5),
    "one of two shards, on a machine without network": (sites("--", 1) + sites("++", 2), 4, 2),
    "all yesterday, and the one that was due today": (sites("---", 1) + sites("-", 2), 4, 4),
    "all yesterday, and one was read today": (sites("---", 1) + sites("+", 2), 4, 3),
    "nothing tried": ([], 4, 0),
}


@pytest.mark.parametrize(("seen", "enabled", "unread"), TOGETHER.values(), ids=TOGETHER)
def test_what_cannot_be_read_together_is_one_alarm(seen: list[LastTried], enabled: int, unread: int) -> None:
    together = unread_together(seen, enabled)
    assert len(together) == unread
    notice = nothing_read(together)
    assert (notice is None) == (unread == 0)
    if notice:
        assert (notice.site, notice.kind, len(notice.noticed["sites"])) == (None, "nothing read", unread)
