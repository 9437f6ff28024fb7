"""The page that a run leaves: made, and kept whole or not at all."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from flows.html_report.queries import read_page
from flows.html_report.render import render

if TYPE_CHECKING:
    from datetime import datetime

    from flows.store.postgres import Connection


def run_page(connection: Connection, run_id: int, landing: Path, now: datetime) -> str:
    """The page of a run as HTML, made now from the store and, for one passage, the bytes in the folder `landing`.

    Raises StoreError if there is no such run.
    """
    return render(read_page(connection, run_id, landing, now))


def keep_page(html: str, file: Path) -> None:
    """Write a page so that whoever opens the file finds this one whole, or the one before. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and not file.is_file():  # a pipe or a device, which a file must not take the place of
        file.write_text(html, encoding="utf-8")
        return
    with NamedTemporaryFile("w", dir=file.parent, prefix=f".{file.name}.", encoding="utf-8", delete=False) as draft:
        try:
            draft.write(html)
            draft.flush()
            Path(draft.name).chmod(0o644)  # a draft is its owner's alone; a report is for others to read
            Path(draft.name).replace(file)
        except OSError:
            Path(draft.name).unlink()
            raise
