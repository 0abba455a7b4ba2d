"""The table of a finished run."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from compound import Run, each, node, pipeline, when


@node
def double(x: int) -> int:
    return 2 * x


@node
def is_big(x: int) -> bool:
    return x > 10


@node
def fail(x: int) -> int:
    raise ValueError("no such luck")


@node
def add(x: int, y: int) -> int:
    return x + y


@pipeline
def chosen(x: int) -> int:
    return add(when(is_big(x), double(x), fail(x)), double(x))


@pipeline
def listed(xs: list[int]) -> list[int]:
    return each(lambda x: add(double(x), x), xs)


def lines(run: Run[Any]) -> list[list[str]]:
    """The printed cells of each line, those of a line's indent included."""
    console = Console(width=200, no_color=True)
    with console.capture() as capture:
        console.print(run.summary())
    return [line.split() for line in capture.get().splitlines()]


def test_nodes_come_in_the_order_of_the_graph_with_their_calls() -> None:
    title, header, *rows = lines(chosen.run(11))
    assert title == ["chosen:", "succeeded"]
    assert header == ["node", "status", "calls", "time", "share", "decision"]
    assert [row[0] for row in rows] == ["is_big", "double", "fail", "when", "double#2", "add", "in"]
    assert rows[0][:3] == ["is_big", "succeeded", "1"]


def test_the_branch_taken_and_what_was_skipped_are_named() -> None:
    rows = {row[0]: row for row in lines(chosen.run(11))}
    assert rows["when"] == ["when", "succeeded", "true"]
    assert rows["fail"] == ["fail", "skipped"]


def test_failures_and_what_they_blocked_are_named() -> None:
    title, _, *rows = lines(chosen.run(1))
    by_name = {row[0]: row for row in rows}
    assert title == ["chosen:", "failed"]
    assert by_name["fail"][1:6] == ["failed:", "ValueError:", "no", "such", "luck"]
    assert by_name["add"] == ["add", "blocked", "by", "fail"]
    assert by_name["in"][:10] == ["in", "all", "2", "succeeded,", "1", "failed,", "2", "blocked,", "1", "skipped"]


def test_nodes_of_a_body_are_counted_together_below_their_step() -> None:
    rows = {row[0]: row for row in lines(listed.run([1, 2, 3]))}
    assert list(rows) == ["listed:", "node", "each", "double", "add", "in"]
    assert rows["double"][1] == "3"
    assert rows["each"][-1] == "100%"


def test_without_decisions_there_is_no_column_for_them() -> None:
    assert lines(listed.run([1]))[1] == ["node", "status", "calls", "time", "share"]
