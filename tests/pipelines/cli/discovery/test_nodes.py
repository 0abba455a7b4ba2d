"""`compound nodes`: what is installed, what it is like, and what fits."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from pydantic import create_model

from compound_pipelines.cli.discovery.field_docs import field_docs
from compound_registry.manifest import Manifest
from compound_registry.pack import Pack
from tests.pipelines.cli.discovery.conftest import CUT, Cutter, FinerCutter, Liar, Run, cutter

Packs = list[Pack]


def test_list_names_each_node_on_a_line_of_its_own_for_a_pipe(packs: Packs, run: Run) -> None:
    assert [line.split()[:2] for line in run("nodes", "list").stdout.splitlines()[1:]] == [
        ["garden.cut", "Cutter"],
        ["garden.cut", "FinerCutter"],
    ]


def test_list_says_a_capability_once_on_a_terminal(packs: Packs, run: Run, terminal: Callable[[int], None]) -> None:
    terminal(80)
    assert run("nodes", "list").stdout.count("garden.cut") == 1


@pytest.mark.parametrize("width", [20, 80, 160])
def test_names_of_nodes_are_whole_at_any_width(run: Run, terminal: Callable[[int], None], width: int) -> None:
    from compound_registry.discovery import providers

    terminal(width)
    printed = run("nodes", "list").stdout.split()
    assert {provider.name for offers in providers().values() for provider in offers} <= set(printed)


def test_list_of_a_capability_without_nodes_says_where_to_look(packs: Packs, run: Run) -> None:
    done = run("nodes", "list", "--capability", "garden.sow")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "compound nodes find garden.sow" in done.stderr


def test_list_of_an_unknown_capability_names_the_nearest(packs: Packs, run: Run) -> None:
    error = run("nodes", "list", "--capability", "garden.cutt").exception
    assert "Did you mean garden.cut" in str(error)


def test_show_tells_what_the_class_says(packs: Packs, run: Run) -> None:
    said = run("nodes", "show", "Cutter").stdout
    for words in (
        "(image: Image) -> Mask",
        "It knows nothing of things.",
        "It is coarse.",
        "float = 0.5  What counts as bright, 0 to 1.",
        "str  (required)",
        "garden-nodes 1.0",
        "effect=read",
    ):
        assert words in said


def test_show_names_what_must_be_installed_besides(packs: Packs, run: Run) -> None:
    packs[0] = Pack("garden", "garden-nodes", "1.0", Manifest((cutter(Cutter, extras=("blades",)),)), (CUT,))
    assert "garden-nodes[blades]" in run("nodes", "show", "Cutter").stdout


def test_show_of_a_capability_shows_all_its_nodes(packs: Packs, run: Run) -> None:
    shown = json.loads(run("nodes", "show", "garden.cut", "--json").stdout)
    assert [node["provider"] for node in shown] == ["Cutter", "FinerCutter"]
    assert [setting["name"] for setting in shown[1]["settings"]] == ["threshold", "name", "steps"]


def test_show_says_when_inputs_leave_this_machine(packs: Packs, run: Run) -> None:
    assert "inputs leave this machine" not in run("nodes", "show", "Cutter").stdout
    assert "inputs leave this machine" in run("nodes", "show", "FinerCutter").stdout


def test_an_unknown_node_is_met_with_the_nearest(packs: Packs, run: Run) -> None:
    assert "Did you mean Cutter" in str(run("nodes", "show", "Cuter").exception)


def test_the_words_under_a_field_are_its_description() -> None:
    assert field_docs(FinerCutter) == {
        "threshold": "What counts as bright, 0 to 1.",
        "steps": "Passes over the picture.",
    }


def test_every_setting_of_an_own_node_is_described() -> None:
    from compound_pipelines.cli.discovery.listing import all_providers
    from compound_pipelines.cli.discovery.showing import settings_of

    bare = {
        f"{provider.name}.{setting['name']}"
        for provider in all_providers()
        for setting in settings_of(provider.load())
        if not setting["description"]
    }
    assert bare == set()


@pytest.mark.parametrize("words", ["cut", "hedge trimming", "the bright parts of my image", "Cutters"])
def test_search_knows_names_tasks_and_summaries(packs: Packs, run: Run, words: str) -> None:
    found = json.loads(run("nodes", "search", *words.split(), "--json").stdout)
    assert found[0]["provider"] == "Cutter"
    assert 0 < found[0]["score"] <= 1


def test_small_words_find_nothing(packs: Packs, run: Run) -> None:
    done = run("nodes", "search", "of", "the")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "compound nodes list" in done.stderr


def test_search_names_a_capability_that_nothing_provides(packs: Packs, run: Run) -> None:
    done = run("nodes", "search", "planting")
    assert done.exit_code == 1
    assert "`compound nodes find garden.sow`" in done.stderr


def test_find_gives_places_and_reasons(packs: Packs, run: Run) -> None:
    said = run("nodes", "find", "garden.cut", "--on-device").stdout.splitlines()
    assert said[0] == "garden.cut: 1 fit, 1 ruled out"
    assert said[2].split()[:2] == ["1", "Cutter"]
    assert said[2].endswith("  ready")
    assert said[-1].split()[:2] == ["FinerCutter", "on_device"]


def test_find_as_json_says_the_same(packs: Packs, run: Run) -> None:
    found = json.loads(run("nodes", "find", "garden.cut", "--on-device", "--json").stdout)
    assert [choice["name"] for choice in found["choices"]] == ["Cutter"]
    assert found["ruled_out"][0]["constraint"] == "on_device"
    assert found["needs"] == {"on_device": True}


def test_find_that_finds_nothing_exits_with_1(packs: Packs, run: Run) -> None:
    assert run("nodes", "find", "garden.cut", "--family", "slm").exit_code == 1


def test_find_wants_to_know_what_for(packs: Packs, run: Run) -> None:
    done = run("nodes", "find")
    assert done.exit_code == 2
    assert "--task" in done.stderr


def test_check_passes_a_pack_that_keeps_its_promises(packs: Packs, run: Run) -> None:
    done = run("nodes", "check", "garden")
    assert (done.exit_code, done.stdout) == (0, "")


def test_check_names_what_a_pack_does_not_keep(packs: Packs, run: Run) -> None:
    packs[0] = Pack("garden", "garden-nodes", "1.0", Manifest((cutter(Liar),)), (CUT,))
    done = run("nodes", "check", "garden")
    assert done.exit_code == 1
    assert done.stdout.startswith("ManifestDiffers: ")
    (problem,) = json.loads(run("nodes", "check", "--json").stdout)
    assert (problem["problem"], problem["port"], problem["found"]) == ("ManifestDiffers", "output", "Text")


def test_check_of_an_unknown_pack_names_those_there_are(packs: Packs, run: Run) -> None:
    assert "garden" in str(run("nodes", "check", "gardn").exception)


def test_a_warning_about_a_pack_is_one_line(packs: Packs, run: Run) -> None:
    packs.append(Pack("other", "other-nodes", "1.0", Manifest((cutter(Cutter),))))
    (line,) = run("nodes", "list").stderr.splitlines()
    assert line.startswith("warning: the packs 'garden'")


def test_showing_a_node_that_lies_says_so(packs: Packs, run: Run) -> None:
    packs[0] = Pack("garden", "garden-nodes", "1.0", Manifest((cutter(Liar),)), (CUT,))
    assert type(run("nodes", "show", "Liar").exception).__name__ == "ManifestDiffers"


def test_a_class_without_source_has_no_field_docs() -> None:
    assert field_docs(create_model("Made", size=int)) == {}
