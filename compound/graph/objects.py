"""`build`: an object made out of values of the graph, as a node like any other."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from compound.errors.build import WrongArgument
from compound.graph.tracing import active
from compound.nodes.declaration import Declaration, reference
from compound.nodes.policy import Policy
from compound.ports.fields import field_types
from compound.ports.hints import is_data_class, is_model, is_named_tuple, is_typed_dict, unpack
from compound.ports.members import keys
from compound.ports.naming import type_name
from compound.ports.signature import EMPTY, Port, Signature

P = ParamSpec("P")
T = TypeVar("T")


def build(model: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Makes a pydantic model, dataclass, NamedTuple or TypedDict out of symbolic values; a node like any other.

    Outside of a pipeline it makes the object at once. Raises WrongArgument for any other class.
    """
    trace = active.get()
    if trace is None:
        return model(*args, **kwargs)
    return cast(T, trace.call(Build(model), args, kwargs))


class Build(Declaration):
    """The node that makes an object of a class from its fields."""

    __slots__ = ("made",)

    def __init__(self, made: Any) -> None:
        origin, _ = unpack(made)
        if not any(kind(origin) for kind in (is_model, is_data_class, is_named_tuple, is_typed_dict)):
            raise WrongArgument(
                where="build",
                given=getattr(made, "__name__", None) or repr(made),
                wanted="a pydantic model, a dataclass, a NamedTuple or a TypedDict; make anything else in a node",
            )
        super().__init__(made, Policy(), name=f"build {type_name(made)}", ref=f"build:{reference(made)}")
        self.made = made

    def _read(self) -> Signature:
        output = Port("output", self.made)
        if is_typed_dict(unpack(self.made)[0]):
            declared = keys(self.made).items()
            ports = [Port(key, hint, EMPTY if needed else _LEFT_OUT, keyword=True) for key, (hint, needed) in declared]
            return Signature(tuple(ports), output)
        hints = _hints_of_parameters(self.made)
        parameters = inspect.signature(self.made).parameters.values()
        return Signature(tuple(_port(p, hints) for p in parameters if p.kind not in _VARIADIC), output)


class _LeftOut:
    """The default of a key that a TypedDict may lack, or of a field that its class fills in itself."""

    def __repr__(self) -> str:
        return "…"


_LEFT_OUT = _LeftOut()
_VARIADIC = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)


def _port(parameter: inspect.Parameter, hints: dict[str, Any]) -> Port:
    required = parameter.default is parameter.empty
    hint = hints.get(parameter.name, Any)
    keyword = parameter.kind is parameter.KEYWORD_ONLY
    return Port(parameter.name, hint, EMPTY if required else _LEFT_OUT, keyword=keyword)


def _hints_of_parameters(made: Any) -> dict[str, Any]:
    """Types by the names that the class takes its fields by, which in a pydantic model may be aliases."""
    hints = dict(field_types(made) or {})
    for name, field in getattr(made, "model_fields", {}).items():
        for alias in (field.alias, field.validation_alias):
            if isinstance(alias, str):
                hints[alias] = hints[name]
    return hints
