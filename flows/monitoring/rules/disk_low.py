"""A disk on which what is landed in a month would not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice, Standing

if TYPE_CHECKING:
    from flows.monitoring.observations import Disk


LEAST_FREE = 2 * 2**30
"""Bytes: below, Postgres may stop in the middle of what it does."""


DAYS_FREE = 30
"""Days of landing, at the last week's pace, that must fit: long enough to buy a disk. The store takes about as much
again as the landing, which counts twice."""


FREE_AGAIN = 1.2
"""An alarm ends at so many times the space it began at, or it would come and go with every vacuum."""


def disk_low(disk: Disk, landed_daily: int, standing: Standing | None) -> Notice | None:
    """A disk on which what is landed in a month would not fit."""
    needed = max(LEAST_FREE, 2 * DAYS_FREE * landed_daily)
    if disk.free >= needed * (FREE_AGAIN if standing else 1):
        return None
    return Notice(
        kind="disk low",
        subject=disk.name,
        noticed={
            "folder": disk.folder,
            "free": disk.free,
            "total": disk.total,
            "needed": needed,
            "landed_daily": landed_daily,
        },
        message=(
            f"{disk.folder} 所在磁盘只剩 {_gigabytes(disk.free)}（共 {_gigabytes(disk.total)}）；"
            f"近一周每天落盘 {_gigabytes(landed_daily)}，至少要留 {_gigabytes(needed)}。"
        ),
    )


def _gigabytes(size: int) -> str:
    """Bytes in words.

    >>> _gigabytes(3_500_000_000)
    '3.5 GB'
    """
    return f"{size / 1e9:.1f} GB"
