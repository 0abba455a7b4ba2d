"""Kept values that are small enough to be shown in a line."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, func, select

from compound.journal import tables

_SHORT = 60
"""Bytes of a record up to which it is shown."""
_MANY = 500
"""Digests that are asked for at once."""


def glimpses(connection: Connection, digests: Collection[str | None]) -> dict[str, str]:
    """The values of these keys as JSON, as far as they are kept, plain and short."""
    return dict(_found(connection, sorted(digest for digest in set(digests) if digest)))


def _found(connection: Connection, digests: list[str]) -> Iterator[tuple[str, str]]:
    values = tables.values.c
    for start in range(0, len(digests), _MANY):
        some = values.digest.in_(digests[start : start + _MANY])
        short = select(values.digest, values.inline).where(some, func.length(values.inline) <= _SHORT)
        for row in connection.execute(short):
            yield row.digest, row.inline.decode("utf-8", "replace")
