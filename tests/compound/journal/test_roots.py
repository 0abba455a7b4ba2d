"""Garbage collection leaves what a run needs that can go on, and takes what only finished runs lead to."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from compound import node, pipeline
from compound.journal.journal import Journal
from compound.journal.roots import roots
from compound.journal.writing.recording import Recording


@node
def row_of(length: int) -> npt.NDArray[np.int64]:
    return np.arange(length)


@node
def sized(row: npt.NDArray[np.int64], most: int) -> int:
    if len(row) > most:
        raise ValueError("too long")
    return len(row)


@pipeline
def measure(length: int, most: int) -> int:
    return sized(row_of(length), most)


def test_results_of_a_run_that_failed_are_roots(journal: Journal) -> None:
    measure.using(memory=Recording(journal)).run(5, 3)
    assert len(roots(journal)) == 2  # a record, and the array that it refers to
    assert roots(journal) == set(journal.values.blobs)


def test_results_of_a_run_that_succeeded_are_not(journal: Journal) -> None:
    measure.using(memory=Recording(journal))(3, 5)
    assert len(set(journal.values.blobs)) == 2
    assert roots(journal) == set()
