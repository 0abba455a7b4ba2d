"""A new pack: a folder with one node that works, its manifest, and a test."""

from __future__ import annotations

import keyword
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from compound.errors.scaffold import BadPackName, PackNotMade
from compound_registry.pack import OWN

_FILES = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "{module}/__init__.py": "package.py",
    "{module}/manifest.py": "manifest.py",
    "{module}/redact.py": "redact.py",
    "{module}/py.typed": "",
    "tests/test_redact.py": "test_redact.py",
}
"""The files of a pack, and the template of each; none for an empty file."""


def new_pack(name: str, folder: Path) -> tuple[Path, ...]:
    """Makes the pack `name` in a folder of that name within `folder`, and gives the files.

    Raises:
        BadPackName: when it is no name of a distribution and a module, or something is named so already.
        PackNotMade: when the folder is there already, or cannot be written.
    """
    module = _module(name)
    target = folder / name
    try:
        target.mkdir(parents=True)
        return tuple(_write(target / path.format(module=module), text) for path, text in _texts(name, module).items())
    except FileExistsError as error:
        raise PackNotMade(folder=target, reason="it is there already, and nothing is overwritten") from error
    except OSError as error:
        raise PackNotMade(folder=target, reason=error.strerror or str(error)) from error


def _module(name: str) -> str:
    """The module of the pack `name`. Raises BadPackName."""
    module = name.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise BadPackName(name=name, reason="it is not made of what names are made of")
    if keyword.iskeyword(module) or module in sys.stdlib_module_names:
        raise BadPackName(name=name, reason=f"{module!r} belongs to Python")
    if module.startswith("compound"):
        raise BadPackName(name=name, reason="names that begin with 'compound' are compound's own")
    if find_spec(module) is not None or _is_installed(name):
        raise BadPackName(name=name, reason="something of that name is installed here")
    return module


def _is_installed(distribution: str) -> bool:
    try:
        return bool(version(distribution))
    except PackageNotFoundError:
        return False


def _texts(name: str, module: str) -> dict[str, str]:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("compound_registry", "pack_template")
    templates = Environment(loader=loader, undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    words = {"name": name, "module": module, "own": OWN, "version": version(OWN)}
    return {
        path: templates.get_template(f"{template}.j2").render(words) if template else ""
        for path, template in _FILES.items()
    }


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path
