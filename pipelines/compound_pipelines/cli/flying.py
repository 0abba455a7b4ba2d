"""Work that goes on side by side."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Protocol, TypeVar

Item = TypeVar("Item", contravariant=True)
Done = TypeVar("Done", covariant=True)


class Worker(Protocol[Item, Done]):
    """What does the work, in several threads at once."""

    def __call__(self, item: Item, /) -> Done: ...

    def stop(self) -> None:
        """Makes calls that are under way, and any to come, end soon."""


def as_done(worker: Worker[Item, Done], items: Iterable[Item], most: int) -> Generator[Done, None, None]:
    """What the worker gives for each item, as it is done: at most so many at once, and none is read before its turn.

    When the iteration is left early, the worker is stopped, and waited for.
    """
    waiting = iter(items)
    with ThreadPoolExecutor(most, thread_name_prefix="compound-flight") as pool:
        try:
            flying: set[Future[Done]] = {pool.submit(worker, item) for item in islice(waiting, most)}
            while flying:
                landed, flying = wait(flying, return_when=FIRST_COMPLETED)
                # The next begin before these are looked at, which may take a while.
                flying |= {pool.submit(worker, item) for item in islice(waiting, len(landed))}
                while landed:
                    yield landed.pop().result()
        except BaseException:  # Ctrl-C, or the reader who leaves: the threads must not be waited for at work
            worker.stop()
            raise
