"""What a cache asks of its tables. All raise what SQLAlchemy raises."""

from __future__ import annotations

import json
import zlib
from typing import Any

from sqlalchemy import Connection, bindparam, select, type_coerce, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.types import NullType

from compound.cache.entry import Entry
from compound.cache.tables import ANSWERS, RECIPES
from compound.keys.node import Key

# As they lie there: of an edited row a column may hold what its type could not convert.
_FOUND = select(
    *(type_coerce(ANSWERS.c[name], NullType) for name in (*Entry.__dataclass_fields__, "used")),
).where(ANSWERS.c.key == bindparam("digest"))
_USED = update(ANSWERS).where(ANSWERS.c.key == bindparam("digest")).values(used=bindparam("now"))
_PUT = insert(ANSWERS).prefix_with("OR REPLACE")
_PUT_RECIPE = insert(RECIPES).on_conflict_do_nothing()
_HAS_RECIPE = select(RECIPES.c.digest).where(RECIPES.c.digest == bindparam("digest"))


def find(connection: Connection, digest: str) -> tuple[Entry, Any] | None:
    """The entry of the key with this digest, sound or not, and when it was last used."""
    row = connection.execute(_FOUND, {"digest": digest}).first()
    if row is None:
        return None
    values: list[Any] = list(row)
    used = values.pop()
    return Entry(*values), used


def touch(connection: Connection, digest: str, now: float) -> None:
    """Say that the answer was used."""
    connection.execute(_USED, {"digest": digest, "now": now})


def write(connection: Connection, key: Key, entry: Entry) -> None:
    """Put the entry, in place of another of the same key."""
    recipe = key.recipe
    if connection.execute(_HAS_RECIPE, {"digest": recipe.digest}).first() is None:
        parts = zlib.compress(json.dumps(dict(recipe.parts)).encode())
        connection.execute(_PUT_RECIPE, {"digest": recipe.digest, "parts": parts})
    named = {"key": key.digest, "node": recipe.parts["node"], "recipe": recipe.digest}
    asked = json.dumps({name: part for name, part in key.parts().items() if name not in recipe.parts})
    columns = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    connection.execute(_PUT, {**named, "asked": asked, "used": entry.made, **columns})
