"""The lines that recur through a site's pages: learned from its articles, taken off later ones, judged by people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from crawler.errors import SettingsError
from sql import query

if TYPE_CHECKING:
    from crawler.article import Site
    from flows.store.postgres import Connection


def furnished(connection: Connection, site: Site) -> Site:
    """The site with the lines that were learned from its pages, except those that somebody refused."""
    lines = connection.execute(query("known_furniture"), {"site": site.key})
    return replace(site, furniture=frozenset(line for (line,) in lines))


def learn(connection: Connection, site: str) -> None:
    """Keep the lines that recur through the site's articles; done again for the same articles, it changes nothing."""
    connection.execute(query("learn_furniture"), {"site": site})


def learned_lines(connection: Connection, site: str | None) -> list[tuple[Any, ...]]:
    """Site, pages, of how many, state and line, of one site or of all; what stands on most pages first."""
    return connection.execute(query("list_furniture"), {"site": site}).fetchall()


def judge(connection: Connection, site: str | None, line: str, state: Literal["learned", "refused"]) -> None:
    """Say whether a learned line is taken off (learned) or left in (refused), from the next cleaned page on.

    A beginning stands for the line if no other learned line of the site (None: of any) begins so; it may end in …, as
    lists show it. Raises SettingsError if there is no such line, or more than one.
    """
    known = [(row[0], row[-1]) for row in learned_lines(connection, site)]
    beginning = line.removesuffix("…")
    found = [each for each in known if each[1] == line]
    found = found or [each for each in known if beginning and each[1].startswith(beginning)]
    where = f" of {site}" if site else ""
    if not found:
        raise SettingsError(f"No learned line{where} is or begins with {line!r}; cppcc furniture lists them")
    if len(found) > 1:
        raise SettingsError(f"{len(found)} learned lines{where} begin with {line!r}: name the site, or more of it")
    [(owner, whole)] = found
    connection.execute(query("judge_furniture"), {"site": owner, "line": whole, "state": state})
