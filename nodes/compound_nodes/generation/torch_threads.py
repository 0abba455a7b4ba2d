"""How many threads torch uses for a piece of work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from compound_nodes.extras import require

MOST = 4
"""Beyond, a decoding step of a small model waits for memory."""


def decoding_threads() -> int:
    """Threads for decoding one token at a time: half of the cores, 1 to 4.

    A step is some hundred short parallel sections, and each waits for its slowest thread: one that lost its core to
    other work holds up all. SmolLM2-135M in fp32 on 2 busy cores: 12 tokens/s with one thread, 1 to 3 with two.
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
