"""`compound runs`: what ran, and going on with what was broken off."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from compound.errors import RunUnknown, WouldActAgain
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound.journal.writing.recording import Recording
from compound_pipelines.cli.app import app
from tests.compound.journal.garden import CALLS, errand, mend


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Id of a run that failed, in the journal that the command line uses."""
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path))
    monkeypatch.delenv("COMPOUND_JOURNAL", raising=False)
    monkeypatch.setenv(CALLS, str(tmp_path / "calls"))
    journal = Journal()
    errand.using(memory=Recording(journal)).run(3)
    journal.close()
    return list_runs(journal, 1)[0].id


def said(*words: str) -> str:
    result = CliRunner().invoke(app, ["runs", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_list(broken: str) -> None:
    assert "failed" in said("list")
    assert json.loads(said("list", "--json"))["id"] == broken


def test_show(broken: str) -> None:
    told = said("show", broken[:14])
    assert "send" in told
    assert "RuntimeError: not mended yet" in told
    found = json.loads(said("show", broken, "--json"))
    assert [node["path"] for node in found["nodes"]] == ["double", "slow", "send", "until_mended"]


def test_resume(broken: str) -> None:
    mend()
    assert json.loads(said("resume", broken)) == {"output": "SENT 7"}
    assert "succeeded" in said("list")


def test_resume_that_fails_again_says_so(broken: str) -> None:
    result = CliRunner().invoke(app, ["runs", "resume", broken])
    assert result.exit_code == 1
    assert "not mended yet" in result.stderr


def test_an_unknown_run_is_refused(broken: str) -> None:
    with pytest.raises(RunUnknown):
        said("show", "ffff")


def test_rerun_takes_what_is_before_and_is_a_new_run(broken: str) -> None:
    mend()
    result = CliRunner().invoke(app, ["runs", "rerun", broken, "--from", "until_mended"])
    assert json.loads(result.stdout) == {"output": "SENT 7"}
    assert f"again from {broken}" in result.stderr
    newest, oldest = map(json.loads, said("list", "--json").splitlines())
    assert (newest["origin"], newest["status"], oldest["status"]) == (broken, "succeeded", "failed")
    assert "taken" in said("show", newest["id"])


def test_rerun_asks_before_something_acts_again(broken: str) -> None:
    mend()
    with pytest.raises(WouldActAgain, match="--repeat 'send'"):
        said("rerun", broken)
    assert json.loads(said("rerun", broken, "--repeat", "send")) == {"output": "SENT 7"}


def test_diff_names_the_cause_first(broken: str) -> None:
    mend()
    said("rerun", broken, "--from", "until_mended")
    again = json.loads(said("list", "--json").splitlines()[0])["id"]
    lines = said("diff", broken, again).splitlines()
    assert lines[2].startswith("cause: until_mended ended otherwise on equal inputs")
    assert any("error: removed, was RuntimeError: not mended yet" in line for line in lines)
    found = json.loads(said("diff", broken, again, "--json"))
    assert found["causes"] == ["until_mended"]
    assert found["output"] == {"what": "output", "before": None, "after": '"SENT 7"'}
