"""A file that attacks is refused with a typed error that fits on a screen, and nothing in it is imported or run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from compound import load_workflow
from compound.errors import BuildError, CompoundError, InvalidWorkflow, UnknownReference, WorkflowError
from compound.workflow.limits import MOST
from tests.compound.workflow.attacks import IN_A_NAME, IN_THE_FILE, IN_THE_GRAPH, IN_THE_TEXT, Maker

SCREEN = 2_000
"""Signs of a message."""


def refusal(path: Path) -> CompoundError:
    with pytest.raises((WorkflowError, BuildError)) as caught:
        load_workflow(path)
    assert len(str(caught.value)) < SCREEN
    return caught.value


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in IN_THE_TEXT.items()])
def test_of_the_text(tmp_path: Path, make: Maker) -> None:
    make(tmp_path / "w.yaml")
    assert isinstance(refusal(tmp_path / "w.yaml"), InvalidWorkflow)


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in IN_THE_GRAPH.items()])
def test_of_the_graph(tmp_path: Path, make: Maker) -> None:
    make(tmp_path / "w.json")
    refusal(tmp_path / "w.json")


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in IN_A_NAME.items()])
def test_by_a_name(tmp_path: Path, make: Maker) -> None:
    make(tmp_path / "w.json")
    before = set(sys.modules)
    assert isinstance(refusal(tmp_path / "w.json"), InvalidWorkflow | UnknownReference)
    assert set(sys.modules) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and links")
@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in IN_THE_FILE.items()])
def test_by_the_file_itself(tmp_path: Path, make: Maker) -> None:
    make(tmp_path / "w.yaml")
    assert isinstance(refusal(tmp_path / "w.yaml"), InvalidWorkflow)


def test_a_path_that_is_none_is_refused() -> None:
    assert isinstance(refusal(Path("a\0b.yaml")), InvalidWorkflow)


def test_what_the_caller_made_is_taken_whatever_its_size() -> None:
    numbers = list(range(MOST + 1))
    form = {"compound": 1, "name": "w", "inputs": [], "output": "list", "steps": [], "result": {"value": numbers}}
    assert load_workflow(form)() == numbers


@pytest.mark.parametrize("text", ["1:30", "0777", "0x10", "yes", "1_000", "2020-01-01", "1e5", ".5"])
def test_what_is_a_number_in_some_yaml_alone_is_text(text: str) -> None:
    written = f"compound: 1\nname: w\ninputs: []\noutput: Any\nsteps: []\nresult: {{value: {text}}}\n"
    assert load_workflow(written)() == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("-1", -1), ("1.5", 1.5), ("1.0e+3", 1000.0), ("true", True), ("~", None), ("'1'", "1"), ("null", None)],
)
def test_plain_yaml_is_read_as_json_would_have_it(text: str, value: object) -> None:
    found = load_workflow(f"compound: 1\nname: w\ninputs: []\noutput: Any\nsteps: []\nresult: {{value: {text}}}\n")()
    assert (type(found), found) == (type(value), value)
