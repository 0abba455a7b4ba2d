from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType

import pytest
from pydantic import BaseModel, ConfigDict

import compound_registry
from compound.errors.capabilities import BadSettings, UnknownCapability
from compound_registry import discovery, use
from compound_registry.manifest import Manifest, Provider

Install = Callable[[str, object], None]


class Shout(BaseModel):
    """Stands for a node class: its fields are its settings."""

    model_config = ConfigDict(extra="forbid")

    times: int = 1


def _provider(capability: str, node: str = "fake_nodes:Shout") -> Provider:
    return Provider(capability, node, "Shouts.", {"text": "Text"}, "Text")


@pytest.fixture(autouse=True)
def _nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("fake_nodes")
    module.__dict__["Shout"] = Shout
    monkeypatch.setitem(sys.modules, "fake_nodes", module)


def test_a_capability_gives_its_default_node_with_the_settings(packs: Install) -> None:
    packs("compound", Manifest((_provider("text.shout"),)))
    assert use("text.shout") == Shout()
    assert use("text.shout", times=3) == Shout(times=3)


def test_an_unknown_capability_is_answered_with_the_nearest(packs: Install) -> None:
    packs("compound", Manifest((_provider("text.summarise"), _provider("image.segment"))))
    with pytest.raises(UnknownCapability, match=r"'text\.summarize'\. Did you mean text\.summarise\?"):
        use("text.summarize")


def test_with_nothing_installed_that_is_said(packs: Install) -> None:
    with pytest.raises(UnknownCapability, match="Known are: none"):
        use("text.shout")


@pytest.mark.parametrize("settings", [{"times": "often"}, {"tmes": 2}])
def test_a_wrong_setting_is_named(packs: Install, settings: dict[str, object]) -> None:
    packs("compound", Manifest((_provider("text.shout"),)))
    with pytest.raises(BadSettings, match=rf"use\('text.shout'\) makes a Shout.*`{next(iter(settings))}`"):
        use("text.shout", **settings)


def test_a_node_is_imported_only_when_it_is_used(packs: Install) -> None:
    packs("compound", Manifest((_provider("text.shout", "no_such_module:Shout"),)))
    assert "text.shout" in discovery.providers()
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        use("text.shout")


def test_the_package_offers_its_names_lazily() -> None:
    assert all(getattr(compound_registry, name) for name in compound_registry.__all__)
    with pytest.raises(AttributeError, match="no attribute 'utils'"):
        _ = compound_registry.utils  # type: ignore[attr-defined]
