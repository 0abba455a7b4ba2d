"""Options of nodes: what they may be, and that nonsense is refused where the node is declared."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from compound import Node, Retry, node, pipeline
from compound.errors import InvalidPolicy
from compound.nodes.policy import Policy, PolicyOptions


def plain(x: int) -> int:
    return x


def test_type_checkers_know_the_same_options():
    assert set(PolicyOptions.__annotations__) == {field.name for field in fields(Policy)}


def test_retries_may_be_a_number():
    assert node(retries=2)(plain).policy.retries == Retry(2)
    assert node(retries=Retry(2, wait=1.0))(plain).policy.retries.wait == 1.0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"retires": 3}, r"plain: there is no option 'retires'; did you mean 'retries'\?"),
        ({"effect": "acts"}, "effect='acts' is unknown; it is one of 'pure', 'read', 'write', 'act'"),
        ({"timeout": 0}, "timeout=0 must be a number of seconds above 0"),
        ({"timeout": "3"}, "timeout='3' must be a number"),
        ({"retries": -1}, "retries=-1 must be 0 or more"),
        ({"retries": "3"}, "retries='3' must be a number or a Retry"),
        ({"batch": 0}, "batch=0 must be 1 or more"),
        ({"timeout": float("nan")}, "timeout=nan must be a number of seconds above 0"),
        ({"cache": 0}, "cache=0 must be True, False, 'files' or a number of seconds above 0"),
        ({"cache": -1.5}, "cache=-1.5 must be True, False"),
        ({"cache": float("nan")}, "cache=nan must be True, False"),
        ({"cache": "1h"}, "cache='1h' must be True, False"),
        ({"cache": True, "effect": "act"}, "cache=True would leave out what a node with effect='act' does"),
        ({"cache": 60, "effect": "write"}, "cache=60 would leave out what a node with effect='write' does"),
        ({"batch": 4}, "batch= needs a method `run_batch`"),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_node(options: dict[str, Any], words: str):
    with pytest.raises(InvalidPolicy, match=words) as caught:
        node(**options)(plain)
    assert caught.value.node == "plain"


def test_an_async_node_cannot_run_in_a_process():
    async def waiting(x: int) -> int:
        return x

    with pytest.raises(InvalidPolicy, match="an async node cannot also run in a process"):
        node(process=True)(waiting)


def test_a_class_node_refuses_nonsense_too():
    with pytest.raises(InvalidPolicy, match=r"Odd: there is no option 'devise'; did you mean 'device'\?"):

        class Odd(Node, devise="cpu"):  # type: ignore[call-arg]
            def run(self, x: int) -> int:
                return x


# -- a fallback takes the place of its node -------------------------------------------------------------------


@node
def negative(x: int) -> int:
    return -x


@node
def shown(x: int) -> str:
    return str(x)


@node
def two(x: int, y: int) -> int:
    return x + y


def test_a_fallback_with_the_same_ports_is_taken():
    @node(fallback=negative)
    def failing(x: int) -> int:
        raise ValueError

    @pipeline
    def safe(x: int) -> int:
        return failing(x)

    assert safe(2) == -2


@pytest.mark.parametrize("other", [shown, two])
def test_a_fallback_with_other_ports_is_refused_when_the_graph_is_built(other: Any):
    @node(fallback=other)
    def failing(x: int) -> int:
        raise ValueError

    @pipeline
    def safe(x: int) -> int:
        return failing(x)

    with pytest.raises(InvalidPolicy, match=rf"failing: its fallback {other.name}\(.*needs \(x: int\) -> int"):
        _ = safe.plan


def test_a_fallback_that_is_no_node_is_refused():
    @node(fallback=plain)
    def failing(x: int) -> int:
        raise ValueError

    with pytest.raises(InvalidPolicy, match=r"fallback=.* is not a node"):
        failing(1)
