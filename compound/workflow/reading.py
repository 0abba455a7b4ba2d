"""From the serialised form to a pipeline.

The steps are replayed into a trace, as if a function had called the nodes, so that a file is checked by the same code
as a pipeline written in Python: types of edges, missing inputs, unused nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from compound.errors.build import WrongArgument
from compound.errors.workflow import InvalidWorkflow
from compound.graph.bodies import each, loop
from compound.graph.choices import fallback, switch, when
from compound.graph.gather import gather
from compound.graph.objects import build
from compound.graph.pipeline import Pipeline
from compound.graph.shapes import Branch
from compound.graph.symbol import Symbol
from compound.graph.tracing import require_trace
from compound.nodes.declaration import Declaration
from compound.ports.hints import is_typed_dict, unpack
from compound.ports.signature import EMPTY, Port, Signature
from compound.workflow import forms
from compound.workflow.constants import read_constant
from compound.workflow.limits import Types
from compound.workflow.nodes import read_node
from compound.workflow.order import in_order
from compound.workflow.types import read_type


def load_workflow(data: Any, modules: Collection[str] = ()) -> Pipeline[..., Any]:
    """The pipeline of a serialised form: a dict, JSON or YAML text, or a path to a file.

    Nodes and types are looked up in modules that are imported, in compound's own, and in `modules`. The graph is
    checked at once. Raises a WorkflowError or a BuildError.
    """
    form = forms.parse(data)
    replay = _Replay(form, frozenset(modules))
    pipeline: Pipeline[..., Any] = Pipeline(replay.run, form.name)
    try:
        pipeline.set_signature(replay.signature())
        _ = pipeline.plan
    except RecursionError:
        raise InvalidWorkflow(where=form.name, problem="it is nested too deeply") from None
    return pipeline


class _Replay:
    """A form as the function that a pipeline traces."""

    def __init__(self, form: forms.Form, allowed: Collection[str]) -> None:
        self._form = form
        self._allowed = allowed

    def signature(self) -> Signature:
        """The ports that the form declares."""
        output = read_type(self._form.output, self._allowed, "output")
        return Signature(tuple(self._port(item) for item in self._form.inputs), Port("output", output))

    def _port(self, item: forms.Input) -> Port:
        where = f"input {item.name}"
        default = EMPTY if "default" not in item.model_fields_set else read_constant(item.default, self._allowed, where)
        return Port(item.name, read_type(item.type, self._allowed, where), default, keyword=item.keyword)

    def run(self, *symbols: Symbol, **named: Symbol) -> Any:
        """Replays the steps; called by the tracer with the inputs as symbols."""
        names = [item.name for item in self._form.inputs if not item.keyword]
        inputs = {**dict(zip(names, symbols, strict=True)), **named}
        body = _Body(self._allowed, Types(), inputs, [])
        body.replay(self._form.steps)
        return body.value(self._form.result, "result")


class _Body:
    """The steps of a graph or of the body of an `each` or `loop`, with what their references lead to."""

    def __init__(self, allowed: Collection[str], types: Types, inputs: Mapping[str, Any], outer: list[Any]) -> None:
        self._allowed = allowed
        self._types = types
        self._inputs = inputs
        self._outer = outer
        self._made: dict[str, Any] = {}

    def replay(self, steps: list[forms.Step]) -> None:
        """Makes all steps, in an order in which what they read comes first."""
        trace = require_trace("load_workflow")
        for step in in_order(steps):
            symbol = self._make(step)
            if not isinstance(step, forms.NodeStep | forms.BuildStep):
                self._types.add(symbol._port.hint, step.id)
            trace.adopt(symbol, step.id)
            self._made[step.id] = symbol
        for step in steps:
            if step.inside is not None:
                self._put_inside(step.id, *step.inside)

    def _put_inside(self, step: str, owner: str, index: int) -> None:
        branch = self._made[owner]._trace.step_of(self._made[owner]).shape if owner in self._made else None
        if not isinstance(branch, Branch) or not 0 <= index < len(branch.labels):
            raise InvalidWorkflow(
                where=step, problem=f"`inside` names branch {index} of {owner!r}, which has none such"
            )
        branch.inside[self._made[step]._slot] = index

    def _make(self, step: forms.Step) -> Any:
        def value(reference: forms.Reference) -> Any:
            return self.value(reference, step.id)

        match step:
            case forms.NodeStep():
                return self._call(step)
            case forms.BuildStep():
                return self._build(step)
            case forms.GatherStep(gather="dict"):
                return gather(require_trace("gather"), self._keyed(step.keys, map(value, step.items), step.id))
            case forms.GatherStep():
                items = [value(item) for item in step.items]
                return gather(require_trace("gather"), tuple(items) if step.gather == "tuple" else items)
            case forms.WhenStep():
                return when(value(step.when), value(step.then), value(step.otherwise))
            case forms.SwitchStep():
                keys, branches = [key for key, _ in step.cases], [value(branch) for _, branch in step.cases]
                return switch(value(step.switch), self._keyed(keys, branches, step.id), value(step.default))
            case forms.FallbackStep():
                primary, alternative = step.fallback
                return fallback(value(primary), value(alternative))
            case forms.EachStep():
                inside = self._inside(step)
                return each(lambda item: inside("item", item, step.body.result)[0], value(step.each))
        return self._loop(step)

    def _keyed(self, keys: list[Any], values: Iterable[Any], where: str) -> dict[Any, Any]:
        pairs = list(zip([read_constant(key, self._allowed, where) for key in keys], values, strict=True))
        try:
            return dict(pairs)
        except TypeError as error:
            raise InvalidWorkflow(where=where, problem=f"a key cannot be one: {error}") from None

    def _loop(self, step: forms.LoopStep) -> Any:
        inside = self._inside(step)
        stops: list[Any] = []

        def turn(state: Any) -> Any:
            after, stop = inside("state", state, step.body.result, step.body.until)
            stops.append(stop)
            return after

        return loop(turn, self.value(step.loop, step.id), until=lambda after: stops.pop(), limit=step.limit)

    def _inside(self, step: forms.EachStep | forms.LoopStep) -> Callable[..., list[Any]]:
        """What replays the body; fields of outer values are read here, in the graph around it."""
        outer = [self.value(reference, step.id) for reference in step.outer]

        def replay(name: str, item: Any, *results: forms.Reference) -> list[Any]:
            around = [require_trace("load_workflow").capture(v) if type(v) is Symbol else v for v in outer]
            body = _Body(self._allowed, self._types, {name: item}, around)
            body.replay(step.body.steps)
            return [body.value(result, f"{step.id}, result") for result in results]

        return replay

    def _build(self, step: forms.BuildStep) -> Any:
        made = read_type(step.build, self._allowed, step.id)
        try:
            return build(made, **{name: self.value(reference, step.id) for name, reference in step.inputs.items()})
        except WrongArgument as error:
            raise InvalidWorkflow(where=step.id, problem=error.message) from None

    def _call(self, step: forms.NodeStep) -> Any:
        """Calls the node; what comes before a port that takes many is given by position, as Python wants it."""
        node = read_node(step, self._allowed)
        declaration: Declaration = node.declaration
        inputs = {name: self._fed(reference, step.id) for name, reference in step.inputs.items()}
        positional = [port.name for port in declaration.signature.inputs if not port.keyword and not port.many]
        args: list[Any] = []
        for port in declaration.signature.inputs:
            if port.many and port.name in inputs:
                args = [inputs.pop(name) for name in positional if name in inputs] + inputs.pop(port.name)
        return node(*args, **inputs)

    def _fed(self, reference: forms.Reference | list[forms.Reference], where: str) -> Any:
        if isinstance(reference, list):
            return [self.value(item, where) for item in reference]
        return self.value(reference, where)

    def value(self, reference: forms.Reference, where: str) -> Any:
        """What a reference stands for: an input, a step's value, an outer value, a constant; with fields of it."""
        if "value" in reference.model_fields_set:
            found = read_constant(reference.value, self._allowed, where)
            if reference.fields:
                found = require_trace("value").lift(where, Port("value", object), found)
        elif "outer" in reference.model_fields_set and 0 <= reference.outer < len(self._outer):
            found = self._outer[reference.outer]
        elif reference.input in self._inputs:
            found = self._inputs[reference.input]
        elif reference.step in self._made:
            found = self._made[reference.step]
        else:
            shown = reference.model_dump(exclude_unset=True)
            raise InvalidWorkflow(where=where, problem=f"{shown} leads to no input, step or outer value")
        for field in reference.fields:
            found = _field(found, field)
        return found


def _field(symbol: Symbol, field: str | int) -> Symbol:
    """A field or item of a value, asked for in the way that reads what is declared and nothing else."""
    if isinstance(field, int) or is_typed_dict(unpack(symbol._port.hint)[0]):
        return symbol._trace.item(symbol, field)
    return symbol._trace.project(symbol, field)
