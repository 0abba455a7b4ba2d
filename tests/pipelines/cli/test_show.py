"""`compound show`."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from compound_pipelines.cli.app import app

OWN = """
from compound import each, node, pipeline, when

@node
def double(x: int) -> int: return 2 * x

@node
def is_big(x: int) -> bool: return x > 10

@pipeline
def listed(xs: list[int], x: int = 3) -> list[int]:
    return each(lambda item: when(is_big(item), item, double(item)), xs)
"""


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = tmp_path / "own_pipeline.py"
    path.write_text(OWN)
    return f"{path}:listed"


def test_it_draws_in_the_terminal(own: str) -> None:
    result = CliRunner().invoke(app, ["show", own])
    assert result.exit_code == 0
    heading, *lines = result.output.splitlines()
    assert heading == "listed(xs: list[int], x: int = 3) -> list[int]"
    assert any("double(x: int)" in line and "if when is false" in line for line in lines)


def test_it_draws_into_an_svg_file(own: str, tmp_path: Path) -> None:
    target = tmp_path / "drawing.svg"
    result = CliRunner().invoke(app, ["show", own, "--svg", str(target)])
    assert result.exit_code == 0
    assert result.stdout == ""
    assert ElementTree.parse(target).getroot().tag.endswith("svg")


def test_it_prints_data_for_other_programs(own: str) -> None:
    result = CliRunner().invoke(app, ["show", own, "--json"])
    data = json.loads(result.stdout)
    assert data["name"] == "listed"
    (each,) = [node for node in data["nodes"] if node["id"] == "each"]
    (double,) = [node for node in each["body"]["nodes"] if node["id"] == "double"]
    assert double == {
        "id": "double", "kind": "double", "type": "int", "family": "pure", "when": {"branch": "when", "is": "false"},
    }  # fmt: skip
    assert data["edges"][0] == {
        "from": "input xs", "to": "each", "port": "items", "type": "list[int]", "field": "", "when": "",
    }  # fmt: skip


def test_the_ready_pipeline_can_be_drawn() -> None:
    result = CliRunner().invoke(app, ["show", "document-understanding"])
    assert result.exit_code == 0
    assert "DocumentReport" in result.output
