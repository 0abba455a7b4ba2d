"""Memory over many loads."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from compound.models.pool import ModelPool

from .pooling import Loads

linux = pytest.mark.skipif(sys.platform != "linux", reason="resident memory is read from /proc")


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def growth(models: ModelPool, cycles: int, load: Callable[[], Any]) -> int:
    """Bytes that all cycles but the first few added."""
    for cycle in range(cycles):
        load()
        models.unload()
        if cycle == 4:
            gc.collect()
            before = resident()
    return resident() - before


@linux
def test_loading_and_unloading_leaves_memory_as_it_was() -> None:
    models, loads = ModelPool("1GiB"), Loads()
    small_ones = [1000 + 16 * n for n in range(2000)]  # which the C library keeps in its arenas

    def blob() -> Any:
        return [np.ones(size, np.uint8) for size in (*small_ones, 20_000_000)]

    assert growth(models, 30, lambda: models.lend(loads.of("blob", None, blob))) < 20_000_000
    assert loads.order == ["blob"] * 30


@linux
@pytest.mark.soak
@pytest.mark.models
def test_two_hundred_loads_of_minilm_leave_memory_as_it_was() -> None:
    from compound_nodes.encoder import SentenceEncoder
    from compound_registry.models import ensure

    models, folder = ModelPool("4GiB"), ensure("minilm")

    def use() -> None:
        models.get("minilm", lambda: SentenceEncoder.load(folder)).encode(["a cat sleeps"])

    assert growth(models, 200, use) < 50_000_000  # half of the model, once
