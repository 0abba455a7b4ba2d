"""Whatever the graph, its lineage says how its output was made: no more and no less."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compound import Pipeline, each, fallback, loop, pipeline, switch, when
from compound.journal.journal import Journal
from compound.journal.writing.recording import Recording
from compound.store.blobs import Blobs
from tests.compound.provenance import told
from tests.compound.provenance.orchard import last
from tests.compound.provenance.told import add, double, empty, inc, is_long, picky, split, spread, total

STEPS: dict[str, Callable[[Any, Any], Any]] = {
    "node": lambda a, b: double(a),
    "two inputs": add,
    "list": lambda a, b: total([a, inc(b)]),
    "field": lambda a, b: add(split(a).right, b),
    "when": lambda a, b: when(is_long(a), lambda: inc(a), lambda: add(b, a)),
    "switch": lambda a, b: switch(a, {"x": lambda: inc(b), "y": b}, default=a),
    "fallback": lambda a, b: fallback(picky(a), lambda: inc(b)),
    "needless fallback": lambda a, b: fallback(inc(a), lambda: double(b)),
    "each": lambda a, b: total(each(lambda item: add(item, b), spread(a))),
    "each of each": lambda a, b: total(each(inc, each(lambda item: add(b, item), spread(a)))),
    "each of list": lambda a, b: total(each(inc, [a, double(b)])),
    "branch in each": lambda a, b: total(each(lambda item: when(empty(b), item, lambda: inc(item)), spread(a))),
    "each in each": lambda a, b: total(each(lambda item: total(each(lambda part: add(part, b), spread(item))), [a])),
    "loop": lambda a, b: loop(lambda state: add(state, b), inc(a), is_long, limit=99),
    "pipeline": lambda a, b: told.straight(a, b),
}
PLANS = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 9), st.integers(0, 9)), max_size=6)


def grown(plan: list[tuple[str, int, int]]) -> Pipeline[..., str]:
    @pipeline
    def graph(x: str, y: str) -> str:
        values: list[Any] = [x, y]
        for step, one, other in plan:
            values.append(STEPS[step](values[one % len(values)], values[other % len(values)]))
        return total(values)

    return graph


@pytest.fixture(scope="module")
def shared() -> Iterator[Journal]:
    with tempfile.TemporaryDirectory() as folder:
        kept = Journal(f"sqlite:///{Path(folder) / 'compound.db'}", Blobs(Path(folder) / "blobs"))
        yield kept
        kept.close()


@settings(max_examples=60, deadline=None)
@given(plan=PLANS)
def test_the_lineage_says_how_the_output_was_made(shared: Journal, plan: list[tuple[str, int, int]]) -> None:
    output = grown(plan).using(memory=Recording(shared))("x", "")
    found = last(shared)
    assert told.again(found, {"x": "x", "y": ""}) == output
    assert found.exact
    assert not found.conflicts
