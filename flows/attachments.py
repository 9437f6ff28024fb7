"""The files of articles, fetched when somebody asks for them."""

from __future__ import annotations

from datetime import datetime

from prefect import flow

from crawler.article import SHANGHAI
from crawler.sites.registry import load_registry, select
from flows.postgres import open_database
from flows.road import crawl_and_load, finish_interrupted, record_left_out
from flows.settings import Settings
from flows.steps.attachments import missing_attachments
from flows.steps.fetch import Plan
from flows.steps.manners import blocked_sites, budgets_left, check_not_halted
from flows.steps.runs import held_sites, upsert_sites
from flows.tasks import seen_to_go_on, told_to_the_server


@flow(name="attachments", flow_run_name="attachments {asked}", persist_result=False)
def attachments(asked: list[str], *, limit: int = 200, proxy: str | None = None) -> int:
    """Fetch at most so many documents and archives that articles of these sites offer; the number of the run.

    Only those on the sites' own hosts are asked for. Raises CppccError; what was landed by then is kept all the same.
    """
    settings = Settings.from_environment()
    check_not_halted(settings)
    registry = load_registry()
    chosen = select(registry, asked)
    database = open_database(settings)
    with database.connect() as connection, held_sites(connection, chosen) as free:
        seen_to_go_on(connection)
        upsert_sites(connection, registry, datetime.now(SHANGHAI))
        finish_interrupted(settings, database, connection)
        now = datetime.now(SHANGHAI)
        blocked = blocked_sites(connection, now)
        sites = [site for site in free if site.key not in blocked]
        plan = Plan(
            sites=sites,
            wanted=missing_attachments(connection, [site.key for site in sites], limit),
            budgets=budgets_left(connection, sites, now),
        )
        run_id, _ = crawl_and_load(settings, database, connection, plan, kind="attachments", asked=asked, proxy=proxy)
        record_left_out(connection, run_id, chosen, free=free, blocked=blocked)
    return run_id


def run_attachments(asked: list[str], *, limit: int, proxy: str | None = None) -> int:
    """`attachments` from a process that ends soon."""
    with told_to_the_server():
        return attachments(asked, limit=limit, proxy=proxy)
