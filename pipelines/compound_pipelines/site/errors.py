"""Every error that compound raises on purpose, read from the source without importing it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from compound_pipelines.site.page import Page, written

PACKAGES = ("compound", "compound_registry", "compound_nodes", "compound_pipelines")
ROOT = "CompoundError"


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """A class of error."""

    name: str
    module: str
    bases: tuple[str, ...]
    about: str
    fields: tuple[tuple[str, str], ...]
    """Its attributes, with their types."""


def errors_page() -> Page:
    """One page of all errors, by module."""
    by_module: dict[str, list[ErrorClass]] = {}
    for error in sorted(error_classes(), key=lambda error: (error.module, error.name)):
        by_module.setdefault(error.module, []).append(error)
    return Page("errors.md", "Errors", written("errors", by_module=by_module))


def error_classes() -> list[ErrorClass]:
    """The subclasses of CompoundError, and those of its subclasses, in any of compound's packages."""
    every = [found for package in PACKAGES for found in _classes_of(package)]
    known = {ROOT}
    while more := {found.name for found in every if known & set(found.bases)} - known:
        known |= more
    return [found for found in every if found.name in known - {ROOT}]


def _classes_of(package: str) -> Iterator[ErrorClass]:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    root = Path(spec.origin).parent
    for file in sorted(root.rglob("*.py")):
        module = ".".join((package, *file.relative_to(root).with_suffix("").parts))
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = tuple(ast.unparse(base).rpartition(".")[2] for base in node.bases)
                yield ErrorClass(node.name, module, bases, ast.get_docstring(node) or "", _fields(node))


def _fields(cls: ast.ClassDef) -> tuple[tuple[str, str], ...]:
    """The keyword-only arguments of its constructor, which are its attributes."""
    for node in cls.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            return tuple((arg.arg, ast.unparse(arg.annotation or ast.Constant(...))) for arg in node.args.kwonlyargs)
    return ()
