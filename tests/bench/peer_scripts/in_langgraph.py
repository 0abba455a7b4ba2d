"""LangGraph: a state with a key for each node, since nodes that run side by side may not write the same one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict

from langgraph.graph import END, StateGraph
from langgraph.graph import START as ENTRY
from reporting import report

from graphs import START, Graph, Place


def prepare(graph: Graph) -> Callable[[int], int]:
    state = TypedDict("state", dict.fromkeys((START, *(_key(place.name) for place in graph)), int))
    builder = StateGraph(state)
    for place in graph:
        builder.add_node(place.name, _node(place))
    for name, _, sources in graph:
        if sources == (START,):
            builder.add_edge(ENTRY, name)
        elif len(sources) == 1:
            builder.add_edge(sources[0], name)
        else:
            builder.add_edge(list(sources), name)
    last = graph[-1].name
    builder.add_edge(last, END)
    compiled = builder.compile()
    settings = {"recursion_limit": len(graph) + 10}
    return lambda start: compiled.invoke({START: start}, settings)[_key(last)]


def _node(place: Place) -> Callable[[dict[str, Any]], dict[str, int]]:
    keys = [source if source == START else _key(source) for source in place.sources]
    written = _key(place.name)
    return lambda state: {written: place.function(*[state[key] for key in keys])}


def _key(name: str) -> str:
    return f"{name}_value"  # a node and a key may not have the same name


if __name__ == "__main__":
    report(prepare)
