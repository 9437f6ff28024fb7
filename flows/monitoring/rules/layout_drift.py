"""Fields that the pages of a site no longer give."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flows.monitoring.alarm import Notice, Standing
from flows.monitoring.alarm_kinds import FIELDS
from flows.monitoring.rules.phrases import called
from flows.monitoring.rules.rates import changes_in, numbers_of, thinned

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.monitoring.observations import Page, SiteSeen


def layout_drift(
    seen: SiteSeen, standing: Standing | None, cleared_at: datetime | None, now: datetime
) -> Notice | None:
    """Fields that the pages of a site no longer give: its layout has changed, or our rules no longer fit.

    Pages of one layout are held against each other alone. All fields of a site are one alarm.
    """
    pages = thinned(_of_one_layout(seen))
    marks: dict[str, Callable[[Page], bool]] = {field: _has(field) for field in FIELDS}
    changes = changes_in(pages, marks, standing, cleared_at, now)
    if not changes:
        return None
    rates = "；".join(f"{FIELDS[name]}由 {change.before} 降到 {change.after}" for name, change in changes.items())
    lacking = next((page for page in pages if any(not marks[name](page) for name in changes)), pages[0])
    reason = f"，该页没有文章：{lacking.reason}" if lacking.reason else ""
    return Notice(
        site=seen.site.key,
        kind="layout drift",
        subject="pages",
        noticed=numbers_of(changes, pages, standing, lacking),
        message=f"{called(seen.site)}的页面可能改版，能读出的字段变少：{rates}。例：{lacking.url}{reason}。",
    )


def _of_one_layout(seen: SiteSeen) -> list[Page]:
    """The pages that are laid out as the newest one is, as far as the registry knows layouts."""
    newest = next((page.day for page in seen.pages if page.day), None)
    layout = next((each for each in seen.site.layouts if newest and each.holds_on(newest)), None)
    if layout is None:
        return list(seen.pages)
    return [page for page in seen.pages if page.day is None or layout.holds_on(page.day)]


def _has(field: str) -> Callable[[Page], bool]:
    # What gave no article at all says nothing of the other fields.
    return lambda page: field in page.present or (page.reason is not None and field != "body")
