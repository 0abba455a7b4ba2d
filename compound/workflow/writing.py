"""From a pipeline to its serialised form."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from compound.errors.workflow import NotSerialisable
from compound.graph.effects import has_effect
from compound.graph.gather import Gather
from compound.graph.objects import Build
from compound.graph.projection import Projection
from compound.graph.shapes import Branch, Each, Loop
from compound.graph.trace import KeywordCall
from compound.ports.signature import EMPTY
from compound.workflow.constants import write_constant
from compound.workflow.forms import VERSION
from compound.workflow.nodes import write_node
from compound.workflow.types import write_type

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.graph.plan import Plan
    from compound.graph.step import Step
    from compound.ports.signature import Port


def write_workflow(pipeline: Pipeline[..., Any]) -> dict[str, Any]:
    """The serialised form. Raises NotSerialisable, naming the step, for what a file cannot hold."""
    writer = _Writer(pipeline.plan, {})
    try:
        return {
            "compound": VERSION,
            "name": pipeline.name,
            "inputs": [_input(pipeline.name, port) for port in pipeline.signature.inputs],
            "output": write_type(pipeline.signature.output.hint, f"{pipeline.name}, output"),
            "steps": writer.steps(),
            "result": writer.reference(pipeline.plan.outputs[0], f"{pipeline.name}, result"),
        }
    except RecursionError:
        what = "a constant that is nested thousands of levels deep"
        raise NotSerialisable(where=pipeline.name, what=what, mend="Pass it as an input.") from None


def _input(owner: str, port: Port) -> dict[str, Any]:
    where = f"{owner}, input {port.name}"
    data: dict[str, Any] = {"name": port.name, "type": write_type(port.hint, where)}
    if port.default is not EMPTY:
        data["default"] = write_constant(port.default, where)
    if port.keyword:
        data["keyword"] = True
    return data


class _Writer:
    """One plan on its way to data. A slot is written as a reference to an input, a step, or a constant."""

    def __init__(self, plan: Plan, outer: dict[int, Any]) -> None:
        self._plan = plan
        self._known = {slot: {"input": port.name} for slot, port in plan.inputs} | outer
        self._steps = [step for step in plan.steps[: plan.size] if step is not None]
        self._inside: dict[int, tuple[str, int]] = {}
        for step in self._steps:
            if isinstance(step.shape, Branch):
                self._inside |= {slot: (step.id, index) for slot, index in step.shape.inside.items()}

    def steps(self) -> list[dict[str, Any]]:
        """All steps but fields, which are part of the references to them."""
        return [self._step(step) for step in self._steps if not isinstance(step.call, Projection)]

    def reference(self, slot: int, where: str) -> dict[str, Any]:
        """Where the value of a slot comes from."""
        fields: list[Any] = []
        while (step := self._plan.steps[slot]) is not None and isinstance(step.call, Projection):
            fields.insert(0, step.call.key)
            slot = step.sources[0]
        if slot in self._known:
            found = copy.deepcopy(self._known[slot])  # so that YAML does not write it as an alias
        elif step is not None:
            found = {"step": step.id}
        else:
            found = {"value": write_constant(self._plan.template[slot], where)}
        return {**found, "fields": [*found.get("fields", []), *fields]} if fields else found

    def _step(self, step: Step) -> dict[str, Any]:
        data = {"id": step.id, **self._work(step)}
        if step.slot in self._inside and has_effect(step, self._plan.steps):
            data["inside"] = list(self._inside[step.slot])
        return data

    def _work(self, step: Step) -> dict[str, Any]:
        references = [self.reference(slot, step.id) for slot in step.sources]
        match step.shape:
            case Branch(kind="switch", keys=keys):
                cases = zip(keys, references[1:-1], strict=True)
                return {
                    "switch": references[0],
                    "cases": [[write_constant(key, step.id), branch] for key, branch in cases],
                    "default": references[-1],
                }
            case Branch(kind="fallback"):
                return {"fallback": references[1:]}
            case Branch():
                return {"when": references[0], "then": references[1], "otherwise": references[2]}
            case Each() | Loop():
                return self._with_body(step, references)
        if isinstance(step.call, Gather):
            keys_of_dict = [write_constant(key, step.id) for key in step.call.keys]
            return {
                "gather": step.call.kind.__name__,
                "items": references,
                **({"keys": keys_of_dict} if step.call.kind is dict else {}),
            }
        assert step.declaration is not None
        if isinstance(step.declaration, Build):
            return {"build": write_type(step.declaration.made, step.id), "inputs": _by_port(step, references)}
        return {**write_node(step.declaration, step.id), "inputs": _by_port(step, references)}

    def _with_body(self, step: Step, references: list[Any]) -> dict[str, Any]:
        """A body; its hidden inputs are outer values, or constants, which are written where they are read."""
        shape = step.shape
        assert isinstance(shape, Each | Loop)
        outer: list[Any] = []
        known: dict[int, Any] = {}
        for (slot, _), reference in zip(shape.body.inputs[1:], references[1:], strict=True):
            if "value" in reference:
                known[slot] = reference
            else:
                known[slot] = {"outer": len(outer)}
                outer.append(reference)
        writer = _Writer(shape.body, known)
        results = [writer.reference(slot, f"{step.id}, result") for slot in shape.body.outputs]
        body = {"steps": writer.steps(), **dict(zip(("result", "until"), results, strict=False))}
        data: dict[str, Any] = {shape.kind: references[0]}
        if isinstance(shape, Loop):
            data["limit"] = shape.limit
        return {**data, **({"outer": outer} if outer else {}), "body": body}


def _by_port(step: Step, references: list[Any]) -> dict[str, Any]:
    assert step.declaration is not None
    keywords = step.call.names if isinstance(step.call, KeywordCall) else ()
    positional = [port for port in step.declaration.signature.inputs if not port.keyword]
    split = len(references) - len(keywords)
    inputs: dict[str, Any] = {}
    for index, reference in enumerate(references[:split]):
        port = positional[min(index, len(positional) - 1)]
        if port.many:
            inputs.setdefault(port.name, []).append(reference)
        else:
            inputs[port.name] = reference
    return inputs | dict(zip(keywords, references[split:], strict=True))
