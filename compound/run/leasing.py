"""The caller's arrays while a run uses them: read-only, and afterwards as they were, in whatever order runs end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

from compound.ports.seal import arrays_in


class Lease:
    """An array that is read-only for as long as runs use it."""

    __slots__ = ("array", "runs")

    def __init__(self, array: Any) -> None:
        self.array = array
        self.runs = 0


_lock = Lock()
_leases: dict[int, Lease] = {}


@contextmanager
def leased(values: Sequence[Any]) -> Iterator[None]:
    """While it lasts the arrays in the values are read-only."""
    leases = lease(values)
    try:
        yield
    finally:
        give_back(leases)


def lease(values: Sequence[Any]) -> list[Lease]:
    """Makes arrays in the values read-only, for `give_back`; those that were so before are left alone."""
    arrays = arrays_in(values)
    if not arrays:
        return []
    with _lock:
        return [taken for array in arrays if (taken := _take(array)) is not None]


def give_back(leases: Sequence[Lease]) -> None:
    """Makes arrays writeable again that no run uses any more."""
    if not leases:
        return
    with _lock:
        for taken in leases:
            taken.runs -= 1
        unused = [found for found in _leases.values() if not found.runs]
        owners_first = sorted(unused, key=lambda found: found.array.base is not None)
        for found in owners_first:
            _restore(found)


def _take(array: Any) -> Lease | None:
    found = _leases.get(id(array))
    if found is None:
        if not array.flags.writeable:
            return None
        found = _leases[id(array)] = Lease(array)
    found.runs += 1
    array.flags.writeable = False
    return found


def _restore(found: Lease) -> None:
    try:
        found.array.flags.writeable = True
    except ValueError:  # a view of an array that another run still uses: it has to wait for that
        if any(other.runs for other in _leases.values()):
            return
    del _leases[id(found.array)]
