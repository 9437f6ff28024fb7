"""Recleaning: what is stored, made again of the landed bytes with the rules of today."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from prefect import flow, get_run_logger

from crawler.article import SHANGHAI
from crawler.errors import CppccError, SettingsError
from crawler.sites.registry import load_registry, select
from crawler.text.clean import RULES_VERSION
from flows.cluster import spread
from flows.postgres import open_database
from flows.road import finish_interrupted
from flows.settings import Settings
from flows.steps.fetch import landing_folder
from flows.steps.furniture import furnished
from flows.steps.reclean import Recleaned, stored_pieces
from flows.steps.runs import SiteRun, begin_run, finish_run, record_site_runs, upsert_sites
from flows.tasks import leave_report, reclean_stored, seen_to_go_on, sort_and_index, told_to_the_server
from sql import query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flows.postgres import Connection


@flow(name="reclean", flow_run_name="reclean {asked}", persist_result=False)
def reclean(
    asked: list[str] | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
    dry_run: bool = True,
    dask: str | None = None,
) -> tuple[int | None, Recleaned]:
    """Clean the landed bytes of stored pages again; the run that stored what changed (None if none did), and what.

    `asked` are sites, by default every registered one; days are those of publication, both included. With `dry_run`
    nothing is stored. `dask` is as in `flows.cluster.spread`: the workers need the landing at the same path. Killed,
    the same order goes through everything again, and finds changed already what was. Raises CppccError.
    """
    if since and until and since > until:
        raise SettingsError(f"--since {since} is later than --until {until}")
    settings = Settings.from_environment()
    database = open_database(settings)
    registry = load_registry()
    sites = select(registry, asked) if asked and asked != ["all"] else registry
    with database.connect() as connection:
        seen_to_go_on(connection)
        ready = {site.key: furnished(connection, site) for site in sites}
        work = (
            {
                "database": database,
                "piece": piece,
                "sites": {key: ready[key] for key in piece.sites},
                "landing": landing_folder(settings),
            }
            for piece in stored_pieces(connection, list(ready), since, until)
        )
        if dry_run:
            found = _all(work, None, dask)
            get_run_logger().info(found.words)
            return None, found
        upsert_sites(connection, registry, datetime.now(SHANGHAI))
        finish_interrupted(settings, database, connection)
        run_id = begin_run(
            connection, kind="reclean", asked=asked or [], rules_version=RULES_VERSION, now=datetime.now(SHANGHAI)
        )
        try:
            found = _all(work, run_id, dask)
            sort_and_index(database)
        except CppccError as error:
            finish_run(connection, run_id, "failed", str(error), now=datetime.now(SHANGHAI))
            raise
        _record(connection, run_id, found)
        finish_run(connection, run_id, "done", now=datetime.now(SHANGHAI))
    leave_report(settings, database, run_id)
    get_run_logger().info(found.words)
    return run_id, found


def _all(work: Iterator[dict[str, Any]], run_id: int | None, dask: str | None) -> Recleaned:
    found = Recleaned()
    for _, part in spread(reclean_stored, ({**each, "run_id": run_id} for each in work), dask=dask):
        found.add(part)
    return found


def _record(connection: Connection, run_id: int, found: Recleaned) -> None:
    """Keep what the run came to, site by site, and what it left as it was although it would be rejected now."""
    refused = Counter[str]()
    for (site, reason), count in found.refused.items():
        refused[site] += count
        words = f"today's rules reject {count} of its articles ({reason}); they stay as they are"
        connection.execute(query("insert_warning"), {"run_id": run_id, "site": site, "words": words})
    rows = [
        SiteRun(
            site=site,
            listed=read,
            new=found.accepted[site],
            changed=found.changed[site],
            unchanged=read - found.accepted[site] - found.changed[site] - refused[site],
            rejected=refused[site],
            stopped_because="recleaned",
        )
        for site, read in found.read.items()
    ]
    record_site_runs(connection, run_id, rows)


def run_reclean(
    asked: Sequence[str],
    *,
    since: date | None = None,
    until: date | None = None,
    dry_run: bool = True,
    dask: str | None = None,
) -> tuple[int | None, Recleaned]:
    """`reclean` from a process that ends soon."""
    with told_to_the_server():
        return reclean(list(asked), since=since, until=until, dry_run=dry_run, dask=dask)
