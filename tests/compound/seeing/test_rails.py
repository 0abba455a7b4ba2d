"""The rails beside the rows of the terminal drawing: what they lead to, and how few they are."""

from __future__ import annotations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from compound.seeing.rails import Row, rows


@st.composite
def graphs(draw: st.DrawFn) -> networkx.DiGraph[str]:
    """Random DAGs, as `pipeline.graph` gives them: nodes in topological order."""
    size = draw(st.integers(1, 14))
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for number in range(size):
        graph.add_node(f"n{number}", kind="node")
        for source in draw(st.sets(st.integers(0, number - 1), max_size=4)) if number else ():
            graph.add_edge(f"n{source}", f"n{number}")
    return graph


def arriving(laid: list[Row]) -> dict[str, set[str]]:
    """What a reader finds who follows the rails: for each node, all that its line is joined to from above."""
    carried: dict[int, set[str]] = {}
    found = {}
    for row in laid:
        own = {row.column} & row.above
        found[row.node] = set().union(*(carried[column] for column in row.inputs | own))
        carried = {column: values for column, values in carried.items() if column in row.below}
        if row.column in row.below:
            carried[row.column] = {row.node}
        if row.collector is not None:
            carried.setdefault(row.collector, set()).add(row.node)
    return found


@given(graphs())
def test_rails_lead_from_every_node_to_all_that_use_it_and_nowhere_else(graph: networkx.DiGraph[str]) -> None:
    laid = rows(graph)
    assert arriving(laid) == {node: set(graph.predecessors(node)) for node in graph}


@given(graphs())
def test_every_node_has_one_row_below_those_of_its_inputs(graph: networkx.DiGraph[str]) -> None:
    order = {row.node: number for number, row in enumerate(rows(graph))}
    assert set(order) == set(graph)
    assert all(order[source] < order[target] for source, target in graph.edges)


@given(graphs())
def test_a_line_to_a_collecting_rail_does_not_run_into_the_line_of_the_inputs(graph: networkx.DiGraph[str]) -> None:
    for row in rows(graph):
        if row.collector is not None:
            side = row.collector > row.column
            assert all((column > row.column) != side for column in row.inputs - {row.column})


def test_a_fan_needs_three_rails_however_wide_it_is() -> None:
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_node("source", kind="input")
    for number in range(60):
        graph.add_node(f"n{number}", kind="node")
        graph.add_edge("source", f"n{number}")
        graph.add_edge(f"n{number}", "total")
    graph.add_node("total", kind="node")
    assert max(row.span[1] for row in rows(graph)) == 2


def test_branches_are_followed_to_their_end_before_the_next_begins() -> None:
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_node("source", kind="input")
    for name in ("a", "b"):
        networkx.add_path(graph, ["source", f"{name}1", f"{name}2", f"{name}3", "total"])
    networkx.set_node_attributes(graph, {node: "node" for node in graph if node != "source"}, "kind")
    order = [row.node for row in rows(graph)]
    assert order == ["source", "a1", "a2", "a3", "b1", "b2", "b3", "total"]
