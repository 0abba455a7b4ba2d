"""What the reference has pages for, and what stands on them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import get_args

import pytest

import compound.errors
from compound.errors import CompoundError
from compound_pipelines.site.capabilities import example_of
from compound_pipelines.site.commands import commands
from compound_pipelines.site.errors import error_classes
from compound_pipelines.site.families import FAMILIES
from compound_pipelines.site.page import Page, cell, code, megabytes, prose, sections
from compound_pipelines.site.pages import every_page
from compound_registry.card import Family
from compound_registry.cards import cards
from compound_registry.choosing.orders import TASKS
from compound_registry.discovery import capabilities, providers
from compound_registry.scaffold import new_pack


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {page.path: page.text for page in every_page()}


def test_every_capability_node_family_and_model_has_a_page(pages: dict[str, str]) -> None:
    wanted = {f"capabilities/{name}.md" for name in capabilities()}
    wanted |= {f"nodes/{provider.name}.md" for offers in providers().values() for provider in offers}
    wanted |= {f"families/{name}.md" for name in get_args(Family)}
    wanted |= {f"models/{name}.md" for name in cards()}
    assert wanted <= pages.keys()


def test_no_two_pages_have_one_path() -> None:
    paths = [page.path for page in every_page()]
    assert len(paths) == len(set(paths))


def test_every_family_is_explained() -> None:
    assert set(FAMILIES) == set(get_args(Family))


def test_an_example_stands_on_its_page_word_for_word_with_what_it_prints(pages: dict[str, str]) -> None:
    example = example_of("text.split")
    assert example is not None
    page = pages["capabilities/text.split.md"]
    assert f"```python\n{example.program}\n```" in page
    assert f"```text\n{example.output}\n```" in page


def test_a_capability_says_when_something_else_serves_better(pages: dict[str, str]) -> None:
    for name, capability in capabilities().items():
        assert capability.avoid in pages[f"capabilities/{name}.md"]


def test_a_node_has_its_settings_with_types_defaults_and_descriptions(pages: dict[str, str]) -> None:
    row = next(line for line in pages["nodes/TextSplit.md"].splitlines() if line.startswith("| `size` |"))
    assert "<code>254</code>" in row
    assert "The most characters of a passage" in row


def test_a_model_has_its_memory_licence_and_limits(pages: dict[str, str]) -> None:
    card, page = cards()["minilm"], pages["models/minilm.md"]
    assert f"{megabytes(card.loaded_size('fp32'))} in fp32" in page
    assert card.licence in page
    assert card.limits in page


def test_the_orders_of_choice_are_those_of_the_registry(pages: dict[str, str]) -> None:
    for task in TASKS:
        assert f"| {task.name} |" in pages["choosing.md"]


def test_every_error_that_can_be_imported_is_listed() -> None:
    topics = [import_module(f"compound.errors.{topic.name}") for topic in iter_modules(compound.errors.__path__)]
    loaded = {
        name
        for topic in topics
        for name, value in vars(topic).items()
        if isinstance(value, type) and issubclass(value, CompoundError) and value is not CompoundError
    }
    listed = {error.name for error in error_classes()}
    assert loaded <= listed
    assert "BadCard" in listed, "errors of the upper packages are listed too"


def test_every_error_says_when_it_is_raised() -> None:
    assert [error.name for error in error_classes() if not error.about.startswith("Raised ")] == []


def test_commands_are_those_of_the_command_line(pages: dict[str, str]) -> None:
    names = [command.name for command in commands()]
    assert {"compound run", "compound nodes check", "compound new pack"} <= set(names)
    assert all(f"## `{name}`" in pages["commands.md"] for name in names)
    assert "<code>--on-device</code>" in pages["commands.md"]


def test_the_page_about_packs_shows_what_a_new_pack_is(pages: dict[str, str], tmp_path: Path) -> None:
    for file in new_pack("acme", tmp_path):
        if file.suffix in (".py", ".toml"):
            assert file.read_text("utf-8").rstrip() in pages["packs.md"]
    readme = (tmp_path / "acme" / "README.md").read_text("utf-8")
    assert readme.partition("\n")[2].strip() in pages["packs.md"]


def test_bars_do_not_end_a_cell() -> None:
    assert cell("one | two `a | b`\nthree") == "one \\| two `a | b` three"
    assert code("str | None") == "<code>str &#124; None</code>"
    assert code("<x>") == "<code>&lt;x&gt;</code>"
    assert code("") == ""


def test_sizes_are_for_people() -> None:
    assert [megabytes(size) for size in (91_000_000, 2_560_000_000, None)] == ["91 MB", "2.6 GB", "?"]


def test_what_a_docstring_lists_becomes_a_list() -> None:
    assert prose("Does it.\n\nRaises:\n    Oops: when it fails.").splitlines() == [
        "Does it.",
        "",
        "Raises:",
        "",
        "- `Oops`: when it fails.",
    ]


def test_sections_stand_where_they_first_come_up() -> None:
    pages = [Page("a.md", "A", ""), Page("b.md", "B", "", "S"), Page("c.md", "C", ""), Page("d.md", "D", "", "S")]
    assert sections(pages) == [{"A": "a.md"}, {"S": [{"B": "b.md"}, {"D": "d.md"}]}, {"C": "c.md"}]
