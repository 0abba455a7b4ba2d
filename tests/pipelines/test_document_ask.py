from __future__ import annotations

from pathlib import Path

import pytest

from compound_pipelines.cli.words import calls_from_words
from compound_pipelines.document_ask import ask, asking
from compound_pipelines.document_index import IndexFiles


def test_words_before_the_question_are_files_and_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text("x")
    (call,) = calls_from_words(ask, [str(tmp_path), "missing.pdf", "Which one?"]).calls
    assert call["sources"] == [tmp_path / "a.txt", tmp_path / "b.txt", Path("missing.pdf")]
    assert call["question"] == "Which one?"


def test_files_that_cannot_be_read_are_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "data.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7 torn")
    sources = [*sorted(tmp_path.iterdir()), tmp_path / "gone.txt"]
    indexed = IndexFiles(path=tmp_path / "index.sqlite").run(sources)
    assert {Path(skipped.source).name for skipped in indexed.skipped} == {
        "empty.txt",
        "data.zip",
        "torn.pdf",
        "gone.txt",
    }
    assert (indexed.files, dict(indexed.sources)) == (0, {})


@pytest.mark.models
def test_a_question_to_a_folder_is_answered_with_its_place_and_copies_are_read_once(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Bring cake.\nThe meeting is in room 14 on Thursday.\n")
    pipeline = asking(tmp_path / "index.sqlite")
    told = pipeline([notes], "Which room is the meeting in?")
    assert "room 14" in told.as_line()["answer"]
    assert f"{notes}, line 2" in told.as_text()
    copy = notes.rename(tmp_path / "copy.txt")
    assert f"{copy}, line 2" in pipeline([copy], "Which room is the meeting in?").as_text()
    assert pipeline([copy], "Who composed the opera?").as_text() == "Nothing in 1 file answers this."


@pytest.mark.models
def test_no_files_have_no_answer(tmp_path: Path) -> None:
    assert asking(tmp_path / "index.sqlite")([], "What?").as_text() == "Nothing in 0 files answers this."
