from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from typing import Any

import pytest

import compound.catalogue
from compound.catalogue import Catalogue, EmptyCatalogue
from compound.values import Image, Label, PageText, Text
from compound_registry.cards import card
from compound_registry.catalogue import InstalledCatalogue
from compound_registry.manifest import Manifest, Provider

Install = Callable[[str, object], None]


def _provider(capability: str, inputs: dict[str, Any], output: Any) -> Provider:
    return Provider(capability, f"nodes:{capability.title().replace('.', '')}", "A node.", inputs, output)


@pytest.fixture
def catalogue(packs: Install) -> Catalogue:
    providers = (
        _provider("document.read", {"page": "Page | Image"}, "PageText"),
        _provider("text.classify", {"text": Text}, Label),
        _provider("image.inpaint", {"image": "Image", "mask": "Mask"}, "Image"),
    )
    packs("compound", Manifest(providers))
    return InstalledCatalogue()


@pytest.mark.parametrize(
    ("source", "target", "capabilities"),
    [
        (Image, Text, ("document.read",)),
        (Image, PageText, ("document.read",)),
        (PageText, Label, ("text.classify",)),
        (Label, Image, ()),
        (Image, Image, ()),
    ],
)
def test_a_conversion_takes_the_source_alone_and_gives_the_target(
    catalogue: Catalogue, source: Any, target: Any, capabilities: tuple[str, ...]
) -> None:
    assert catalogue.conversions(source, target) == capabilities


def test_providers_are_named_by_module_and_class(catalogue: Catalogue) -> None:
    assert catalogue.providers("text.classify") == ("nodes:TextClassify",)
    assert catalogue.providers("text.translate") == ()


@pytest.fixture
def entry_points(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    """The entry points that the engine sees."""
    found: list[EntryPoint] = []
    monkeypatch.setattr(compound.catalogue, "entry_points", lambda group: [e for e in found if e.group == group])
    compound.catalogue.catalogue.cache_clear()
    yield found
    compound.catalogue.catalogue.cache_clear()


def test_the_engine_finds_the_catalogue_through_its_entry_point(entry_points: list[EntryPoint]) -> None:
    value = "compound_registry.catalogue:InstalledCatalogue"
    entry_points.append(EntryPoint("registry", value, compound.catalogue.GROUP))
    assert isinstance(compound.catalogue.catalogue(), InstalledCatalogue)


def test_without_a_registry_the_engine_has_an_empty_catalogue(entry_points: list[EntryPoint]) -> None:
    empty = compound.catalogue.catalogue()
    assert isinstance(empty, EmptyCatalogue)
    assert empty.conversions(Image, Text) == empty.providers("text.classify") == ()


def test_a_provider_whose_types_cannot_be_read_converts_nothing(packs: Install) -> None:
    packs("acme", Manifest((_provider("text.guess", {"text": "Txet"}, "Label"),)))
    assert InstalledCatalogue().conversions(Text, Label) == ()


def test_the_size_of_a_model_is_that_of_its_card_in_the_default_dtype() -> None:
    minilm = card("minilm")
    assert InstalledCatalogue().model_size("minilm") == minilm.loaded_size(minilm.dtypes[0])
    assert InstalledCatalogue().model_size("unheard of") is None
    assert EmptyCatalogue().model_size("minilm") is None
