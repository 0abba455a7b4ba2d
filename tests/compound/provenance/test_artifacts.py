"""A file that runs wrote leads back to them: by its bytes, and once it was changed by the marks in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from blake3 import blake3

from compound.errors import FileUnknown, FileUntraceable, RunUnknown
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound.journal.writing.recording import Recording
from compound.provenance.artifacts import files_of, origin, wrote
from compound.provenance.marks import MARK
from tests.compound.provenance.orchard import straight

LOST = "f" * 32


def runs(journal: Journal, count: int = 1) -> tuple[str, ...]:
    for x in range(count):
        straight.using(memory=Recording(journal))(x)
    return tuple(sorted(run.id for run in list_runs(journal, count)))


def page(*named: str) -> str:
    marks = "".join(f'<meta name="{MARK}" content="{run}">' for run in named)
    return f"<!doctype html><html><head><title>r</title>{marks}</head><body>done</body></html>"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text("what came out", encoding="utf-8")
    return path


def test_a_file_is_known_by_its_bytes(journal: Journal, file: Path) -> None:
    (run,) = runs(journal)
    wrote(journal, [run], file)
    found = origin(journal, file)
    assert (found.runs, found.lost) == ((run,), ())
    assert found.digest == blake3(file.read_bytes()).hexdigest()
    assert found.written is not None
    assert found.written.path == str(file.absolute())


def test_a_copy_under_another_name_is_the_same_file(journal: Journal, file: Path) -> None:
    wrote(journal, runs(journal), file)
    copy = file.with_name("copy")
    copy.write_bytes(file.read_bytes())
    assert origin(journal, copy).written == origin(journal, file).written


def test_a_file_may_tell_of_several_runs(journal: Journal, file: Path) -> None:
    several = runs(journal, 3)
    wrote(journal, several[::-1], file)
    assert origin(journal, file).runs == several


def test_a_file_that_was_written_again_is_noted_once(journal: Journal, file: Path) -> None:
    (run,) = runs(journal)
    wrote(journal, [run], file)
    wrote(journal, [run, run], file)
    (noted,) = files_of(journal, run)
    assert noted == origin(journal, file).written


def test_a_changed_file_is_known_by_its_marks(journal: Journal, file: Path) -> None:
    several = runs(journal, 2)
    file.write_text(page(*several), encoding="utf-8")
    wrote(journal, several, file)
    file.write_text(page(*several).replace("done", "DONE"), encoding="utf-8")
    found = origin(journal, file)
    assert (found.runs, found.written) == (several, None)


def test_runs_that_a_file_names_and_the_journal_has_not_are_told(journal: Journal, file: Path) -> None:
    (run,) = runs(journal)
    file.write_text(page(run, LOST), encoding="utf-8")
    found = origin(journal, file)
    assert (found.runs, found.lost) == ((run,), (LOST,))


@pytest.mark.parametrize(
    "content",
    [
        page().replace("done", f'<meta name="{MARK}" content="{LOST}">'),  # not in the head
        f'text <meta name="{MARK}" content="{LOST}">',
        f"<!doctype html><style><meta name={MARK} content={LOST}></style>",
        "",
    ],
)
def test_only_a_mark_in_the_head_of_a_page_counts(journal: Journal, file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    with pytest.raises(FileUnknown) as caught:
        origin(journal, file)
    assert caught.value.marks == ()


def test_a_file_that_no_run_wrote_is_refused_and_says_where_was_looked(journal: Journal, file: Path) -> None:
    with pytest.raises(FileUnknown, match=r"compound\.db") as caught:
        origin(journal, file)
    assert caught.value.digest == blake3(file.read_bytes()).hexdigest()


def test_a_file_whose_runs_the_journal_lost_is_refused_with_their_names(journal: Journal, file: Path) -> None:
    file.write_text(page(LOST), encoding="utf-8")
    with pytest.raises(FileUnknown, match=LOST) as caught:
        origin(journal, file)
    assert caught.value.marks == (LOST,)


def test_what_is_no_file_cannot_be_traced(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(FileUntraceable, match="no such file"):
        origin(journal, tmp_path / "missing")
    with pytest.raises(FileUntraceable, match="it is no file"):
        origin(journal, tmp_path)


def test_only_runs_that_the_journal_has_can_have_written_a_file(journal: Journal, file: Path) -> None:
    (run,) = runs(journal)
    with pytest.raises(RunUnknown):
        wrote(journal, [run, LOST], file)
    assert files_of(journal, run) == ()
    wrote(journal, [run], file)  # the journal still writes
