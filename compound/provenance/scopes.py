"""Passes through a graph, and where the references in it lead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from compound.provenance.steps import Link
from compound.workflow.forms import Body, EachStep, Form, GatherStep, LoopStep, Reference

if TYPE_CHECKING:
    from compound.workflow.forms import Step

Fields: TypeAlias = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Scope:
    """One pass: the whole run, an item of an `each`, or a turn of a `loop`."""

    steps: Mapping[str, Step]
    prefix: str = ""
    """What stands before the ids of its steps in their paths: `each[3]/`."""
    within: Within | None = None
    """None for the whole run."""

    def path(self, step: Step) -> str:
        return self.prefix + step.id


@dataclass(frozen=True, slots=True)
class Within:
    """What a pass is one of."""

    outer: Scope
    step: EachStep | LoopStep
    index: int


@dataclass(frozen=True, slots=True)
class _Way:
    """A reference, the pass that it stands in, and what is taken of what it leads to."""

    reference: Reference
    scope: Scope
    further: Fields = ()

    @property
    def fields(self) -> Fields:
        return [*self.reference.fields, *self.further]


class Scopes:
    """The passes of one run."""

    def __init__(self, form: Form) -> None:
        self._steps: dict[int, Mapping[str, Step]] = {}
        self._scopes: dict[str, Scope] = {}
        self._found: dict[str, tuple[Scope, Step]] = {}
        self.root = Scope(self._steps_of(form))

    def inside(self, outer: Scope, step: EachStep | LoopStep, index: int) -> Scope:
        """A pass through the body of a step."""
        prefix = f"{outer.path(step)}[{index}]/"
        if prefix not in self._scopes:
            self._scopes[prefix] = Scope(self._steps_of(step.body), prefix, Within(outer, step, index))
        return self._scopes[prefix]

    def find(self, path: str) -> tuple[Scope, Step] | None:
        """The step at a path, and the pass that it is in; None when the graph has none there."""
        if path not in self._found:
            scope, rest = self.root, path
            while rest not in scope.steps:
                bodies = (step for step in scope.steps.values() if isinstance(step, EachStep | LoopStep))
                matches = ((step, re.match(rf"{re.escape(step.id)}\[(\d+)\]/", rest)) for step in bodies)
                step, match = next(((step, match) for step, match in matches if match), (None, None))
                if step is None or match is None:
                    return None
                scope, rest = self.inside(scope, step, int(match[1])), rest[match.end() :]
            self._found[path] = scope, scope.steps[rest]
        return self._found[path]

    def link(self, port: str, reference: Reference, scope: Scope) -> Link | None:
        """Where the value of a reference was made, as near as the graph tells; None for a constant.

        What only hands values on is seen through: the item of an `each` over another one leads to that item alone.
        """
        way = _Way(reference, scope)
        while True:
            reference, scope = way.reference, way.scope
            if reference.step:
                step = scope.steps[reference.step]
                nearer = self._item(step, way)
                if nearer is None:
                    path = scope.path(step)
                    self._found[path] = scope, step
                    return Link(port, step=path, field=_written(way.fields))
                way = nearer
            elif reference.outer >= 0 and scope.within:
                way = _Way(scope.within.step.outer[reference.outer], scope.within.outer, way.fields)
            elif reference.input and scope.within:
                way = self._before(scope.within, way.fields)
            else:
                return Link(port, input=reference.input, field=_written(way.fields)) if reference.input else None

    def _item(self, step: Step, way: _Way) -> _Way | None:
        """Where one item of a list comes from, when it is asked for and the step tells them apart."""
        first, *rest = way.fields or (None,)
        if isinstance(step, EachStep) and isinstance(first, int):
            return _Way(step.body.result, self.inside(way.scope, step, first), rest)
        if isinstance(step, GatherStep):
            keys = step.keys if step.gather == "dict" else range(len(step.items))
            for key, item in zip(keys, step.items, strict=True):
                if type(key) is type(first) and key == first:
                    return _Way(item, way.scope, rest)
        return None

    def _before(self, within: Within, fields: Fields) -> _Way:
        """Where the item of an `each`, or the state of a `loop`, comes from."""
        step, outer = within.step, within.outer
        if isinstance(step, EachStep):
            return _Way(step.each, outer, [within.index, *fields])
        if within.index == 0:
            return _Way(step.loop, outer, fields)
        return _Way(step.body.result, self.inside(outer, step, within.index - 1), fields)

    def _steps_of(self, body: Body) -> Mapping[str, Step]:
        """By id; once for all passes through a body."""
        if id(body) not in self._steps:
            self._steps[id(body)] = {step.id: step for step in body.steps}
        return self._steps[id(body)]


def _written(fields: Fields) -> str:
    return "".join(f".{field}" if isinstance(field, str) else f"[{field}]" for field in fields)
