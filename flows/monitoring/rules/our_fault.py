"""What this program itself failed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice

if TYPE_CHECKING:
    from flows.monitoring.observations import Faults


def our_fault(faults: Faults) -> Notice | None:
    """Pages, lists, records or lines of receipts that this program itself failed at, until it is mended."""
    counted = {
        "个页面（字节已留存，修好后用 cppcc reclean --accept 补入）": faults.pages,
        "个列表": faults.lists,
        "个待重取的页面": faults.retries,
        "条存档记录": faults.records,
    }
    what = "、".join(f"{number} {words}" for words, number in counted.items() if number)
    if not what:
        return None
    return Notice(
        kind="our fault",
        noticed={
            "pages": faults.pages,
            "lists": faults.lists,
            "retries": faults.retries,
            "records": faults.records,
            "example": {"url": faults.example, "detail": faults.detail},
        },
        message=f"程序在读取 {what}时出错。例：{faults.example}（{faults.detail}）。",
    )
