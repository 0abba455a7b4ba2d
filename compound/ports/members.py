"""What classes declare: their fields, their attributes, and what a protocol asks for."""

from __future__ import annotations

import functools
import sys
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, NewType, NotRequired, Required

from compound.ports.hints import is_model, is_protocol, plain, unpack
from compound.ports.substitution import substitute

_MACHINERY = {
    "__abstractmethods__",
    "__annotate__",
    "__annotate_func__",
    "__annotations__",
    "__annotations_cache__",
    "__callable_proto_members_only__",
    "__class_getitem__",
    "__dict__",
    "__doc__",
    "__firstlineno__",
    "__init__",
    "__match_args__",
    "__module__",
    "__new__",
    "__non_callable_proto_members__",
    "__orig_bases__",
    "__parameters__",
    "__protocol_attrs__",
    "__qualname__",
    "__slots__",
    "__static_attributes__",
    "__subclasshook__",
    "__type_params__",
    "__weakref__",
    "_abc_impl",
    "_is_protocol",
    "_is_runtime_protocol",
}
"""What the body of a protocol's class holds besides what it asks for."""


def declared(hint: Any) -> dict[str, Any]:
    """The annotated attributes of a class or of a generic alias, variables replaced by the alias's arguments.

    An annotation that names something that cannot be found becomes a type of its own, which fits only itself.
    """
    origin, arguments = unpack(hint)
    return dict(_declared(origin)) if not arguments else _substituted(_declared(origin), origin, arguments)


@functools.lru_cache(maxsize=1024)
def _declared(cls: type) -> Mapping[str, Any]:
    """Class by class from the oldest ancestor, each read through the arguments that `cls` gives it."""
    from compound.ports.lineage import view

    found: dict[str, Any] = {}
    for ancestor in reversed(cls.__mro__):
        own = _annotations(ancestor)
        arguments = view(cls, ancestor) if own and ancestor is not cls else ()
        found |= _substituted(own, ancestor, arguments) if arguments else own
    return found


def _substituted(own: Mapping[str, Any], cls: type, arguments: tuple[Any, ...]) -> dict[str, Any]:
    bindings = dict(zip(variables(cls), arguments, strict=False))
    return {name: substitute(hint, bindings) for name, hint in own.items()}


def variables(cls: Any) -> tuple[Any, ...]:
    """The type variables that a generic class declares."""
    generic = getattr(cls, "__pydantic_generic_metadata__", None)
    return tuple(generic["parameters"] if generic else getattr(cls, "__parameters__", ()))


@functools.lru_cache(maxsize=1024)
def _annotations(cls: type) -> Mapping[str, Any]:
    """The annotations that stand in the body of `cls` itself, evaluated one by one."""
    raw = {} if cls.__module__ == "builtins" else getattr(cls, "__annotations__", {})
    return {name: _evaluated(cls, name, annotation) for name, annotation in raw.items()}


def _evaluated(cls: type, name: str, annotation: Any) -> Any:
    holder = type(cls.__name__, (), {"__annotations__": {name: annotation}, "__module__": cls.__module__})
    module = sys.modules.get(cls.__module__)
    try:
        # Names of the module win over names of the class body, where a field often hides its own type.
        hints = typing.get_type_hints(
            holder, {cls.__name__: cls, **vars(cls)}, vars(module) if module else {}, include_extras=True
        )
    except (NameError, TypeError, AttributeError, SyntaxError):
        return NewType(str(annotation), object)
    return hints[name]


def attribute(hint: Any, name: str) -> Any:
    """The type of attribute `name` of instances of `hint`, None when it has none, `Any` when that is not said."""
    origin, _ = unpack(hint)
    if not isinstance(origin, type):
        return None
    annotated = (model_fields(hint) if is_model(hint) else declared(hint)).get(name)
    if annotated is not None:
        return plain(annotated)
    owner = next((ancestor for ancestor in origin.__mro__ if name in vars(ancestor)), None)
    return None if owner is None else _stated(vars(owner)[name], hint, owner)


def _stated(member: Any, hint: Any, owner: type) -> Any:
    """What `owner`, of which `hint` is or descends, says about the type of a member that it does not annotate."""
    from compound.ports.lineage import view

    getter = getattr(member, "fget", None) or getattr(member, "func", None)
    if getter is None:
        return Any if isinstance(member, types.GetSetDescriptorType | types.MemberDescriptorType) else type(member)
    try:
        returned = typing.get_type_hints(getter).get("return", Any)
    except (NameError, TypeError):
        return Any
    return substitute(returned, dict(zip(variables(owner), view(hint, owner) or (), strict=False)))


def requirements(protocol: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a protocol asks for: its data attributes with their types, and the names of its methods."""
    origin, _ = unpack(protocol)
    names: dict[str, None] = {}
    for ancestor in origin.__mro__:
        if is_protocol(ancestor):
            names |= dict.fromkeys((*vars(ancestor), *_annotations(ancestor)))
    data: dict[str, Any] = {}
    methods = []
    for name in names:
        if name in _MACHINERY:
            continue
        if name not in declared(origin) and callable(getattr(origin, name, None)):
            methods.append(name)
        else:
            data[name] = attribute(protocol, name)
    return data, tuple(methods)


def keys(typed_dict: Any) -> dict[str, tuple[Any, bool]]:
    """The keys of a TypedDict: the type of each, and whether it is required."""
    origin, _ = unpack(typed_dict)
    found = {}
    for name, hint in declared(typed_dict).items():
        qualifier = typing.get_origin(hint)
        required = name in origin.__required_keys__
        if qualifier in (Required, NotRequired):
            required = qualifier is Required
        found[name] = (plain(hint), required)
    return found


def model_fields(model: Any) -> dict[str, Any]:
    """The fields of a pydantic model, constraints kept as `Annotated` metadata."""
    if not model.__pydantic_complete__:
        model.model_rebuild(raise_errors=False)
    fields = {}
    for name, field in model.__pydantic_fields__.items():
        fields[name] = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    return fields


def data_class_fields(hint: Any) -> dict[str, Any]:
    """The fields of a dataclass, class variables and init-only ones left out."""
    from dataclasses import fields

    origin, _ = unpack(hint)
    hints = declared(hint)
    return {field.name: plain(hints.get(field.name, Any)) for field in fields(origin)}


def named_tuple_fields(hint: Any) -> dict[str, Any]:
    """The fields of a named tuple, `Any` where its class was made without types."""
    origin, _ = unpack(hint)
    hints = declared(hint)
    return {name: plain(hints.get(name, Any)) for name in origin._fields}
