"""`cppcc`: the one way in. Each command is a few lines; what it does lives in the room it is named after."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from crawler.article import Article, Site
from crawler.errors import CppccError, SettingsError
from crawler.replica.__main__ import serve as serve_replica
from crawler.replica.server import Replica
from crawler.replica.world import build_world
from crawler.sites.registry import load_registry, select
from crawler.text.clean import clean as clean_page
from crawler.text.decode import decode
from crawler.text.repair import repair as repair_text
from flows import report
from flows.embedded import stop_embedded
from flows.postgres import Database, open_database
from flows.prefect_server import prefect_server
from flows.preview import preview, recognised, visitor
from flows.settings import Settings, adopt_environment, prefect_client_environment
from flows.steps.furniture import judge, learned_lines

app = typer.Typer(
    help="Keeps every news item published by the Chinese People's Political Consultative Conference in Postgres.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# A pipe has no width; a hundred columns keep a title on one line in most logs.
out = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
err = Console(stderr=True, highlight=False)


def _chosen(sites: str) -> tuple[list[str], list[Site]]:
    """The words of a `--sites` option, and the sites they name: at least one."""
    words = [word.strip() for word in sites.split(",") if word.strip()]
    chosen = select(load_registry(), words)
    if not chosen:
        raise SettingsError("No site is chosen: name one, or enable some in crawler/sites")
    return words, chosen


@app.command()
def run(
    sites: Annotated[str, typer.Option(help="replica, all (every enabled site), or keys split by commas.")] = "all",
    articles: Annotated[int, typer.Option(min=0, help="How many articles the replica makes up beside the seeds.")] = 24,
) -> None:
    """Fetch what is new, clean it, keep it; once, now."""
    words, chosen = _chosen(sites)
    replicas = {site.confidence == "replica" for site in chosen}
    if len(replicas) > 1:
        raise SettingsError("The replica cannot be crawled together with real sites: run it by itself")
    settings = Settings.from_environment()
    with ExitStack() as stack, err.status("Starting Postgres …") as status:
        database = open_database(settings)
        proxy = None
        if replicas == {True}:
            proxy = stack.enter_context(Replica(build_world(articles=articles))).address
        status.update("Starting Prefect …")
        server = stack.enter_context(prefect_server(settings, database))
        adopt_environment(prefect_client_environment(settings, server.api_url))
        # Prefect reads the environment when it is imported, and that takes as long as its server needs to come up.
        from flows.daily import run_daily  # noqa: PLC0415

        server.wait()
        status.update(f"Crawling {len(chosen)} sites, cleaning, loading …")
        run_id = run_daily(asked=words, proxy=proxy)
    _print_run(database, run_id)


def _print_run(database: Database, run_id: int) -> None:
    """The articles, the sites, what was rejected, and where to look."""
    with database.connect() as connection:
        fresh = report.run_articles(connection, run_id)
        if fresh:
            out.print(report.articles_table(fresh))
        else:
            out.print("Nothing new: every listed item is in the store already, and no row was changed.")
        out.print()
        out.print(report.sites_table(report.run_sites(connection, run_id)))
        for site, reason, detail, url in report.run_rejected(connection, run_id):
            out.print(f"rejected: {site} {reason} ({detail}) {url}")
    out.print(f"\nRun {run_id}: {len(fresh)} new articles. The database is {database.where}. Look at it with")
    # As the reader has to type it: the command is on PATH only where the environment is activated.
    command = "cppcc" if shutil.which("cppcc") else os.path.relpath(sys.argv[0])
    out.print(f"  {command} psql\n  {database.psql}", soft_wrap=True)


@app.command()
def serve(
    sites: Annotated[str, typer.Option(help="all (every enabled site), or keys split by commas.")] = "all",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where Prefect's pages are, on 127.0.0.1.")] = 4200,
) -> None:
    """Run every day at 06:30 Shanghai time, until interrupted."""
    words, _ = _chosen(sites)
    settings = Settings.from_environment()
    database = open_database(settings)
    with prefect_server(settings, database, port) as server:
        adopt_environment(prefect_client_environment(settings, server.api_url))
        from flows.schedule import serve as keep_schedule  # noqa: PLC0415  (as in `run`)

        server.wait()
        out.print(f"Every day at 06:30 Shanghai time. Prefect shows runs at {server.api_url.removesuffix('/api')}")
        keep_schedule(words)


@app.command()
def show(
    key: Annotated[
        str | None, typer.Argument(help="An article's id or address; without one, the newest are listed.")
    ] = None,
    site: Annotated[str | None, typer.Option(help="Only this site's.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 20,
) -> None:
    """The newest articles, or one in full."""
    with open_database(Settings.from_environment()).connect() as connection:
        if key is None:
            out.print(report.articles_table(report.latest_articles(connection, site, limit)))
            return
        article = report.one_article(connection, key)
    if article is None:
        raise SettingsError(f"No article has the id or address {key}")
    out.print(report.article_in_full(article))


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
        out.print(report.explained(decoded, repaired))
    if diff:
        out.print(report.difference(decoded.text, repaired.text), soft_wrap=True)
    if not explain and not diff:
        sys.stdout.write(repaired.text)


@app.command()
def clean(
    file: Annotated[str, typer.Argument(help="A saved HTML page, or - for standard input.")],
    url: Annotated[str, typer.Option(help="Where the page came from; it may name the day.")] = "",
    content_type: Annotated[str | None, typer.Option(help="The Content-Type it was served with.")] = None,
) -> None:
    """One page's article, as JSON. A page that holds none gives its reason and exit code 1."""
    outcome = clean_page(_read(file), url=url, content_type=content_type)
    sys.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False, indent=2, default=_as_json) + "\n")
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
    words = open_database(Settings.from_environment()).psql_words
    sys.stdout.flush()
    os.execv(words[0], [*words, *(arguments or [])])  # noqa: S606  (no shell: psql takes this process's place)


sites_app = typer.Typer(help="The site lists: see them, try one, begin one.", invoke_without_command=True)
app.add_typer(sites_app, name="sites")


@sites_app.callback()
def sites(context: typer.Context) -> None:
    """The site lists, one site a row."""
    if context.invoked_subcommand is None:
        out.print(report.registry_table(load_registry()))


@sites_app.command()
def check(key: Annotated[str, typer.Argument(help="The site's key.")]) -> None:
    """Read the first page of each of a site's lists, live, and say what a crawl would take. Nothing is kept."""
    [site] = select(load_registry(), [key])
    with ExitStack() as stack:
        proxy = None
        if site.confidence == "replica":
            proxy = stack.enter_context(Replica(build_world())).address
        stack.enter_context(err.status(f"Asking {site.name}, {site.delay:g} seconds between two lists …"))
        seen = preview(Settings.from_environment(), site, proxy=proxy)
    out.print(report.previews(site, seen))
    if any(each.trouble for each in seen):
        raise typer.Exit(1)


@sites_app.command()
def add(url: Annotated[str, typer.Argument(help="The first page of one of the site's lists.")]) -> None:
    """Read a list of an unknown site, live, and print a block for `crawler/sites` to be completed by hand."""
    if not url.startswith(("http://", "https://")):
        raise SettingsError(f"{url} is no address of a list: it must begin with http:// or https://")
    stranger = visitor(url)
    with err.status(f"Asking {stranger.name} …"):
        [seen] = preview(Settings.from_environment(), stranger, proxy=None)
    block, taken = recognised(seen, stranger.key)
    if not taken:
        raise SettingsError(f"{url} gave no list: {seen.trouble or 'no rows'}")
    out.print(block, markup=False, soft_wrap=True)
    err.print(report.rows_table(taken))


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
    out.print(report.furniture_table(lines) if lines else "No line has been learned so far.")


@app.command()
def replica(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8100,
    articles: Annotated[int, typer.Option(min=0, help="How many articles are made up beside the seeds.")] = 24,
) -> None:
    """Serve the replica sites until interrupted, to look at them with a browser or curl."""
    serve_replica(port=port, articles=articles)


@app.command()
def stop() -> None:
    """Stop the embedded Postgres, which otherwise keeps running like any database."""
    stopped = stop_embedded(Settings.from_environment())
    out.print("Stopped." if stopped else "The embedded Postgres was not running.")


def _complain(message: str) -> None:
    """One line, whatever the message came from."""
    err.print(f"cppcc: {' '.join(message.split())}", markup=False, soft_wrap=True)


def main() -> None:
    """Run the command line; what this project can explain is one line on standard error, never a traceback."""
    try:
        code = app(standalone_mode=False)
    except CppccError as error:
        _complain(str(error))
        sys.exit(1)
    except typer.TyperException as error:
        _complain(f"{error.format_message()} (see cppcc --help)")
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        _complain("interrupted; the next run takes up what was landed")
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
