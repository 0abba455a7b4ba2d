"""`pipeline.graph`: what was written, as networkx has it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import networkx
from pydantic import Field

from compound import each, fallback, loop, node, pipeline, switch, when
from compound.graph.view import Link


class Reading(NamedTuple):
    text: str
    sure: Annotated[float, Field(ge=0, le=1)]


@node
def increment(x: int) -> int:
    return x + 1


@node
def add(x: int, y: int) -> int:
    return x + y


@node
def total(first: int, *others: int) -> int:
    return first + sum(others)


@node
def is_big(x: int) -> bool:
    return x > 10


@node
def read(x: int) -> Reading:
    return Reading(str(x), 0.5)


@node
def join(text: str, sure: float, *, sep: str) -> str:
    return f"{text}{sep}{sure}"


@node
def name(x: int) -> str:
    return "small"


def test_inputs_steps_and_the_output_are_nodes_in_topological_order() -> None:
    @pipeline
    def chain(x: int) -> int:
        return add(increment(x), increment(x))

    assert list(chain.graph) == ["input x", "increment", "increment#2", "add", "output"]
    assert networkx.is_directed_acyclic_graph(chain.graph)
    assert chain.graph.name == "chain"
    assert chain.graph.nodes["add"]["type"] == "int"
    assert chain.graph.nodes["input x"]["kind"] == "input"
    assert chain.graph.nodes["increment#2"]["kind"] == "increment"


def test_an_edge_says_which_port_it_leads_to_and_what_it_carries() -> None:
    @pipeline
    def chain(x: int, y: int) -> int:
        return add(x, y)

    assert chain.graph.edges["input y", "add"] == {"links": (Link("y", "int"),), "port": "y", "type": "int"}


def test_one_node_that_feeds_two_ports_is_one_edge_with_two_links() -> None:
    @pipeline
    def double(x: int) -> int:
        return add(x, x)

    edge = double.graph.edges["input x", "add"]
    assert edge["links"] == (Link("x", "int"), Link("y", "int"))
    assert edge["port"] == "x, y"
    assert edge["type"] == "int"


def test_fields_that_are_read_on_the_way_belong_to_the_edge() -> None:
    @pipeline
    def shown(x: int) -> str:
        reading = read(x)
        return join(reading.text, reading[1], sep="-")

    assert list(shown.graph) == ["input x", "read", "join", "output"]
    links = shown.graph.edges["read", "join"]["links"]
    assert links == (Link("text", "str", ".text"), Link("sure", "float", "[1]"))


def test_a_constant_is_an_attribute_of_the_node_that_takes_it() -> None:
    @pipeline
    def shifted(x: int) -> int:
        return add(x, y=5)

    assert shifted.graph.nodes["add"]["constants"] == [("y", 5)]
    assert list(shifted.graph.predecessors("add")) == ["input x"]


def test_a_port_of_many_edges_has_its_name_on_each() -> None:
    @pipeline
    def summed(x: int) -> int:
        return total(x, increment(x), increment(x))

    ports = [edge["port"] for *_, edge in summed.graph.in_edges("total", data=True)]
    assert ports == ["first", "others", "others"]


def test_a_branch_is_one_node_whose_edges_say_when_they_count() -> None:
    @pipeline
    def chosen(x: int) -> int:
        return when(is_big(x), add(x, 1), increment(x))

    assert list(chosen.graph) == ["input x", "is_big", "add", "increment", "when", "output"]
    assert chosen.graph.edges["is_big", "when"]["links"] == (Link("condition", "bool"),)
    assert chosen.graph.edges["add", "when"]["links"] == (Link("true", "int", when="true"),)
    assert chosen.graph.edges["increment", "when"]["links"] == (Link("false", "int", when="false"),)


def test_a_node_that_may_be_skipped_names_the_branch_it_depends_on() -> None:
    @pipeline
    def chosen(x: int) -> int:
        inner = switch(name(x), {"small": increment(x)}, add(x, x))
        return when(is_big(x), x, inner)

    conditions = {node: when_ for node, when_ in chosen.graph.nodes(data="when") if when_ is not None}
    assert conditions == {
        "name": ("when", "false"),
        "increment": ("switch", "small"),
        "add": ("switch", "default"),
        "switch": ("when", "false"),
    }


def test_the_primary_of_a_fallback_is_always_asked_for() -> None:
    @pipeline
    def careful(x: int) -> int:
        return fallback(increment(x), add(x, x))

    assert careful.graph.edges["increment", "fallback"]["links"] == (Link("primary", "int"),)
    assert careful.graph.edges["add", "fallback"]["links"] == (Link("alternative", "int", when="alternative"),)
    assert careful.graph.nodes["increment"]["when"] is None


def test_a_body_is_a_graph_inside_with_the_values_it_takes_from_around() -> None:
    @pipeline
    def fielded(xs: list[int], x: int) -> list[str]:
        reading = read(x)
        return each(lambda item: join(name(item), reading.sure, sep=" "), xs)

    body = fielded.graph.nodes["each"]["body"]
    assert list(body) == ["input item", "outer read", "name", "join", "output"]
    assert body.nodes["outer read"]["kind"] == "outer"
    assert body.edges["outer read", "join"]["links"] == (Link("sure", "float", ".sure"),)
    assert fielded.graph.edges["read", "each"]["links"] == (Link("read", "Reading"),)
    assert fielded.graph.edges["input xs", "each"]["links"] == (Link("items", "list[int]"),)


def test_a_loop_shows_the_next_state_and_the_condition_that_ends_it() -> None:
    @pipeline
    def grown(x: int) -> int:
        return loop(increment, x, until=is_big, limit=20)

    body = grown.graph.nodes["loop"]["body"]
    assert set(body.edges) == {
        ("input state", "increment"),
        ("increment", "is_big"),
        ("increment", "next"),
        ("is_big", "until"),
    }


def test_a_step_may_be_called_like_an_input_or_an_output() -> None:
    @pipeline
    def odd(x: int) -> int:
        return add(increment(x).named("input x"), increment(x).named("output"))

    assert list(odd.graph) == ["input x'", "input x", "output", "add", "output'"]
    assert set(odd.graph.predecessors("add")) == {"input x", "output"}
