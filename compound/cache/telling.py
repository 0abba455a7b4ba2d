"""What a cache says of its own failures: each thing once, as a warning."""

from __future__ import annotations

import warnings
from pathlib import Path

from compound.cache.answers import Miss
from compound.errors.cache import AnswerNotKept, CacheDamaged, CacheEntryBroken, CacheUnusable
from compound.errors.store import StoreFull, StoreUnreachable, StoreUnreadable, StoreUnwritable
from compound.keys.node import Key

UNUSABLE = (StoreFull, StoreUnwritable, StoreUnreadable, StoreUnreachable)
"""What makes a cache do without, and never its caller."""


class Telling:
    """The warnings of one cache."""

    def __init__(self, place: Path) -> None:
        """`place` is its file."""
        self.unkept: set[str] = set()
        """Nodes whose answers cannot be kept or found again."""
        self._place = place
        self._told: dict[tuple[type[Warning], str], Warning] = {}

    def not_kept(self, key: Key, error: Exception) -> None:
        """The type of the answer has no form; said once a node."""
        node = key.recipe.parts["node"]
        self.unkept.add(node)
        self._once(node, AnswerNotKept(node=node, reason=str(error)))

    def broken(self, key: Key, reason: str) -> Miss:
        """The entry was changed; said once a key."""
        warning = CacheEntryBroken(node=key.recipe.parts["node"], key=key.digest, reason=reason)
        self._once(key.digest, warning)
        return Miss("broken")

    def unusable(self, error: Exception) -> Miss:
        """One of `UNUSABLE`; said once."""
        if not isinstance(error, CacheDamaged):  # of which was warned when it was set aside
            self._once("", CacheUnusable(place=str(self._place), reason=str(error)))
        return Miss("unusable")

    def _once(self, subject: str, warning: Warning) -> None:
        if self._told.setdefault((type(warning), subject), warning) is warning:
            warnings.warn(warning, stacklevel=2)
