"""Which flow runs when: the table, and the process that keeps to it."""

from __future__ import annotations

from prefect.schedules import Cron, Schedule

from flows.daily import daily

DAILY = Cron("30 6 * * *", timezone="Asia/Shanghai")
"""Once a day before offices open: committees publish in office hours, and late items are caught the next day."""


def serve(asked: list[str], schedule: Schedule = DAILY, proxy: str | None = None) -> None:
    """Run `daily` over the sites that `asked` names whenever the schedule says, until interrupted.

    Each run is a process of its own. The deployment stays in Prefect's records when this ends, and is taken up again.
    """
    daily.serve(
        name="daily",
        schedules=[schedule],
        parameters={"asked": asked, "proxy": proxy},
        pause_on_shutdown=False,
        print_starting_message=False,
        limit=1,
    )
