from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest

from compound.values import Extracted, FieldValue, Label, Text
from compound_registry.measuring.scoring import score


def test_a_label_is_right_or_wrong() -> None:
    label = Label(name="card", confidence=0.9, distribution={"card": 0.9, "pin": 0.1})
    assert score(label, "card") == ("accuracy", 1.0)
    assert score(label, "pin") == ("accuracy", 0.0)


@pytest.mark.parametrize(
    ("found", "wanted", "f1"),
    [("The total, 12.", "the TOTAL 12", 1.0), ("a b", "a c", 0.5), ("", "", 1.0), ("", "a", 0.0), ("a a", "a", 2 / 3)],
)
def test_texts_are_compared_by_their_words(found: str, wanted: str, f1: float) -> None:
    assert score(Text(content=found), wanted) == ("token F1", pytest.approx(f1))


def test_fields_are_counted_over_those_that_are_expected() -> None:
    fields = {"total": FieldValue(value="12.00", confidence=0.9), "extra": FieldValue(value="x", confidence=0.5)}
    extracted: Extracted[Any] = Extracted(value=None, fields=MappingProxyType(fields))
    assert score(extracted, {"total": "12.00", "date": "2020-01-01"}) == ("field accuracy", 0.5)
    assert score(extracted, {"date": None}) == ("field accuracy", 1.0)


def test_plain_values_are_equal_or_not() -> None:
    assert score((1, 2), [1, 2]) == ("accuracy", 1.0)
