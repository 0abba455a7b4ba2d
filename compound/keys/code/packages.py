"""Whose code a module is: to be followed, or told by the version of what was installed."""

from __future__ import annotations

import functools
import re
import sys
import sysconfig
from importlib import metadata
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

_LIBRARIES = tuple(sysconfig.get_path(name) for name in ("purelib", "platlib"))
_NAME = re.compile(r"(\w+)(\.py,.*)?")
"""What a line of a RECORD file begins with, up to a slash: a package, or a module at the top with what follows it."""
_SYNONYM = str.maketrans("_", "-")


def top(module: str) -> str:
    """The package at the top, `a` of `a.b.c`."""
    return module.partition(".")[0]


def is_standard(package: str) -> bool:
    """Whether it comes with Python, whose version the numeric profile tells."""
    return package in sys.stdlib_module_names


@functools.cache
def version_of(package: str) -> str | None:
    """`name version` of the distribution that installed a top-level package; None where none did, as for a script's
    neighbours.
    """
    try:
        found = metadata.distribution(package.translate(_SYNONYM))
        if _provides(found, package):
            return f"{found.name} {found.version}"
    except metadata.PackageNotFoundError:
        pass
    owners = {f"{found.name} {found.version}" for found in _owners().get(package, ())}
    return ", ".join(sorted(owners)) or None


@functools.cache
def _owners() -> dict[str, list[metadata.Distribution]]:
    """The distributions that installed each top-level package. Their own data is not parsed: that takes far longer."""
    owners: dict[str, list[metadata.Distribution]] = {}
    for found in metadata.distributions():
        for package in _packages(found):
            owners.setdefault(package, []).append(found)
    return owners


@functools.cache
def is_installed(package: str) -> bool:
    """Whether it lies among the installed libraries, where it changes with its version alone."""
    file = file_of(package)
    return file is not None and any(Path(file).is_relative_to(folder) for folder in _LIBRARIES)


def file_of(module: str) -> str | None:
    """The source file of a module, found without importing it or its parents; None where there is none."""
    found, path = None, None
    name = ""
    for step in module.split("."):
        name = f"{name}.{step}" if name else step
        found = _known(name) or PathFinder.find_spec(name, path)
        if found is None:
            return None
        path = list(found.submodule_search_locations or ())
    return found.origin if found is not None and found.has_location else None


def _known(name: str) -> ModuleSpec | None:
    return sys.modules[name].__spec__ if name in sys.modules else None


def _provides(found: metadata.Distribution, package: str) -> bool:
    names = found.read_text("top_level.txt")
    return package in (names.split() if names is not None else _packages(found))


def _packages(found: metadata.Distribution) -> set[str]:
    """Its top-level names: those it lists, and those of its files, whose list is not parsed: it can be long."""
    files = (found.read_text("RECORD") or "").split("\n")
    listed = (found.read_text("top_level.txt") or "").split()
    tops = {line.partition("/")[0] for line in files}
    return {*listed, *(name[1] for name in map(_NAME.fullmatch, tops) if name is not None)}
