"""The mistakes of a first day with pipelines: each error names the place and the mend."""

from __future__ import annotations

from typing import Any

import pytest

from compound import Node, load_workflow, node, pipeline
from compound.errors import (
    CyclicGraph,
    DoubledInput,
    EdgeMismatch,
    MissingInput,
    NotSerialisable,
    SymbolMisuse,
    UnusedNode,
)


@node
def words(text: str) -> list[str]:
    return text.split()


@node
def longest(words: list[str]) -> str:
    return max(words, key=len)


@node
def is_long(text: str) -> bool:
    return len(text) > 80


class Prefixed(Node):
    prefix: Any

    def run(self, text: str) -> str:
        return f"{self.prefix}{text}"


def test_a_wrong_edge_names_both_nodes_the_port_both_types_and_a_mend():
    @pipeline
    def wrong(text: str) -> str:
        return longest(text)  # type: ignore[arg-type]

    @pipeline
    def also_wrong(text: str) -> list[str]:
        return words(words(text))  # type: ignore[arg-type]

    with pytest.raises(EdgeMismatch) as caught:
        wrong("a b")
    assert str(caught.value).startswith(
        "text -> longest.words: text gives str, but `words` takes list[str]. Convert it with a node (str) -> list[str]"
    )
    with pytest.raises(EdgeMismatch, match=r"words -> words\.text: words gives list\[str\], but `text` takes str"):
        also_wrong("a b")


def test_a_python_if_on_a_symbolic_value_offers_when():
    @pipeline
    def wrong(text: str) -> str:
        return longest(words(text)) if is_long(text) else text

    with pytest.raises(SymbolMisuse) as caught:
        wrong("a b")
    message = str(caught.value)
    assert "truth (`if`, `and`, `or`, `not`, `while`) on the value of `is_long` (bool)" in message
    assert "Use `when(condition, then, otherwise)`" in message


def test_a_cycle_names_the_nodes_in_it():
    reference = f"{__name__}:longest"
    data = {
        "compound": 1,
        "name": "wrong",
        "inputs": [],
        "output": "str",
        "steps": [
            {"id": "one", "node": reference, "inputs": {"words": {"step": "two"}}},
            {"id": "two", "node": reference, "inputs": {"words": {"step": "one"}}},
        ],
        "result": {"step": "one"},
    }
    with pytest.raises(CyclicGraph, match=r"These nodes wait for each other: one -> two -> one\. Cut one of the edges"):
        load_workflow(data)


def test_an_unused_pure_node_is_named():
    @pipeline
    def wrong(text: str) -> str:
        words(text)
        return longest(words(text))

    with pytest.raises(UnusedNode) as caught:
        wrong("a b")
    assert caught.value.nodes == ("words",)
    assert "Return it, pass it on, or delete the call" in str(caught.value)
    assert 'effect="write" or "act"' in str(caught.value)


def test_a_missing_input_is_named_with_the_signature():
    @pipeline
    def wrong(text: str) -> str:
        return longest()  # type: ignore[call-arg]

    with pytest.raises(MissingInput) as caught:
        wrong("a b")
    assert "longest: the input `words: list[str]` is missing" in str(caught.value)
    assert "longest(words: list[str]) -> str" in str(caught.value)


def test_a_doubled_input_is_named():
    @pipeline
    def wrong(text: str) -> list[str]:
        return words(text, text=text)  # type: ignore[call-arg]

    with pytest.raises(DoubledInput, match=r"words: the input `text` is given twice.*Give it once"):
        wrong("a b")


def test_a_setting_that_no_file_can_hold_is_named_with_its_step():
    @pipeline
    def wrong(text: str) -> str:
        return Prefixed(prefix=object()).named("greeting")(text)

    with pytest.raises(NotSerialisable) as caught:
        wrong.spec()
    assert "greeting.prefix: an object cannot be written to a workflow file" in str(caught.value)
