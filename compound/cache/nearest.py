"""Why an answer was not there: what its key has that no earlier key of the same node had."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select

from compound.cache.tables import ANSWERS, RECIPES
from compound.keys.node import changed

CANDIDATES = 1000
"""Of a node's earlier answers so many are looked at, the latest."""
_DAMAGE = (ValueError, TypeError, AttributeError, zlib.error)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The earlier answer whose key differs the least, the latest of several."""

    key: str
    """Digest of its key."""
    made: float
    """When it was computed, in seconds since 1970."""
    changed: tuple[str, ...]
    """Names of the parts that differ, in alphabetical order; none when the answer was there."""


def nearest(connection: Connection, parts: Mapping[str, str], before: float) -> Nearest | None:
    """The nearest answer of the same node that was made before that time; None when there is none.

    `parts` are those of `Key.parts`.
    """
    found = (
        Nearest(key, made, changed(theirs, parts)) for key, made, theirs in _earlier(connection, parts["node"], before)
    )
    return min(found, key=lambda near: (len(near.changed), -near.made), default=None)


def parts_of(connection: Connection, digest: str) -> Mapping[str, str] | None:
    """The parts of the key with this digest; None when no answer is kept for it, or what is told of it is damaged."""
    row = connection.execute(select(ANSWERS.c.recipe, ANSWERS.c.asked).where(ANSWERS.c.key == digest)).first()
    return None if row is None else _joined(_recipe(connection, row.recipe), row.asked)


def _earlier(connection: Connection, node: str, before: float) -> Iterator[tuple[str, float, Mapping[str, str]]]:
    recipe = lru_cache(lambda digest: _recipe(connection, digest))
    latest = (
        select(ANSWERS.c.key, ANSWERS.c.made, ANSWERS.c.recipe, ANSWERS.c.asked)
        .where(ANSWERS.c.node == node, ANSWERS.c.made < before)
        .order_by(ANSWERS.c.made.desc())
        .limit(CANDIDATES)
    )
    for row in connection.execute(latest).all():
        theirs = _joined(recipe(row.recipe), row.asked)
        if theirs is not None and isinstance(row.made, float):
            yield row.key, row.made, theirs


def _recipe(connection: Connection, digest: str) -> Mapping[str, str] | None:
    packed = connection.scalar(select(RECIPES.c.parts).where(RECIPES.c.digest == digest))
    return None if packed is None else _parsed(lambda: zlib.decompress(packed))


def _joined(recipe: Mapping[str, str] | None, asked: Any) -> Mapping[str, str] | None:
    rest = _parsed(lambda: asked)
    return None if recipe is None or rest is None else {**recipe, **rest}


def _parsed(text: Callable[[], Any]) -> Mapping[str, str] | None:
    """The JSON object in the text; None where it is damaged: an explanation goes on without it."""
    try:
        parsed = json.loads(text())
    except _DAMAGE:
        return None
    return parsed if isinstance(parsed, dict) else None
