"""Values that the journal holds already, whole and in itself, so that they need not be written again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from compound.journal.tables import values

_AT_ONCE = 500
"""Digests in one question: SQLite took no more than 999 before 3.32 (https://www.sqlite.org/limits.html)."""
_PLAIN = (bool, int, float, str, type(None))


def held_inline(connection: Connection, kept: Mapping[str, Any]) -> set[str]:
    """Those of the digests whose record stands in the table; not those of plain values, quicker written than sought.

    What leads to blobs is not among them: these may have been collected.
    """
    sought = [digest for digest, value in kept.items() if type(value) not in _PLAIN]
    found: set[str] = set()
    for first in range(0, len(sought), _AT_ONCE):
        some = sought[first : first + _AT_ONCE]
        asked = select(values.c.digest).where(values.c.digest.in_(some), values.c.inline.is_not(None))
        found.update(connection.scalars(asked))
    return found
