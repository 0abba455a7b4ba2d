"""How many threads torch uses for a piece of work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from compound_nodes.extras import require

MOST = 8
"""Beyond, a small model's steps are too short to be shared."""


def threads_of_a_step() -> int:
    """Threads for a step of a small language model: half of the cores, 1 to 8.

    A step is some hundred short parallel sections, and each waits for its slowest thread: one that lost its core to
    other work holds up all. SmolLM2-135M in fp32 on 2 cores with other work, with one thread and with two: 12 to 18 and
    1 to 3 tokens/s; a prompt of 371 tokens in 1.2 to 1.6 and in 3.7 to 13 s.
    """
    return min(MOST, max(1, (os.cpu_count() or 1) // 2))


@contextmanager
def at_most(threads: int) -> Iterator[None]:
    """While this is open, torch uses no more threads than that in this thread."""
    torch = require("torch", extra="models")
    before = torch.get_num_threads()
    torch.set_num_threads(min(before, threads))
    try:
        yield
    finally:
        torch.set_num_threads(before)
