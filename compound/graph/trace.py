"""Recording what a pipeline's function does to its symbolic inputs.

A trace is a table of slots. A slot holds an input, a constant or the result of a step; steps only read slots before
their own, so the order of recording is a topological order and a trace cannot hold a cycle.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from compound.errors.build import EdgeMismatch, InvalidName, StraySymbol, SymbolMisuse, UnresolvedType
from compound.graph.binding import Bound, bind, check_constant
from compound.graph.constants import type_of
from compound.graph.gather import gather
from compound.graph.hiding import SCALARS, holds_symbol, refuse_hidden
from compound.graph.names import Names, refuse_reserved
from compound.graph.projection import Projection, item_port, project_port
from compound.graph.shapes import Each, Loop
from compound.graph.step import MISSING, Step
from compound.graph.symbol import Symbol
from compound.graph.tracing import active
from compound.nodes.lane import FRAME
from compound.ports.generics import solve, substitute
from compound.ports.matcher import assignable
from compound.ports.naming import type_name
from compound.ports.signature import Port

if TYPE_CHECKING:
    from compound.graph.shapes import Shape
    from compound.nodes.declaration import Declaration

_COPIED = (list, dict, set, bytearray)


class Trace:
    """The graph of one pipeline, or of the body of an `each` or a `loop`, while it is being recorded."""

    def __init__(self, name: str, outer: Trace | None = None) -> None:
        self.name = name
        self.outer = outer
        self.steps: list[Step | None] = []
        self.constants: list[Any] = []
        self.inputs: list[tuple[int, Port]] = []
        self.captured: dict[int, tuple[Symbol, Symbol]] = {}
        self.scope = ""
        self.branch: tuple[Any, int] | None = None
        self.nests: list[range] = []
        """Slots of each pipeline that was nested."""
        self._names = Names(name)
        self._projections: dict[tuple[int, Any], Symbol] = {}
        self._compiled = False

    # -- values ---------------------------------------------------------------------------------------------

    def input(self, port: Port) -> Symbol:
        """A new input of the graph."""
        slot = self._slot(MISSING)
        self.inputs.append((slot, port))
        return Symbol(self, slot, port)

    def constant(self, value: Any, port: Port) -> Symbol:
        """A constant as a symbol; containers are copied, so that later changes by the caller do not reach the graph."""
        return Symbol(self, self._slot(copy.deepcopy(value) if isinstance(value, _COPIED) else value), port)

    def capture(self, symbol: Symbol) -> Symbol:
        """A value of an outer graph, as a hidden input of this one."""
        if symbol._trace is self:
            return symbol
        if self.outer is None:
            raise StraySymbol(what=symbol._trace.describe(symbol), where=self.name)
        outer = self.outer.capture(symbol)
        if outer._slot not in self.captured:
            self.captured[outer._slot] = (outer, Symbol(self, self._slot(MISSING), outer._port))
        return self.captured[outer._slot][1]

    def outer_slots(self) -> tuple[int, ...]:
        """Slots of the outer graph that this body reads, in the order of its hidden inputs."""
        return tuple(symbol._slot for symbol, _ in self.captured.values())

    def _slot(self, constant: Any) -> int:
        self.steps.append(None)
        self.constants.append(constant)
        return len(self.steps) - 1

    # -- steps ----------------------------------------------------------------------------------------------

    def call(self, declaration: Declaration, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Symbol:
        """Records the call of a node."""
        signature = declaration.signature
        ports = signature.inputs
        if kwargs or not signature.positional or len(args) != len(ports):
            return self._call_bound(declaration, args, kwargs)
        if signature.generic:
            return self._call_generic(declaration, list(zip(ports, args, strict=True)))
        sources = [self.feed(declaration.name, port, value) for port, value in zip(ports, args, strict=True)]
        return self.add(declaration.name, declaration.call, tuple(sources), signature.output, declaration)

    def _call_bound(self, declaration: Declaration, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Symbol:
        bound = bind(declaration, args, kwargs)
        if declaration.signature.generic:
            return self._call_generic(declaration, bound)
        sources = tuple([self.feed(declaration.name, port, value) for port, value in bound])
        return self._add_bound(declaration, bound, sources, declaration.signature.output)

    def _call_generic(self, declaration: Declaration, bound: Bound) -> Symbol:
        bindings: dict[Any, Any] = {}
        sources = []
        for port, value in bound:
            if not port.free:
                sources.append(self.feed(declaration.name, port, value))
                continue
            symbol = self.lift(declaration.name, port, value)
            if not solve(symbol._port.hint, port.hint, bindings):
                raise self._mismatch(symbol, declaration.name, port)
            sources.append(symbol._slot)
        output = Port("output", substitute(declaration.signature.output.hint, bindings))
        if output.free:
            raise UnresolvedType(node=declaration.name, variables=tuple(v.__name__ for v in output.free))
        return self._add_bound(declaration, bound, tuple(sources), output)

    def _add_bound(self, declaration: Declaration, bound: Bound, sources: tuple[int, ...], output: Port) -> Symbol:
        keywords = tuple(port.name for port, _ in bound if port.keyword)
        call = KeywordCall(declaration.call, keywords) if keywords else declaration.call
        return self.add(declaration.name, call, sources, output, declaration)

    def add(
        self,
        name: str,
        call: Callable[..., Any],
        sources: tuple[int, ...],
        port: Port,
        declaration: Declaration | None = None,
        shape: Shape | None = None,
    ) -> Symbol:
        """Records a step and gives its result."""
        slot = len(self.steps)
        step = Step(slot, call, sources, port, declaration, shape)
        step.id = self._names.fresh(self.scope + name)
        self.steps.append(step)
        self.constants.append(MISSING)
        if declaration is not None:
            step.lane = declaration.lane
        elif isinstance(shape, Each | Loop):
            step.lane = FRAME
        if self.branch is not None:
            self.branch[0].inside[slot] = self.branch[1]
        return Symbol(self, slot, port)

    def feed(self, owner: str, port: Port, value: Any) -> int:
        """The slot of a value that goes into a port, after checking that it fits."""
        if type(value) is Symbol:
            symbol = value if value._trace is self else self.capture(value)
            if symbol._port not in port.accepted:
                self._match(symbol, owner, port)
            return symbol._slot
        if not isinstance(value, SCALARS) and holds_symbol(value):
            return self.feed(owner, port, self._gathered(owner, port, value))
        check_constant(owner, port, value)
        return self.constant(value, port)._slot

    def lift(self, owner: str, port: Port, value: Any) -> Symbol:
        """A value as a symbol, its own type kept where there is one; constants take the type of their class."""
        if type(value) is Symbol:
            return self.capture(value)
        if holds_symbol(value):
            return self._gathered(owner, port, value)
        check_constant(owner, port, value)
        return self.constant(value, Port(port.name, type_of(value)))

    def _gathered(self, owner: str, port: Port, value: Any) -> Symbol:
        symbol = gather(self, value)
        if symbol is None:
            raise refuse_hidden(f"{owner}.{port.name}", value)
        return symbol

    def _match(self, symbol: Symbol, owner: str, port: Port) -> None:
        if not assignable(symbol._port.hint, port.hint):
            raise self._mismatch(symbol, owner, port)
        port.accepted.add(symbol._port)

    def _mismatch(self, symbol: Symbol, owner: str, port: Port) -> EdgeMismatch:
        from compound.catalogue import catalogue

        given, wanted = symbol._port.hint, port.hint
        return EdgeMismatch(
            source=self.label(symbol._slot, symbol._port),
            target=self.scope + owner,
            port=port.name,
            given=type_name(given),
            wanted=type_name(wanted),
            conversions=catalogue().conversions(given, wanted),
        )

    # -- fields ---------------------------------------------------------------------------------------------

    def project(self, symbol: Symbol, field: str) -> Symbol:
        """The declared field of a value."""
        return self._projected(symbol, field, project_port(self, symbol, field))

    def item(self, symbol: Symbol, key: Any) -> Symbol:
        """The item of a fixed-length tuple or the key of a TypedDict."""
        if type(key) is Symbol:
            raise SymbolMisuse(
                what=self.describe(symbol), operation="an index that is symbolic", mend="Pick the item in a node."
            )
        return self._projected(symbol, key, item_port(self, symbol, key))

    def unpack(self, symbol: Symbol) -> list[Symbol]:
        """The items of a NamedTuple or fixed-length tuple."""
        from compound.ports.fields import tuple_items

        items = tuple_items(symbol._port.hint)
        if items is None:
            raise SymbolMisuse(
                what=self.describe(symbol),
                operation="iteration or unpacking",
                mend="Use `each(body, items)` to do something to every item; only tuples of known length unpack.",
            )
        return [self.item(symbol, index) for index in range(len(items))]

    def _projected(self, symbol: Symbol, key: Any, port: Port) -> Symbol:
        symbol = active_trace(self).capture(symbol)
        trace = symbol._trace
        trace._refuse_late(symbol)
        if (symbol._slot, key) not in trace._projections:
            reader = Projection(key, isinstance(key, str) and port.keyword)
            name = f"{trace.label(symbol._slot, symbol._port)}.{key}".removeprefix(trace.scope)
            trace._projections[symbol._slot, key] = trace.add(name, reader, (symbol._slot,), port)
        return trace._projections[symbol._slot, key]

    # -- names ----------------------------------------------------------------------------------------------

    def rename(self, symbol: Symbol, name: str) -> None:
        """Gives a step an id of the user's choice. Raises InvalidName, DuplicateName."""
        refuse_reserved(name)
        self._refuse_late(symbol)
        step = self.steps[symbol._slot]
        if step is None or isinstance(step.call, Projection):
            what = "an input or a constant" if step is None else "a field"
            raise InvalidName(name=name, reason=f"it would name {what}; name the result of a node")
        self.adopt(symbol, self.scope + name)

    def adopt(self, symbol: Symbol, name: str) -> None:
        """Gives a step this id, whatever signs are in it. Raises DuplicateName."""
        step = self.step_of(symbol)
        self._names.replace(step.id, name)
        step.id = name

    def close(self) -> None:
        """Says that the graph has been compiled: nothing can be added any more."""
        self._compiled = True

    def _refuse_late(self, symbol: Symbol) -> None:
        if self._compiled:
            raise StraySymbol(what=self.describe(symbol), where="outside of a pipeline")

    def step_of(self, symbol: Symbol) -> Step:
        """The step that makes a value."""
        step = self.steps[symbol._slot]
        assert step is not None
        return step

    def describe(self, symbol: Symbol) -> str:
        """A symbol in words for messages."""
        return f"the value of `{self.label(symbol._slot, symbol._port)}` ({type_name(symbol._port.hint)})"

    def label(self, slot: int, port: Port) -> str:
        step = self.steps[slot]
        return step.id if step is not None else port.name

    @contextmanager
    def nested(self, name: str) -> Iterator[None]:
        """While it lasts, steps get ids under this name."""
        before, first = self.scope, len(self.steps)
        self.scope = f"{self._names.fresh(before + name)}/"
        try:
            yield
        finally:
            self.scope = before
            self.nests.append(range(first, len(self.steps)))

    @contextmanager
    def recording(self) -> Iterator[Trace]:
        """While it lasts, calls of nodes are recorded here."""
        token = active.set(self)
        try:
            yield self
        finally:
            active.reset(token)


def active_trace(otherwise: Trace) -> Trace:
    """The trace that records at the moment; fields may be read in the body of an `each` of an outer value."""
    return active.get() or otherwise


class KeywordCall:
    """Calls a function whose last arguments are keyword-only, for a scheduler that gives all of them by position."""

    __slots__ = ("__wrapped__", "names")

    def __init__(self, function: Callable[..., Any], names: tuple[str, ...]) -> None:
        self.__wrapped__ = function
        self.names = names

    def __call__(self, *args: Any) -> Any:
        split = len(args) - len(self.names)
        return self.__wrapped__(*args[:split], **dict(zip(self.names, args[split:], strict=True)))
