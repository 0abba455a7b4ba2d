"""Branches are lazy: what is not chosen never runs, whatever it needs, and effects stay where they were written."""

from __future__ import annotations

import pytest

from compound import Label, cascade, each, fallback, node, pipeline, switch, when
from compound.errors import PipelineFailed

calls: list[str] = []


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    calls.clear()


@node
def is_big(x: int) -> bool:
    return x > 10


@node
def inc(x: int) -> int:
    calls.append("inc")
    return x + 1


@node
def double(x: int) -> int:
    calls.append("double")
    return 2 * x


@node
def boom(x: int) -> int:
    calls.append("boom")
    raise ValueError("boom")


@node
def doubt(x: int) -> bool:
    raise ValueError("do not know")


@node
def add(x: int, y: int) -> int:
    return x + y


@node(effect="write")
def save(x: int) -> int:
    calls.append("save")
    return x


def test_only_the_chosen_branch_runs_with_all_that_it_needs() -> None:
    @pipeline
    def choose(x: int) -> int:
        return when(is_big(x), inc(inc(x)), double(double(x)))

    run = choose.run(11)
    assert run.output == 13
    assert calls == ["inc", "inc"]
    assert run.skipped == {"double", "double#2"}
    assert dict(run.decisions) == {"when": "true"}
    assert choose(1) == 4


def test_what_both_branches_or_others_need_runs_once() -> None:
    @pipeline
    def shared(x: int) -> int:
        common = inc(x)
        return add(when(is_big(x), double(common), common), common)

    assert shared(1) == 4
    assert calls == ["inc"]
    assert shared(20) == 63


def test_an_effect_is_never_moved_into_a_branch() -> None:
    @pipeline
    def outside(x: int) -> int:
        return when(is_big(x), save(x), inc(x))

    assert outside(1) == 2
    assert sorted(calls) == ["inc", "save"]


def test_an_effect_that_was_written_inside_a_branch_runs_only_there() -> None:
    @pipeline
    def inside(x: int) -> int:
        return when(is_big(x), lambda: save(double(x)), lambda: inc(x))

    assert inside(1) == 2
    assert calls == ["inc"]
    assert inside(20) == 40


def test_a_condition_that_fails_blocks_every_branch() -> None:
    @pipeline
    def undecided(x: int) -> int:
        return inc(when(doubt(x), double(x), fallback(boom(x), inc(x))))

    run = undecided.run(1)
    assert calls == []
    assert list(run.failures) == ["doubt"]
    assert set(run.blocked) == {"double", "boom", "inc", "fallback", "when", "inc#2"}
    assert set(run.blocked.values()) == {"doubt"}


def test_a_failure_that_only_the_other_branch_needs_does_not_matter() -> None:
    @node(effect="read")
    def broken(x: int) -> int:
        raise OSError("gone")

    @pipeline
    def careless(x: int) -> int:
        value = broken(x)
        return add(when(is_big(x), value, inc(x)), when(is_big(x), lambda: double(value), x))

    run = careless.run(1)
    assert run.output == 3
    assert run.ok


def test_a_step_of_a_branch_that_was_not_taken_is_skipped_even_when_it_could_not_have_run() -> None:
    @pipeline
    def careless(x: int) -> int:
        value = boom(x)
        kept = fallback(value, x)
        return add(kept, when(is_big(x), double(value), x))

    run = careless.run(1)
    assert run.output == 2
    assert "double" in run.skipped
    assert not run.blocked
    assert dict(careless.run(20).blocked) == {"double": "boom", "when": "boom", "add": "boom"}


def test_switch_takes_the_case_that_equals_the_value() -> None:
    @pipeline
    def chosen(kind: str, x: int) -> int:
        return switch(kind, {"a": inc(x), "b": double(x)}, default=boom(x))

    assert (chosen("a", 5), chosen("b", 5)) == (6, 10)
    assert calls == ["inc", "double"]
    with pytest.raises(PipelineFailed):
        chosen("c", 5)


def test_a_fallback_runs_only_when_the_primary_failed() -> None:
    @pipeline
    def safe(x: int, y: int) -> int:
        return fallback(add(x, y), double(x))

    assert safe(1, 2) == 3
    assert calls == []


def test_a_fallback_runs_when_the_primary_was_blocked_upstream() -> None:
    @pipeline
    def safe(x: int) -> int:
        return fallback(inc(inc(boom(x))), double(x))

    run = safe.run(1)
    assert run.output == 2
    assert run.ok
    assert dict(run.blocked) == {"inc": "boom", "inc#2": "boom"}
    assert dict(run.decisions) == {"fallback": "alternative"}


def test_fallbacks_follow_each_other() -> None:
    @pipeline
    def safe(x: int) -> int:
        return fallback(fallback(boom(x), boom(x)), inc(x))

    assert safe(1) == 2


def test_when_the_alternative_fails_too_the_run_fails_with_both() -> None:
    @pipeline
    def unsafe(x: int) -> int:
        return inc(fallback(boom(x), boom(x)))

    run = unsafe.run(1)
    assert list(run.failures) == ["boom", "boom#2"]
    assert dict(run.blocked) == {"fallback": "boom#2", "inc": "boom#2"}


def test_branches_nest() -> None:
    @pipeline
    def nested(x: int) -> int:
        return when(is_big(x), when(is_big(double(x)), inc(x), boom(x)), fallback(boom(x), double(x)))

    assert nested(11) == 12
    assert calls == ["double", "inc"]
    assert nested(2) == 4


DEPTH = 3_000


def test_choices_nest_thousands_deep() -> None:
    @pipeline
    def deep(x: int) -> int:
        value, big = inc(x), is_big(x)
        for _ in range(DEPTH):
            value = when(big, double(x), value)
        return value

    assert deep(1) == 2


def test_fallbacks_nest_thousands_deep() -> None:
    @pipeline
    def deep(x: int) -> int:
        value, broken = inc(x), boom(x)
        for _ in range(DEPTH):
            value = fallback(broken, value)
        return value

    assert deep(1) == 2


def test_a_cascade_asks_the_next_stage_only_when_it_must() -> None:
    @node
    def cheap(x: int) -> Label:
        calls.append("cheap")
        sure = 0.9 if x else 0.1
        return Label(name="cheap", confidence=sure, distribution={"cheap": sure, "other": 1 - sure})

    @node
    def dear(x: int) -> Label:
        calls.append("dear")
        return Label(name="dear", confidence=0.5, distribution={"dear": 0.5, "other": 0.5})

    @pipeline
    def staged(x: int) -> Label:
        return cascade(cheap(x), dear(x), below=0.8)

    assert staged(1).name == "cheap"
    assert calls == ["cheap"]
    assert staged(0).name == "dear"


def test_branches_inside_each_decide_for_every_item() -> None:
    @pipeline
    def items(xs: list[int]) -> list[int]:
        return each(lambda x: when(is_big(x), inc(x), fallback(boom(x), double(x))), xs)

    assert items([1, 11, 2]) == [2, 12, 4]


def test_slow_branches_behave_as_inline_ones() -> None:
    @node(blocking=True)
    def slow_doubt(x: int) -> bool:
        return x > 10

    @node(blocking=True)
    def slow_boom(x: int) -> int:
        raise ValueError("slow boom")

    @pipeline
    def slow(x: int) -> int:
        return when(slow_doubt(x), fallback(slow_boom(x), double(x)), inc(x))

    assert (slow(11), slow(1)) == (22, 2)
