"""The mistakes that a symbolic value cannot trap: `x is None`, and `match x`.

Python answers `is` without asking the value, so a traced `if x is None` takes one branch for ever; `match` looks at
`None`, sequences and mappings in the same way. Where the function has source, its syntax tree is followed to see
whether a name that is tested so is symbolic (see flow.py).
"""

from __future__ import annotations

import inspect
import opcode
import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from compound.errors.build import PythonBranch
from compound.graph.symbol import Symbol

if TYPE_CHECKING:
    import ast
    from types import CodeType

_SIGNS = {"IS", "NONE", "MATCH"}
_TELLTALE = frozenset(code for name, code in opcode.opmap.items() if _SIGNS.intersection(name.split("_")))


def lint(function: Callable[..., Any], name: str) -> None:
    """Raises PythonBranch when a function that is about to be traced tests a symbolic name with `is` or `match`."""
    code = getattr(function, "__code__", None)
    if code is None or not _may_test(code):
        return
    tree = _syntax(function)
    if tree is None:
        return
    from compound.graph.flow import first_test

    closed = inspect.getclosurevars(function)
    found = first_test(tree, {**function.__globals__, **closed.nonlocals}, _symbols(closed.nonlocals))
    if found is not None:
        line = code.co_firstlineno + found.lineno - 1
        raise PythonBranch(pipeline=name, file=code.co_filename, line=line, code=_written(found))


def _may_test(code: CodeType) -> bool:
    """Whether the bytecode, of inner functions too, could hold such a test; parsing the source costs a millisecond."""
    if not _TELLTALE.isdisjoint(code.co_code[::2]):
        return True
    return any(_may_test(inner) for inner in code.co_consts if isinstance(inner, type(code)))


def _symbols(names: Mapping[str, Any]) -> set[str]:
    return {name for name, value in names.items() if type(value) is Symbol}


def _syntax(function: Callable[..., Any]) -> ast.FunctionDef | None:
    import ast

    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # no source (a prompt), or a lambda in the middle of a line
        return None
    first = tree.body[0]
    return first if isinstance(first, ast.FunctionDef) else None


def _written(found: ast.expr) -> str:
    import ast

    return ast.unparse(found) if isinstance(found, ast.Compare) else f"match {ast.unparse(found)}"
