"""What differs between two runs, in lines for people."""

from __future__ import annotations

from typing import Any

import pytest

from compound.journal.reading.differing import Change, NodeChange, RunsDiffer
from compound.journal.reading.runs import RunSummary
from compound_pipelines.cli.diff_lines import diff_lines

RUN = RunSummary("0" * 32, "queue", "m:queue", "succeeded", 0.0, 1.0, (), None)
DIGESTS = "a" * 64, "b" * 64


def lines(**what: Any) -> list[str]:
    """All lines but the two of the runs."""
    same: dict[str, Any] = {"graph": (), "inputs": (), "recipes": {}, "nodes": (), "decisions": (), "output": None}
    return list(diff_lines(RunsDiffer(RUN, RUN, **(same | what))))[2:]


def node(path: str, *changes: Change, seconds: Any = (0.001, 0.001), is_cause: bool = False) -> NodeChange:
    return NodeChange(path, changes, seconds, is_cause)


def test_equal_runs_are_two_lines() -> None:
    assert lines(nodes=(node("read"),)) == []


def test_a_cause_comes_first_and_says_what_it_rests_on_that_has_changed() -> None:
    code = Change("code m:read", *DIGESTS)
    told = lines(
        recipes={"each/read": (code,), "each/look": (code,)},
        nodes=(node("each[1]/read", Change("output", "1", "2"), is_cause=True),),
    )
    assert told == [
        "cause: each[1]/read ended otherwise on equal inputs (changed: code m:read)",
        "code, settings and versions",
        "  code m:read: aaaaaaaaaaaaaaaa… -> bbbbbbbbbbbbbbbb…  (each/read, each/look)",
        "nodes",
        "  each[1]/read  output: 1 -> 2",
    ]


def test_a_cause_that_gives_another_answer_by_itself() -> None:
    first, *_ = lines(nodes=(node("look", Change("output", "1", "2"), is_cause=True),))
    assert first == "cause: look ended otherwise on equal inputs (nothing that it rests on has changed)"


def test_without_a_node_to_blame_it_is_the_inputs_else_the_graph() -> None:
    inputs, graph = (Change("x", "1", "2"),), (Change("read", None, "m:read"),)
    assert lines(inputs=inputs, graph=graph)[0] == "cause: other inputs (x)"
    assert lines(graph=graph) == ["cause: another graph (read)", "graph", "  read: added, m:read"]


def test_a_graph_without_a_form_is_told() -> None:
    assert lines(graph=None) == ["the graphs cannot be compared: one of them has no serialised form"]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        ((0.1, 0.3), ["nodes", "  read  0.100 s -> 0.300 s (3 times as long)"]),
        ((0.3, 0.1), ["nodes", "  read  0.300 s -> 0.100 s (0.33 times as long)"]),
        ((0.1, 0.15), []),
        ((0.0001, 0.001), []),
        ((0.0, 0.5), []),
    ],
)
def test_times_are_told_where_they_differ_much(seconds: tuple[float, float], told: list[str]) -> None:
    assert lines(nodes=(node("read", seconds=seconds),)) == told


def test_a_node_that_ran_once() -> None:
    added = node("read", Change("status", None, "succeeded"), seconds=(None, 0.1))
    assert lines(nodes=(added,)) == ["nodes", "  read  ran in the second alone"]
