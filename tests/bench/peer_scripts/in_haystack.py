"""Haystack: a component for each node, connected by their sockets."""

from collections.abc import Callable

from haystack import Pipeline, component
from haystack.core.component.types import Variadic
from reporting import report

from graphs import START, Graph, inc, total


@component
class Inc:
    @component.output_types(value=int)
    def run(self, x: int) -> dict:
        return {"value": inc(x)}


@component
class Total:
    @component.output_types(value=int)
    def run(self, x: Variadic[int]) -> dict:
        return {"value": total(*x)}


def prepare(graph: Graph) -> Callable[[int], int]:
    pipeline = Pipeline()
    for name, function, _ in graph:
        pipeline.add_component(name, Inc() if function is inc else Total())
    for name, _, sources in graph:
        for source in sources:
            if source != START:
                pipeline.connect(f"{source}.value", f"{name}.x")
    first = [name for name, _, sources in graph if sources == (START,)]
    last = graph[-1].name
    return lambda start: pipeline.run({name: {"x": start} for name in first})[last]["value"]


if __name__ == "__main__":
    report(prepare)
