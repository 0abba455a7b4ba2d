"""Importing the libraries that only some nodes need."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from compound.errors.extras import MissingExtra


def require(package: str, *, extra: str) -> ModuleType:
    """The module of this name, imported now.

    Raises:
        MissingExtra: when the package is not installed; one that is installed but broken raises what it raises.
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package.partition(".")[0]:
            raise
        raise MissingExtra(extra=extra, package=error.name) from error
