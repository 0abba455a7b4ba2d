"""Labels, extracted fields, entities, and what makes them immutable."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from compound.values import Check, Extracted, FieldValue, FrozenMap, Label


class Receipt(BaseModel):
    total: float


class TestLabel:
    def test_the_distribution_is_read_only(self) -> None:
        given_shares = {"cat": 0.25, "dog": 0.75}
        label = Label(name="dog", confidence=0.75, distribution=given_shares)
        given_shares["dog"] = 0.0
        assert label.distribution == {"cat": 0.25, "dog": 0.75}
        with pytest.raises(TypeError):
            label.distribution["dog"] = 1.0  # type: ignore[index]

    @pytest.mark.parametrize(
        "distribution", [{}, {"cat": 1.0}, {"dog": 0.5}, {"dog": 1.1, "cat": -0.1}, {"dog": float("nan")}, {"dog": "1"}]
    )
    def test_what_is_no_distribution_over_its_name_is_refused(self, distribution: dict[str, float]) -> None:
        with pytest.raises(ValidationError):
            Label(name="dog", confidence=0.5, distribution=distribution)

    @given(st.dictionaries(st.text(max_size=5), st.floats(0.01, 1e6), min_size=1, max_size=50))
    def test_json_and_pickle_give_it_back(self, weights: dict[str, float]) -> None:
        shares = {name: weight / sum(weights.values()) for name, weight in weights.items()}
        name = next(iter(shares))
        label = Label(name=name, confidence=shares[name], distribution=shares)
        assert Label.model_validate_json(label.model_dump_json()) == label
        assert pickle.loads(pickle.dumps(label)) == label
        assert hash(label) == hash(label.model_copy(update={"distribution": FrozenMap(shares)}))
        assert type(label.model_dump()["distribution"]) is dict


class TestExtracted:
    def test_fields_are_read_only_and_typed(self) -> None:
        found = Extracted[Receipt](
            value=Receipt(total=3.5), fields={"total": FieldValue(value=3.5, confidence=1.0)}, missing=()
        )
        with pytest.raises(TypeError):
            found.fields["total"] = None  # type: ignore[index]
        with pytest.raises(ValidationError):
            Extracted[Receipt](value=3.5, fields={})  # type: ignore[arg-type]
        assert Extracted[Receipt].model_validate_json(found.model_dump_json()) == found

    def test_a_missing_required_field_leaves_no_value(self) -> None:
        found = Extracted[Receipt](value=None, fields={}, missing=("total",))
        assert (found.value, found.missing) == (None, ("total",))

    def test_checks_are_kept_through_json(self) -> None:
        check = Check(name="net_and_tax", passed=True, fields=("total",), detail="3.00 + 0.50 = 3.50")
        found = Extracted[Receipt](value=None, fields={}, checks=(check,))
        assert Extracted[Receipt].model_validate_json(found.model_dump_json()).checks == (check,)
        assert Extracted[Receipt](value=None, fields={}).checks == ()

    def test_a_field_holds_what_json_can_say_and_cannot_be_changed(self) -> None:
        items = [{"name": "tea", "price": 2}]
        field = FieldValue(value=items, confidence=1.0)
        items.clear()
        assert field.value == ({"name": "tea", "price": 2},)
        assert field.model_dump()["value"] == [{"name": "tea", "price": 2}]
        assert FieldValue.model_validate_json(field.model_dump_json()) == field
        assert isinstance(hash(field), int)

    @pytest.mark.parametrize("value", [object(), float("inf"), {1: 2}, b"bytes", {1, 2}])
    def test_a_field_refuses_what_json_cannot_say(self, value: object) -> None:
        with pytest.raises(ValidationError):
            FieldValue(value=value, confidence=1.0)


class TestFrozenMap:
    def test_it_equals_and_hashes_by_its_items(self) -> None:
        assert FrozenMap({"a": 1, "b": 2}) == {"b": 2, "a": 1}
        assert hash(FrozenMap({"a": 1, "b": 2})) == hash(FrozenMap({"b": 2, "a": 1}))

    def test_it_keeps_its_order_and_cannot_be_changed(self) -> None:
        frozen = FrozenMap({"b": 2, "a": 1})
        assert list(frozen) == ["b", "a"]
        with pytest.raises(AttributeError):
            frozen._items = {}


def test_values_load_no_array_or_image_library_until_one_is_made() -> None:
    code = (
        "import sys\n"
        "from compound.values import Box, Frame, Image, Label, Mask, Page, PageText, Text\n"
        "Box(left=0, top=0, right=1, bottom=1, frame=Frame(width=1, height=1))\n"
        "print(*sorted({'numpy', 'PIL', 'blake3'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == ""
