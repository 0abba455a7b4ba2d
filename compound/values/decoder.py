"""JSON to values; `compound.values.codec` says the form."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from pydantic import BaseModel, RootModel

from compound.errors.root import CompoundError
from compound.errors.values import NotDecodable
from compound.store.blobs import Blobs
from compound.values.frozen import FrozenMap
from compound.values.hints import HINTED_ARRAYS, entry_hints, field_hints, find_type, is_record, item_hints, kind
from compound.values.leaves import BY_KIND

_ARRAYS: dict[str, Callable[[list[Any]], Any]] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
_MAPPINGS: dict[str, Callable[[dict[Any, Any]], Any]] = {"dict": dict, "FrozenMap": FrozenMap}

_HOLDING = (dict, list)
"""What JSON nests; all else stands for itself."""

# What the readers below raise on data that they were not meant for.
_MALFORMED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, EOFError)


class Decoder:
    """Reads values from JSON, and their blobs from a store."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def decode(self, data: Any, hint: Any, path: str) -> Any:
        """The value that `data`, which stands at `path`, says under `hint`."""
        if isinstance(data, list):
            told = kind(hint) if kind(hint) in HINTED_ARRAYS else list
            return told(self._items(data, hint, path))
        if not isinstance(data, dict):
            return data
        try:
            return self._object(data, hint, path)
        except CompoundError:
            raise
        except _MALFORMED as error:
            raise NotDecodable(path=path, expected=str(hint), reason=str(error) or repr(error)) from error

    def _object(self, data: dict[str, Any], hint: Any, path: str) -> Any:
        if "$blob" in data:
            return self._blob(data)
        if "$kind" in data:
            return self._tagged(data, hint, path)
        if "$type" in data:
            return self._named(data, hint, path)
        if is_record(kind(hint)):
            return self._record(kind(hint), data, hint, path)
        values = self._entries(list(data), list(data.values()), hint, path)
        plain = dict(zip(data, values, strict=True))
        return FrozenMap(plain) if kind(hint) is FrozenMap else plain

    def _blob(self, data: dict[str, Any]) -> Any:
        from compound.values import blobbed

        return blobbed.BY_KIND[data["kind"]].read(self._blobs.get(data["$blob"]), data)

    def _tagged(self, data: dict[str, Any], hint: Any, path: str) -> Any:
        name = data["$kind"]
        if name in _ARRAYS:
            return _ARRAYS[name](self._items(data["items"], hint, path))
        if name in _MAPPINGS:
            keys = [self.decode(key, Any, f"key of {path}") for key, _ in data["items"]]
            values = self._entries(keys, [value for _, value in data["items"]], hint, path)
            return _MAPPINGS[name](dict(zip(keys, values, strict=True)))
        return BY_KIND[name].from_text(data["text"])

    def _named(self, data: dict[str, Any], hint: Any, path: str) -> Any:
        cls = find_type(data["$type"], hint)
        if cls is None:
            raise LookupError(f"{data['$type']} is none of the types that are declared here, nor a subclass of one")
        if issubclass(cls, Enum):
            return cls[data["member"]]
        fields = {key: value for key, value in data.items() if key != "$type"}
        return self._record(cls, fields, hint, path)

    def _record(self, cls: type, data: dict[str, Any], hint: Any, path: str) -> Any:
        hints = field_hints(cls, hint)
        fields = {}
        for name, value in data.items():
            if name != "$extra":
                below = hints[name]
                fields[name] = self.decode(value, below, f"{path}.{name}") if type(value) in _HOLDING else value
        if issubclass(cls, RootModel):
            return cls.model_validate(fields["root"])
        if issubclass(cls, BaseModel):
            extra = self.decode(data["$extra"], Any, path) if "$extra" in data else {}
            return cls.model_validate({**fields, **extra}, by_name=True)
        return cls(**fields)

    def _items(self, items: list[Any], hint: Any, path: str) -> list[Any]:
        hints = item_hints(hint, len(items))
        return [self.decode(item, hints[at], f"{path}[{at}]") for at, item in enumerate(items)]

    def _entries(self, keys: list[Any], values: list[Any], hint: Any, path: str) -> list[Any]:
        hints = entry_hints(hint, keys)
        return [
            self.decode(value, below, f"{path}[{key!r}]") for key, value, below in zip(keys, values, hints, strict=True)
        ]
