"""The order in which the steps of a file are made."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from compound.errors.build import CyclicGraph
from compound.errors.workflow import InvalidWorkflow
from compound.workflow.forms import Step


def in_order(steps: list[Step]) -> list[Step]:
    """The steps, each after those it reads; in the order of the file where that leaves a choice.

    Raises CyclicGraph, and InvalidWorkflow when two steps have one id.
    """
    by_id: dict[str, Step] = {}
    for step in steps:
        if step.id in by_id:
            raise InvalidWorkflow(where=step.id, problem="two steps have this id; give one of them another")
        by_id[step.id] = step
    place = {name: index for index, name in enumerate(by_id)}
    reads = {
        name: sorted({other for other in step.reads() if other in by_id}, key=place.__getitem__, reverse=True)
        for name, step in by_id.items()
    }
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1][:-1]))
        first = circle.index(min(circle, key=place.__getitem__))
        raise CyclicGraph(nodes=(*circle[first:], *circle[:first])) from None
    ordered: dict[str, Step] = {}
    stack = list(reversed(by_id))
    while stack:
        name = stack[-1]
        missing = [] if name in ordered else [other for other in reads[name] if other not in ordered]
        if missing:
            stack += missing
        else:
            ordered.setdefault(stack.pop(), by_id[name])
    return list(ordered.values())
