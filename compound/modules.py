"""Names of modules and what they hold, for workflow files and processes.

A name is resolved only in modules that are imported already or that the caller allows: a file never decides what is
imported.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Collection
from pathlib import Path
from types import ModuleType
from typing import Any

from compound.errors.workflow import UnknownReference

_OWN = ("compound", "compound_nodes", "compound_pipelines", "compound_registry")
_ACTIVE = frozenset({"__main__", "backends", "cli", "demo", "examples", "migrations", "site"})
"""Parts in the names of our modules that do something when they are imported, or bring a large library along."""
_LONGEST = 500
"""Characters of a reference."""


def main_name() -> str:
    """The name of the running script as an importable module, `__main__` in a notebook or a prompt."""
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    return Path(file).stem if file else "__main__"


def resolve(reference: str, allowed: Collection[str] = ()) -> Any:
    """The object called `module:qualname`.

    Looks in modules that are imported, in compound's own packages, and in `allowed` modules, which are imported when
    needed. Raises UnknownReference otherwise.
    """
    if len(reference) > _LONGEST:
        raise UnknownReference(reference=f"{reference[:40]}…", reason=f"it is longer than {_LONGEST} characters")
    module_name, _, qualname = reference.partition(":")
    module = _module(module_name, allowed)
    if module is None:
        raise UnknownReference(reference=reference, reason=f"the module `{module_name}` is not imported or allowed")
    found: Any = module
    for part in qualname.split("."):
        readable = isinstance(found, ModuleType | type) and not part.startswith("__")
        if not readable or not hasattr(found, part):
            raise UnknownReference(reference=reference, reason=f"`{module_name}` has no `{qualname}`")
        found = getattr(found, part)
    return found


def _module(name: str, allowed: Collection[str]) -> ModuleType | None:
    if name in sys.modules:
        return sys.modules[name]
    if name == main_name():
        return sys.modules["__main__"]
    if name in allowed:
        return importlib.import_module(name)
    return _own(name) if name.partition(".")[0] in _OWN and _ACTIVE.isdisjoint(name.split(".")) else None


def _own(name: str) -> ModuleType | None:
    """One of our modules; None for a name that none of them has."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):
            raise  # it is there, and needs what is not installed
        return None
