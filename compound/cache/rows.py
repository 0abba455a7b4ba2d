"""What a cache asks at every call, of the driver itself: SQLAlchemy would take longer than the answer.

All raise what `sqlite3` raises.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any

from compound.cache.entry import Entry
from compound.keys.node import Key
from compound.keys.recipe import Recipe

_COLUMNS = ("key", "node", "recipe", "asked", "used", *Entry._fields)
_FIND = f"SELECT {', '.join(Entry._fields)}, used FROM answers WHERE key = ?"
_TOUCH = "UPDATE answers SET used = ? WHERE key = ?"
_PUT = f"INSERT OR REPLACE INTO answers ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_HAS_RECIPE = "SELECT 1 FROM recipes WHERE digest = ?"
_PUT_RECIPE = "INSERT INTO recipes (digest, parts) VALUES (?, ?)"


def find(connection: Connection, digest: str) -> tuple[Entry, Any] | None:
    """The entry of the key with this digest, sound or not, and when it was last used."""
    row = connection.execute(_FIND, (digest,)).fetchone()
    return None if row is None else (Entry._make(row[:-1]), row[-1])


def touch(connection: Connection, use: tuple[str, float]) -> None:
    """Say when the answer of the key with this digest was used."""
    digest, now = use
    connection.execute(_TOUCH, (now, digest))


def write(connection: Connection, entries: Sequence[tuple[Key, Entry]]) -> None:
    """Put the entries, in place of others of the same keys: all of them or none."""
    rows = [_row(key, entry) for key, entry in entries]
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        for recipe in {key.recipe.digest: key.recipe for key, _ in entries}.values():
            _put_recipe(connection, recipe)
        connection.executemany(_PUT, rows)


def _put_recipe(connection: Connection, recipe: Recipe) -> None:
    if connection.execute(_HAS_RECIPE, (recipe.digest,)).fetchone() is None:
        parts = zlib.compress(json.dumps(dict(recipe.parts)).encode())
        connection.execute(_PUT_RECIPE, (recipe.digest, parts))


def _row(key: Key, entry: Entry) -> tuple[Any, ...]:
    return key.digest, key.recipe.parts["node"], key.recipe.digest, json.dumps(key.asked()), entry.made, *entry
