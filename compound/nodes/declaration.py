"""A node as the graph and the scheduler see it: a name, ports, a policy and something to call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from compound.errors.declare import InvalidPolicy
from compound.nodes.lane import lane_of
from compound.nodes.policy import Policy

if TYPE_CHECKING:
    from compound.ports.signature import Signature


class Declaration:
    """What `@node` and `Node` have in common. Immutable by convention; the signature is read when first needed."""

    __slots__ = (
        "__weakref__",
        "_namespace",
        "_signature",
        "batched",
        "call",
        "lane",
        "name",
        "policy",
        "ref",
        "settings",
    )

    name: str
    """Readable name; ids of steps start with it."""
    ref: str
    """`module:qualname`, by which a workflow file finds it again."""
    call: Callable[..., Any]
    batched: Callable[..., Any] | None
    settings: Any
    """The class node whose `run` this is, or None for a function."""

    def __init__(
        self,
        call: Callable[..., Any],
        policy: Policy,
        *,
        name: str,
        ref: str,
        namespace: Mapping[str, Any] | None = None,
        settings: Any = None,
        batched: Callable[..., Any] | None = None,
    ) -> None:
        self.call = call
        self.policy = policy
        self.name = name
        self.ref = ref
        self.settings = settings
        self.batched = batched
        self._namespace = namespace
        self._signature: Signature | None = None
        self.lane = lane_of(self)
        _refuse_contradictions(self)

    @property
    def signature(self) -> Signature:
        """The ports. Raises a DeclarationError when the annotations cannot be read."""
        if self._signature is None:
            from compound.ports.signature import Port, Signature, read_signature

            signature = read_signature(self.call, self.name, self._namespace)
            settled = getattr(self.settings, "output_type", None)
            if settled is not None:
                signature = Signature(signature.inputs, Port("output", settled()))
            self._signature = signature
        return self._signature

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the inputs (by name) and of the output."""
        from compound.ports.schema import json_schema

        signature = self.signature
        return {
            "inputs": {port.name: json_schema(port.hint) for port in signature.inputs},
            "required": [port.name for port in signature.inputs if port.required],
            "output": json_schema(signature.output.hint),
        }

    def describe(self) -> str:
        """The signature as one line for people: `read(page: Page) -> PageText`."""
        from compound.ports.naming import type_name

        inputs = ", ".join(
            f"{'*' if port.many else ''}{port.name}: {type_name(port.hint)}"
            + ("" if port.required or port.many else f" = {port.default!r}")
            for port in self.signature.inputs
        )
        return f"{self.name}({inputs}) -> {type_name(self.signature.output.hint)}"

    def __repr__(self) -> str:
        return f"<node {self.describe()}>"


def _refuse_contradictions(declaration: Declaration) -> None:
    policy, call = declaration.policy, declaration.call
    asynchronous = inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call)
    if asynchronous and policy.process:
        raise InvalidPolicy(
            node=declaration.name, reason="an async node cannot also run in a process; drop one of them"
        )
    if policy.batch is not None and declaration.batched is None:
        raise InvalidPolicy(node=declaration.name, reason="batch= needs a `run_batch` that takes and returns lists")


def reference(thing: Any) -> str:
    """`module:qualname` of a function or class; a script's own names come under the name of its file."""
    module = thing.__module__
    if module == "__main__":
        from compound.modules import main_name

        module = main_name()
    return f"{module}:{thing.__qualname__}"
