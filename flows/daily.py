"""The daily run: fetch what is new, clean it, keep it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from prefect import flow

from crawler.article import SHANGHAI
from crawler.sites.registry import load_registry, select, sharded
from flows.ingest import crawl_and_load, finish_interrupted, left_out
from flows.settings import Settings
from flows.steps.fetch import Plan
from flows.store.channels import plan_visits
from flows.store.politeness import blocked_sites, budgets_left, check_not_halted
from flows.store.postgres import open_database
from flows.store.retries import plan_wanted
from flows.store.runs import held_sites, known_urls, upsert_sites
from flows.tasks import concluded, seen_to_go_on, told_to_the_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.article import Site
    from flows.store.postgres import Connection


def plan_daily(connection: Connection, sites: Sequence[Site], now: datetime, *, only_due: bool) -> Plan:
    """What a daily run asks of these sites now."""
    keys = [site.key for site in sites]
    return Plan(
        sites=sites,
        visits=plan_visits(connection, sites, now, only_due=only_due),
        known=known_urls(connection, keys),
        wanted=plan_wanted(connection, keys, now),
        budgets=budgets_left(connection, sites, now),
    )


@flow(name="daily", flow_run_name="daily {asked}", persist_result=False)
def daily(
    asked: list[str] | None = None,
    proxy: str | None = None,
    *,
    only_due: bool | None = None,
    shard: str | None = None,
) -> int:
    """One run over the sites that `asked` names (by default all enabled ones); its number in the table `runs`.

    Of these, `shard` 2/4 takes the second of four parts, so that four runs, on four machines perhaps, take them all.
    What an earlier run had landed when it was killed is loaded first. Sites that another run has are left to it, and
    sites that turned us away are left alone until their time is over; with `only_due`, so are lists whose time has not
    come, which is so unless sites are named by their keys. `proxy` is the HTTP proxy the crawl goes through. Raises
    CppccError; what was landed by then is loaded all the same.
    """
    settings = Settings.from_environment()
    check_not_halted(settings)
    registry = load_registry()
    words = asked or ["all"]
    sites = sharded(select(registry, words), shard)
    database = open_database(settings)
    with database.connect() as connection, held_sites(connection, sites) as free:
        seen_to_go_on(connection)
        upsert_sites(connection, registry, datetime.now(SHANGHAI))
        finish_interrupted(settings, database, connection)
        now = datetime.now(SHANGHAI)
        blocked = blocked_sites(connection, now)
        open_sites = [site for site in free if site.key not in blocked]
        takes_due = words == ["all"] if only_due is None else only_due
        plan = plan_daily(connection, open_sites, now, only_due=takes_due)
        others = [site for site in sites if site not in open_sites]
        due = {visit.site for visit in plan_visits(connection, others, now, only_due=takes_due)}
        ran = crawl_and_load(
            settings,
            database,
            connection,
            plan,
            kind="daily",
            asked=asked or [],
            proxy=proxy,
            others=left_out([site for site in others if site.key in due], free=free, blocked=blocked),
        )
    return concluded(ran.id, ran.outcome, [ran.id])


def run_daily(
    asked: list[str], proxy: str | None = None, *, only_due: bool | None = None, shard: str | None = None
) -> int:
    """`daily` from a process that ends soon."""
    with told_to_the_server():
        return daily(asked=asked, proxy=proxy, only_due=only_due, shard=shard)
