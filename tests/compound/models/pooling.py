"""Small models of a known size, and calls that use them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from compound.models.entry import Wanted
from compound.models.pool import ModelPool
from compound.run.context import NodeContext, current_node, entered
from compound.run.token import Token


class Fake:
    """A model that takes as many bytes as it says, for the account."""

    def __init__(self, name: str, parts: tuple[Any, ...] = ()) -> None:
        self.name = name
        self.parts = parts


class Loads:
    """Wanted models, and how often each was loaded."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def of(self, name: str, size: int | None = 1, load: Callable[[], Any] | None = None) -> Wanted[Any]:
        def loading() -> Any:
            self.order.append(name)
            return load() if load is not None else Fake(name)

        return Wanted(name, loading, size)


@contextmanager
def call(token: Token | None = None) -> Iterator[NodeContext]:
    """As when a lane makes a call; within another it is a call of that one's pipeline."""
    with entered(NodeContext("node", token, around=current_node())) as context:
        yield context


def names(pool: ModelPool) -> list[str]:
    """What is loaded, the least recently used first."""
    return [model.name for model in pool.loaded()]


def wait_until(condition: Callable[[], bool]) -> None:
    """Returns when it holds; fails after a generous time."""
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.001)


def in_thread(work: Callable[[], Any]) -> threading.Thread:
    """The thread that does it now."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def waiting(pool: ModelPool) -> int:
    """How many wait for the pool."""
    with pool._changed:
        return len(pool._line._requests)


@pytest.fixture
def nothing_to_reclaim(monkeypatch: pytest.MonkeyPatch) -> None:
    """Collecting garbage after each unloading takes longer than all else that these models need."""
    monkeypatch.setattr("compound.models.reclaiming.reclaim", lambda: None)
