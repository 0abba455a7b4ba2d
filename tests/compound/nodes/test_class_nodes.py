"""Class nodes: fields are settings, `run` is the signature, options are inherited."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Generator, Sequence
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel, ValidationError

from compound import Node, each, node, pipeline
from compound.errors import EdgeMismatch, InvalidNode, InvalidPolicy, SymbolInside, WrongArgument

T = TypeVar("T")


class Times(Node, retries=1, version="3"):
    """Multiplies."""

    by: int = 2

    def run(self, x: int) -> int:
        return x * self.by


def test_outside_of_a_pipeline_a_call_runs_it():
    assert Times(by=3)(2) == 6


def test_in_a_pipeline_its_name_is_the_class_in_snake_case():
    class OCRPage(Node):
        def run(self, x: int) -> int:
            return x

    @pipeline
    def both(x: int) -> int:
        return Times(by=5)(OCRPage()(x))

    assert both.run(2).outputs == {"ocr_page": 2, "times": 10}


def test_settings_are_checked_and_frozen():
    with pytest.raises(ValidationError):
        Times(by="many")  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        Times(bye=3)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Times().by = 3  # type: ignore[misc]


def test_settings_stay_frozen_in_subclasses():
    with pytest.raises(InvalidNode, match="settings are frozen"):

        class Loose(Times, frozen=False):  # type: ignore[call-arg]
            pass


def test_equal_settings_make_equal_nodes_even_after_use():
    used, fresh = Times(by=3), Times(by=3)
    used(1)
    assert used == fresh
    assert hash(used) == hash(fresh)
    assert used != Times(by=4)


def test_it_travels_to_another_process_as_its_settings():
    used = Times(by=3)
    used(1)
    assert pickle.loads(pickle.dumps(used))(2) == 6


def test_options_are_inherited_and_overridden_one_by_one():
    class Slower(Times, retries=5):
        pass

    assert (Slower.policy.retries.times, Slower.policy.version) == (5, "3")
    assert Times.policy.retries.times == 1


def test_run_may_stand_in_a_subclass_of_what_it_uses():
    class Plus(Times):
        plus: int = 1

        def run(self, x: int) -> int:
            return super().run(x) + self.plus

    assert Plus(by=2, plus=3)(4) == 11


def test_every_node_is_asked_for_its_ports_in_one_way():
    @node
    def inc(x: int) -> int:
        return x + 1

    for any_node in (inc, Times()):
        assert str(any_node.signature) == "(x: int) -> int"
        assert any_node.declaration.name in ("inc", "times")
        assert any_node.policy.effect == "pure"


def test_a_class_without_run_is_refused_at_once():
    with pytest.raises(InvalidNode, match=r"Empty cannot be a node: .* needs a method `run`"):

        class Empty(Node):
            pass


def test_batch_without_run_batch_is_refused_at_once():
    with pytest.raises(InvalidPolicy, match="Half: batch=3 needs a method `run_batch`"):

        class Half(Node, batch=3):
            def run(self, x: int) -> int:
                return x


def test_run_batch_is_given_lists():
    class Whole(Node, batch=3):
        def run(self, x: int) -> int:
            return x

        def run_batch(self, x: Sequence[int]) -> list[int]:
            return [item + 1 for item in x]

    @pipeline
    def mapped(xs: list[int]) -> list[int]:
        return each(Whole(), xs)

    assert mapped([1, 2, 3, 4, 5]) == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("name", ["policy", "models", "declaration", "signature", "named", "load", "loaded"])
@pytest.mark.filterwarnings("ignore:Field name")
def test_names_that_every_node_has_are_no_settings(name: str):
    body = {"__annotations__": {name: int}, "__module__": __name__, "__qualname__": "Odd", "run": Times.run}
    with pytest.raises(InvalidNode, match=f"'{name}' cannot be a setting: every class node has it already"):
        type(Node)("Odd", (Node,), body)


def test_settings_may_have_the_names_of_what_pydantic_and_functions_have():
    class Free(Node):
        name: str
        ref: str = ""
        lane: int = 0

        def run(self, x: int) -> str:
            return self.name * x

    assert Free(name="a")(3) == "aaa"
    assert Free(name="a").declaration.name == "free"


def test_a_setting_cannot_be_a_value_of_the_graph():
    @pipeline
    def scaled(x: int) -> int:
        return Times(by=x)(x)

    with pytest.raises(SymbolInside, match=r"a setting of Times .* pass the value as an input of `run`"):
        _ = scaled.plan


def test_inputs_given_to_the_class_instead_of_the_node_are_answered_with_the_right_form():
    @pipeline
    def scaled(x: int) -> int:
        return Times(x)  # type: ignore[call-arg, return-value, misc]

    @pipeline
    def mapped(xs: list[int]) -> list[int]:
        return each(Times, xs)  # type: ignore[arg-type, return-value]

    for wrong in (scaled, mapped):
        with pytest.raises(WrongArgument, match=r"`Times\(setting=…\)\(input\)`"):
            _ = wrong.plan


def test_types_local_to_a_function_are_found():
    class Local(BaseModel):
        a: int

    class Same(Node):
        default: Local = Local(a=1)

        def run(self, x: Local) -> Local:
            return x

    assert Same()(Local(a=2)) == Local(a=2)


def test_the_output_type_may_depend_on_settings():
    class Cast(Node):
        to: type

        def run(self, x: int) -> Any:
            return self.to(x)

        def output_type(self) -> Any:
            return self.to

    @pipeline
    def fits(x: int) -> str:
        return Cast(to=str)(x)

    @pipeline
    def does_not(x: int) -> str:
        return Cast(to=float)(x)

    assert fits(1) == "1"
    with pytest.raises(EdgeMismatch, match=r"cast gives float, but does_not promises str"):
        _ = does_not.plan


def test_run_may_be_async_a_generator_or_generic():
    class Waiting(Node):
        async def run(self, x: int) -> int:
            return x

    class Telling(Node):
        def run(self, x: int) -> Generator[str, None, int]:
            yield "…"
            return x + 1

    class First(Node):
        def run(self, items: list[T]) -> T:
            return items[0]

    @pipeline
    def all_of_them(xs: list[int]) -> int:
        return Telling()(Waiting()(First()(xs)))

    assert all_of_them([4]) == 5
    assert asyncio.run(Waiting()(1)) == 1  # type: ignore[arg-type]


def test_a_class_node_can_be_given_another_name():
    @pipeline
    def twice(x: int) -> int:
        return Times().named("second")(Times().named("first")(x))

    assert list(twice.run(1).outputs) == ["first", "second"]
