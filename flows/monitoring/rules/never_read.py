"""Lists that no run could read since they stand in the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice
from flows.monitoring.rules.phrases import called

if TYPE_CHECKING:
    from flows.monitoring.observations import SiteSeen


def never_read(seen: SiteSeen) -> Notice | None:
    """A site with lists that no run could read since they stand in the registry: nobody knows that they are right."""
    if not seen.never_read or seen.block:
        return None
    lists = {name: f"“{name}”（{why}）" for name, why in seen.never_read.items()}
    which = "所有列表" if len(lists) == len(seen.site.channels) else f" {len(lists)} 个列表"
    return Notice(
        site=seen.site.key,
        kind="never read",
        noticed={"lists": dict(seen.never_read)},
        message=(
            f"{called(seen.site)}的{which}自登记以来从未读到：{'；'.join(lists.values())}。"
            f"请核对地址：cppcc sites check {seen.site.key}"
        ),
    )
