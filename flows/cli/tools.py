"""Commands that need no database: repair a text, clean a page, serve the replica."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.article import Article
from crawler.errors import SettingsError
from flows.cli.options import FURTHEST
from flows.terminal import pour, say

PANEL = "Tools"
"""The group of these commands in `cppcc --help`."""

commands = typer.Typer()


@commands.command(rich_help_panel=PANEL)
def repair(
    file: Annotated[str, typer.Argument(help="A text file, or - for standard input.")],
    explain: Annotated[bool, typer.Option("--explain", help="Print what was done instead of the text.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print the changed lines before and after, in colour.")] = False,
) -> None:
    """Repair a plain text and print it."""
    from crawler.text.decoding.decode import decode
    from crawler.text.repairs.repair import repair as repair_text
    from flows.cli.tables_read import difference, explained

    decoded = decode(read_input(file))
    repaired = repair_text(decoded.text)
    if explain:
        say(explained(decoded, repaired))
    if diff:
        say(difference(decoded.text, repaired.text), wrap=False)
    if not explain and not diff:
        pour(repaired.text)


@commands.command(rich_help_panel=PANEL)
def clean(
    file: Annotated[str, typer.Argument(help="A saved HTML page, or - for standard input.")],
    url: Annotated[str, typer.Option(help="Where the page came from; it may name the day.")] = "",
    content_type: Annotated[str | None, typer.Option(help="The Content-Type it was served with.")] = None,
) -> None:
    """One page's article, as JSON. A page that holds none gives its reason and exit code 1."""
    from crawler.text.clean import clean as clean_page

    outcome = clean_page(read_input(file), url=url, content_type=content_type)
    pour(json.dumps(asdict(outcome), ensure_ascii=False, indent=2, default=_as_json) + "\n")
    if not isinstance(outcome, Article):
        raise typer.Exit(1)


def _as_json(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value.isoformat())


def read_input(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from error


@commands.command(rich_help_panel=PANEL)
def replica(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8100,
    articles: Annotated[
        int, typer.Option(min=0, max=FURTHEST, help="How many articles are made up beside the seeds.")
    ] = 24,
) -> None:
    """Serve the replica sites until interrupted, to look at them with a browser or curl."""
    from crawler.replica.__main__ import serve as serve_replica

    serve_replica(port=port, articles=articles)
