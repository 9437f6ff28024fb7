"""Which failures pass by themselves."""

from __future__ import annotations

import pytest

from crawler.landing.failure_reasons import PASSING, is_passing


@pytest.mark.parametrize("reason", [*sorted(PASSING), "status 500", "status 504", "status 408", "robots.txt: timeout"])
def test_what_may_pass(reason: str) -> None:
    assert is_passing(reason)


@pytest.mark.parametrize(
    "reason",
    [
        "status 404",
        "no rows",
        "Forbidden by robots.txt",
        "foreign host a.cn",
        "TLS handshake failed",
        "answer is no HTTP",
        "too large",
        "robots.txt: status 403",
    ],
)
def test_what_will_not(reason: str) -> None:
    assert not is_passing(reason)
