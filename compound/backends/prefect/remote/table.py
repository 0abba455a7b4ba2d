"""The values of a frame in the flow, of which those that tasks gave are references until somebody looks at them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from compound.graph.shapes import Each, Loop
from compound.store.reference import Reference

if TYPE_CHECKING:
    from compound.backends.prefect.remote.stock import Stock
    from compound.graph.plan import Plan
    from compound.graph.step import Step


class Table(list[Any]):
    """Values by slot. Reading one in a reference's place reads the value, once; `reference` reads and writes none.

    Iterating over the table, as to see which slots are filled, gives the references themselves.
    """

    def __init__(self, values: Iterable[Any], hints: Mapping[int, Any], stock: Stock) -> None:
        super().__init__(values)
        self._hints = hints
        self._stock = stock
        self._known: dict[
            int, tuple[Any, Reference]
        ] = {}  # by id, with what has it: a value that is handed on keeps it

    def __getitem__(self, slot: int) -> Any:  # type: ignore[override]  # nobody slices it
        value = super().__getitem__(slot)
        if type(value) is not Reference:
            return value
        read = self._stock.read(value, self._hints[slot])
        self[slot] = read
        self._known[id(read)] = read, value
        return read

    def reference(self, slot: int) -> Reference:
        """The reference of a value, which is kept if it was not. Raises NotEncodable, and what `Blobs.put` raises."""
        value = super().__getitem__(slot)
        if type(value) is Reference:
            return value
        if id(value) not in self._known:
            self._known[id(value)] = value, self._stock.keep(value)
        return self._known[id(value)][1]

    def copy(self) -> Table:
        """A table for another frame of the same plan."""
        return Table(self, self._hints, self._stock)


def referring(plan: Plan, stock: Stock) -> Plan:
    """The same plan, frames of which hold references; those of its bodies, too."""
    twin = copy.copy(plan)
    twin.steps = [None if step is None else _referring(step, stock) for step in plan.steps]
    twin.template = Table(plan.template, hints_of(plan), stock)
    return twin


def hints_of(plan: Plan) -> dict[int, Any]:
    """The declared types of inputs and results, by slot."""
    steps = {step.slot: step.port.hint for step in plan.steps[: plan.size] if step is not None}
    return steps | {slot: port.hint for slot, port in plan.inputs}


def _referring(step: Step, stock: Stock) -> Step:
    if not isinstance(step.shape, Each | Loop):
        return step
    twin = copy.copy(step)
    twin.shape = replace(step.shape, body=referring(step.shape.body, stock))
    return twin
