"""What a cache answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from compound.keys.node import Key

Reason = Literal["absent", "expired", "gone", "broken", "unreadable", "unusable"]
"""`absent` was never kept or was trimmed, `expired` is older than its node allows, of `gone` a blob was collected,
`broken` is torn, edited or foreign, `unreadable` has a type that its annotation does not tell, `unusable` says that
the cache itself cannot be read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer that was computed before, whole and checked; a value of the caller's own."""

    value: Any
    made: float
    """When it was computed, in seconds since 1970."""
    seconds: float
    """How long that took."""
    models: tuple[str, ...]
    """Models behind it."""
    output: str | None = None
    """`key_of` the value, if whoever kept it said so."""


@dataclass(frozen=True, slots=True)
class Miss:
    """No answer, and why."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Made:
    """An answer that was computed just now."""

    value: Any
    seconds: float
    """How long it took."""
    kept: bool
    """Whether it will be found again."""
    reason: Reason
    """Why it was not there before."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to be kept."""

    key: Key
    record: bytes
    """As `compound.store.kept.record_of` gives it, with the blobs of the cache."""
    models: Sequence[str] = ()
    """Models behind it."""
    seconds: float = 0.0
    """How long it took."""
    output: str | None = None
    """`key_of` the value, where it is known."""
