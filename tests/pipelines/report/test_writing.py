"""Where a report is written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from compound_pipelines.report.writing import ReportNotWritten, write_whole


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "report.html", ["one ", "two"])

    assert (tmp_path / "a" / "b" / "report.html").read_text("utf-8") == "one two"


def test_what_cannot_be_finished_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")

    def breaking() -> Iterator[str]:
        yield "new"
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write_whole(path, breaking())

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()

    with pytest.raises(ReportNotWritten, match=r"report\.html: Is a directory") as caught:
        write_whole(tmp_path / "report.html", ["text"])

    assert caught.value.path == tmp_path / "report.html"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(ReportNotWritten, match=r"report\.html"):
        write_whole(tmp_path / "file" / "report.html", ["text"])


def test_importing_the_package_does_not_load_the_template_engine() -> None:
    code = "import sys, compound_pipelines.report; sys.exit('jinja2' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
