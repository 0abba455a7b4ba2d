"""From a pipeline to its serialised form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.errors.workflow import NotSerialisable
from compound.graph.gather import Gather
from compound.graph.objects import Build
from compound.graph.projection import Projection
from compound.graph.shapes import Branch, Each, Loop
from compound.graph.trace import KeywordCall
from compound.nodes.declaration import Declaration
from compound.ports.signature import EMPTY
from compound.workflow.constants import write_constant
from compound.workflow.types import write_type

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.graph.plan import Plan
    from compound.graph.step import Step
    from compound.ports.signature import Port

VERSION = 1


def write_workflow(pipeline: Pipeline[Any, Any]) -> dict[str, Any]:
    """The serialised form. Raises NotSerialisable, naming the step, for what a file cannot hold."""
    return {
        "compound": VERSION,
        "name": pipeline.name,
        "inputs": [_input(pipeline, port) for port in pipeline.signature.inputs],
        "output": write_type(pipeline.signature.output.hint, f"{pipeline.name}, output"),
        **_body(pipeline.plan, {}),
    }


def _input(pipeline: Pipeline[Any, Any], port: Port) -> dict[str, Any]:
    where = f"{pipeline.name}, input {port.name}"
    data: dict[str, Any] = {"name": port.name, "type": write_type(port.hint, where)}
    if port.default is not EMPTY:
        data["default"] = write_constant(port.default, where)
    if port.keyword:
        data["keyword"] = True
    return data


def _body(plan: Plan, outer: dict[int, Any]) -> dict[str, Any]:
    """Steps and result of a plan; `outer` gives the references of its hidden inputs by slot."""
    return _Writer(plan, outer).write()


class _Writer:
    """One plan on its way to data. A slot is written as a reference to an input, a step, or a constant."""

    def __init__(self, plan: Plan, outer: dict[int, Any]) -> None:
        self._plan = plan
        self._inputs = {slot: {"input": port.name} for slot, port in plan.inputs} | outer
        self._inside: dict[int, tuple[str, int]] = {}
        for step in self._steps():
            if isinstance(step.shape, Branch):
                self._inside |= {slot: (step.id, k) for slot, k in step.shape.inside.items()}

    def write(self) -> dict[str, Any]:
        steps = [self._step(step) for step in self._steps() if not isinstance(step.call, Projection)]
        results = [self._reference(slot) for slot in self._plan.outputs]
        return {"steps": steps, "result": results[0] if len(results) == 1 else results}

    def _steps(self) -> list[Step]:
        return [step for step in self._plan.steps[: self._plan.size] if step is not None]

    def _reference(self, slot: int) -> Any:
        if slot in self._inputs:
            return self._inputs[slot]
        step = self._plan.steps[slot]
        if step is None:
            return {"value": write_constant(self._plan.template[slot], f"{self._plan.name}, a constant")}
        if isinstance(step.call, Projection):
            reference = self._reference(step.sources[0])
            return {**reference, "fields": [*reference.get("fields", []), step.call.key]}
        return {"step": step.id}

    def _step(self, step: Step) -> dict[str, Any]:
        data = {"id": step.id, **self._work(step)}
        if step.slot in self._inside and step.declaration and step.declaration.policy.effect in ("write", "act"):
            data["inside"] = list(self._inside[step.slot])
        return data

    def _work(self, step: Step) -> dict[str, Any]:
        references = [self._reference(slot) for slot in step.sources]
        match step.shape:
            case Branch(kind="switch", keys=keys):
                return {
                    "switch": references[0],
                    "cases": [[write_constant(k, step.id), r] for k, r in zip(keys, references[1:-1], strict=True)],
                    "default": references[-1],
                }
            case Branch(kind="fallback"):
                return {"fallback": references[1:]}
            case Branch():
                return {"when": references[0], "then": references[1], "otherwise": references[2]}
            case Each(body=body) | Loop(body=body):
                return self._with_body(step, body, references)
        if isinstance(step.call, Gather):
            keys = {"keys": [write_constant(key, step.id) for key in step.call.keys]} if step.call.keys else {}
            return {"gather": step.call.kind.__name__, "items": references, **keys}
        assert step.declaration is not None
        return {**_node(step.declaration, step.id), "inputs": _by_port(step, references)}

    def _with_body(self, step: Step, body: Plan, references: list[Any]) -> dict[str, Any]:
        hidden = [slot for slot, _ in body.inputs[1:]]
        outer = {slot: {"outer": index} for index, slot in enumerate(hidden)}
        shape = step.shape
        data = {
            shape.kind: references[0],  # type: ignore[union-attr]
            "item": write_type(body.inputs[0][1].hint, step.id),
            "outer": references[1:],
            "body": _body(body, outer),
        }
        return {**data, "limit": shape.limit} if isinstance(shape, Loop) else data


def _node(declaration: Declaration, where: str) -> dict[str, Any]:
    if isinstance(declaration, Build):
        return {"build": write_type(declaration.made, where)}
    if "<locals>" in declaration.ref or "<lambda>" in declaration.ref:
        raise NotSerialisable(
            where=where,
            what=f"the node {declaration.name}, which is defined inside a function,",
            mend="Define it at the top level of a module.",
        )
    data: dict[str, Any] = {"node": declaration.ref}
    if declaration.settings is not None:
        settings = declaration.settings
        given = {name: getattr(settings, name) for name in sorted(settings.model_fields_set)}
        data["settings"] = {name: write_constant(value, f"{where}.{name}") for name, value in given.items()}
    return data


def _by_port(step: Step, references: list[Any]) -> dict[str, Any]:
    assert step.declaration is not None
    signature = step.declaration.signature
    keywords = step.call.names if isinstance(step.call, KeywordCall) else ()
    positional = [port for port in signature.inputs if not port.keyword]
    split = len(references) - len(keywords)
    inputs: dict[str, Any] = {}
    for index, reference in enumerate(references[:split]):
        port = positional[min(index, len(positional) - 1)]
        if port.many:
            inputs.setdefault(port.name, []).append(reference)
        else:
            inputs[port.name] = reference
    return inputs | dict(zip(keywords, references[split:], strict=True))
