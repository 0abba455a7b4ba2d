"""`compound run`: words as inputs, results as lines, failures by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from compound_pipelines.cli.app import app

SCRIPT = """
from pathlib import Path
from compound import node, pipeline

@node
def half(x: int) -> float:
    if x < 0:
        raise ValueError("it is negative")
    return x / 2

@node
def power(x: float, n: int) -> float:
    return x ** n

@node(effect="read", blocking=True, cache="files")
def size(file: Path | str) -> int:
    return len(Path(file).read_bytes())

@pipeline
def halved(x: int) -> float:
    return half(x)

@pipeline
def powered(x: float, n: int = 2) -> float:
    return power(x, n)

@pipeline
def sized(file: Path | str) -> int:
    return size(file)
"""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    (tmp_path / "mine.py").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def run(*words: str, fails: bool = False) -> tuple[str, str]:
    done = CliRunner().invoke(app, ["run", *words], catch_exceptions=False)
    assert done.exit_code == (1 if fails else 0), done.output
    return done.stdout, done.stderr


def test_each_word_is_a_run_of_a_pipeline_with_one_input(script: Path) -> None:
    assert run("mine.py:halved", "3", "4", "-j", "1")[0].split() == ["1.5", "2.0"]


def test_several_inputs_come_by_name_or_in_order(script: Path) -> None:
    assert run("mine.py:powered", "n=3", "x=2")[0].strip() == "8.0"
    assert run("mine.py:powered", "3")[0].strip() == "9.0"


def test_json_gives_one_object_a_line(script: Path) -> None:
    lines = [json.loads(line) for line in run("mine.py:halved", "3", "4", "--json", "-j", "1")[0].splitlines()]
    assert [line["output"] for line in lines] == [1.5, 2.0]
    assert all(line["models"] == [] and line["seconds"] >= 0 for line in lines)


def test_what_fails_is_named_and_the_rest_is_done(script: Path) -> None:
    shown, said = run("mine.py:halved", "-j", "1", "--", "2", "-8", "6", fails=True)
    assert shown.split() == ["1.0", "3.0"]
    assert "it is negative" in said
    assert "half" in said


def test_a_word_that_is_no_number_is_refused_before_anything_runs(script: Path) -> None:
    from compound.errors import InputMismatch

    with pytest.raises(InputMismatch, match="'many' cannot be read"):
        run("mine.py:halved", "2", "many")


def test_a_folder_stands_for_its_files_and_a_pattern_for_its_matches(script: Path) -> None:
    folder = script / "scans"
    (folder / "deeper").mkdir(parents=True)
    for name, text in (("a.txt", "1"), ("b.txt", "22"), ("deeper/c.md", "333"), (".hidden", "4444")):
        (folder / name).write_text(text, encoding="utf-8")
    assert run("mine.py:sized", "scans", "-j", "1")[0].split() == ["1", "2", "3"]
    assert run("mine.py:sized", "scans/*.txt", "-j", "1")[0].split() == ["1", "2"]


def test_a_name_that_leads_to_no_pipeline_says_what_would(script: Path) -> None:
    from compound_pipelines.cli.finding import PipelineNotFound

    with pytest.raises(PipelineNotFound, match="halved, powered, sized"):
        run("mine.py:other", "1")
    with pytest.raises(PipelineNotFound, match="did you mean 'document-understanding'"):
        run("document-understandin", "1")


def test_what_was_computed_before_is_not_computed_again_but_printed(script: Path) -> None:
    (script / "a.txt").write_text("1")
    (script / "b.txt").write_text("22")
    run("mine.py:sized", "a.txt")
    shown, said = run("mine.py:sized", "a.txt", "b.txt", "-j", "1")
    assert shown == "1\n2\n"
    assert "1 result of nodes taken from earlier runs" in said
    assert "earlier" not in run("mine.py:sized", "a.txt", "b.txt", "--no-cache")[1]


def test_a_file_that_was_changed_is_read_again(script: Path) -> None:
    (script / "a.txt").write_text("1")
    run("mine.py:sized", "a.txt")
    (script / "a.txt").write_text("22")
    assert run("mine.py:sized", "a.txt") == ("2\n", "")


def test_a_folder_with_nothing_to_read_is_a_failure_and_the_rest_is_done(script: Path) -> None:
    (script / "empty").mkdir()
    (script / "a.txt").write_text("1")
    shown, said = run("mine.py:sized", "empty", "a.txt", fails=True)
    assert shown.split() == ["1"]
    assert said.startswith("error: empty: no file here")


def test_the_name_of_a_file_is_said_once_with_the_reason(script: Path) -> None:
    (script / "a.pdf").write_bytes(b"%PDF-1.7 and no more")
    said = run("document-understanding", "a.pdf", fails=True)[1]
    assert said.startswith("error: a.pdf: document_load: it cannot be decoded")
    assert said.count("a.pdf") == 1


def test_a_report_holds_what_was_computed_what_was_recalled_and_what_failed(script: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (script / name).write_text(name)
    run("mine.py:sized", "a.txt")
    run("mine.py:sized", "a.txt", "b.txt", "gone.txt", "--report", "report.html", fails=True)
    page = (script / "report.html").read_text(encoding="utf-8")
    assert all(name in page for name in ("a.txt", "b.txt", "gone.txt", "Cached</th>"))


def test_json_and_csv_exclude_each_other(script: Path) -> None:
    done = CliRunner().invoke(app, ["run", "mine.py:halved", "1", "--json", "--csv"])
    assert done.exit_code == 2
    assert "exclude each other" in done.stderr


def test_csv_of_a_number_is_refused_before_anything_runs(script: Path) -> None:
    from compound_pipelines.cli.formats import NoColumns

    with pytest.raises(NoColumns, match="--json"):
        run("mine.py:halved", "1", "--csv")
