"""`compound trace`: from a report back to its runs, their nodes, their inputs and the places in documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from compound import node, pipeline
from compound.errors import FileUnknown
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound.journal.tables import node_runs
from compound.journal.writing.recording import Recording
from compound.provenance.artifacts import wrote
from compound_pipelines.cli.trace import trace
from compound_pipelines.report import Report
from tests.compound.provenance.orchard import doomed, either, guess, last, rows
from tests.pipelines.report.documents import Understood, box
from tests.pipelines.report.documents import report as understood

app = typer.Typer()
app.command()(trace)


@node
def understand(source: Path) -> Understood:
    from compound.values import FieldValue

    total = FieldValue(value="31.05\u202e", confidence=0.9, page=1, box=box(0, 0, 100, 200))
    return understood(source=source.name, amount=total)


@pipeline
def documents(source: Path) -> Understood:
    """Reads a document."""
    return understand(source)


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """The one that the command line uses."""
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COMPOUND_JOURNAL", raising=False)
    return Journal()


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.png"
    path.write_bytes(b"a picture")
    return path


@pytest.fixture
def report(journal: Journal, receipt: Path, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    with Report(documents, path) as growing:
        growing.add(documents.using(memory=Recording(journal)).run(receipt))
    wrote(journal, growing.runs, path)
    return path


def said(*words: object) -> str:
    result = CliRunner().invoke(app, [*map(str, words)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_report_leads_to_its_run_its_nodes_and_its_inputs(journal: Journal, report: Path, receipt: Path) -> None:
    told = said(report)
    assert "as it was written" in told
    assert f"run {last(journal).run.id[:16]}, documents" in told
    assert "  output: understand, computed in" in told
    assert "    source: input source" in told
    assert f"  input source: {receipt}, still what it was" in told


def test_a_field_is_told_with_its_page_box_and_words(report: Path) -> None:
    assert 'fields.fields.amount: 31.05\\u202e, page 1, box 0 0 100 200, "TOTAL 31.05"' in said(report)


def test_an_input_file_that_was_changed_is_told(report: Path, receipt: Path) -> None:
    receipt.write_bytes(b"another picture")
    assert f"  input source: {receipt}, changed since" in said(report)


def test_a_report_that_was_edited_is_traced_by_its_marks(report: Path) -> None:
    report.write_text(report.read_text("utf-8").replace("31.05", "13.05"), encoding="utf-8")
    told = said(report)
    assert "changed since it was written" in told
    assert "output: understand" in told


def test_a_program_gets_all_of_it(journal: Journal, report: Path, receipt: Path) -> None:
    found = json.loads(said(report, "--json"))
    assert found["changed"] is False
    (run,) = found["runs"]
    assert run["id"] == last(journal).run.id
    assert [step["path"] for step in run["steps"]] == ["understand"]
    assert run["inputs"][0]["files"] == [{"path": str(receipt), "state": "unchanged"}]
    assert run["places"][0]["box"] == [0, 0, 100, 200]
    assert run["places"][0]["words"] == "TOTAL 31.05"


def test_a_report_of_several_runs_leads_to_each(journal: Journal, receipt: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    with Report(documents, path) as growing:
        for _ in range(3):
            growing.add(documents.using(memory=Recording(journal)).run(receipt))
    wrote(journal, growing.runs, path)
    ids = sorted(run.id for run in list_runs(journal, 3))
    assert [run["id"] for run in json.loads(said(path, "--json"))["runs"]] == ids


def test_many_items_are_counted(journal: Journal, tmp_path: Path) -> None:
    rows.using(memory=Recording(journal))(list(range(20)), 1)
    told = said(noted(journal, tmp_path))
    assert "numbers: each, 20 items" in told
    assert "      [0]: each[0]/add, computed in" in told
    assert "… and 16 more" in told
    assert "each[19]" not in told


def test_what_is_reached_again_is_told_once(journal: Journal, tmp_path: Path) -> None:
    rows.using(memory=Recording(journal))([1, 2], 1)
    told = said(noted(journal, tmp_path))
    assert told.count("offset") == 2  # as what `inc` took, and among the inputs
    assert "y: inc (above)" in told


def test_a_decision_is_told(journal: Journal, tmp_path: Path) -> None:
    either.using(memory=Recording(journal))(1)
    assert "output: when, decided true" in said(noted(journal, tmp_path))


@pytest.mark.parametrize(("cache", "words"), [("hit", "from the cache"), ("taken", "taken from the run before")])
def test_what_was_not_computed_is_told(journal: Journal, tmp_path: Path, cache: str, words: str) -> None:
    either.using(memory=Recording(journal))(1)
    with journal.engine.begin() as connection:
        connection.execute(node_runs.update().where(node_runs.c.path == "double").values(cache=cache))
    assert f"then: double, {words}" in said(noted(journal, tmp_path))


def test_models_are_told_with_their_weights(journal: Journal, tmp_path: Path) -> None:
    guess.using(memory=Recording(journal))(1)
    told = said(noted(journal, tmp_path))
    assert "with org/tiny model" in told
    assert "  model org/tiny model: weights not known" in told


def test_a_node_that_did_not_finish_is_told(journal: Journal, tmp_path: Path) -> None:
    doomed.using(memory=Recording(journal)).run(1)
    told = said(noted(journal, tmp_path))
    assert ", failed, " in told
    assert "output: picky, did not finish" in told


def test_a_graph_that_was_not_kept_is_told(journal: Journal, tmp_path: Path) -> None:
    @node
    def local(x: int) -> int:
        return x

    @pipeline
    def hidden(x: int) -> int:
        return local(x)

    hidden.using(memory=Recording(journal))(1)
    assert "its graph was not kept" in said(noted(journal, tmp_path))


def test_another_journal_is_looked_into(report: Path, tmp_path: Path) -> None:
    with pytest.raises(FileUnknown):
        said(report, "--at", f"sqlite:///{tmp_path / 'other.db'}")


def noted(journal: Journal, folder: Path) -> Path:
    """A file that the last run wrote."""
    path = folder / "result.json"
    path.write_text("{}", encoding="utf-8")
    wrote(journal, [list_runs(journal, 1)[0].id], path)
    return path


def test_a_report_of_runs_that_nothing_remembers_carries_no_marks(receipt: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    with Report(documents, path) as growing:
        growing.add(documents.run(receipt))
    assert growing.runs == ()
    assert "compound-run" not in path.read_text("utf-8")
