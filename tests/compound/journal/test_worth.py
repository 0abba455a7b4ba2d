"""What is large and quickly computed is not kept: a run that goes on computes it again."""

from __future__ import annotations

import numpy as np
import pytest

from compound import Image, node, pipeline
from compound.journal.going_on.past import Past
from compound.journal.journal import Journal
from compound.journal.reading.runs import details, list_runs
from compound.journal.writing.recording import Recording
from compound.journal.writing.worth import worth_keeping

LARGE = np.zeros(16 << 20, np.uint8)


@node
def large(x: int) -> np.ndarray:
    return LARGE + x  # type: ignore[no-any-return]


@node
def size(array: np.ndarray) -> int:
    return array.nbytes


@pipeline
def sized(x: int) -> int:
    return size(large(x))


@pytest.mark.parametrize(
    "value", ["text", 1, None, [1, 2], LARGE[:1000], [LARGE[:9]], Image(LARGE[:12].reshape(2, 2, 3))]
)
def test_what_is_small_is_always_kept(value: object) -> None:
    assert worth_keeping(value, 0.0)


@pytest.mark.parametrize("value", [LARGE, [LARGE], (LARGE[: 1 << 20], LARGE[: 1 << 20])])
def test_what_is_large_is_kept_when_it_took_longer_than_that(value: object) -> None:
    assert not worth_keeping(value, 0.001)
    assert worth_keeping(value, 1.0)


def test_its_key_is_in_the_journal_all_the_same(journal: Journal) -> None:
    run = sized.using(memory=Recording(journal)).run(1)
    made, measured = details(journal, run.id).nodes
    past = Past(journal, list_runs(journal, 1)[0].id, ())
    assert made.output is not None
    assert past.row(made.output) is None
    assert measured.output is not None
    assert past.row(measured.output) is not None
