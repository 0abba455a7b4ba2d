"""Pipelines for workers: what is large, what must not travel, what acts, and what kills the process it runs in."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NoReturn

import numpy as np

from compound import Node, Retry, approve, each, node, pipeline, when

LARGE = 1_000_000
"""Numbers of 8 bytes."""


@node
def numbers(start: float) -> np.ndarray:
    return np.arange(start, start + LARGE, dtype=np.float64)


@node
def added(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    both: np.ndarray = one + other
    return both


@node
def first(array: np.ndarray) -> float:
    return float(array[0])


@node
def process_of(x: object) -> int:
    return os.getpid()


@node
def is_large(array: np.ndarray) -> bool:
    return array.nbytes > 1_000


class Scaled(Node):
    """Multiplies by a setting; the node itself cannot be pickled."""

    factor: float

    def run(self, array: np.ndarray) -> np.ndarray:
        return array * self.factor

    def __reduce__(self) -> NoReturn:
        raise TypeError("a live node was to be pickled")


class Batched(Node, batch=8):
    """How many calls shared its batch."""

    seconds: float = 0.0

    def run(self, x: int) -> int:
        return 1

    def run_batch(self, x: list[int]) -> list[int]:
        time.sleep(self.seconds)
        return [len(x)] * len(x)


@node
def a_lock(x: int) -> object:
    import threading

    return threading.Lock()


@node
def seen(x: object) -> int:
    return 1


class Unpicklable(Exception):
    def __reduce__(self) -> NoReturn:
        raise TypeError("not me")


@node
def fails_alone(x: int) -> int:
    raise Unpicklable("it broke")


@node(retries=Retry(3, wait=0.0))
def works_at_last(folder: Path, x: int) -> int:
    tries = folder / "tries"
    with tries.open("a") as file:
        file.write("x")
    if tries.stat().st_size < 3:
        raise ValueError(f"try {tries.stat().st_size}")
    return x


@node(effect="write")
def note(folder: Path, x: int) -> int:
    with (folder / "notes").open("a") as file:
        file.write(f"{x}\n")
    return x


@node
def wait_for_the_kill(folder: Path, x: int) -> int:
    """Tells its process and waits for ever; begun again, it is done at once."""
    told = folder / "process"
    if told.exists():
        return x + 1
    draft = folder / "draft"
    draft.write_text(str(os.getpid()))
    draft.replace(told)
    time.sleep(120)
    return -1


@node(effect="write")
def note_and_die(folder: Path, x: int) -> int:
    with (folder / "notes").open("a") as file:
        file.write(f"{x}\n")
    os.kill(os.getpid(), signal.SIGKILL)
    return x


@node
def die(x: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return x


@node(device="cuda:0", memory=1_000)
def on_accelerator(x: int) -> int:
    return x + 1


@node(memory=10**15)
def in_much_memory(x: int) -> int:
    return x


@pipeline
def large(start: float) -> float:
    array = numbers(start)
    return first(added(Scaled(factor=2.0)(array), array))


@pipeline
def large_in_and_out(array: np.ndarray) -> np.ndarray:
    return added(array, Scaled(factor=1.0)(array))


@pipeline
def large_items(arrays: list[np.ndarray], other: np.ndarray) -> list[float]:
    return each(lambda array: first(added(array, other)), arrays)


@pipeline
def large_branch(array: np.ndarray) -> float:
    return first(when(is_large(array), added(array, array), array))


@pipeline
def locked(x: int) -> int:
    return seen(a_lock(x))


@pipeline
def given_anything(x: object) -> int:
    return seen(x)


@pipeline
def fails(x: int) -> int:
    return fails_alone(x)


@pipeline
def tried(folder: Path, x: int) -> int:
    return works_at_last(folder, x)


@pipeline
def killed_once(folder: Path, x: int) -> int:
    return note(folder, wait_for_the_kill(folder, note(folder, x)))


@pipeline
def killed_while_acting(folder: Path, x: int) -> int:
    return seen(note_and_die(folder, x))


@pipeline
def killed_always(x: int) -> int:
    return seen(die(x))


@pipeline
def resourceful(x: int) -> int:
    return on_accelerator(x)


@pipeline
def greedy(x: int) -> int:
    return in_much_memory(x)


@pipeline
def asked(x: int) -> int:
    return note_process(approve(x, "Really?"))


@node
def note_process(x: int) -> int:
    return os.getpid()
