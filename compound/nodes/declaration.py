"""A node as the graph and the scheduler see it: a name, ports, a policy and something to call."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self, Unpack

from compound.errors.declare import InvalidPolicy
from compound.graph.names import refuse_reserved
from compound.nodes.lane import lane_of
from compound.nodes.policy import Policy, PolicyOptions

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
        "loads",
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
    loads: bool
    """Whether it has something to keep loaded."""

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
        loads: bool = False,
    ) -> None:
        self.call = call
        self.policy = policy
        self.name = name
        self.ref = ref
        self.settings = settings
        self.batched = batched
        self.loads = loads
        self._namespace = namespace
        self._signature: Signature | None = None
        self.lane = lane_of(self)
        _refuse_contradictions(self)

    @property
    def declaration(self) -> Declaration:
        """Itself; class nodes have a property of this name, so that every node is asked in one way."""
        return self

    def named(self, name: str) -> Self:
        """The same node under another name, which ids of its steps start with. Raises InvalidName."""
        refuse_reserved(name)
        twin = copy.copy(self)
        twin.name = name
        return twin

    def with_policy(self, **options: Unpack[PolicyOptions]) -> Self:
        """The same node under another policy: the options of `Policy` that are given. Raises InvalidPolicy."""
        twin = copy.copy(self)
        twin.policy = self.policy.changed(self.name, options)
        twin._signature = None
        twin.lane = lane_of(twin)
        _refuse_contradictions(twin)
        return twin

    @property
    def signature(self) -> Signature:
        """The ports. Raises a DeclarationError when the annotations, a default or the fallback cannot work."""
        if self._signature is None:
            self._signature = self._read()
        return self._signature

    def _read(self) -> Signature:
        from compound.nodes.checking import check_defaults, check_fallback
        from compound.ports.signature import Port, Signature, read_signature

        signature = read_signature(self.call, self.name, self._namespace)
        settled = getattr(self.settings, "output_type", None)
        if settled is not None:
            signature = Signature(signature.inputs, Port("output", settled()))
        check_defaults(self.name, signature)
        check_fallback(self, signature)
        return signature

    def __repr__(self) -> str:
        return f"<node {self.name}{self.signature}>"


def _refuse_contradictions(declaration: Declaration) -> None:
    policy, call = declaration.policy, declaration.call
    asynchronous = inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call)
    if asynchronous and policy.process:
        raise InvalidPolicy(
            node=declaration.name, reason="an async node cannot also run in a process; drop one of them"
        )
    if policy.batch is not None and declaration.batched is None:
        raise InvalidPolicy(
            node=declaration.name,
            reason="batch= needs a method `run_batch` beside `run`, which takes a list for each parameter and "
            "returns a list of results; only class nodes have one",
        )


def reference(thing: Any) -> str:
    """`module:qualname` of a function or class; a script's own names come under the name of its file.

    What has no such name, as an object or what `exec` made, gets a reference that leads nowhere.
    """
    module = getattr(thing, "__module__", None) or "<nowhere>"
    if module == "__main__":
        from compound.modules import main_name

        module = main_name()
    return f"{module}:{getattr(thing, '__qualname__', f'<{type(thing).__name__}>')}"
