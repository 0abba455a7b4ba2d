"""What a cache may forget, told before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import time

from sqlalchemy import Connection, bindparam, delete, func, select

from compound.cache.cache import Cache
from compound.cache.tables import ANSWERS, RECIPES
from compound.store.blobs import Blobs
from compound.store.shelf import is_digest
from compound.store.sweep import Limits

_SIZE = func.length(ANSWERS.c.record) + func.length(ANSWERS.c.asked)
_BY_USE = select(ANSWERS.c.key, ANSWERS.c.used, _SIZE).order_by(ANSWERS.c.used)
_FORGET = delete(ANSWERS).where(ANSWERS.c.key == bindparam("digest"), ANSWERS.c.used <= bindparam("last"))
_LARGE = select(ANSWERS.c.key, func.hex(ANSWERS.c.record)).where(ANSWERS.c.inline == 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as a cache lists it."""

    key: str
    used: float
    """When it was last used, to a quarter of a day, in seconds since 1970."""
    size: int
    """Bytes in the table itself; a large answer is a blob, which counts among the blobs."""


@dataclass(frozen=True, slots=True)
class Trim:
    """What a trimming would remove. Nothing is removed before `carry_out`."""

    cache: Cache
    doomed: tuple[Answer, ...]
    """The least recently used first."""
    count: int
    """Of all answers."""
    size: int
    """Bytes of all answers."""

    @property
    def freed(self) -> int:
        """Bytes that removing takes away."""
        return sum(answer.size for answer in self.doomed)

    def carry_out(self) -> int:
        """Remove what is doomed, but for what was used meanwhile, and what leads to a blob that is gone; how many.

        Sweep the blobs first. Raises `StoreFull`, `StoreUnreadable`.
        """
        with self.cache.database.connection() as connection:
            gone = _forget(connection, [(answer.key, answer.used) for answer in self.doomed])
            gone += _forget(connection, [(key, time()) for key in _blobless(connection, self.cache.blobs)])
            connection.execute(delete(RECIPES).where(RECIPES.c.digest.not_in(select(ANSWERS.c.recipe))))
        return gone


def trim(cache: Cache, limits: Limits) -> Trim:
    """What would have to go: answers unused for longer, then the least recently used above the size of the table.

    Blobs that answers lead to are not kept alive by them: `compound.store.sweep.sweep` takes them by the same limits,
    and an answer without its blob is computed again. Raises `StoreUnreadable`.
    """
    with cache.database.connection() as connection:
        answers = [Answer(*row) for row in connection.execute(_BY_USE).all()]
    size = sum(answer.size for answer in answers)
    return Trim(cache, tuple(_doomed(answers, limits, size)), len(answers), size)


def _doomed(answers: Sequence[Answer], limits: Limits, size: int) -> Iterator[Answer]:
    oldest = float("-inf") if limits.unused is None else time() - limits.unused
    for answer in answers:
        if answer.used > oldest and (limits.size is None or size <= limits.size):
            return
        size -= answer.size
        yield answer


def _forget(connection: Connection, doomed: Sequence[tuple[str, float]]) -> int:
    if not doomed:
        return 0
    rows = [{"digest": key, "last": used} for key, used in doomed]
    return connection.execute(_FORGET, rows).rowcount


def _blobless(connection: Connection, blobs: Blobs) -> list[str]:
    """Keys of the answers whose record is a blob that is no longer there."""
    return [key for key, record in connection.execute(_LARGE).all() if not _is_there(record, blobs)]


def _is_there(record: str, blobs: Blobs) -> bool:
    digest = bytes.fromhex(record).decode("ascii", "replace")
    return is_digest(digest) and blobs.has(digest)
