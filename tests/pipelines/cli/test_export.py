"""`compound runs export`: the provenance of a run for other tools."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from prov.model import ProvActivity, ProvDocument
from typer.testing import CliRunner

from compound.errors import RunUnknown
from compound.journal.journal import Journal
from compound.journal.writing.recording import Recording
from compound_pipelines.cli.export import ExportNotWritten, export
from tests.compound.provenance.orchard import last, straight

app = typer.Typer()
app.command()(export)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Id of a run, in the journal that the command line uses."""
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COMPOUND_JOURNAL", raising=False)
    journal = Journal()
    straight.using(memory=Recording(journal))(1)
    return last(journal).run.id


def said(*words: object) -> str:
    result = CliRunner().invoke(app, [*map(str, words)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def calls(text: str) -> set[str]:
    document = ProvDocument.deserialize(content=text, format="json")
    assert isinstance(document, ProvDocument)
    return {str(record.label) for record in document.get_records(ProvActivity)}


def test_it_is_printed(run: str) -> None:
    assert calls(said(run[:14])) == {"straight", "add", "double", "inc"}


def test_it_is_written_to_a_file(run: str, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    assert said(run, "--out", file) == ""
    assert calls(file.read_text("utf-8")) == {"straight", "add", "double", "inc"}


def test_where_it_cannot_be_written_is_said(run: str, tmp_path: Path) -> None:
    with pytest.raises(ExportNotWritten, match="missing"):
        said(run, "--out", tmp_path / "missing" / "run.json")


def test_an_unknown_run_is_refused(run: str) -> None:
    with pytest.raises(RunUnknown):
        said("ffff")
