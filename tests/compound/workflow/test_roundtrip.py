"""The serialised form is exact: read and written again it is the same, as JSON and as YAML, and means the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from compound import Node, build, each, fallback, load_workflow, loop, node, pipeline, switch, when
from compound.graph.pipeline import Pipeline

done: list[int] = []


class Report(BaseModel):
    a: int
    b: list[int]


class Times(Node):
    by: int = 2
    labels: tuple[str, ...] = ()

    def run(self, x: int, *, plus: int = 0) -> int:
        return x * self.by + plus


@node
def inc(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int = 5, *, z: int = 0) -> int:
    return x + y + z


@node
def total(*xs: int) -> int:
    return sum(xs)


@node
def big(x: int) -> bool:
    return x > 10


@node
def boom(x: int) -> int:
    raise ValueError("boom")


@node
def report(x: int) -> Report:
    return Report(a=x, b=[x, x + 1])


@node(effect="act")
def send(x: int) -> int:
    done.append(x)
    return x


@pipeline
def inner(x: int, by: int = 3) -> int:
    return add(inc(x), by)


def assert_exact(whole: Pipeline[..., Any]) -> Pipeline[..., Any]:
    """What is read again, after checking that nothing was lost on the way."""
    spec = whole.spec()
    for text in (json.dumps(spec), yaml.safe_dump(spec)):
        again = load_workflow(text)
        assert again.spec() == spec
    assert load_workflow(spec).spec() == spec
    return again


# -- one of everything ----------------------------------------------------------------------------------------


@pipeline
def everything(x: int, ys: list[int], z: float = 2.5, *, plus: int = 1) -> Report:
    """All that a graph can hold."""
    a = add(inc(x), 5, z=inc(x)).named("plus")  # type: ignore[attr-defined]
    b = when(big(a), lambda: send(a), inc(a))
    c = each(lambda i: add(Times(by=3, labels=("a", "b"))(i, plus=plus), a), ys)
    d = loop(lambda s: total(s, a, 7), a, until=big, limit=10)
    e = switch(d, {1: inc(x), 2: inc(d)}, fallback(boom(b), lambda: inner(1)))
    f = report(e)
    when(big(f.a), lambda: each(send, f.b), [0])
    return build(Report, a=total(e, f.a, *[inner(x), summed(c)]), b=[f.a, *[inc(i) for i in (1, 2)], e, d])


def test_everything_is_exact_and_means_the_same():
    again = assert_exact(everything)
    for x in (1, 20):
        assert again(x, [1, 2]) == everything(x, [1, 2])
        assert again.run(x, [1], plus=2).outputs == everything.run(x, [1], plus=2).outputs


def test_what_runs_only_in_a_branch_runs_only_there_after_reading():
    @pipeline
    def careful(x: int) -> int:
        when(big(x), lambda: each(send, [x, inc(x)]), [0])
        return when(big(x), lambda: when(big(inc(x)), lambda: send(x), 0), x)

    again = assert_exact(careful)
    done.clear()
    assert again(1) == 1
    assert done == []
    assert again(11) == 11
    assert sorted(done) == [11, 11, 12]


def test_an_inner_pipeline_called_for_its_effects_is_exact():
    @pipeline
    def sending(x: int) -> int:
        return inc(send(x))

    @pipeline
    def outer(x: int) -> int:
        sending(x)
        return x

    assert_exact(outer)


def test_constants_of_inner_pipelines_and_their_fields_are_exact():
    @pipeline
    def sub(r: Report, k: int = 7) -> list[int]:
        return each(lambda i: add(i, r.a, z=k), r.b)

    @pipeline
    def outer() -> list[int]:
        return sub(Report(a=1, b=[2, 3]))

    assert assert_exact(outer)() == [10, 11]


def test_a_pipeline_may_give_its_input_or_a_constant():
    @pipeline
    def same(x: int) -> int:
        return x

    @pipeline
    def five() -> int:
        return 5

    assert_exact(same)
    assert_exact(five)


def test_steps_may_stand_in_any_order():
    spec = everything.spec()
    spec["steps"].reverse()
    again = load_workflow(spec)
    assert again(20, [1]) == everything(20, [1])
    assert {step["id"] for step in again.spec()["steps"]} == {step["id"] for step in spec["steps"]}


@pytest.mark.parametrize("name", ["graph.json", "graph.yaml"])
def test_it_is_saved_to_a_file_and_read_from_it(tmp_path: Path, name: str):
    everything.save(tmp_path / name)
    assert load_workflow(tmp_path / name).spec() == everything.spec()
    assert [file.name for file in tmp_path.iterdir()] == [name]


# -- generated graphs -----------------------------------------------------------------------------------------


@node
def summed(xs: list[int]) -> int:
    return sum(xs)


@node
def clipped(x: int) -> int:
    return max(-1000, min(1000, x))


Values = list[Any]
Body = Callable[[Values], Any]

LEAVES: list[Callable[[Any, Any, Any], Any]] = [
    lambda a, b, c: inc(a),
    lambda a, b, c: add(a, z=b),
    lambda a, b, c: total(a, b, c),
    lambda a, b, c: Times(by=3)(a, plus=b),
    lambda a, b, c: report(a).a,
    lambda a, b, c: inner(a, by=b),
    lambda a, b, c: summed([a, inc(b), c]),
    lambda a, b, c: send(a),
]
SHAPES: list[Callable[[Any, Any, Any, Body], Any]] = [
    lambda a, b, c, body: when(big(total(a)), b, lambda: body([c])),
    lambda a, b, c, body: switch(total(a), {1: b, 2: lambda: body([c])}, lambda: body([a])),
    lambda a, b, c, body: fallback(boom(a), lambda: body([b])),
    lambda a, b, c, body: summed(each(lambda item: body([item, c]), [a, inc(b)])),
    lambda a, b, c, body: loop(
        lambda state: clipped(body([state, c])), total(a), until=lambda state: big(add(state, b, z=99)), limit=9
    ),
]


@st.composite
def bodies(draw: Callable[..., Any], depth: int = 2) -> Body:
    """Some steps, each of values that were there before, of constants and of what is around; all of them are used."""
    plans = []
    for _ in range(draw(st.integers(1, 3))):
        picks = draw(st.lists(st.integers(0, 9), min_size=3, max_size=3))
        shape = draw(st.sampled_from(SHAPES)) if depth and draw(st.booleans()) else None
        plans.append((picks, shape, draw(bodies(depth - 1)) if shape else None, draw(st.sampled_from(LEAVES))))

    def body(values: Values) -> Any:
        made: Values = []
        for picks, shape, inner_body, leaf in plans:
            known = [*values, *made, 4]
            a, b, c = (known[pick % len(known)] for pick in picks)
            made.append(leaf(a, b, c) if shape is None else shape(a, b, c, lambda v: inner_body([*v, *values])))  # noqa: B023
        return total(*made)

    return body


@given(body=bodies(), x=st.integers(-20, 20), y=st.integers(-20, 20))
def test_generated_graphs_are_exact_and_mean_the_same(body: Body, x: int, y: int):
    @pipeline
    def generated(x: int, y: int) -> int:
        return total(x, y, body([x, y]))

    again = assert_exact(generated)
    first, second = generated.run(x, y), again.run(x, y)
    assert second.outputs == first.outputs
    assert second.skipped == first.skipped
