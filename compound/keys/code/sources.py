"""Modules that a function imports when it runs, told by their source, so that asking for a key imports nothing."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from compound.keys.code.instructions import Imported
from compound.keys.spelling import digest

Stamp = tuple[int, int]
"""Time of change in nanoseconds, and bytes; (0, 0) where there is no file."""


@dataclass(frozen=True, slots=True)
class Source:
    """A module as its file says."""

    digest: str
    imports: tuple[Imported, ...]


_read: dict[str, tuple[Stamp, Source]] = {}


def stamp(file: str) -> Stamp:
    """What tells that a file has changed."""
    try:
        found = os.stat(file)
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def source_of(file: str) -> Source:
    """The module's source without comments, docstrings and layout; read again when the file has changed.

    What cannot be parsed, as a compiled extension, counts by its bytes, and what is gone as empty.
    """
    now = stamp(file)
    known = _read.get(file)
    if known is None or known[0] != now:
        known = now, _parsed(Path(file))
        _read[file] = known
    return known[1]


def _parsed(file: Path) -> Source:
    data = file.read_bytes() if file.is_file() else b""
    try:
        tree = ast.parse(data if file.suffix == ".py" else b"\0")
    except (SyntaxError, ValueError, RecursionError):
        return Source(digest(data).hex(), ())
    imports = tuple(_imports(tree))
    for inner in ast.walk(tree):
        _forget_docstring(inner)
    return Source(digest(ast.dump(tree).encode("utf-8", "surrogatepass")).hex(), imports)


def _imports(tree: ast.AST) -> Iterator[Imported]:
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Import):
            yield from (Imported(alias.name, 0, ()) for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            yield Imported(statement.module or "", statement.level, tuple(alias.name for alias in statement.names))


def _forget_docstring(inner: ast.AST) -> None:
    if not isinstance(inner, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return
    first = inner.body[0] if inner.body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        inner.body[:1] = [] if inner.body[1:] or isinstance(inner, ast.Module) else [ast.Pass()]
