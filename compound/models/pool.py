"""Loaded models, each loaded once in this process."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from compound.errors.models import CircularLoad

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Entry:
    loader: int = field(default_factory=threading.get_ident)
    """The thread that loads; the others wait."""
    future: Future[Any] = field(default_factory=Future)


class ModelPool:
    """Keeps what was loaded under its key. Threads that ask for a key while it is being loaded wait for that load."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[Hashable, _Entry] = {}

    def get(self, key: Hashable, load: Callable[[], T]) -> T:
        """What `load` returned, now or when this key was first asked for.

        A load that raises does so for everyone who waits for it, and leaves nothing behind: the next to ask tries anew.

        Raises:
            CircularLoad: when `load` itself asks for `key`.
        """
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                mine = self._entries[key] = _Entry()
        if entry is None:
            return self._load(key, mine, load)
        if entry.loader == threading.get_ident() and not entry.future.done():
            raise CircularLoad(key=str(key))
        return cast(T, entry.future.result())

    def _load(self, key: Hashable, entry: _Entry, load: Callable[[], T]) -> T:
        try:
            loaded = load()
        except BaseException as error:
            with self._lock:
                del self._entries[key]
            entry.future.set_exception(error)
            raise
        entry.future.set_result(loaded)
        return loaded


@functools.cache
def pool() -> ModelPool:
    """The pool of this process."""
    return ModelPool()
