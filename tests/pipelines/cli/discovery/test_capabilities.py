"""`compound capabilities`: what can be asked for."""

from __future__ import annotations

import json

from compound_registry.pack import Pack
from tests.pipelines.cli.discovery.conftest import Run


def test_list_has_each_with_its_signature_and_how_many_provide_it(packs: list[Pack], run: Run) -> None:
    _, cut, sow = run("capabilities", "list").stdout.splitlines()
    assert cut.split(maxsplit=2) == ["garden.cut", "2", "(image: Image) -> Mask  The bright parts of an image."]
    assert sow.split(maxsplit=2) == ["garden.sow", "-", "(text: Text) -> Text  Seeds."]


def test_list_as_json_names_the_nodes(packs: list[Pack], run: Run) -> None:
    cut, sow = json.loads(run("capabilities", "list", "--json").stdout)
    assert (cut["providers"], sow["providers"]) == (["Cutter", "FinerCutter"], [])


def test_show_says_when_something_else_serves_better(packs: list[Pack], run: Run) -> None:
    said = run("capabilities", "show", "garden.cut").stdout
    assert "For dark parts, invert the image." in said
    assert "trim, hedge" in said
    assert "Cutter, FinerCutter" in said


def test_show_of_what_nothing_provides_says_where_to_look(packs: list[Pack], run: Run) -> None:
    assert "compound nodes find garden.sow" in run("capabilities", "show", "garden.sow").stdout


def test_an_unknown_one_is_met_with_the_nearest(packs: list[Pack], run: Run) -> None:
    assert "garden.cut" in str(run("capabilities", "show", "garden.cat").exception)
