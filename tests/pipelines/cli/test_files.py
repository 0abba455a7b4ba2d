"""Which files words of a command line mean."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compound_pipelines.cli.files import Finder


@pytest.fixture
def scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "scans"
    (folder / "deeper").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("b.PDF", "a.png", "notes.txt", "deeper/c.pdf", ".hidden.pdf", ".git/d.pdf"):
        (folder / name).touch()
    return folder


def test_a_folder_stands_for_files_of_the_wanted_types_and_the_others_are_counted(scans: Path) -> None:
    finder = Finder({".pdf", ".png"})
    assert list(finder.files(["scans"])) == ["scans/a.png", "scans/b.PDF", "scans/deeper/c.pdf"]
    assert finder.left_out == 1


def test_a_folder_stands_for_all_its_files_where_any_type_will_do(scans: Path) -> None:
    assert len(list(Finder().files(["scans"]))) == 4


def test_what_is_named_or_matched_is_taken_whatever_its_type(scans: Path) -> None:
    finder = Finder({".pdf"})
    assert list(finder.files(["scans/notes.txt", "scans/*.t?t", "missing.pdf"])) == ["scans/notes.txt", "missing.pdf"]
    assert finder.left_out == 0


def test_a_pattern_without_a_match_stands_for_itself(scans: Path) -> None:
    assert list(Finder().files(["scans/*.tiff"])) == ["scans/*.tiff"]


def test_a_file_comes_once_however_often_it_is_meant(scans: Path) -> None:
    words = ["scans/a.png", "./scans", "scans/../scans/a.png", str(scans / "a.png")]
    assert list(Finder({".png"}).files(words)) == ["scans/a.png"]


def test_a_folder_without_a_file_to_take_is_named(scans: Path) -> None:
    finder = Finder({".docx"})
    assert list(finder.files(["scans"])) == []
    assert finder.troubles == ["scans: no file here that can be read, 4 of other types"]


def test_pipes_and_links_that_lead_nowhere_are_no_files(scans: Path) -> None:
    os.mkfifo(scans / "pipe.pdf")
    (scans / "gone.pdf").symlink_to("nowhere")
    assert len(list(Finder({".pdf"}).files(["scans"]))) == 2
