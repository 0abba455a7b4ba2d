"""The one mistake that a symbolic value cannot trap: `x is None`.

Python answers `is` without asking the value, so a traced `if x is None` takes one branch for ever. Where the function
has source, its syntax tree is searched for `is` with a name that is symbolic: a parameter, or a variable assigned from
a node, a pipeline or a field of another symbolic name.
"""

from __future__ import annotations

import inspect
import opcode
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from compound.errors.build import PythonBranch

if TYPE_CHECKING:
    import ast

_IS = frozenset(code for name, code in opcode.opmap.items() if name == "IS_OP" or "NONE" in name.split("_"))


def lint(function: Callable[..., Any], name: str) -> None:
    """Raises PythonBranch when the traced function compares a symbolic name with `is`."""
    code = getattr(function, "__code__", None)
    if code is None or _IS.isdisjoint(code.co_code[::2]):
        return
    tree = _syntax(function)
    if tree is None:
        return
    found = _first_identity_test(tree, set(_symbolic_names(tree, function)))
    if found is not None:
        import ast

        line = code.co_firstlineno + found.lineno - 1
        raise PythonBranch(pipeline=name, file=code.co_filename, line=line, code=ast.unparse(found))


def _syntax(function: Callable[..., Any]) -> ast.FunctionDef | None:
    import ast

    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError):  # no source (a prompt), or a lambda in the middle of a line
        return None
    first = tree.body[0]
    return first if isinstance(first, ast.FunctionDef) else None


def _symbolic_names(tree: ast.FunctionDef, function: Callable[..., Any]) -> set[str]:
    import ast

    arguments = tree.args
    names = {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Assign) and _is_symbolic(statement.value, names, function):
            names |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
    return names


def _is_symbolic(value: ast.expr, names: set[str], function: Callable[..., Any]) -> bool:
    import ast

    while isinstance(value, ast.Attribute):
        value = value.value
    if isinstance(value, ast.Name):
        return value.id in names
    return isinstance(value, ast.Call) and _is_node(value.func, function)


def _is_node(called: ast.expr, function: Callable[..., Any]) -> bool:
    import ast

    from compound.graph.pipeline import Pipeline
    from compound.nodes.declaration import Declaration

    if not isinstance(called, ast.Name):
        return False
    known = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
    return isinstance(known.get(called.id), (Declaration, Pipeline))


def _first_identity_test(tree: ast.FunctionDef, names: set[str]) -> ast.Compare | None:
    import ast

    for expression in ast.walk(tree):
        if isinstance(expression, ast.Compare) and any(isinstance(op, (ast.Is, ast.IsNot)) for op in expression.ops):
            operands = [expression.left, *expression.comparators]
            if any(isinstance(operand, ast.Name) and operand.id in names for operand in operands):
                return expression
    return None
