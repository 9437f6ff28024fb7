"""The file of a page: whole, or as it was."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import pytest

from flows.html_report.write import keep_page

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "reports" / "run-1.html"
    keep_page("一", file)
    keep_page("二", file)
    assert [(each.name, each.read_text(encoding="utf-8")) for each in file.parent.iterdir()] == [("run-1.html", "二")]
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_page_that_finds_no_room_leaves_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "run-1.html"
    keep_page("一", file)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            keep_page("二" * 10_000, file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["一"]
