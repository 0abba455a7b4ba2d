"""Whose turn it is on a device: the first, but for a call whose model is not there yet.

If its model fits, it is loaded beside the calls whose models are there; if another model would have to go for it,
those calls go first, which spares swaps. Either way it is passed a bounded number of times. Nothing is lost when what
was loaded ahead goes again before its turn: the call itself asks for it.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from compound.run.ticket import Ticket

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration

PATIENCE = 16
"""How many others may pass the first."""


class Turns:
    """Calls that wait for one device. Calls come from any thread and are taken by the thread of the device."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Ticket] = []
        self._passed = 0

    def add(self, ticket: Ticket) -> None:
        with self._lock:
            self._waiting.append(ticket)

    def take(self) -> Ticket:
        """The call whose turn it is; there must be one."""
        with self._lock:
            place = _first_ready(self._waiting) if self._passed < PATIENCE else 0
            if place and not self._passed:
                _load_ahead(self._waiting[0].declaration)
            self._passed = self._passed + 1 if place else 0
            return self._waiting.pop(place)


def _first_ready(waiting: list[Ticket]) -> int:
    """The place of the first whose model is there or which has none; the first of all if there is no such."""
    seen: dict[Declaration, bool] = {}
    if len(waiting) == 1:
        return 0
    for place, ticket in enumerate(waiting):
        declaration = ticket.declaration
        if declaration not in seen:
            seen[declaration] = _is_ready(declaration)
        if seen[declaration]:
            return place
    return 0


def _is_ready(declaration: Declaration) -> bool:
    if not declaration.loads:
        return True
    from compound.models.pool import pool
    from compound.nodes.resource import key_of

    try:
        return pool().has(key_of(declaration.settings))
    except Exception:  # noqa: BLE001 - settings that cannot be written; the call meets the error as well
        return True


def _load_ahead(declaration: Declaration) -> None:
    threading.Thread(target=_load_if_it_fits, args=(declaration,), name="compound-loading", daemon=True).start()


def _load_if_it_fits(declaration: Declaration) -> None:
    from compound.models.pool import pool
    from compound.nodes.resource import resource_of

    with suppress(Exception):  # the call meets the error as well
        wanted = resource_of(declaration.settings)
        if not pool().swaps(wanted):
            pool().lend(wanted)
