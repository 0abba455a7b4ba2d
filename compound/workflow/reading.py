"""From the serialised form to a pipeline.

The steps are replayed into a trace, as if a function had called the nodes, so that a file is checked by the same code
as a pipeline written in Python: types of edges, missing inputs, unused nodes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from compound.errors.build import CyclicGraph
from compound.errors.workflow import InvalidWorkflow
from compound.graph.gather import gather
from compound.graph.objects import build
from compound.graph.pipeline import Pipeline
from compound.graph.shapes import Branch
from compound.graph.bodies import each, loop
from compound.graph.choices import fallback, switch, when
from compound.graph.symbol import Symbol
from compound.graph.trace import Trace
from compound.graph.tracing import active
from compound.modules import resolve
from compound.nodes.declaration import Declaration
from compound.ports.signature import EMPTY, Port, Signature
from compound.workflow.constants import read_constant
from compound.workflow.forms import Form, Input, StepForm, parse
from compound.workflow.types import read_type


def load_workflow(data: Any, modules: Collection[str] = ()) -> Pipeline[..., Any]:
    """The pipeline of a serialised form: a dict, JSON or YAML text, or a path to a file.

    Nodes and types are looked up in modules that are imported, in compound's own, and in `modules`. The graph is
    checked at once. Raises a WorkflowError or a BuildError.
    """
    form = parse(data)
    replay = _Replay(form, frozenset(modules))
    pipeline: Pipeline[..., Any] = Pipeline(replay.run, form.name)
    pipeline.set_signature(replay.signature())
    _ = pipeline.plan
    return pipeline


class _Replay:
    """A form as the function that a pipeline traces."""

    def __init__(self, form: Form, allowed: Collection[str]) -> None:
        self._form = form
        self._allowed = allowed

    def signature(self) -> Signature:
        """The ports that the form declares."""
        output = read_type(self._form.output, self._allowed, "output")
        return Signature(tuple(self._port(item) for item in self._form.inputs), Port("output", output))

    def _port(self, item: Input) -> Port:
        where = f"input {item.name}"
        default = EMPTY if "default" not in item.model_fields_set else read_constant(item.default, self._allowed, where)
        return Port(item.name, read_type(item.type, self._allowed, where), default, keyword=item.keyword)

    def run(self, *symbols: Symbol, **named: Symbol) -> Any:
        """Replays the steps; called by the tracer with the inputs as symbols."""
        names = [item.name for item in self._form.inputs if not item.keyword]
        inputs = {**dict(zip(names, symbols, strict=True)), **named}
        return _Body(self._allowed, inputs, []).replay(self._form.steps, self._form.result)


class _Body:
    """The steps of a graph or of the body of an `each` or `loop`, with what their references lead to."""

    def __init__(self, allowed: Collection[str], inputs: Mapping[str, Any], outer: list[Any]) -> None:
        self._allowed = allowed
        self._inputs = inputs
        self._outer = outer
        self._made: dict[str, Any] = {}

    def replay(self, steps: list[StepForm], result: Any) -> Any:
        """Makes all steps, in an order in which inputs come first; gives the result."""
        by_id = {step.id: step for step in steps}
        if len(by_id) != len(steps):
            raise InvalidWorkflow(where=steps[-1].id, problem="two steps have one id")
        for name in _in_order(by_id):
            symbol = self._make(by_id[name])
            _trace().adopt(symbol, name)
            self._made[name] = symbol
        for step in steps:
            if step.inside is not None:
                self._put_inside(step)
        return self._value(result, "result")

    def _put_inside(self, step: StepForm) -> None:
        owner, index = step.inside  # type: ignore[misc]
        branch = _trace().step_of(self._made[owner]).shape if owner in self._made else None
        if not isinstance(branch, Branch):
            raise InvalidWorkflow(where=step.id, problem=f"`inside` names {owner!r}, which is no branch")
        branch.inside[self._made[step.id]._slot] = index

    def _make(self, step: StepForm) -> Any:
        value = self._value
        match step.work:
            case "node":
                return self._call(step, self._node(step))
            case "build":
                made = read_type(step.build, self._allowed, step.id)
                return build(made, **{name: value(reference, step.id) for name, reference in step.inputs.items()})
            case "gather":
                items: Any = [value(item, step.id) for item in step.items]
                kinds = {"list": list, "tuple": tuple, "set": list, "frozenset": list}
                if step.gather == "dict":
                    keys = [read_constant(key, self._allowed, step.id) for key in step.keys]
                    return gather(_trace(), dict(zip(keys, items, strict=True)))
                return gather(_trace(), kinds[step.gather](items))
            case "when":
                then, otherwise = value(step.then, step.id), value(step.otherwise, step.id)
                return when(value(step.when, step.id), then, otherwise)
            case "switch":
                cases = {read_constant(k, self._allowed, step.id): value(r, step.id) for k, r in step.cases}
                return switch(value(step.switch, step.id), cases, value(step.default, step.id))
            case "fallback":
                primary, alternative = (value(reference, step.id) for reference in step.fallback)
                return fallback(primary, alternative)
            case "each":
                return each(lambda item: self._inner(step, item), value(step.each, step.id))
        return self._loop(step)

    def _inner(self, step: StepForm, item: Any) -> Any:
        outer = [self._value(reference, step.id) for reference in step.outer]
        name = "state" if step.work == "loop" else "item"
        assert step.body is not None
        return _Body(self._allowed, {name: item}, outer).replay(step.body.steps, step.body.result)

    def _loop(self, step: StepForm) -> Any:
        ends: list[Any] = []

        def turn(state: Any) -> Any:
            after, stop = self._inner(step, state)
            ends.append(stop)
            return after

        return loop(turn, self._value(step.loop, step.id), until=lambda after: ends.pop(), limit=step.limit)

    def _node(self, step: StepForm) -> Any:
        found = resolve(step.node, self._allowed)
        if isinstance(found, Declaration):
            return found
        if isinstance(found, type) and hasattr(found, "declaration"):
            settings = {n: read_constant(v, self._allowed, f"{step.id}.{n}") for n, v in step.settings.items()}
            return found(**settings)
        raise InvalidWorkflow(where=step.id, problem=f"{step.node!r} is not a node")

    def _call(self, step: StepForm, node: Any) -> Any:
        declaration: Declaration = getattr(node, "declaration", node)
        many = [port.name for port in declaration.signature.inputs if port.many]
        args: list[Any] = []
        inputs = dict(step.inputs)
        if many and many[0] in inputs:
            before = [port.name for port in declaration.signature.inputs if not port.keyword and not port.many]
            args = [self._value(inputs.pop(name), step.id) for name in before]
            args += [self._value(reference, step.id) for reference in inputs.pop(many[0])]
        return node(*args, **{name: self._value(reference, step.id) for name, reference in inputs.items()})

    def _value(self, reference: Any, where: str) -> Any:
        """What a reference stands for: an input, a step's value, an outer value, a constant; with fields of it."""
        match reference:
            case [*members]:
                return tuple(self._value(member, where) for member in members)
            case {"input": str(name)} if name in self._inputs:
                found = self._inputs[name]
            case {"step": str(name)} if name in self._made:
                found = self._made[name]
            case {"outer": int(index)} if 0 <= index < len(self._outer):
                found = self._outer[index]
            case {"value": constant}:
                return read_constant(constant, self._allowed, where)
            case _:
                raise InvalidWorkflow(where=where, problem=f"{reference!r} leads to no input, step or constant")
        for field in reference.get("fields", []):
            found = getattr(found, field) if isinstance(field, str) and not _is_key(found, field) else found[field]
        return found


def _is_key(symbol: Symbol, field: str) -> bool:
    return hasattr(symbol._port.hint, "__required_keys__")


def _trace() -> Trace:
    trace = active.get()
    assert trace is not None, "a form is replayed by the tracer"
    return trace


def _in_order(steps: Mapping[str, StepForm]) -> list[str]:
    """Ids of the steps, each after those it reads; the order of the file where that leaves a choice."""
    try:
        TopologicalSorter({name: step.reads() for name, step in steps.items()}).prepare()
    except CycleError as error:
        raise CyclicGraph(nodes=tuple(reversed(error.args[1][:-1]))) from None
    ordered: list[str] = []
    seen: set[str] = set()
    stack = list(reversed(steps))
    while stack:
        name = stack[-1]
        missing = [other for other in steps[name].reads() if other in steps and other not in seen]
        if missing and name not in seen:
            stack += reversed(missing)
        else:
            stack.pop()
            if name not in seen:
                seen.add(name)
                ordered.append(name)
    return ordered
