"""The value that stands for a node's output while a pipeline is traced.

Reading a declared field projects it. Everything else that Python could do to a value is refused with a word on what
to use, because it would be decided once, at build, for every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from compound.errors.build import SymbolMisuse

if TYPE_CHECKING:
    from compound.graph.trace import Trace
    from compound.ports.signature import Port

_WHEN = "Use `when(condition, then, otherwise)` with a node that returns a bool."
_NODE = "Do it in a node: a function with @node."
_EACH = "Use `each(body, items)` to do something to every item."
_CLASS = f"{_WHEN} An object is made of it with `build(Class, field=value)`."
_TEXT = "Its text would be baked into the graph. Build text in a node."


class Symbol:
    """A typed value of a graph that is being built."""

    __slots__ = ("_port", "_slot", "_trace")

    _port: Port
    _slot: int
    _trace: Trace

    def __init__(self, trace: Trace, slot: int, port: Port) -> None:
        set_ = object.__setattr__
        set_(self, "_trace", trace)
        set_(self, "_slot", slot)
        set_(self, "_port", port)

    def named(self, name: str) -> Any:
        """Gives the node that makes this value its id."""
        self._trace.rename(self, name)
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # a protocol of Python's that this does not take part in
            raise AttributeError(name)
        return self._trace.project(self, name)

    def __getitem__(self, key: Any) -> Any:
        return self._trace.item(self, key)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._trace.unpack(self))

    def __repr__(self) -> str:
        return f"<{self._trace.describe(self)}; its value exists only when the pipeline runs>"

    def __setattr__(self, name: str, value: Any) -> None:
        raise SymbolMisuse(what=self._trace.describe(self), operation=f"setting `.{name}`", mend=_NODE)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise SymbolMisuse(what=self._trace.describe(self), operation="a call", mend=_NODE)

    @property  # type: ignore[misc]
    def __class__(self) -> type:  # isinstance asks for it when the exact type differs
        raise SymbolMisuse(
            what=self._trace.describe(self), operation="isinstance(), or reading its class,", mend=_CLASS
        )


def _refuse(operation: str, mend: str) -> Callable[..., Any]:
    def method(self: Symbol, *args: Any, **options: Any) -> Any:
        raise SymbolMisuse(what=self._trace.describe(self), operation=operation, mend=mend)

    return method


_BINARY = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@",
    "and": "&", "or": "|", "xor": "^", "lshift": "<<", "rshift": ">>",
}  # fmt: skip
for _name, _sign in _BINARY.items():
    for _prefix in ("", "r", "i"):
        setattr(Symbol, f"__{_prefix}{_name}__", _refuse(f"`{_sign}`", _NODE))
for _name, _sign in {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}.items():
    setattr(Symbol, f"__{_name}__", _refuse(f"`{_sign}`", f"Compare in a node that returns a bool. {_WHEN}"))
for _name, _sign in {"neg": "-", "pos": "+", "invert": "~"}.items():
    setattr(Symbol, f"__{_name}__", _refuse(f"`{_sign}`", _NODE))
for _name in ("abs", "round", "int", "float", "complex", "bytes", "divmod", "trunc", "floor", "ceil"):
    setattr(Symbol, f"__{_name}__", _refuse(f"{_name}()", _NODE))
for _name, _operation, _mend in (
    ("bool", "truth (`if`, `and`, `or`, `not`, `while`)", _WHEN),
    ("len", "len()", "Count in a node: a function with @node that returns an int."),
    ("contains", "`in`", _NODE),
    ("hash", "hashing", "Keep it in a list or a variable instead of a set or a dict key."),
    ("str", "str()", _TEXT),
    ("format", "an f-string or format()", _TEXT),
    ("index", "counting or indexing with it", _NODE),
    ("rdivmod", "divmod()", _NODE),
    ("fspath", "use as a path", _NODE),
    ("array", "making an array", "Make the array in a node."),
    ("next", "next()", _EACH),
    ("setitem", "setting an item", _NODE),
    ("delitem", "deleting an item", _NODE),
    ("reversed", "reversed()", _EACH),
    ("delattr", "deleting a field", _NODE),
    ("enter", "`with`", _NODE),
    ("await", "`await`", "Declare the function without async; async nodes are awaited by the engine."),
    ("copy", "copying", "Values are immutable: use it as often as you like."),
    ("deepcopy", "copying", "Values are immutable: use it as often as you like."),
    ("reduce_ex", "pickling", "Pass it to a node."),
):
    setattr(Symbol, f"__{_name}__", _refuse(_operation, _mend))
