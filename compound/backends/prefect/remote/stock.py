"""Values in the store that flow and workers share."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from compound.errors.ports import Mismatch
from compound.errors.store import NotKeyable
from compound.errors.values import NotDecodable
from compound.keys.value import key_of
from compound.ports.checker import checker
from compound.store.kept import record_of, value_of
from compound.store.reference import Reference, blobs_at

SMALL = 1 << 10
"""Bytes up to which a record travels in the reference itself: less than what asking a store for it would cost."""
_REFERS = b'"$blob"'


class Stock:
    """Keeps values for whoever is sent a reference, and reads those that others kept."""

    def __init__(self, place: str) -> None:
        """Values in a folder or below a URL. Raises StoreUnreachable."""
        self.blobs = blobs_at(place)
        self.place = self.blobs.shelf.place

    def keep(self, value: Any) -> Reference:
        """Raises NotEncodable for what has no form without code, and what `Blobs.put` raises."""
        record = record_of(value, self.blobs)
        if len(record) <= SMALL and _REFERS not in record:
            return Reference(_key(value), record, None, self.place)
        return Reference(_key(value), None, self.blobs.put(record), self.place)

    def read(self, reference: Reference, hint: Any) -> Any:
        """The value, checked against `hint`, the type it was declared with.

        Raises NotDecodable, and what `Blobs.get` raises.
        """
        blobs = self.blobs if reference.place == self.place else blobs_at(reference.place)
        record = blobs.get(reference.record) if reference.inline is None else reference.inline  # type: ignore[arg-type]
        name = f"value {reference.key}"
        return _checked(value_of(record, hint, blobs, name=name), hint, name)


@lru_cache(maxsize=16)
def stock_at(place: str) -> Stock:
    """The stock at a place, opened once in a process."""
    return Stock(place)


def _checked(value: Any, hint: Any, name: str) -> Any:
    guard = checker(hint)
    try:
        if type(value) is not guard.exact:
            guard.check(value)
    except Mismatch as mismatch:
        raise NotDecodable(path=name, expected=mismatch.declared, reason=f"it is {mismatch.summary}") from mismatch
    return value


def _key(value: Any) -> str | None:
    try:
        return key_of(value)
    except NotKeyable:
        return None
