"""The store, in SQL: `schema.sql`, `migrations/`, and one named query a file in `queries/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent


@cache
def query(name: str) -> LiteralString:
    """The statement in `queries/NAME.sql`. Raises FileNotFoundError for a name without a file.

    >>> query("run_sites").splitlines()[0]
    '-- What a run found, by site.'
    """
    return _literal(FOLDER / "queries" / f"{name}.sql")


@cache
def schema() -> LiteralString:
    """The tables as they were at the first release; migrations bring them up to date."""
    return _literal(FOLDER / "schema.sql")


@cache
def migrations() -> Mapping[str, LiteralString]:
    """Every migration by name, in the order in which they are applied."""
    return {file.stem: _literal(file) for file in sorted((FOLDER / "migrations").glob("*.sql"))}


def _literal(file: Path) -> LiteralString:
    # The type checker cannot see that a file is as constant as a literal: it is part of this package, is reviewed like
    # code, and nothing is ever pasted into it. Values travel as parameters.
    return cast("LiteralString", file.read_text(encoding="utf-8"))  # type: ignore[redundant-cast]  # mypy: just a str
