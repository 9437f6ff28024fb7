"""The watch: what is wrong by each site's own history, noticed once, told once, and an event of Prefect's each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from prefect import flow, get_run_logger
from prefect.events import emit_event

from crawler.article import SHANGHAI
from crawler.sites.registry import load_registry, select
from flows.monitoring.alarm_store import Settled, last_clearings, settle, single_watch, standing_alarms
from flows.monitoring.observations import observe
from flows.monitoring.receivers.notify import Told, tell
from flows.monitoring.receivers.receivers import receivers
from flows.monitoring.rules.notices import notices
from flows.settings import Settings
from flows.store.postgres import open_database
from flows.tasks import seen_to_go_on, told_to_the_server

if TYPE_CHECKING:
    from flows.monitoring.alarm import Alarm, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What one watch came to."""

    settled: Settled
    told: tuple[Told, ...]


@flow(name="watch", flow_run_name="watch", persist_result=False)
def watch() -> Watched:
    """Look at every enabled site, the runs and the disks once: raise, renew and clear alarms, and tell of new ones.

    Asks no site anything. A second watch at the same time does nothing. Raises CppccError.
    """
    now = datetime.now(SHANGHAI)
    settings = Settings.from_environment()
    told_of = receivers(settings.notify)
    sites = select(load_registry(), ["all"])
    with open_database(settings).connect() as connection, single_watch(connection) as is_ours:
        seen_to_go_on(connection)
        if not is_ours:
            return Watched(settled=Settled(), told=())
        standing = standing_alarms(connection)
        observed = observe(connection, settings, sites, {each.site for each in standing if each.site}, now)
        found = notices(observed, standing, last_clearings(connection), now)
        settled = settle(connection, standing, found, now)
        for alarm in settled.raised:
            announce(alarm, "raised", now)
        for over in settled.cleared:
            announce(over, "cleared", now)
        told = tell(connection, told_of, now)
    for each in told:
        if each.trouble:
            get_run_logger().warning("%s; tried again by the next watch", each.trouble)
    return Watched(settled=settled, told=tuple(told))


def announce(alarm: Alarm | Standing, what: Literal["raised", "cleared"], at: datetime) -> None:
    """Emit an alarm as an event, for Prefect's pages and its automations: `cppcc.alarm.raised` or `.cleared`.

    Its resource is `cppcc.site.KEY`, or `cppcc.installation` for what concerns no site.
    """
    emit_event(
        f"cppcc.alarm.{what}",
        resource={
            "prefect.resource.id": f"cppcc.site.{alarm.site}" if alarm.site else "cppcc.installation",
            "prefect.resource.name": alarm.site or "cppcc",
            "cppcc.alarm.kind": alarm.kind,
        },
        payload={"alarm": alarm.id, "kind": alarm.kind, "subject": alarm.subject, "noticed": dict(alarm.noticed)},
        occurred=at,
    )


def run_watch() -> Watched:
    """`watch` from a process that ends soon."""
    with told_to_the_server():
        return watch()
