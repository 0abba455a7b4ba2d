"""From any output of a run back to the inputs and the calls that it came from, and to no others."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from compound import Pipeline, Retry, node, pipeline
from compound.errors import PathUnknown, RunUnknown
from compound.journal import tables
from compound.journal.going_on.resuming import Consent, Resumption
from compound.journal.journal import Journal
from compound.journal.writing.recording import Recording
from compound.keys.value import key_of
from compound.provenance.ancestry import Lineage, lineage, whole
from compound.provenance.steps import Link
from tests.compound.provenance import told
from tests.compound.provenance.orchard import (
    add,
    by_name,
    careful,
    chained,
    constant,
    doomed,
    double,
    either,
    grid,
    halves,
    inc,
    last,
    nested,
    posted,
    rows,
    straight,
    total,
    until_ten,
)


def links(found: Lineage, path: str) -> dict[str, str]:
    return {link.port: (link.step or f"input {link.input}") + link.field for link in found.steps[path].links}


# Every word of a `told` pipeline's output says how it was made, so that the lineage can be held against it.
@pytest.mark.parametrize(
    ("shape", "given"),
    [
        (told.straight, ("a", "b")),
        (told.rows, (["a", "b", "c"], "d")),
        (told.rows, ([], "d")),
        (told.chained, (["a", "b"],)),
        (told.grid, (["a", "b"],)),
        (told.either, ("", "b")),
        (told.either, ("a", "b")),
        (told.by_name, ("inc", "a")),
        (told.by_name, ("other", "a")),
        (told.careful, ("a",)),
        (told.until_long, ("a",)),
        (told.nested, ("a", "b")),
        (told.parts, ("a",)),
        (told.handed_through, (["a", "b"],)),
        (told.branch_of_each, (["", "b"], "c")),
        (told.loop_in_each, (["a", "b"],)),
    ],
)
def test_the_lineage_of_an_output_says_how_it_was_made(
    journal: Journal, shape: Pipeline[..., Any], given: tuple[Any, ...]
) -> None:
    output = shape.using(memory=Recording(journal))(*given)
    found = last(journal)
    inputs = dict(zip((port.name for port in shape.signature.inputs), given, strict=True))
    assert told.again(found, inputs) == output
    assert found.exact
    assert not found.conflicts


def test_what_the_output_does_not_rest_on_is_left_out(journal: Journal) -> None:
    straight.using(memory=Recording(journal))(1, unused=5)
    found = last(journal)
    assert found.output == key_of(4)
    assert list(found.steps) == ["add", "double", "inc"]
    assert found.inputs == {"x": key_of(1)}
    assert links(found, "add") == {"x": "double", "y": "inc"}


def test_equal_values_of_different_nodes_are_told_apart(journal: Journal) -> None:
    straight.using(memory=Recording(journal))(1)  # both double and inc give 2
    found = last(journal)
    assert found.steps["add"].ran is not None
    assert found.steps["add"].ran.inputs == (("x", key_of(2)), ("y", key_of(2)))
    assert links(found, "add") == {"x": "double", "y": "inc"}


def test_each_item_has_a_lineage_of_its_own(journal: Journal) -> None:
    rows.using(memory=Recording(journal))([1, 2], 3)
    found = last(journal, of="each[1]/add")
    assert set(found.steps) == {"each[1]/add", "each[1]/double", "inc"}
    assert links(found, "each[1]/double") == {"x": "input numbers[1]"}


def test_an_item_of_an_each_over_an_each_leads_to_that_item_alone(journal: Journal) -> None:
    chained.using(memory=Recording(journal))([1, 2])
    assert set(last(journal, of="each#2[1]/double").steps) == {"each#2[1]/double", "each[1]/inc"}


def test_bodies_inside_bodies(journal: Journal) -> None:
    grid.using(memory=Recording(journal))([1, 2])
    found = last(journal, of="each[1]/each[0]/inc")
    assert set(found.steps) == {"each[1]/each[0]/inc", "each[1]/spread"}
    assert links(found, "each[1]/each[0]/inc") == {"x": "each[1]/spread[0]"}


def test_of_a_branch_what_chose_it_and_what_was_chosen(journal: Journal) -> None:
    either.using(memory=Recording(journal))(-1)
    found = last(journal)
    assert found.steps["when"].decision == "false"
    assert links(found, "when") == {"condition": "positive", "otherwise": "inc"}


def test_of_a_switch_the_case_that_was_taken(journal: Journal) -> None:
    by_name.using(memory=Recording(journal))("none", 2)
    assert links(last(journal), "switch") == {"value": "input name", "default": "input x"}


def test_where_the_journal_does_not_say_which_branch_was_taken_all_are_followed(journal: Journal) -> None:
    either.using(memory=Recording(journal))(1)
    with journal.engine.begin() as connection:
        connection.execute(tables.decisions.delete())
    assert set(links(last(journal), "when")) == {"condition", "then", "otherwise"}


def test_of_a_fallback_the_alternative_once_the_primary_failed(journal: Journal) -> None:
    careful.using(memory=Recording(journal))(2)
    found = last(journal)
    assert links(found, "fallback") == {"alternative": "double"}
    assert found.steps["fallback"].decision == "alternative"


def test_of_a_loop_every_turn(journal: Journal) -> None:
    until_ten.using(memory=Recording(journal))(1)
    found = last(journal)
    assert links(found, "loop[2]/double") == {"x": "loop[1]/double"}
    assert links(found, "loop[0]/double") == {"x": "inc"}
    assert links(found, "loop")["state"] == "loop[2]/double"


def test_fields_and_lists_lead_to_what_they_are_of(journal: Journal) -> None:
    halves.using(memory=Recording(journal))(1)
    found = last(journal)
    assert links(found, "list") == {"[0]": "split.left", "[1]": "inc"}
    assert links(found, "inc") == {"x": "split.right"}


def test_a_nested_pipeline_is_part_of_the_graph(journal: Journal) -> None:
    nested.using(memory=Recording(journal))(1)
    assert links(last(journal), "double") == {"x": "straight/add"}


def test_a_constant_comes_from_nothing(journal: Journal) -> None:
    constant.using(memory=Recording(journal))(1)
    found = last(journal)
    assert (found.ends, dict(found.steps), dict(found.inputs)) == ((), {}, {})


def test_a_run_that_failed_is_traced_as_far_as_it_went(journal: Journal) -> None:
    doomed.using(memory=Recording(journal)).run(1)
    found = last(journal)
    assert found.output is None
    assert found.steps["picky"].ran is None
    assert found.steps["double"].ran is not None


def test_of_several_attempts_the_one_that_succeeded(journal: Journal) -> None:
    TRIES.clear()
    stubborn.using(memory=Recording(journal))(1)
    ran = last(journal).steps["at_second"].ran
    assert ran is not None
    assert (ran.attempt, ran.status) == (2, "succeeded")


def test_the_whole_run_holds_what_no_output_rests_on(journal: Journal) -> None:
    posted.using(memory=Recording(journal))(2)
    found = last(journal)
    assert set(found.steps) == {"double"}
    assert set(whole(journal, found.run.id).steps) == {"double", "post", "inc"}


def test_a_graph_that_was_not_kept_is_linked_by_equal_values(journal: Journal) -> None:
    @node
    def local(x: int) -> int:
        return x + 40

    @pipeline
    def hidden(x: int) -> int:
        return total([local(x), inc(x)])

    hidden.using(memory=Recording(journal))(1)
    found = last(journal)
    assert not found.exact
    assert found.ends == (Link("output", step="total"),)
    assert found.steps["total"].links == (Link("numbers"),)  # of the list nobody knows
    assert [link.input for link in whole(journal, found.run.id).steps["local"].links] == ["x"]


def test_by_equal_values_all_that_could_have_been_it_are_named(journal: Journal) -> None:
    @node
    def local(x: int) -> int:
        return x + 1

    @pipeline
    def hidden(x: int) -> int:
        return add(inc(x), double(local(x)))

    hidden.using(memory=Recording(journal))(1)
    assert {link.step for link in last(journal).steps["double"].links} == {"local", "inc"}


def test_by_equal_values_nothing_comes_from_what_was_made_later(journal: Journal) -> None:
    @node
    def local(x: int) -> int:
        return x + 1

    @node
    def back(x: int) -> int:
        return x - 2

    @pipeline
    def hidden(x: int) -> int:
        return back(double(local(x)))

    hidden.using(memory=Recording(journal))(1)  # both local and back give 2
    assert last(journal).steps["double"].links == (Link("x", step="local"),)


def test_a_value_that_is_not_what_the_graph_says_is_a_conflict(journal: Journal) -> None:
    straight.using(memory=Recording(journal))(3)
    with journal.engine.begin() as connection:
        connection.execute(
            update(tables.node_runs).where(tables.node_runs.c.path == "inc").values(output=key_of("other"))
        )
    assert last(journal).conflicts == ("add",)


def test_a_run_that_went_on_with_another_graph_is_linked_as_far_as_that_goes(journal: Journal) -> None:
    doomed.using(memory=Recording(journal)).run(1)
    run = last(journal).run.id
    assert Resumption(journal, run, mended, Consent(changes=True)).run().output == 3
    found = whole(journal, run)
    assert links(found, "inc") == {"x": "double"}


def test_long_chains_are_walked_without_recursion(journal: Journal) -> None:
    long.using(memory=Recording(journal))(0)
    assert len(last(journal).steps) == 3000


def test_a_path_without_a_step_is_refused_with_the_nearest(journal: Journal) -> None:
    rows.using(memory=Recording(journal))([1, 2], 3)
    for path in ("each[0]/ad", "each[2]/add", "each[0]", "nothing"):
        with pytest.raises(PathUnknown):
            last(journal, of=path)
    with pytest.raises(PathUnknown, match=r"Did you mean 'each\[0\]/add'"):
        last(journal, of="each[0]/ad")


def test_an_unknown_run_is_refused(journal: Journal) -> None:
    with pytest.raises(RunUnknown):
        lineage(journal, "ffff")


TRIES: list[int] = []


@node(retries=Retry(1, wait=0.0))
def at_second(x: int) -> int:
    TRIES.append(x)
    if len(TRIES) == 1:
        raise ValueError("not yet")
    return x


@pipeline
def stubborn(x: int) -> int:
    return at_second(x)


@pipeline
def mended(x: int) -> int:
    return inc(double(x))


@pipeline
def long(x: int) -> int:
    for _ in range(3000):
        x = inc(x)
    return x
