"""Inputs are told with what became of the files that they name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compound import node, pipeline
from compound.graph.step import MISSING
from compound.journal.journal import Journal
from compound.journal.tables import values
from compound.journal.writing.recording import Recording
from compound.provenance.inputs import Given, given
from tests.compound.provenance.orchard import last


@node
def size(file: Path) -> int:
    return file.stat().st_size


@node
def sizes(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


@node
def length(text: str) -> int:
    return len(text)


@pipeline
def measure(file: Path) -> int:
    return size(file)


@pipeline
def measure_all(files: list[Path]) -> int:
    return sizes(files)


@pipeline
def count(text: str) -> int:
    return length(text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("first", encoding="utf-8")
    return path


def only(journal: Journal) -> Given:
    (one,) = given(journal, last(journal))
    return one


def states(journal: Journal) -> dict[str, str]:
    return {Path(file.path).name: file.state for file in only(journal).files}


def test_a_file_that_is_still_what_it_was(journal: Journal, file: Path) -> None:
    measure.using(memory=Recording(journal))(file)
    os.utime(file)  # touched, but the same
    assert only(journal).name == "file"
    assert states(journal) == {"a.txt": "unchanged"}


def test_a_file_that_was_changed(journal: Journal, file: Path) -> None:
    measure.using(memory=Recording(journal))(file)
    times = file.stat()
    file.write_text("other", encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # as long and as old as before
    assert states(journal) == {"a.txt": "changed"}


def test_a_file_that_is_gone(journal: Journal, file: Path) -> None:
    measure.using(memory=Recording(journal))(file)
    file.unlink()
    assert states(journal) == {"a.txt": "gone"}


def test_of_several_files_those_that_were_changed(journal: Journal, file: Path) -> None:
    other, third = file.with_name("b.txt"), file.with_name("c.txt")
    for path in (file, other, third):
        path.write_text("first", encoding="utf-8")
        os.utime(path, (1, 1))
    measure_all.using(memory=Recording(journal))([file, other, third])
    assert set(states(journal).values()) == {"unchanged"}
    file.write_text("changed", encoding="utf-8")
    third.unlink()
    later = last(journal).run.started + 1
    os.utime(file, (later, later))
    assert states(journal) == {"a.txt": "changed", "b.txt": "uncertain", "c.txt": "gone"}


def test_a_text_that_names_no_file(journal: Journal) -> None:
    count.using(memory=Recording(journal))("three words here")
    one = only(journal)
    assert (one.data, one.files) == ("three words here", ())


def test_an_input_that_is_gone_from_the_journal(journal: Journal) -> None:
    count.using(memory=Recording(journal))("some words")
    with journal.engine.begin() as connection:
        connection.execute(values.delete())
    assert only(journal).data is MISSING
