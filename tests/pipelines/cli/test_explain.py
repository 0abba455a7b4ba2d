"""`compound explain`: why the cache had an answer or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from sqlalchemy import update
from typer.testing import CliRunner

from compound import node, pipeline
from compound.cache.cache import Cache
from compound.journal import tables
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound.journal.writing.recording import Recording
from compound.keys.node import node_key
from compound.keys.value import key_of
from compound_pipelines.cli.explain import explain

app = typer.Typer()
app.command()(explain)


@node(cache=True)
def weigh(x: int) -> int:
    return 2 * x


@node
def lift(x: int) -> int:
    return x + 1


@pipeline
def scales(x: int) -> int:
    return weigh(lift(x))


@pipeline
def unnamed(x: int) -> int:
    @node(effect="read")
    def local(x: int) -> int:
        return x

    return local(x)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path))
    monkeypatch.delenv("COMPOUND_JOURNAL", raising=False)


def said(*words: str) -> str:
    result = CliRunner().invoke(app, [*words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def missed() -> str:
    """Id of a run whose node `weigh` was computed for 4, when the answer for 3 was kept."""
    journal, cache = Journal(), Cache()
    for x in (2, 3):
        key = node_key(weigh, {"x": key_of(x + 1)})
        scales.using(memory=Recording(journal)).run(x)
        cache.put(key, 2 * x + 2)
    rows = tables.node_runs
    with journal.engine.begin() as connection:
        asked = rows.c.path == "weigh"
        connection.execute(update(rows).where(asked).values(key=key.digest, cache="absent"))
    journal.close()
    return list_runs(journal, 1)[0].id


def test_a_sentence_then_the_parts_that_changed() -> None:
    first, *table = said(missed(), "weigh").splitlines()
    assert first.startswith("weigh: absent. No kept answer fits.")
    assert [line.split() for line in table] == [["part", "before", "now"], ["input", "x", "3", "4"]]


def test_as_json() -> None:
    found = json.loads(said(missed(), "weigh", "--json"))
    assert (found["path"], found["cache"]) == ("weigh", "absent")
    assert [change["part"] for change in found["changes"]] == ["input x"]


def test_a_node_that_is_not_cached() -> None:
    assert said(missed(), "lift").startswith("lift: not cached. It loads no model")


def test_what_is_said_of_a_pipeline_that_is_not_found_again() -> None:
    journal = Journal()
    unnamed.using(memory=Recording(journal)).run(1)
    journal.close()
    assert "effect='read'" in said(list_runs(journal, 1)[0].id, "local")
