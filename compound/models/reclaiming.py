"""Giving memory back to the system once a model was let go."""

from __future__ import annotations

import ctypes
import functools
import gc
import sys
from collections.abc import Callable


def reclaim() -> None:
    """Collects what only cycles keep, and has torch and the C library return the pages that they keep in reserve.

    glibc keeps freed pages in its arenas until malloc_trim is called (malloc_trim(3)).
    """
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
    _trim()(0)


@functools.cache
def _trim() -> Callable[[int], object]:
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            return trim  # type: ignore[no-any-return]
    return lambda pad: 0
