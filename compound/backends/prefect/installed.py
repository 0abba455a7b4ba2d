"""Whether Prefect is there. This module imports without it."""

from __future__ import annotations

from importlib.util import find_spec

from compound.errors.extras import MissingExtra


def require_prefect() -> None:
    """Raises MissingExtra when Prefect is not installed; imports nothing of it."""
    if find_spec("prefect") is None:
        raise MissingExtra(extra="prefect", package="prefect")
