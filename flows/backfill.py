"""The backfill: older list pages, as far back as asked, in parts that others may run between."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from prefect import flow

from crawler.article import SHANGHAI
from crawler.sites.registry import load_registry, select
from flows.postgres import open_database
from flows.road import crawl_and_load, finish_interrupted
from flows.settings import Settings
from flows.steps.archive import Backfill, Span, advance, open_backfills, restart
from flows.steps.fetch import Plan
from flows.steps.manners import blocked_sites, budgets_left, check_not_halted
from flows.steps.runs import held_sites, known_urls, upsert_sites
from flows.tasks import seen_to_go_on, told_to_the_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.article import Site


@flow(name="backfill", flow_run_name="backfill {asked}", persist_result=False)
def backfill(
    asked: list[str],
    *,
    channel: str | None = None,
    since: date | None = None,
    until: date | None = None,
    first_page: int = 1,
    last_page: int | None = None,
    again: bool = False,
    proxy: str | None = None,
) -> list[int]:
    """Read older pages of lists until they end, or until today's budgets do; the runs it took.

    The same order given again goes on where it was left, a killed one with the part it was in; `again` begins anew.
    Between two parts other runs get their turn. Raises CppccError; what was landed by then is loaded all the same.
    """
    settings = Settings.from_environment()
    registry = load_registry()
    sites = select(registry, asked)
    span = Span(since=since, until=until, first_page=first_page, last_page=last_page)
    database = open_database(settings)
    runs: list[int] = []
    stuck: set[int] = set()
    with database.connect() as connection:
        seen_to_go_on(connection)
        now = datetime.now(SHANGHAI)
        upsert_sites(connection, registry, now)
        if again:
            restart(connection, open_backfills(connection, sites, channel, span, now), now)

        def left_to_read(held: Sequence[Site]) -> list[Backfill]:
            """The lists of these sites that can be read on today."""
            now = datetime.now(SHANGHAI)
            left = budgets_left(connection, held, now)
            closed = blocked_sites(connection, now).keys() | {key for key, requests in left.items() if not requests}
            rows = open_backfills(connection, held, channel, span, now)
            return [row for row in rows if row.state == "open" and row.id not in stuck and row.site not in closed]

        while True:
            check_not_halted(settings)
            keys = {row.site for row in left_to_read(sites)}
            if not keys:
                return runs
            wanted = [site for site in sites if site.key in keys]
            with held_sites(connection, wanted, gives_way=True) as free:
                finish_interrupted(settings, database, connection)
                rows = left_to_read(free)
                keys = {row.site for row in rows}
                if not keys:  # somebody else who was given the same order has read them
                    continue
                plan = Plan(
                    sites=[site for site in free if site.key in keys],
                    visits=[row.visit for row in rows],
                    known=known_urls(connection, sorted(keys)),
                    budgets=budgets_left(connection, free, datetime.now(SHANGHAI)),
                )
                run_id, receipt = crawl_and_load(
                    settings, database, connection, plan, kind="backfill", asked=asked, proxy=proxy
                )
                runs.append(run_id)
                after = advance(connection, rows, receipt.channels, datetime.now(SHANGHAI))
                stuck |= {
                    row.id for row in after if row.stopped_because in {"failed", "blocked", "budget spent", "halted"}
                }
                stuck |= {row.id for row in rows} - {row.id for row in after}


def run_backfill(
    asked: list[str], *, channel: str | None, span: Span, again: bool = False, proxy: str | None = None
) -> list[int]:
    """`backfill` from a process that ends soon."""
    with told_to_the_server():
        return backfill(
            asked,
            channel=channel,
            since=span.since,
            until=span.until,
            first_page=span.first_page,
            last_page=span.last_page,
            again=again,
            proxy=proxy,
        )
