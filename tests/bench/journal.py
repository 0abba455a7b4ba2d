"""What it costs to write a run into the journal, and to ask the cache.

python tests/bench/journal.py
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from compound import Pipeline, node, pipeline
from compound.cache.cache import Cache
from compound.journal.journal import Journal
from compound.journal.writing.recording import Recording
from compound.store.blobs import Blobs
from measuring import Bar, Row, at_most, in_turns

NODES = 1000
PAIRS = 15
MICRO = 1e6


@node
def inc(x: int) -> int:
    return x + 1


@node(cache=True)
def kept_inc(x: int) -> int:
    return x + 1


@pipeline
def chain(x: int) -> int:
    for _ in range(NODES):
        x = inc(x)
    return x


@pipeline
def kept_chain(x: int) -> int:
    for _ in range(NODES):
        x = kept_inc(x)
    return x


def recording() -> list[Row]:
    """Runs of trivial nodes, all committed when they return, above the same run without a journal.

    By default such nodes are not looked up in the cache; those that say `cache=True` are, and miss or hit.
    """
    with TemporaryDirectory() as folder:
        blobs = Blobs(Path(folder, "blobs"))
        journal = Journal(f"sqlite:///{folder}/compound.db", blobs)
        plain, both = Recording(journal), Recording(journal, Cache(Path(folder, "cache.db"), blobs))
        starts = count(1, 2 * NODES)
        rows = [
            _above("journalled", partial(chain.using(memory=plain), 1), chain, limit=60),
            _above("journalled and cached", partial(chain.using(memory=both), 1), chain, limit=60),
            _above("… each kept", lambda: kept_chain.using(memory=both)(next(starts)), kept_chain),
            _above("… each found", partial(kept_chain.using(memory=both), 1), kept_chain),
        ]
        journal.close()
    return rows


def _above(name: str, recorded: Callable[[], int], plain: Pipeline[[int], int], limit: float | None = None) -> Row:
    pairs = in_turns(recorded, partial(plain, 1), PAIRS)
    above = pairs.above / NODES * MICRO
    bars: tuple[Bar, ...] = () if limit is None else (at_most(above, limit, "µs"),)
    return Row(f"{name}, above plain", "µs a node", above, pairs.floor / NODES * MICRO, bars=bars, note="plain")


if __name__ == "__main__":
    for row in recording():
        print(row)
