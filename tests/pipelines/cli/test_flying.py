"""Work side by side, given back as it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Barrier, Event

import pytest

from compound_pipelines.cli.flying import as_done


class Working:
    """Does what it is told for each item; `stopped` once it was told to stop."""

    def __init__(self, work: Callable[[int], int]) -> None:
        self._work = work
        self.stopped = Event()

    def __call__(self, item: int) -> int:
        return self._work(item)

    def stop(self) -> None:
        self.stopped.set()


def test_what_is_done_first_comes_first() -> None:
    others = Event()

    def work(item: int) -> int:
        assert item or others.wait(60)
        return item

    done = as_done(Working(work), range(4), 2)
    assert [next(done) for _ in range(3)] == [1, 2, 3]
    others.set()
    assert list(done) == [0]


def test_as_many_as_asked_for_are_at_work_at_once() -> None:
    together = Barrier(3)
    assert sorted(as_done(Working(lambda item: item + together.wait(60) * 0), range(6), 3)) == list(range(6))


def test_items_are_read_when_their_turn_comes() -> None:
    read: list[int] = []

    def items() -> Iterator[int]:
        for item in range(100):
            read.append(item)
            yield item

    done = as_done(Working(lambda item: item), items(), 2)
    next(done)
    assert len(read) <= 4
    done.close()


def test_leaving_early_stops_the_worker_and_waits_for_it() -> None:
    ended: list[int] = []

    def work(item: int) -> int:
        if item:
            assert working.stopped.wait(60)
            ended.append(item)
        return item

    working = Working(work)
    done = as_done(working, range(100), 3)
    assert next(done) == 0
    done.close()
    assert len(ended) == 3 or len(ended) == 2


def test_what_the_work_raises_is_raised() -> None:
    def work(item: int) -> int:
        raise LookupError(item)

    working = Working(work)
    with pytest.raises(LookupError):
        list(as_done(working, range(3), 2))
    assert working.stopped.is_set()
