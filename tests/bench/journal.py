"""What it costs to write a run into the journal.

python tests/bench/journal.py
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from compound import node, pipeline
from compound.journal.journal import Journal
from compound.journal.writing.recording import Recording
from compound.store.blobs import Blobs
from measuring import Row, at_most, in_turns

NODES = 1000
PAIRS = 15
MICRO = 1e6


@node
def inc(x: int) -> int:
    return x + 1


@pipeline
def chain(x: int) -> int:
    for _ in range(NODES):
        x = inc(x)
    return x


def recording() -> list[Row]:
    """A run of trivial nodes, all committed when it returns, above the same run without a journal."""
    with TemporaryDirectory() as folder:
        journal = Journal(f"sqlite:///{folder}/compound.db", Blobs(Path(folder, "blobs")))
        pairs = in_turns(partial(chain.using(memory=Recording(journal)), 1), partial(chain, 1), PAIRS)
        journal.close()
    above = (pairs.ours - pairs.floor) / NODES * MICRO
    bars = (at_most(above, 60, "µs"),)
    return [Row("journalled, above plain", "µs a node", above, pairs.floor / NODES * MICRO, bars=bars, note="plain")]


if __name__ == "__main__":
    for row in recording():
        print(row)
