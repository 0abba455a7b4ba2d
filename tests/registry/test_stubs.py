from __future__ import annotations

from collections.abc import Callable

import compound_registry
from compound_nodes.manifest import MANIFEST
from compound_registry.discovery import providers
from compound_registry.manifest import Manifest, Provider
from compound_registry.stubs import TARGET, stub


def test_what_type_checkers_see_is_up_to_date(packs: Callable[[str, object], None]) -> None:
    """Otherwise, run `python -m compound_registry.stubs`."""
    packs("compound", MANIFEST)
    assert TARGET.read_text("utf-8") == stub()


def test_each_capability_has_an_overload_and_each_name_is_there(packs: Callable[[str, object], None]) -> None:
    packs("compound", MANIFEST)
    assert all(f'Literal["{provider.capability}"]' in stub() for provider in MANIFEST.providers)
    assert all(f" {name}" in stub() for name in compound_registry.__all__)


def test_packs_of_others_stay_out_of_it(packs: Callable[[str, object], None]) -> None:
    packs("compound", MANIFEST)
    without = stub()
    packs("acme", Manifest((Provider("text.shout", "acme_nodes:Shout", "Shouts.", {"text": "Text"}, "Text"),)))
    assert "text.shout" in providers()
    assert stub() == without
