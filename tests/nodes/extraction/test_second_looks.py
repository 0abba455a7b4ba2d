"""Fields that no lexicon knows: labels like them, and a model that is asked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from compound.errors.models import ModelMissing
from compound.values import Message, PageText, Text
from compound_nodes.extraction.asking import Asked
from compound_nodes.extraction.extract import Manner, extract
from compound_nodes.extraction.likeness import LikeLabels
from compound_nodes.text_extract import RulesAlone, TextExtract, TextExtractAsking

MEANINGS = {"vessel": 0, "ship": 0, "premium": 1, "yearly price": 1, "captain": 2, "master": 2}


class Meaning:
    """An encoder that knows what some words mean."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), 8), np.float32)
        for row, text in enumerate(texts):
            vectors[row, MEANINGS.get(text, 3 + row % 5)] = 1.0
        return vectors


class Voyage(BaseModel):
    vessel: str | None = None
    premium: Decimal | None = None
    captain: str | None = None
    total: Decimal | None = None


def looked(text: Text, schema: type[BaseModel] = Voyage) -> Any:
    return extract(text, schema, Manner(second_looks=(LikeLabels(Meaning),)))


def read(text: str) -> Any:
    return looked(Text(content=text)).value


def test_a_label_that_means_the_field_is_taken_for_its_own() -> None:
    assert read("Ship: Northern Petrel\nYearly price   412.80").vessel == "Northern Petrel"
    assert read("Ship: Northern Petrel\nYearly price   412.80").premium == Decimal("412.80")


def test_a_label_that_means_nothing_of_the_kind_is_left_alone() -> None:
    assert looked(Text(content="Cargo: Timber")).missing == ("vessel", "premium", "captain", "total")


def test_only_a_value_of_the_fields_type_is_taken() -> None:
    assert read("Yearly price: on request").premium is None


def test_a_title_over_labels_is_no_label_of_the_first_of_them() -> None:
    assert read("Master\nCargo: Timber").captain is None
    assert read("Master\nCargo   Timber").captain is None


def test_an_amount_is_not_taken_for_a_name() -> None:
    assert read("Master   12.50").captain is None


def test_a_label_belongs_to_one_field() -> None:
    class Two(BaseModel):
        vessel: str | None = None
        ship_name: str | None = Field(None, alias="ship")

    found = looked(Text(content="Ship: Corvina"), Two)
    assert list(found.fields) == ["ship_name"]


def test_a_value_beside_such_a_label_has_its_place(make_page: Any) -> None:
    page: PageText = make_page(1, [("Ship:", 10), ("Corvina", 60)])
    box = looked(page).fields["vessel"].box
    assert box is not None
    assert (box.left, box.right) == (60, 102)


class Untouchable:
    def find(self, view: object, fields: Sequence[Any]) -> dict[str, Any]:
        raise AssertionError(f"looked for {[wanted.name for wanted in fields]}")


def test_of_a_well_known_field_the_rules_say_that_it_is_absent() -> None:
    class Bill(BaseModel):
        total: Decimal | None = None
        date: datetime.date | None = None

    assert extract(Text(content="Ship: Corvina"), Bill, Manner(second_looks=(Untouchable(),))).fields == {}


def test_without_its_model_the_default_reads_by_the_rules_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(self: TextExtract) -> object:
        raise ModelMissing(model="minilm", reason="there is no network")

    monkeypatch.setattr(TextExtract, "load", missing)
    node = TextExtract(schema=Voyage, language="en-NZ")  # settings of its own, so that nothing is loaded for it yet
    with pytest.warns(RulesAlone, match="minilm"):
        found = node(Text(content="Ship: Corvina\nTotal   5.00"))
    assert found.value == Voyage(total=Decimal("5.00"))


@pytest.mark.models
def test_minilm_knows_a_ship_for_a_vessel() -> None:
    class Cargo(BaseModel):
        vessel: str | None = Field(None, description="name of the ship")
        number_of_parcels: int | None = Field(None, description="how many packages")
        passport_number: str | None = None

    found = TextExtract(schema=Cargo)(Text(content="Ship: Northern Petrel\nPackages: 640\nPort: Leixoes"))
    assert found.value == Cargo(vessel="Northern Petrel", number_of_parcels=640)


def test_the_models_behind_each_way_are_named() -> None:
    assert TextExtract.models == ("minilm",)
    assert TextExtractAsking.models == ("minilm", "smollm2-135m-instruct")


def asked(text: str, *, favourite: str, habit: str = "") -> Any:
    """What comes of a model that favours one answer when the field is named, and another for any question."""

    def likelihoods(messages: Sequence[Message], answers: Sequence[str]) -> NDArray[np.float64]:
        named = "vessel" in messages[0].content
        liked = favourite if named else habit
        return np.array([0.0 if answer == f"Answer: {liked}" else -10.0 for answer in answers])

    class Ship(BaseModel):
        vessel: str | None = None

    return extract(Text(content=text), Ship, Manner(second_looks=(Asked(lambda: likelihoods),)))


PROSE = "The yacht Corvina left Valletta on 12 May 2021 under skipper Ines Duarte."


def test_what_a_model_is_sure_of_is_taken_from_a_sentence() -> None:
    assert asked(PROSE, favourite="Corvina").value.vessel == "Corvina"


def test_an_answer_that_the_model_gives_to_any_question_does_not_count() -> None:
    assert asked(PROSE, favourite="Corvina", habit="Corvina").value.vessel is None


def test_a_model_that_says_none_finds_nothing() -> None:
    assert asked(PROSE, favourite="none").missing == ("vessel",)


def test_a_model_that_is_unsure_finds_nothing() -> None:
    assert asked(PROSE, favourite="an answer that is not listed").missing == ("vessel",)


def test_what_a_model_points_at_stands_in_the_text_and_is_not_sure() -> None:
    found = asked(PROSE, favourite="Ines Duarte").fields["vessel"]
    assert found.value in PROSE
    assert found.confidence <= 0.6
