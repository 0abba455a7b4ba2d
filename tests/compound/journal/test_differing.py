"""What differs between two runs, and where it begins."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import delete

from compound import Node, each, node, pipeline, when
from compound.errors import RunUnknown
from compound.graph.pipeline import Pipeline
from compound.journal import tables
from compound.journal.journal import Journal
from compound.journal.reading.differing import Change, NodeChange, RunsDiffer, difference
from compound.journal.reading.runs import list_runs
from compound.journal.writing.recording import Recording
from tests.compound.journal.garden import double, errand, mend, slow, total

_numbers = itertools.count()


@node(effect="read")
def ticket(x: int) -> int:
    """Another one each time."""
    return x + next(_numbers)


@node
def negative(x: int) -> bool:
    return x < 0


class Scaled(Node):
    factor: int = 2

    def run(self, x: int) -> int:
        return self.factor * x


@pipeline
def queue(x: int) -> int:
    return slow(double(ticket(double(x))))


@pipeline
def rows(numbers: list[int]) -> int:
    return total(each(double, numbers))


@pipeline
def signed(x: int) -> int:
    return when(negative(x), lambda: slow(x), lambda: double(x))


def ran(journal: Journal, done: Pipeline[..., Any], *given: Any) -> str:
    """Id of a run."""
    done.using(memory=Recording(journal)).run(*given)
    return list_runs(journal, 1)[0].id


def compared(journal: Journal, one: Pipeline[..., Any], other: Pipeline[..., Any], *given: Any) -> RunsDiffer:
    return difference(journal, ran(journal, one, *given), ran(journal, other, *given))


def named(found: RunsDiffer) -> dict[str, NodeChange]:
    return {node.path: node for node in found.nodes}


def test_equal_runs_differ_in_time_alone(journal: Journal) -> None:
    found = compared(journal, rows, rows, [1, 2])
    assert (found.graph, found.inputs, found.recipes, found.decisions, found.output) == ((), (), {}, (), None)
    assert [node.changes for node in found.nodes] == [()] * 3
    assert not found.causes
    assert all(node.ratio is None or node.ratio > 0 for node in found.nodes)


def test_the_first_node_that_ended_otherwise_on_equal_inputs_is_the_cause(journal: Journal) -> None:
    found = compared(journal, queue, queue, 3)
    assert [node.path for node in found.causes] == ["ticket"]
    assert [path for path, node in named(found).items() if node.changes] == ["ticket", "double#2", "slow"]
    assert found.output is not None
    assert int(found.output.after or "") - int(found.output.before or "") == 2


def test_a_failure_is_told_with_its_error(journal: Journal) -> None:
    one = ran(journal, errand, 3)
    mend()
    found = difference(journal, one, ran(journal, errand, 3))
    [cause] = found.causes
    assert cause.path == "until_mended"
    assert Change("status", "failed", "succeeded") in cause.changes
    assert Change("error", "RuntimeError: not mended yet", None) in cause.changes


def test_other_inputs_are_told_and_no_node_is_to_blame(journal: Journal) -> None:
    found = difference(journal, ran(journal, rows, [1, 2]), ran(journal, rows, [1, 5]))
    assert found.inputs == (Change("numbers", "[1,2]", "[1,5]"),)
    assert not found.causes
    assert [path for path, node in named(found).items() if node.changes] == ["each[1]/double", "total"]
    assert [change.what for change in named(found)["each[1]/double"].changes] == ["input x", "output"]


def test_items_of_one_run_alone(journal: Journal) -> None:
    found = difference(journal, ran(journal, rows, [1]), ran(journal, rows, [1, 2]))
    assert named(found)["each[1]/double"].changes == (Change("status", None, "succeeded"),)
    assert named(found)["each[1]/double"].ratio is None


def test_changed_settings_are_told_by_node(journal: Journal) -> None:
    @pipeline(name="scaling")
    def one(x: int) -> int:
        return Scaled(factor=2).named("scaled")(x)

    @pipeline(name="scaling")
    def other(x: int) -> int:
        return Scaled(factor=3).named("scaled")(x)

    found = compared(journal, one, other, 5)
    assert [change.what for change in found.recipes["scaled"]] == ["setting factor"]
    assert [node.path for node in found.causes] == ["scaled"]


def test_steps_that_came_went_or_are_fed_otherwise(journal: Journal) -> None:
    @pipeline(name="chain")
    def one(x: int) -> int:
        return slow(double(x))

    @pipeline(name="chain")
    def other(x: int) -> int:
        return slow(total([x, 1]))

    graph = compared(journal, one, other, 5).graph
    assert graph is not None
    assert {change.what: (change.before, change.after) for change in graph} == {
        "double": ("tests.compound.journal.garden:double", None),
        "list": (None, "gather"),
        "total": (None, "tests.compound.journal.garden:total"),
        "slow.x": ("double", "total"),
    }


def test_graphs_without_a_form_are_not_compared(journal: Journal) -> None:
    @node
    def local(x: int) -> int:
        return x

    @pipeline
    def hidden(x: int) -> int:
        return local(x)

    assert compared(journal, hidden, hidden, 1).graph is None


def test_other_decisions(journal: Journal) -> None:
    found = difference(journal, ran(journal, signed, -1), ran(journal, signed, 1))
    assert [change.what for change in found.decisions] == ["when"]


def test_values_that_are_not_kept_are_told_by_their_keys(journal: Journal) -> None:
    one, other = ran(journal, rows, [1]), ran(journal, rows, [2])
    with journal.engine.begin() as connection:
        connection.execute(delete(tables.values))
    [change] = difference(journal, one, other).inputs
    assert {len(change.before or ""), len(change.after or "")} == {64}


def test_a_run_that_is_not_there_is_refused(journal: Journal) -> None:
    run = ran(journal, rows, [1])
    with pytest.raises(RunUnknown):
        difference(journal, run, "none")
