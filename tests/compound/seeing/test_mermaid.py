"""A graph in Mermaid's language."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound import each, node, pipeline, when
from compound.errors import TooLargeToDraw
from compound.seeing.mermaid import EDGES, escaped, to_mermaid
from compound.seeing.mermaid_style import STYLES
from compound.seeing.outcomes import Outcome, outcome


@node
def inc(x: int) -> int:
    return x + 1


@node
def boom(x: int) -> int:
    raise RuntimeError("boom")


@node
def is_big(x: int) -> bool:
    return x > 10


@node
def total(xs: list[int]) -> int:
    return sum(xs)


@pipeline
def either(x: int) -> int:
    return when(is_big(x), lambda: inc(x), lambda: boom(x))


@pipeline
def over(xs: list[int]) -> int:
    return total(each(inc, xs))


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def test_nodes_and_edges_are_all_there_and_what_may_be_skipped_is_dashed() -> None:
    drawn = lines(to_mermaid(either.graph))
    assert drawn[:6] == ["flowchart TD", 'n0(["x"])', 'n1["is_big"]', 'n2["inc"]', 'n3["boom"]', 'n4{"when"}']
    assert 'n0 -->|"int"| n1' in drawn
    assert 'n0 -.->|"int"| n2' in drawn


def test_a_body_stands_inside_its_step() -> None:
    drawn = lines(to_mermaid(over.graph))
    begin = drawn.index('subgraph n1["each"]')
    inside = drawn[begin : drawn.index("end", begin)]
    assert any('["inc"]' in line for line in inside)


def test_outcomes_are_colors_and_notes_a_second_line() -> None:
    drawn = lines(to_mermaid(either.graph, {"inc": "failed", "boom": "skipped"}, {"inc": "3 ms"}))
    assert 'n2["inc<br/>3 ms"]' in drawn
    assert "class n2 failed" in drawn
    assert "class n3 skipped" in drawn
    assert f"classDef failed {STYLES['failed']}" in drawn


@given(st.text())
def test_no_text_can_end_a_label(text: str) -> None:
    said = escaped(text)
    assert not re.search(r'["`<>|{};%&\n\\]', re.sub(r"#\d+;", "", said))


def test_names_that_are_words_of_the_language_are_only_labels() -> None:
    @pipeline
    def odd(x: int) -> int:
        return inc.named('end"]; click n0 <b>')(x)

    drawn = to_mermaid(odd.graph)
    assert 'n1["end#34;]#59; click n0 #60;b#62;"]' in drawn


def test_what_mermaid_would_refuse_is_refused() -> None:
    @node
    def many(*xs: int) -> int:
        return sum(xs)

    @pipeline
    def wide(x: int) -> int:
        return many(*[inc(x) for _ in range(EDGES // 2 + 1)])

    with pytest.raises(TooLargeToDraw, match="edges"):
        to_mermaid(wide.graph)


@pytest.mark.parametrize(
    ("graph", "given", "outcomes"),
    [
        (either, 11, {"is_big": "succeeded", "inc": "succeeded", "boom": "skipped", "when": "succeeded"}),
        (either, 1, {"is_big": "succeeded", "inc": "skipped", "boom": "failed", "when": "blocked"}),
    ],
)
def test_the_outcome_of_each_node_is_one_word(graph: Any, given: int, outcomes: dict[str, Outcome]) -> None:
    run = graph.run(given)
    assert {name: outcome(run, name) for name in outcomes} == outcomes
