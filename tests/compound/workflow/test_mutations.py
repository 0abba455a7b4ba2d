"""Whatever is changed in a valid workflow, it is read, or refused with a typed error."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from compound import Node, build, each, load_workflow, node, pipeline, switch, when
from compound.errors import BuildError, WorkflowError
from tests.compound.workflow.attacks import COLLIDING, REFERENCES
from tests.compound.workflow.garden import Kind, Pair


class Times(Node):
    by: int = 2
    kinds: tuple[Kind, ...] = ()
    made: type = object

    def run(self, x: int) -> int:
        return x * self.by


@node
def positive(x: int) -> bool:
    return x > 0


@node
def total(items: list[int]) -> int:
    return sum(items)


@pipeline
def whole(x: int, limit: int = 3) -> Pair:
    doubled = each(Times(by=3, kinds=(Kind.ONE,), made=Pair), [x, limit, 5])
    chosen = when(positive(x), total(doubled), lambda: Times()(x))
    other: Any = switch(chosen, {1: x, 2: lambda: Times(by=4)(x)}, default=limit)
    return build(Pair, left=chosen, right=other)


FORM: dict[str, Any] = whole.spec()
STRANGE: st.SearchStrategy[Any] = st.sampled_from([
    None, True, -1, 0, 10**30, 1e308, float("nan"), "", "x", "\0", "\ud800", "../../x", [], {}, [[]], {"": None},
    {"$set": [[1]]}, {"$enum": "re:RegexFlag", "name": "no"}, {"$class": "a:b", "schema": {"properties": {"_": {}}}},
    {"$object": "pathlib:Path", "fields": {}}, {"$pairs": [[[], 1]]}, {"$float": "x"}, {"union": []},
    {"generic": "int"}, {"tuple of": "int"}, {"literal": [COLLIDING]}, {"input": "x"},
    {"constrained": "int", "by": {"ge": None}},
    {"step": "total"}, {"value": []}, {"outer": 0}, *REFERENCES,
])  # fmt: skip
KEYS = st.sampled_from(["id", "node", "inputs", "fields", "value", "$set", "of", "union", "body", "steps", "inside"])


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every container and key of it."""
    waiting = [data]
    while waiting:
        here = waiting.pop()
        for key in list(here) if isinstance(here, dict) else range(len(here)):
            yield here, key
            if isinstance(here[key], dict | list):
                waiting.append(here[key])


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    form = copy.deepcopy(FORM)
    for _ in range(draw(st.integers(1, 4))):
        found = list(places(form))
        here, key = found[draw(st.integers(0, len(found) - 1))]
        other, its = found[draw(st.integers(0, len(found) - 1))]
        match draw(st.sampled_from(["replace", "remove", "add", "copy", "wrap"])):
            case "replace":
                here[key] = copy.deepcopy(draw(STRANGE))
            case "remove":
                del here[key]
            case "add" if isinstance(here, dict):
                here[draw(KEYS)] = copy.deepcopy(draw(STRANGE))
            case "copy":
                here[key] = copy.deepcopy(other[its])
            case _:
                here[key] = draw(st.sampled_from([[here[key]], {"value": here[key]}, {"union": [here[key]]}]))
        if not form:
            break
    return form


@given(mutated())
@settings(max_examples=400, deadline=None)
def test_as_data(form: dict[str, Any]) -> None:
    with suppress(WorkflowError, BuildError):
        load_workflow(form)


@given(mutated(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_as_text(form: dict[str, Any], as_json: bool) -> None:
    text = json.dumps(form) if as_json else yaml.safe_dump(form)
    with suppress(WorkflowError, BuildError):
        load_workflow(text)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_with_bytes_changed(data: st.DataObject) -> None:
    text = bytearray(json.dumps(FORM) if data.draw(st.booleans()) else yaml.safe_dump(FORM), "utf-8")
    for _ in range(data.draw(st.integers(1, 8))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    with suppress(WorkflowError, BuildError):
        load_workflow(bytes(text))


def test_unchanged_it_is_the_same_pipeline() -> None:
    assert load_workflow(FORM)(2) == whole(2)
