"""One step of a plan: a node's place in a graph, and all that the scheduler needs to run it."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from compound.nodes.lane import INLINE

if TYPE_CHECKING:
    from compound.graph.shapes import Shape
    from compound.nodes.declaration import Declaration
    from compound.ports.signature import Port


class _Missing:
    """What stands in the table of values where there is no value (yet)."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<missing>"


MISSING = _Missing()


class Step:
    """A call of a node. Its slot is its place in the table of values; `sources` are the slots it reads.

    The fields below `port` are filled in when the trace is compiled. `one` is the only source, or -1; `fetch` takes
    all sources out of the table of values; `out` is the slot that the result goes to; `followers` are the steps to
    tell when the result is there. `exact` is a class whose instances need no further check.
    """

    __slots__ = (
        "call",
        "check",
        "declaration",
        "exact",
        "fetch",
        "followers",
        "id",
        "lane",
        "one",
        "out",
        "port",
        "shape",
        "slot",
        "sources",
    )

    id: str
    fetch: Callable[[list[Any]], tuple[Any, ...]]
    exact: type | None
    check: Callable[[Any], None]

    def __init__(
        self,
        slot: int,
        call: Callable[..., Any],
        sources: tuple[int, ...],
        port: Port,
        declaration: Declaration | None = None,
        shape: Shape | None = None,
    ) -> None:
        self.slot = slot
        self.call = call
        self.sources = sources
        self.port = port
        self.declaration = declaration
        self.shape = shape
        self.lane = INLINE
        self.out = slot
        self.followers: list[int] = []

    def link(self) -> None:
        """Prepares reading the sources and checking the result."""
        sources = self.sources
        if len(sources) == 1:
            self.one = sources[0]
        else:
            self.one = -1
            self.fetch = itemgetter(*sources) if sources else _nothing
        self.exact, self.check = self.port.guard

    def arguments(self, values: list[Any]) -> tuple[Any, ...]:
        return (values[self.one],) if self.one >= 0 else self.fetch(values)

    def __repr__(self) -> str:
        return f"<step {self.id}>"


def _nothing(values: list[Any]) -> tuple[Any, ...]:
    return ()
