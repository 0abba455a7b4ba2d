"""`when`, `switch`, `fallback`, `cascade`: lazy backwards, typed, and with effects only where they were written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pytest

from compound import Label, cascade, each, fallback, node, pipeline, switch, when
from compound.errors import (
    ConstantMismatch,
    EdgeMismatch,
    MissingInput,
    OutsidePipeline,
    UnusedNode,
    WrongArgument,
)

done: list[int] = []


@pytest.fixture(autouse=True)
def forget() -> None:
    done.clear()


@node
def inc(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int) -> int:
    return x + y


@node
def half(x: int) -> float:
    return x / 2


@node
def shown(x: int) -> str:
    return str(x)


@node
def big(x: int) -> bool:
    return x > 10


@node
def boom(x: int) -> int:
    raise ValueError("boom")


@node
def ints(x: int) -> list[int]:
    return list(range(x))


@node
def seven() -> int:
    return 7


@node(effect="act")
def send(x: int) -> int:
    done.append(x)
    return x


# -- when -----------------------------------------------------------------------------------------------------


def test_the_branch_not_taken_never_runs_nor_what_only_it_needs():
    @pipeline
    def chosen(x: int) -> int:
        shared = inc(x)
        return when(big(x), add(inc(shared), shared), boom(boom(shared)))

    run = chosen.run(11)
    assert run.output == 25
    assert run.skipped == {"boom", "boom#2"}
    assert chosen.run(1).failures.keys() == {"boom"}


def test_branches_are_values_constants_nodes_and_functions():
    @pipeline
    def chosen(x: int) -> list[int]:
        return [when(big(x), inc(x), 0), when(big(x), seven, lambda: inc(inc(x)))]

    assert chosen(1) == [0, 3]
    assert chosen(11) == [12, 7]


def test_a_node_that_is_a_branch_and_has_inputs_says_which_is_missing():
    @pipeline
    def wrong(x: int) -> int:
        return when(big(x), inc, x)  # type: ignore[return-value, arg-type]

    with pytest.raises(MissingInput, match="inc: the input `x: int` is missing"):
        _ = wrong.plan


def test_the_condition_is_a_bool():
    @pipeline
    def wrong(x: int) -> int:
        return when(x, inc(x), x)  # type: ignore[arg-type]

    with pytest.raises(EdgeMismatch, match=r"x -> when\.condition: x gives int, but `condition` takes bool"):
        _ = wrong.plan


def test_the_type_is_the_union_of_the_branches_as_small_as_it_can_be():
    @pipeline
    def united(x: int) -> int | str | None:
        return when(big(x), when(big(x), inc(x), shown(x)), None)

    @pipeline
    def widened(x: int) -> float:
        return when(big(x), inc(x), half(x))

    @pipeline
    def wrong(x: int) -> int:
        return when(big(x), inc(x), shown(x))  # type: ignore[return-value]

    assert united(1) is None
    assert widened(1) == 0.5
    with pytest.raises(EdgeMismatch, match=r"when gives int \| str, but wrong promises int"):
        _ = wrong.plan


# -- effects --------------------------------------------------------------------------------------------------


def test_an_effect_written_in_a_branch_happens_only_there():
    @pipeline
    def careful(x: int) -> int:
        return when(big(x), lambda: send(x), x)

    assert (careful(1), done) == (1, [])
    assert (careful(11), done) == (11, [11])


def test_an_effect_written_outside_is_never_moved_into_a_branch():
    @pipeline
    def hasty(x: int) -> int:
        return when(big(x), send(x), x)

    assert (hasty(1), done) == (1, [1])


def test_what_an_effect_needs_runs_even_if_a_branch_needs_it_too():
    @pipeline
    def told(x: int) -> int:
        more = inc(x)
        send(more)
        return when(big(x), more, x)

    assert (told(1), done) == (1, [2])


def test_a_choice_may_be_made_for_its_effects_alone():
    @pipeline
    def maybe(x: int) -> int:
        when(big(x), lambda: send(x), 0)
        return x

    assert (maybe(1), done) == (1, [])
    assert (maybe(11), done) == (11, [11])


def test_effects_nest():
    @pipeline
    def deep(x: int) -> int:
        when(big(x), lambda: when(big(inc(x)), lambda: each(send, ints(x)), [0]), [0])
        return x

    assert (deep(1), done) == (1, [])
    deep(11)
    assert sorted(done) == list(range(11))


def test_an_effect_in_an_inner_pipeline_stays_in_its_branch():
    @pipeline
    def sending(x: int) -> int:
        return send(inc(x))

    @pipeline
    def careful(x: int) -> int:
        return when(big(x), lambda: sending(x), x)

    assert (careful(1), done) == (1, [])
    assert (careful(11), done) == (12, [12])


@pytest.mark.parametrize(
    "make",
    [
        lambda x: when(big(x), inc(x), x),
        lambda x: switch(x, {1: inc(x)}, x),
        lambda x: fallback(inc(x), x),
        lambda x: each(inc, [x]),
    ],
)
def test_a_choice_that_nobody_uses_is_a_mistake_and_only_its_end_is_named(make: Callable[[Any], Any]):
    @pipeline
    def wrong(x: int) -> int:
        make(x)
        return x

    with pytest.raises(UnusedNode) as caught:
        _ = wrong.plan
    assert caught.value.nodes[0] in ("when", "switch", "fallback", "each")
    assert len(caught.value.nodes) == 1


def test_an_unused_node_in_a_branch_is_named():
    def branch(x: int) -> Callable[[], int]:
        def make() -> int:
            inc(x)
            return inc(x)

        return make

    @pipeline
    def wrong(x: int) -> int:
        return when(big(x), branch(x), x)

    with pytest.raises(UnusedNode, match="nothing uses the result of `inc`"):
        _ = wrong.plan


# -- switch ---------------------------------------------------------------------------------------------------


def test_switch_takes_the_branch_of_the_equal_key_or_the_default():
    @pipeline
    def chosen(kind: str, x: int) -> int:
        return switch(kind, {"one": inc(x), "two": lambda: inc(inc(x))}, boom(x))

    assert chosen("one", 1) == 2
    assert chosen("two", 1) == 3
    assert chosen.run("three", 1).failures.keys() == {"boom"}


def test_true_and_one_are_different_keys():
    @pipeline
    def chosen(x: bool | int) -> str:
        return switch(x, {1: "one"}, "other")

    assert (chosen(1), chosen(True)) == ("one", "other")


def test_numbers_are_equal_as_numbers_are():
    @pipeline
    def chosen(x: float) -> str:
        return switch(x, {1: "one"}, "other")

    assert (chosen(1.0), chosen(1)) == ("one", "one")


@pytest.mark.parametrize(("hint", "key"), [(str, 1), (Literal["a", "b"], "c")])
def test_a_key_that_the_value_can_never_have_is_a_mistake(hint: Any, key: Any):
    def wrong(x: Any) -> int:
        return switch(x, {key: 1}, 0)

    wrong.__annotations__ = {"x": hint, "return": int}
    with pytest.raises(ConstantMismatch, match=r"switch\.value: got .* but `value` takes"):
        _ = pipeline(wrong).plan


def test_a_value_without_equality_by_hash_cannot_be_switched_on():
    @pipeline
    def wrong(x: int) -> int:
        return switch(ints(x), {1: 1}, 0)  # type: ignore[arg-type]

    with pytest.raises(
        EdgeMismatch, match=r"ints -> switch\.value: ints gives list\[int\], but `value` takes Hashable"
    ):
        _ = wrong.plan


# -- fallback and cascade -------------------------------------------------------------------------------------


def test_the_alternative_runs_only_when_the_primary_failed():
    @pipeline
    def safe(x: int) -> list[int]:
        return [fallback(boom(x), lambda: send(x)), fallback(inc(x), lambda: send(x))]

    assert safe(3) == [3, 4]
    assert done == [3]


def sure_of(confidence: float) -> Label:
    return Label(name=f"{confidence}", confidence=confidence, distribution={f"{confidence}": 1.0})


@node
def cheap(x: float) -> Label:
    return sure_of(x)


@node(effect="read")
def dear(x: float) -> Label:
    return sure_of(0.99)


def test_a_later_stage_of_a_cascade_runs_only_when_the_earlier_one_is_not_sure():
    @pipeline
    def escalated(x: float) -> Label:
        return cascade(cheap(x), lambda: dear(x), below=0.5)

    assert escalated(0.6).name == "0.6"
    assert escalated(0.4).name == "0.99"
    assert "dear" in escalated.run(0.6).skipped


def test_a_cascade_needs_stages_that_say_how_sure_they_are():
    @pipeline
    def wrong(x: int) -> int:
        return cascade(inc(x), inc(x))

    @pipeline
    def empty(x: int) -> int:
        return cascade()

    with pytest.raises(EdgeMismatch, match="inc gives int, but `value` takes Confident"):
        _ = wrong.plan
    with pytest.raises(WrongArgument, match="cascade: got no stages"):
        _ = empty.plan


def test_choices_work_only_in_a_pipeline():
    for choice in (
        lambda: when(True, 1, 2),
        lambda: switch(1, {}, 2),
        lambda: fallback(1, 2),
        lambda: cascade(1),
    ):
        with pytest.raises(OutsidePipeline):
            choice()
