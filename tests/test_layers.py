"""Which room may import which: a table from the ground up, and every import of the packages held against it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(file for folder in ("crawler", "flows", "sql") for file in (ROOT / folder).rglob("*.py"))

# A room is a module or a folder by its whole name; a module belongs to the longest name that it begins with. It may
# import its own room and those named beside it, which all stand above it here: so no two rooms import each other,
# however far around. `crawler.*` means every room of that folder.
ROOMS: dict[str, str] = {
    "sql": "",
    "crawler.errors": "",
    "crawler.faults": "",
    "crawler.article": "",
    "crawler.bounds": "",
    "crawler.web_address": "crawler.bounds",
    "crawler.text.han": "crawler.article crawler.bounds",
    "crawler.text.decoding": "crawler.article crawler.text.han",
    "crawler.text.repairs": "crawler.article crawler.bounds crawler.text.han",
    "crawler.text.extraction": "crawler.article crawler.bounds crawler.web_address crawler.text.han"
    " crawler.text.repairs",
    "crawler.text.similarity": "crawler.text.han",
    "crawler.text": "crawler.article crawler.web_address crawler.text.han crawler.text.decoding crawler.text.repairs"
    " crawler.text.extraction crawler.text.similarity",
    "crawler.dialects": "crawler.article crawler.bounds crawler.web_address crawler.text.han",
    "crawler.sites": "crawler.errors crawler.article crawler.bounds crawler.web_address crawler.text.han"
    " crawler.text.extraction crawler.dialects",
    "crawler.landing": "crawler.errors crawler.faults crawler.article crawler.bounds",
    "crawler.spiders.job": "crawler.errors crawler.article",
    "crawler.spiders.seen_urls": "crawler.landing",
    "crawler.spiders.channel_progress": "crawler.article crawler.dialects crawler.landing crawler.spiders.job",
    "crawler.spiders.crawl_state": "crawler.errors crawler.article crawler.dialects crawler.landing"
    " crawler.spiders.job",
    "crawler.spiders.download": "crawler.bounds crawler.text.decoding crawler.text.extraction crawler.dialects"
    " crawler.landing crawler.spiders.job crawler.spiders.crawl_state",
    "crawler.spiders.middlewares": "crawler.errors crawler.web_address crawler.dialects crawler.landing"
    " crawler.spiders.crawl_state"
    " crawler.spiders.download",
    "crawler.spiders": "crawler.errors crawler.faults crawler.article crawler.web_address crawler.text.decoding"
    " crawler.text.extraction crawler.dialects crawler.sites crawler.landing crawler.spiders.job"
    " crawler.spiders.seen_urls crawler.spiders.channel_progress crawler.spiders.crawl_state crawler.spiders.download"
    " crawler.spiders.middlewares",
    "crawler.replica": "crawler.errors crawler.article",
    "crawler": "crawler.article crawler.text crawler.text.decoding crawler.text.repairs",
    "flows.home": "",
    "flows.outcome": "crawler.landing",
    "flows.wording": "crawler.article",
    "flows.terminal": "",
    "flows.timetable": "crawler.errors",
    "flows.settings": "crawler.errors flows.home flows.timetable",
    "flows.servers": "crawler.errors flows.home flows.settings",
    "flows.faults": "crawler.errors crawler.article flows.home flows.settings flows.servers flows.terminal",
    "flows.store": "sql crawler.* flows.home flows.outcome flows.settings flows.servers",
    "flows.steps": "sql crawler.* flows.home flows.settings flows.servers flows.store",
    "flows.monitoring.rules": "crawler.article crawler.landing flows.monitoring",
    "flows.monitoring.receivers": "crawler.errors flows.store flows.monitoring",
    "flows.monitoring": "sql crawler.* flows.home flows.settings flows.store",
    "flows.html_report": "sql crawler.* flows.outcome flows.wording flows.store",
    "flows.cluster": "crawler.errors",
    "flows.prefect_server": "crawler.errors flows.home flows.settings flows.servers flows.store",
    "flows.prefect_cleanup": "sql flows.store",
    "flows.tasks": "sql crawler.* flows.home flows.outcome flows.settings flows.store flows.steps flows.html_report",
    "flows.ingest": "sql crawler.* flows.home flows.outcome flows.settings flows.store flows.steps flows.tasks",
    "flows.daily": "crawler.* flows.settings flows.store flows.steps flows.tasks flows.ingest",
    "flows.recheck": "crawler.* flows.settings flows.store flows.steps flows.tasks flows.ingest",
    "flows.backfill": "crawler.* flows.settings flows.store flows.steps flows.tasks flows.ingest",
    "flows.attachments": "crawler.* flows.settings flows.store flows.steps flows.tasks flows.ingest",
    "flows.reclean": "sql crawler.* flows.home flows.settings flows.store flows.steps flows.cluster flows.tasks"
    " flows.ingest",
    "flows.warc_import": "sql crawler.* flows.home flows.settings flows.store flows.steps flows.cluster flows.tasks"
    " flows.ingest",
    "flows.archives": "flows.warc_import",
    "flows.watch": "crawler.* flows.settings flows.store flows.monitoring flows.monitoring.rules"
    " flows.monitoring.receivers flows.tasks",
    "flows.maintenance": "crawler.* flows.settings flows.store flows.prefect_cleanup flows.tasks",
    "flows.schedule": "flows.timetable flows.settings flows.faults flows.store flows.prefect_cleanup flows.daily"
    " flows.recheck flows.backfill flows.attachments flows.reclean flows.warc_import flows.watch flows.maintenance",
    "flows.deploy": "flows.timetable flows.daily flows.schedule",
    "flows.cli": "sql crawler.* flows.*",
    "flows": "",
}
ORDER = list(ROOMS)
# The parts of monitoring that its rules and receivers stand on are in the folder itself.
ORDER.remove("flows.monitoring")
ORDER.insert(ORDER.index("flows.monitoring.rules"), "flows.monitoring")


def module_name(file: Path) -> str:
    """The module that a file is: `crawler.text.clean`; a folder's own for its `__init__`."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(file) for file in FILES}


def room_of(module: str) -> str:
    """The room that a module belongs to."""
    return max((room for room in ROOMS if f"{module}.".startswith(f"{room}.")), key=len)


def imports(file: Path) -> set[str]:
    """The modules of ours that a file imports, whether at once, within a function or for types alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found.update(names & MODULES, {node.module or ""} if names - MODULES else set())
    return found & MODULES


def allowed(room: str) -> set[str]:
    """The rooms that a room may import."""
    named = set(ROOMS[room].split())
    wide = tuple(each.removesuffix("*") for each in named if each.endswith("*"))
    return {room, *(each for each in ROOMS if each in named or (wide and each.startswith(wide)))}


def test_a_room_may_import_only_what_stands_above_it_in_the_table() -> None:
    assert len(ROOMS) >= 24
    for place, room in enumerate(ORDER):
        assert allowed(room) - {room} <= {*ORDER[:place]}, room


@pytest.mark.parametrize("file", FILES, ids=module_name)
def test_imports_point_down(file: Path) -> None:
    room = room_of(module_name(file))
    assert {room_of(each) for each in imports(file)} <= allowed(room)


def test_no_arrow_of_the_table_is_unused() -> None:
    used: dict[str, set[str]] = {room: set() for room in ROOMS}
    for file in FILES:
        used[room_of(module_name(file))].update(room_of(each) for each in imports(file))
    unused = {room: {each for each in ROOMS[room].split() if "*" not in each} - used[room] for room in ROOMS}
    assert {room: each for room, each in unused.items() if each} == {}


def test_folders_and_files_stay_small() -> None:
    folders = {file.parent for file in FILES}
    assert {folder: count for folder in folders if (count := len(list(folder.glob("*.py")))) > 25} == {}
    lines = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {file for file, count in lines.items() if count > 420 and not file.stem.endswith("_table")} == set()
