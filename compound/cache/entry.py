"""One kept answer, sealed so that what was changed since is noticed."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from blake3 import blake3

from compound.cache.answers import Answered, Hit
from compound.store.blobs import Blobs
from compound.store.kept import value_of

INLINE = 32 << 10
"""Bytes of a record up to which it stands in the table itself; a larger one is a blob."""


class Entry(NamedTuple):
    """The columns of `ANSWERS` that make an answer. Those of a file may hold anything until `is_sound`."""

    record: bytes
    inline: int
    output: str | None
    models: str
    seconds: float
    made: float
    seal: bytes

    @classmethod
    def of(cls, answered: Answered, blobs: Blobs, made: float) -> Entry:
        """An entry for an answer computed at that time. Raises what `Blobs.put` raises."""
        record = answered.record
        inline = len(record) <= INLINE
        if not inline:
            record = blobs.put(record).encode()
        told = record, int(inline), answered.output, _written(tuple(answered.models)), float(answered.seconds), made
        return cls(*told, _seal(answered.key.digest, told))

    def is_sound(self, key: str) -> bool:
        """Whether all of it is as it was put, under this very key."""
        return isinstance(self.record, bytes) and _seal(key, self[:-1]) == self.seal

    def hit(self, hint: Any, blobs: Blobs) -> Hit:
        """The answer of a sound entry, all its blobs read. Raises what `compound.store.kept.recall` raises."""
        record = self.record if self.inline else blobs.get(self.record.decode())
        return Hit(value_of(record, hint, blobs), self.made, self.seconds, _listed(self.models), self.output)


def _seal(key: str, told: tuple[Any, ...]) -> bytes:
    """blake3 over the key and all that the entry tells; spelled by `repr`, which tells types and ends apart."""
    return blake3(f"{key} {told!r}".encode("utf-8", "surrogatepass")).digest()


@lru_cache
def _written(models: tuple[str, ...]) -> str:
    return json.dumps(models)


@lru_cache
def _listed(models: str) -> tuple[str, ...]:
    return tuple(json.loads(models))
