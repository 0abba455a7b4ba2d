"""Which names of a traced function are symbolic for certain, statement by statement.

A name counts only when it is symbolic whatever branch was taken before: `y = None`, then `if y is None: y = inc(x)`
is ordinary Python about the graph, and stays allowed.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def first_test(function: ast.FunctionDef, known: Mapping[str, Any], symbolic: set[str]) -> ast.expr | None:
    """The first comparison by `is`, or subject of a `match`, that is symbolic; None when there is none.

    `known` are the global names and those of enclosing functions, by which calls of nodes are told from other calls.
    `symbolic` are those of them that are symbolic; the parameters are too.
    """
    flow = _Flow(known, symbolic | set(_parameters(function.args)))
    flow.follow(function.body)
    return flow.found


class _Flow(ast.NodeVisitor):
    def __init__(self, known: Mapping[str, Any], symbolic: set[str]) -> None:
        self.found: ast.expr | None = None
        self._known = known
        self._symbolic = symbolic
        self._functions: set[str] = set()

    def follow(self, body: Iterable[ast.stmt]) -> set[str]:
        """Goes through statements; the names that are symbolic after them."""
        for statement in body:
            self.visit(statement)
        return self._symbolic

    # -- tests ----------------------------------------------------------------------------------------------

    def visit_Compare(self, node: ast.Compare) -> None:
        self.generic_visit(node)
        identity = any(isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops)
        if identity and any(map(self._is_symbolic, (node.left, *node.comparators))):
            self.found = self.found or node

    def visit_Match(self, node: ast.Match) -> None:
        if self._is_symbolic(node.subject):
            self.found = self.found or node.subject
        bound = {name for case in node.cases for name in _captured(case.pattern)}
        self._branches([case.body for case in node.cases], without=bound, may_skip=True)

    # -- names ----------------------------------------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit(node.value)
        for target in node.targets:
            self._bind(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)
            self._bind(node.target, node.value)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self._bind(node.target, node.value)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple | ast.List):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else [value] * len(target.elts)
            for one, given in zip(target.elts, values, strict=False):
                self._bind(one, given)
        elif isinstance(target, ast.Name):
            (self._symbolic.add if self._is_symbolic(value) else self._symbolic.discard)(target.id)

    # -- branches -------------------------------------------------------------------------------------------

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        self._branches([node.body, node.orelse])

    def visit_For(self, node: ast.For) -> None:
        self.visit(node.iter)
        self._branches([node.body], without=set(_names(node.target)), may_skip=True)

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        self._branches([node.body], may_skip=True)

    def visit_Try(self, node: ast.Try) -> None:
        rebound = {name for statement in node.body for name in _stored(statement)}
        self._branches([[*node.body, *node.orelse]])
        self._branches([handler.body for handler in node.handlers], without=rebound, may_skip=True)
        self.follow(node.finalbody)

    def _branches(self, bodies: list[list[ast.stmt]], without: Iterable[str] = (), may_skip: bool = False) -> None:
        """Goes into each body from the same start; what is symbolic after all that go on stays symbolic.

        The start is what holds when a loop begins; a later turn adds nothing that is certain.
        """
        start = self._symbolic - set(without)
        ends = [start] if may_skip else []
        for body in bodies:
            with self._apart(start):
                after = self.follow(body)
            if not (body and isinstance(body[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)):
                ends.append(after)
        self._symbolic = set.intersection(*ends) if ends else start

    @contextmanager
    def _apart(self, symbolic: set[str]) -> Iterator[None]:
        before, self._symbolic = self._symbolic, set(symbolic)
        try:
            yield
        finally:
            self._symbolic = before

    # -- inner functions ------------------------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """It is looked at by itself when it is traced, as the body of an `each`; otherwise it is ordinary Python."""
        self._functions.add(node.name)
        self._symbolic.discard(node.name)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        with self._apart(self._symbolic - set(_parameters(node.args))):
            self.visit(node.body)

    def visit_Call(self, node: ast.Call) -> None:
        shapes = self._is_symbolic(node) and not isinstance(node.func, ast.Call)
        for part in (node.func, *node.args, *(keyword.value for keyword in node.keywords)):
            if shapes and isinstance(part, ast.Lambda):  # `each(lambda item: …)`: the item is symbolic
                with self._apart(self._symbolic | set(_parameters(part.args))):
                    self.visit(part.body)
            else:
                self.visit(part)

    def _visit_comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        targets = {name for generator in node.generators for name in _names(generator.target)}
        with self._apart(self._symbolic - targets):
            self.generic_visit(node)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _visit_comprehension  # noqa: N815

    # -- values ---------------------------------------------------------------------------------------------

    def _is_symbolic(self, value: ast.expr) -> bool:
        match value:
            case ast.Name(id=name):
                return name in self._symbolic
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.NamedExpr(value=inner):
                return self._is_symbolic(inner)
            case ast.IfExp(body=one, orelse=other):
                return self._is_symbolic(one) and self._is_symbolic(other)
            case ast.Call():
                return self._makes_symbol(value)
        return False

    def _makes_symbol(self, call: ast.Call) -> bool:
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr == "named":
            return self._is_symbolic(function.value)
        called = self._resolved(function)
        if called is not None:
            return hasattr(type(called), "declaration") or hasattr(type(called), "plan") or _shapes(called)
        if isinstance(function, ast.Name) and function.id in self._functions:
            return False
        made_here = isinstance(function, ast.Call | ast.Name)  # `use("…")(page)`, or a node in a local variable
        return made_here and any(map(self._is_symbolic, call.args))

    def _resolved(self, function: ast.expr) -> Any:
        """What a name or dotted name of a module stands for; attributes of objects are not read."""
        match function:
            case ast.Name(id=name):
                return self._known.get(name)
            case ast.Attribute(value=inner, attr=name):
                owner = self._resolved(inner)
                found = isinstance(owner, ModuleType | SimpleNamespace | type)
                return inspect.getattr_static(owner, name, None) if found else None
        return None


def _shapes(called: Any) -> bool:
    return str(getattr(called, "__module__", "")).startswith("compound.graph.")


def _parameters(arguments: ast.arguments) -> Iterator[str]:
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        yield argument.arg


def _names(target: ast.AST) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id


def _stored(statement: ast.AST) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.id


def _captured(pattern: ast.pattern) -> Iterator[str]:
    for node in ast.walk(pattern):
        name = getattr(node, "name", None) or getattr(node, "rest", None)
        if isinstance(name, str):
            yield name
