"""`build`: an object made out of values of the graph, as a node like any other."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
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
        return Signature(tuple(_ports(self.made)), Port("output", self.made))


class _LeftOut:
    """The default of a field that the class fills in itself, and of a key that a TypedDict may lack."""

    def __repr__(self) -> str:
        return "…"


_LEFT_OUT = _LeftOut()


def _ports(made: Any) -> Iterator[Port]:
    origin, _ = unpack(made)
    if is_typed_dict(origin):
        for key, (hint, required) in keys(made).items():
            yield _port(key, hint, required, keyword=True)
        return
    hints = field_types(made) or {}
    if is_model(origin):
        for name, field in origin.model_fields.items():
            yield _port(_taken_by(origin, name, field), hints[name], field.is_required(), keyword=True)
        return
    for parameter in inspect.signature(made).parameters.values():
        required, keyword = parameter.default is parameter.empty, parameter.kind is parameter.KEYWORD_ONLY
        yield _port(parameter.name, hints.get(parameter.name, Any), required, keyword)


def _port(name: str, hint: Any, required: bool, keyword: bool) -> Port:
    return Port(name, hint, EMPTY if required else _LEFT_OUT, keyword=keyword)


def _taken_by(model: Any, name: str, field: Any) -> str:
    """The name by which a model's constructor takes a field, which may be an alias."""
    by_name = model.model_config.get("validate_by_name") or model.model_config.get("populate_by_name")
    alias = field.validation_alias
    return alias if isinstance(alias, str) and not by_name else name
