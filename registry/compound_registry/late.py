"""`use_late`: a node whose provider is chosen when it runs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import Field

from compound import Node
from compound.nodes.declaration import Declaration, reference
from compound_registry.choosing.declared import declared
from compound_registry.choosing.needs import Needs


class Late(Node, effect="read", blocking=True):
    """Has the ports of a capability, and asks the registry at each run: what is installed or locked by then decides.

    Raises what `use` raises, when it runs.
    """

    capability: str
    needs: Needs = Needs()
    settings: dict[str, Any] = Field(default_factory=dict)

    def run(self, **inputs: Any) -> Any:
        from compound_registry.choice import use

        return use(self.capability, needs=self.needs, **self.settings)(**inputs)

    if TYPE_CHECKING:  # the ports are known when the capability is

        def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

    @cached_property
    def declaration(self) -> Declaration:
        """The node as the graph sees it, named for what it does."""
        name = self.capability.replace(".", "_")
        return Declaration(self._with_ports(), self.policy, name=name, ref=reference(type(self)), settings=self)

    def _with_ports(self) -> Callable[..., Any]:
        ports = declared(self.capability).ports()
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        parameters = [inspect.Parameter(name, kind, annotation=hint) for name, hint in ports.inputs.items()]
        signature = inspect.Signature(parameters, return_annotation=ports.output)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self.run(**signature.bind(*args, **kwargs).arguments)

        call.__signature__ = signature  # type: ignore[attr-defined]
        call.__annotations__ = {**ports.inputs, "return": ports.output}
        return call


def use_late(capability: str, *, needs: Needs | None = None, **settings: Any) -> Late:
    """A node with the ports of a capability, whose provider is chosen whenever it runs.

    Raises:
        UnknownCapability: with the nearest names, when the pipeline is built.
    """
    return Late(capability=capability, needs=needs or Needs(), settings=settings)
