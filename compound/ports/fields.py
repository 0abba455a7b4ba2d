"""What may be read off a value of a type before there is one: its declared fields and the items of its tuple."""

from __future__ import annotations

from typing import Any

from compound.ports import hints
from compound.ports.hints import EMPTY, plain, unpack
from compound.ports.lineage import view
from compound.ports.members import data_class_fields, keys, model_fields, named_tuple_fields


def field_types(hint: Any) -> dict[str, Any] | None:
    """The declared fields of a named tuple, dataclass, pydantic model or TypedDict, None for any other type.

    Variables of a generic class are replaced by the arguments of `hint`. Constraints stay as `Annotated`. Of a
    TypedDict only the keys that are always there count.
    """
    hint = _unwrapped(hint)
    origin, _ = unpack(hint)
    if hints.is_typed_dict(origin):
        return {name: field for name, (field, required) in keys(hint).items() if required}
    if hints.is_model(origin):
        return model_fields(hint)
    if hints.is_data_class(origin):
        return data_class_fields(hint)
    return named_tuple_fields(hint) if hints.is_named_tuple(origin) else None


def tuple_items(hint: Any) -> tuple[Any, ...] | None:
    """The types of the items of a named tuple or a tuple of fixed length, None for any other type."""
    items = view(_unwrapped(hint), tuple)
    if not items or items[1:] == (...,):
        return None
    return () if items == EMPTY else items


def _unwrapped(hint: Any) -> Any:
    """`hint` without the wrappers that leave a value's fields as they are."""
    hint = plain(hint)
    while (wider := hints.expand(hint) if hints.is_alias(hint) else hints.widen(hint)) is not None:
        hint = plain(wider)
    return hint
