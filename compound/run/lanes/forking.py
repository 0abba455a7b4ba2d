"""Lanes after a fork: a child process inherits their objects, but not the threads behind them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def renewed_in_child(make: F) -> F:
    """A function whose results are made once for equal arguments, in whatever thread, and anew in a forked child."""
    made: dict[tuple[Any, ...], Any] = {}
    lock = threading.Lock()

    def get(*args: Any) -> Any:
        if args not in made:
            with lock:
                if args not in made:
                    made[args] = make(*args)
        return made[args]

    def forget() -> None:
        nonlocal lock
        lock = threading.Lock()  # a thread that is not here any more may hold the old one
        made.clear()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forget)
    get.__doc__ = make.__doc__
    return cast(F, get)
