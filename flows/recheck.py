"""The recheck: articles that may have changed since they were read, and those that are owed; no list is read."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from crawler.article import SHANGHAI
from crawler.sites.registry import load_registry, select
from flows.ingest import crawl_and_load, finish_interrupted, left_out
from flows.settings import Settings
from flows.steps.fetch import Plan
from flows.store.politeness import blocked_sites, budgets_left, check_not_halted
from flows.store.postgres import open_database
from flows.store.retries import plan_wanted
from flows.store.runs import held_sites, upsert_sites
from flows.tasks import concluded, seen_to_go_on, told_to_the_server


@flow(name="recheck", flow_run_name="recheck {asked}", persist_result=False)
def recheck(asked: list[str] | None = None, proxy: str | None = None) -> int | None:
    """Ask again for the articles of these sites whose time has come; the number of the run, None if there are none.

    A daily run does so, too: this is for the hours in which offices correct what they published in the morning. What an
    earlier run had landed when it was killed is loaded first. Raises CppccError; what was landed by then is loaded all
    the same.
    """
    settings = Settings.from_environment()
    check_not_halted(settings)
    registry = load_registry()
    sites = select(registry, asked or ["all"])
    database = open_database(settings)
    with database.connect() as connection, held_sites(connection, sites) as free:
        seen_to_go_on(connection)
        upsert_sites(connection, registry, datetime.now(SHANGHAI))
        finish_interrupted(settings, database, connection)
        now = datetime.now(SHANGHAI)
        blocked = blocked_sites(connection, now)
        open_sites = [site for site in free if site.key not in blocked]
        wanted = list(plan_wanted(connection, [site.key for site in open_sites], now))
        if not wanted:
            return None
        due = {each.site for each in plan_wanted(connection, [site.key for site in sites], now)}
        plan = Plan(sites=open_sites, wanted=wanted, budgets=budgets_left(connection, open_sites, now))
        ran = crawl_and_load(
            settings,
            database,
            connection,
            plan,
            kind="recheck",
            asked=asked or [],
            proxy=proxy,
            others=left_out([site for site in sites if site.key in due], free=free, blocked=blocked),
        )
    return concluded(ran.id, ran.outcome, [ran.id])


def run_recheck(asked: list[str], proxy: str | None = None) -> int | None:
    """`recheck` from a process that ends soon."""
    with told_to_the_server():
        return recheck(asked=asked, proxy=proxy)
