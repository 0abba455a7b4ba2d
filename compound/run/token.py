"""A cancellation that threads can ask for and others are told of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress


class Token:
    """Set once; never unset."""

    __slots__ = ("_told", "cancelled")

    def __init__(self) -> None:
        self.cancelled = False
        self._told: list[Callable[[], object]] = []

    def cancel(self) -> None:
        """Asks everything that holds the token to stop. Safe from any thread, and more than once."""
        self.cancelled = True
        while self._told:
            self._told.pop()()

    def tell(self, callback: Callable[[], object]) -> None:
        """Calls back when cancelled; at once when that has happened already."""
        self._told.append(callback)
        if self.cancelled:
            self.cancel()

    def forget(self, callback: Callable[[], object]) -> None:
        """Takes a callback back."""
        with suppress(ValueError):
            self._told.remove(callback)
