"""One kept answer, sealed so that what was changed since is noticed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from blake3 import blake3

from compound.cache.answers import Hit
from compound.store.blobs import Blobs
from compound.store.kept import record_of, value_of

INLINE = 32 << 10
"""Bytes of a record up to which it stands in the table itself; a larger one is a blob."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The columns of `ANSWERS` that make an answer. Those of a file may hold anything until `is_sound`."""

    record: bytes
    inline: int
    models: str
    seconds: float
    made: float
    seal: bytes

    @classmethod
    def of(cls, key: str, value: Any, blobs: Blobs, spent: tuple[Sequence[str], float, float]) -> Entry:
        """An entry for the value; its models, seconds and time. Raises what `compound.store.kept.keep` raises."""
        record = record_of(value, blobs)
        inline = len(record) <= INLINE
        if not inline:
            record = blobs.put(record).encode()
        models, seconds, made = spent
        names = json.dumps(list(models))
        told = record, int(inline), names, float(seconds), made
        return cls(*told, _seal(key, told))

    def is_sound(self, key: str) -> bool:
        """Whether all of it is as it was put, under this very key."""
        told = self.record, self.inline, self.models, self.seconds, self.made
        return isinstance(self.record, bytes) and _seal(key, told) == self.seal

    def hit(self, hint: Any, blobs: Blobs) -> Hit:
        """The answer of a sound entry. Raises what `compound.store.kept.recall` raises."""
        record = self.record if self.inline else blobs.get(self.record.decode())
        return Hit(value_of(record, hint, blobs), self.made, self.seconds, tuple(json.loads(self.models)))


def _seal(key: str, told: tuple[Any, ...]) -> bytes:
    """blake3 over the key and all that the entry tells; spelled by `repr`, which tells types and ends apart."""
    return blake3(f"{key} {told!r}".encode("utf-8", "surrogatepass")).digest()
