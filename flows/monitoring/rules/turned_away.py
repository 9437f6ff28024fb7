"""A site that answers with a sign that it wants no crawler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice
from flows.monitoring.rules.phrases import called, to_the_minute

if TYPE_CHECKING:
    from flows.monitoring.observations import SiteSeen


def turned_away(seen: SiteSeen) -> Notice | None:
    """A site that answered with a sign of being unwanted, until a page of it comes again."""
    if seen.block is None:
        return None
    block = seen.block
    since, until = to_the_minute(block.since), to_the_minute(block.until)
    return Notice(
        site=seen.site.key,
        kind="blocked",
        subject="turned away",
        noticed={
            "sign": block.sign,
            "times": block.times,
            "since": to_the_minute(block.since),
            "until": to_the_minute(block.until),
        },
        message=(
            f"{called(seen.site)}自 {since} 起拒绝访问（{block.sign}，连续 {block.times} 次），{until} 前不再请求。"
        ),
    )
