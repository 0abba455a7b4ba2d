"""A plan as a networkx graph: for algorithms, for drawing and for users.

Only what was written is shown: gates and relays are left out, fields read on the way are folded into the edge, and a
constant is an attribute of the node that takes it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, get_origin

import networkx

from compound.graph.gather import Gather
from compound.graph.projection import Projection
from compound.graph.shapes import Branch, Each, Loop
from compound.graph.trace import KeywordCall
from compound.ports.naming import type_name

if TYPE_CHECKING:
    from compound.graph.plan import Plan
    from compound.graph.step import Step
    from compound.ports.signature import Port


@dataclass(frozen=True, slots=True)
class Link:
    """What an edge carries into one port."""

    port: str
    """Input port of the node that the edge leads to."""
    type: str
    """Type of the value, as one would write it."""
    field: str = ""
    """What is read of the producer's value: `.kind.name`, `[0]`, or nothing."""
    when: str = ""
    """Branch that must be taken for the value to be asked for, or nothing."""


def as_networkx(plan: Plan) -> networkx.DiGraph[str]:
    """The graph of a plan, its nodes in topological order; `graph.name` is the name of the pipeline.

    Nodes are the steps by id, the inputs (`input name`) and the result (`output`). Their attributes:

    - `label`: the id, or for an input its bare name
    - `kind`: name of the node, `when`, `switch`, `fallback`, `each`, `loop`, the container that is made (`list`), or
      `input`, `outer` (in a body: a value from around it) and `output`
    - `type`: type of its value
    - `step`: the Step, or None for inputs and outputs
    - `constants`: constant arguments, as pairs of port and value
    - `when`: branch step and label of the branch without which it never runs, or None
    - `body`: only of `each` and `loop`, the graph of the body

    Edges have `links`, a Link for each port that the value goes into, and `port` and `type`, the same as text.
    """
    return _View(plan, {}, ("output",)).graph


@dataclass(frozen=True, slots=True)
class _Constant:
    """A hidden input of a body that is a constant around it."""

    value: Any


class _View:
    """A plan on its way to a graph. `outer` has the hidden inputs of a body: names, or constants, by slot."""

    def __init__(self, plan: Plan, outer: dict[int, str | _Constant], outputs: tuple[str, ...]) -> None:
        self._plan = plan
        self._steps = [step for step in plan.steps[: plan.size] if step is not None]
        self._constants = {slot: name.value for slot, name in outer.items() if isinstance(name, _Constant)}
        self._ids: dict[int, str] = {}
        self._ports = dict(plan.inputs)
        self._type = cache(_type_of)
        self._guards = _guards(plan)
        self.graph: networkx.DiGraph[str] = networkx.DiGraph(name=plan.name)
        self._add_inputs(outer)
        for step in self._steps:
            if not isinstance(step.call, Projection):
                self._add_step(step)
        for slot, name in zip(plan.outputs, outputs, strict=True):
            self._add_output(slot, name)

    def _add_inputs(self, outer: dict[int, str | _Constant]) -> None:
        taken = {step.id for step in self._steps}
        for slot, port in self._plan.inputs:
            if slot in self._constants:
                continue
            kind, name = ("outer", outer[slot]) if slot in outer else ("input", port.name)
            self._ids[slot] = node = _free(f"{kind} {name}", taken)
            taken.add(node)
            self._add(node, label=str(name), kind=kind, type=self._type(port))

    def _add_step(self, step: Step) -> None:
        self._ids[step.slot] = step.id
        self._add(
            step.id,
            label=step.id,
            kind=_kind(step),
            type=self._type(step.port),
            step=step,
            when=self._guards.get(step.slot),
        )
        if isinstance(step.shape, Each | Loop):
            self._add_body(step, step.shape)
        else:
            self._connect(step.id, [*_arguments(step)])

    def _add_output(self, slot: int, name: str) -> None:
        port = self._port(slot)
        node = _free(name, self.graph)
        self._add(node, label=name, kind="output", type=self._type(port) if port else _shown(type(self._value(slot))))
        self._connect(node, [("value", slot, "")])

    def _add(self, node: str, **attributes: Any) -> None:
        self.graph.add_node(node, **{"step": None, "constants": [], "when": None} | attributes)

    def _add_body(self, step: Step, shape: Each | Loop) -> None:
        hidden = [slot for slot, _ in shape.body.inputs[1:]]
        first, outputs = ("items", ("output",)) if isinstance(shape, Each) else ("state", ("next", "until"))
        outer = [self._outer_name(source) for source in step.sources[1:]]
        self.graph.nodes[step.id]["body"] = _View(shape.body, dict(zip(hidden, outer, strict=True)), outputs).graph
        ports = [first, *("" if isinstance(name, _Constant) else name for name in outer)]
        self._connect(step.id, [(port, slot, "") for port, slot in zip(ports, step.sources, strict=True) if port])

    def _outer_name(self, slot: int) -> str | _Constant:
        origin, field = self._origin(slot)
        if origin not in self._ids:
            return _Constant(self._value(slot))
        return f"{self.graph.nodes[self._ids[origin]]['label']}{field}"

    def _connect(self, node: str, arguments: list[tuple[str, int, str]]) -> None:
        """Draws an edge from every producer of an argument (port, slot, branch); constants become an attribute."""
        links: dict[str, list[Link]] = {}
        for name, slot, when in arguments:
            origin, field = self._origin(slot)
            port = self._port(slot)
            if origin in self._ids and port is not None:
                links.setdefault(self._ids[origin], []).append(Link(name, self._type(port), field, when))
            else:
                self.graph.nodes[node]["constants"].append((name, self._value(slot)))
        for source, carried in links.items():
            ports = dict.fromkeys(link.port for link in carried)
            types = dict.fromkeys(link.type for link in carried)
            self.graph.add_edge(source, node, links=tuple(carried), port=", ".join(ports), type=", ".join(types))

    def _origin(self, slot: int) -> tuple[int, str]:
        """The slot that a chain of fields starts from, and the chain as it is written."""
        path = ""
        while (step := self._plan.steps[slot]) is not None and isinstance(step.call, Projection):
            key = step.call.key
            path = (f".{key}" if step.call.attribute else f"[{key!r}]") + path
            slot = step.sources[0]
        return slot, path

    def _port(self, slot: int) -> Port | None:
        step = self._plan.steps[slot]
        return step.port if step is not None else self._ports.get(slot)

    def _value(self, slot: int) -> Any:
        return self._constants.get(slot, self._plan.template[slot])


def _guards(plan: Plan) -> dict[int, tuple[str, str]]:
    """For each step inside a branch: the branch step around it, and the label of the branch."""
    written = {id(step.shape): step.slot for step in plan.steps[: plan.size] if step is not None and step.shape}
    guards = {}
    for gate, releases in plan.gates.items():
        branch = plan.steps[gate]
        assert branch is not None
        assert isinstance(branch.shape, Branch)
        for label, released in zip(branch.shape.labels, releases, strict=True):
            for step in (plan.steps[slot] for slot in released):
                if step is not None and step.out == step.slot:
                    guards[written.get(id(step.shape), step.slot)] = (branch.id, label)
    return guards


def _kind(step: Step) -> str:
    if step.shape is not None:
        return step.shape.kind
    if isinstance(step.call, Gather):
        return step.call.kind.__name__
    return step.declaration.name if step.declaration is not None else step.id


def _arguments(step: Step) -> Iterator[tuple[str, int, str]]:
    """Input port, slot that feeds it, and branch, for each argument of a step."""
    first, rest = step.sources[:1], step.sources[1:]
    match step.shape:
        case Branch(kind=kind, labels=labels):
            if kind == "fallback":
                yield from zip(labels, rest, ("", labels[1]), strict=True)
            else:
                yield ("condition" if kind == "when" else "value", first[0], "")
                yield from zip(labels, rest, labels, strict=True)
        case _:
            yield from ((name, slot, "") for name, slot in zip(_port_names(step), step.sources, strict=True))


def _port_names(step: Step) -> list[str]:
    count = len(step.sources)
    if isinstance(step.call, Gather):
        return [str(key) for key in step.call.keys] or [str(index) for index in range(count)]
    if step.declaration is None:
        return ["value"] * count
    keywords = step.call.names if isinstance(step.call, KeywordCall) else ()
    ports = [port for port in step.declaration.signature.inputs if not port.keyword]
    positional = [ports[min(index, len(ports) - 1)].name for index in range(count - len(keywords))]
    return [*positional, *keywords]


def _free(name: str, taken: Container[str]) -> str:
    while name in taken:
        name += "'"
    return name


def _type_of(port: Port) -> str:
    return _shown(port.hint)


def _shown(hint: Any) -> str:
    """The name of a type, without the conditions that hang on it: they crowd a drawing and say nothing of its shape."""
    return type_name(hint.__origin__ if get_origin(hint) is Annotated else hint)
