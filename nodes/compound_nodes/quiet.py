"""Keeps transformers' own progress bars off the terminal, where the engine draws its progress."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from compound_nodes.extras import require


@contextmanager
def quiet_loading() -> Iterator[None]:
    """While this is open transformers shows no bars; afterwards as before."""
    logging = require("transformers.utils.logging", extra="models")
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
