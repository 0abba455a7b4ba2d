"""Where `compound serve` keeps its state, and says where it can be reached.

This module imports without Prefect.
"""

from __future__ import annotations

from pathlib import Path

from compound.store.home import home


def state_folder() -> Path:
    """The folder of the server's database, of its logs and of what Prefect keeps."""
    return home() / "prefect"


def served_url() -> str | None:
    """The address of the server's API, while `compound serve` runs; None otherwise."""
    try:
        return address_file().read_text(encoding="utf-8") or None
    except OSError:
        return None


def address_file() -> Path:
    """The file with the address, which is there while the server runs."""
    return state_folder() / "address"
