"""Reading a declared field of a symbolic value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.errors.build import SymbolMisuse
from compound.ports.fields import field_types, tuple_items
from compound.ports.naming import type_name
from compound.ports.signature import Port

if TYPE_CHECKING:
    from compound.graph.symbol import Symbol
    from compound.graph.trace import Trace


class Projection:
    """Reads one field (an attribute) or one item (an index or key) of a value."""

    __slots__ = ("attribute", "key")

    def __init__(self, key: Any, attribute: bool) -> None:
        self.key = key
        self.attribute = attribute

    def __call__(self, value: Any) -> Any:
        return getattr(value, self.key) if self.attribute else value[self.key]


def project_port(trace: Trace, symbol: Symbol, field: str) -> Port:
    """The port of a declared field. Raises SymbolMisuse for anything else, methods and properties included."""
    hint = symbol._port.hint
    declared = _attributes(hint)
    if field in declared:
        return Port(field, declared[field], keyword=True)
    raise SymbolMisuse(
        what=trace.describe(symbol), operation=f"reading `.{field}`", mend=_mend(hint, field, tuple(declared))
    )


def item_port(trace: Trace, symbol: Symbol, key: Any) -> Port:
    """The port of an item of a fixed-length tuple, or of a key of a TypedDict."""
    hint = symbol._port.hint
    items = tuple_items(hint)
    if items is not None and isinstance(key, int) and -len(items) <= key < len(items):
        return Port(str(key), items[key])
    if isinstance(key, str) and key in _keys(hint):
        return Port(key, _keys(hint)[key])
    raise SymbolMisuse(
        what=trace.describe(symbol),
        operation=f"taking item {key!r}",
        mend="Only tuples of known length and TypedDicts have items that are known now; pick others in a node.",
    )


def _attributes(hint: Any) -> dict[str, Any]:
    return {} if _is_typed_dict(hint) else field_types(hint) or {}


def _keys(hint: Any) -> dict[str, Any]:
    return field_types(hint) or {} if _is_typed_dict(hint) else {}


def _is_typed_dict(hint: Any) -> bool:
    return hasattr(hint, "__total__") and hasattr(hint, "__required_keys__")


def _mend(hint: Any, field: str, declared: tuple[str, ...]) -> str:
    if hasattr(hint, field):
        return f"`{field}` is a method or property of {type_name(hint)}; call it in a node. {_known(declared)}"
    import difflib

    near = difflib.get_close_matches(field, declared, n=1)
    return f"{f'Did you mean `.{near[0]}`? ' if near else ''}{_known(declared)}"


def _known(declared: tuple[str, ...]) -> str:
    return f"Its declared fields are {', '.join(declared)}." if declared else "It has no declared fields."
