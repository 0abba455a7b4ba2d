"""Values to JSON; `compound.values.codec` says the form."""

from __future__ import annotations

import json
import math
from enum import Enum
from typing import Any

from compound.errors.values import NotEncodable
from compound.store.blobs import Blobs
from compound.values.frozen import FrozenMap
from compound.values.hints import HINTED_ARRAYS, entry_hints, field_hints, is_record, item_hints, kind, name_of
from compound.values.leaves import BY_TYPE


class Encoder:
    """Writes values as JSON, and their blobs into a store."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    def encode(self, value: Any, hint: Any, path: str) -> Any:
        """`value`, which `hint` declares and which stands at `path`, in JSON's types."""
        cls: type = type(value)
        if value is None or cls in (bool, int, str) or (cls is float and math.isfinite(value)):
            return value
        if cls in (list, tuple, set, frozenset):
            return self._array(value, hint, path)
        if cls in (dict, FrozenMap):
            return self._mapping(value, hint, path)
        if cls in BY_TYPE:
            return {"$kind": BY_TYPE[cls].kind, "text": BY_TYPE[cls].to_text(value)}
        if isinstance(value, Enum):
            return {"$type": name_of(cls), "member": value.name}
        if is_record(cls):
            return self._record(value, hint, path)
        return self._blob(value, path)

    def _array(self, value: Any, hint: Any, path: str) -> Any:
        cls = type(value)
        hints = item_hints(hint, len(value))
        items = [self.encode(item, hints[at], f"{path}[{at}]") for at, item in enumerate(value)]
        if cls in (set, frozenset):
            items.sort(key=lambda item: json.dumps(item, sort_keys=True))
        told = kind(hint) if kind(hint) in HINTED_ARRAYS else list
        return items if cls is told else {"$kind": cls.__name__, "items": items}

    def _mapping(self, value: Any, hint: Any, path: str) -> Any:
        cls = type(value)
        keys = list(value)
        hints = entry_hints(hint, keys)
        items = [self.encode(value[key], below, f"{path}[{key!r}]") for key, below in zip(keys, hints, strict=True)]
        told = FrozenMap if kind(hint) is FrozenMap else dict
        if cls is told and not is_record(kind(hint)) and all(type(key) is str and key[:1] != "$" for key in keys):
            return dict(zip(keys, items, strict=True))
        pairs = [[self.encode(key, Any, f"key of {path}"), item] for key, item in zip(keys, items, strict=True)]
        return {"$kind": cls.__name__, "items": pairs}

    def _record(self, value: Any, hint: Any, path: str) -> Any:
        cls = type(value)
        data = {} if kind(hint) is cls else {"$type": name_of(cls)}
        for name, below in field_hints(cls, hint).items():
            data[name] = self.encode(getattr(value, name), below, f"{path}.{name}")
        extra = getattr(value, "__pydantic_extra__", None)
        if extra:
            data["$extra"] = self.encode(extra, Any, path)
        return data

    def _blob(self, value: Any, path: str) -> Any:
        from compound.values.blobbed import for_type

        cls = type(value)
        blobbed = for_type(cls)
        if blobbed is None:
            raise NotEncodable(path=path, type_name=name_of(cls), reason="its type is not known here")
        try:
            data, words = blobbed.write(value)
        except TypeError as error:
            raise NotEncodable(path=path, type_name=name_of(cls), reason=str(error)) from error
        return {"$blob": self._blobs.put(data), "kind": blobbed.kind, **words}
