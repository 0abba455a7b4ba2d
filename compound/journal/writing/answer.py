"""Answers that a cache is given from the records of the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compound.cache.answers import Answered
from compound.cache.telling import UNUSABLE
from compound.journal.values import Values, refers
from compound.keys.value import key_of
from compound.store.reference import Reference

if TYPE_CHECKING:
    from compound.cache.cache import Cache
    from compound.cache.claims import Claim
    from compound.keys.node import Key
    from compound.store.blobs import Blobs


@dataclass(frozen=True, slots=True)
class Answer:
    """What a node gave, for a cache."""

    cache: Cache
    key: Key
    digest: str
    """`key_of` the value."""
    value: Any
    models: Sequence[str]
    """Models behind it."""
    seconds: float
    """How long it took."""
    claim: Claim | None
    """The right to compute it; who waits for it looks again when it is released."""


def give(answers: Sequence[Answer], records: Mapping[str, bytes], blobs: Blobs) -> None:
    """Has each cache keep its answers, and then lets those go on who wait for them, whether that went well or not.

    `records` are those of values by digest, with what they refer to in `blobs`.
    """
    try:
        by_cache: dict[Cache, list[Answered]] = {}
        for answer in answers:
            record = _record(answer, records, blobs)
            if record is None:
                answer.cache.put(answer.key, answer.value, answer.models, answer.seconds)  # which warns that it cannot
            elif _is_unchanged(answer):  # else it was changed in place, perhaps before it was encoded
                told = Answered(answer.key, record, answer.models, answer.seconds, answer.digest)
                by_cache.setdefault(answer.cache, []).append(told)
        for cache, told_to_it in by_cache.items():
            cache.put_all(told_to_it)
    finally:
        for answer in answers:
            if answer.claim is not None:
                answer.claim.release()


def _record(answer: Answer, records: Mapping[str, bytes], blobs: Blobs) -> bytes | None:
    """The record of an answer, its blobs among those of the cache; None for one that cannot be kept."""
    record = records.get(answer.digest)
    if record is not None and (answer.cache.blobs is blobs or not refers(record)):
        return record
    try:
        return record_of(answer.value, Values(answer.cache.blobs))
    except UNUSABLE:
        return None


def _is_unchanged(answer: Answer) -> bool:
    return isinstance(answer.value, Reference) or key_of(answer.value) == answer.digest


def record_of(value: Any, values: Values) -> bytes | None:
    """The record of a value, or of what a reference stands for, which is not read; None for what has none.

    What the record refers to is then on disk. Raises what `Blobs.get` and `Blobs.put` raise.
    """
    return value.copied(values.blobs) if isinstance(value, Reference) else values.record(value)
