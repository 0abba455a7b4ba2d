from __future__ import annotations

import pytest
from pydantic import ValidationError

from compound.errors.models import BadSource, UnknownModel
from compound.models.source import PypiSource, Source
from compound_registry.card import Card
from compound_registry.cards import card, cards


def test_the_default_models_have_cards() -> None:
    assert list(cards()) == ["efficientnet-lite0", "minilm", "pp-ocrv6-small", "smollm2-135m-instruct"]


@pytest.mark.parametrize("name", cards())
def test_a_default_comes_from_a_package_index_under_a_free_licence(name: str) -> None:
    assert isinstance(Source.parse(card(name).source), PypiSource)
    assert card(name).licence == "Apache-2.0"


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownModel, match="Did you mean minilm"):
        card("mini-lm")


def test_a_card_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        card("minilm").sha256 = "0" * 64


@pytest.mark.parametrize(
    "wrong",
    [{"sha256": "b9a0"}, {"size": 0}, {"parameters": -1}, {"name": "Mini LM"}, {"license": "Apache-2.0"}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_wrong_card_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Card.model_validate(card("minilm").model_dump() | wrong)


def test_a_card_with_an_unreadable_source_is_refused() -> None:
    with pytest.raises(BadSource):
        Card.model_validate(card("minilm").model_dump() | {"source": "https://example.org/model"})
