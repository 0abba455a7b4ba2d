"""Rails: a graph as rows of text with lines beside them, as `git log --graph` draws history.

A rail carries a value from the row of its node down to all that use it. Where several nodes are used by one other node
alone, they share a rail that collects them, so that a fan of sixty needs three rails and not sixty-one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx


@dataclass(slots=True)
class Rail:
    """What runs in one column: to all in `waiting` that still use a value, or `into` a node that collects them."""

    waiting: set[str]
    into: str = ""


@dataclass(slots=True)
class Row:
    """One node: its column, the columns of its inputs, and the columns in use above and below it."""

    node: str
    column: int
    inputs: set[int]
    above: set[int]
    below: set[int] = field(default_factory=set)
    collector: int | None = None
    """The column that its value goes over to."""

    @property
    def span(self) -> tuple[int, int]:
        """The outermost columns of its line."""
        return min(self.touched), max(self.touched)

    @property
    def touched(self) -> set[int]:
        """All columns that its line ends or meets in."""
        return {*self.inputs, self.column} | ({self.collector} if self.collector is not None else set())


def rows(graph: networkx.DiGraph[str]) -> list[Row]:
    """The rows of a graph, in an order that keeps rails few and short."""
    yard = _Yard(graph)
    return [yard.lay(node) for node in _sequence(graph)]


def _sequence(graph: networkx.DiGraph[str]) -> list[str]:
    """A topological order: inputs first, results last, and between them always what leaves the fewest rails open."""
    numbers = {node: number for number, node in enumerate(graph)}
    missing = dict(graph.in_degree())
    users = dict(graph.out_degree())
    collecting: set[str] = set()
    ready = [node for node in graph if not missing[node]]
    found: list[str] = []

    def cost(node: str) -> tuple[int, int, int]:
        place = {"input": -1, "outer": -1, "output": 1}.get(graph.nodes[node]["kind"], 0)
        if place:
            return place, 0, numbers[node]
        opened = int(bool(graph.out_degree(node)) and collecting.isdisjoint(_only_user(graph, node)))
        closed = sum(users[source] == 1 for source in graph.predecessors(node))
        return 0, opened - closed, numbers[node]

    while ready:
        node = min(ready, key=cost)
        ready.remove(node)
        found.append(node)
        collecting.update(_only_user(graph, node))
        for source in graph.predecessors(node):
            users[source] -= 1
        for target in graph.successors(node):
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    return found


def _only_user(graph: networkx.DiGraph[str], node: str) -> list[str]:
    """The node that alone uses this one, if there is one and it collects others like it."""
    users = list(graph.successors(node))
    if len(users) != 1:
        return []
    alike = sum(graph.out_degree(source) == 1 for source in graph.predecessors(users[0]))
    return users if alike > 1 else []


class _Yard:
    """The rails in use while rows are laid one below the other."""

    def __init__(self, graph: networkx.DiGraph[str]) -> None:
        self._graph = graph
        self._rails: list[Rail | None] = []
        self._latest: int | None = None

    def lay(self, node: str) -> Row:
        """The row of a node."""
        above = self._in_use()
        sources = {c for c in above if node in self._rail(c).waiting and not self._rail(c).into}
        ending = {c for c in sources if len(self._rail(c).waiting) == 1}
        collected = next((c for c in above if self._rail(c).into == node), None)
        column = collected if collected is not None else min(ending) if ending else self._fresh(node, sources)
        self._latest = column
        row = Row(node, column, set(sources), above)
        for source in sources:
            self._rail(source).waiting.discard(node)
        for ended in ending | ({collected} - {None}):
            self._rails[ended] = None  # type: ignore[index]
        self._send_on(row)
        row.below = self._in_use()
        return row

    def _fresh(self, node: str, sources: set[int]) -> int:
        """A column for a node that can take over none: between its inputs and what collects it, if there is room.

        A step without inputs does not stand right below another, which would look as if it came from there.
        """
        if not sources:
            is_input = self._graph.nodes[node]["kind"] in ("input", "outer")
            return self._unused(-1, None if is_input else self._latest)
        collector = self._collector(_only_user(self._graph, node))
        between = self._unused(max(sources))
        if collector is not None and between < collector:
            return between
        return self._unused(min(sources))

    def _send_on(self, row: Row) -> None:
        """Lets the value go down its own rail, or over to the one that collects it."""
        users = set(self._graph.successors(row.node))
        collecting = _only_user(self._graph, row.node)
        if users and not (collecting and self._collect(row, collecting)):
            self._put(row.column, Rail(users))

    def _collect(self, row: Row, users: list[str]) -> bool:
        """Joins or opens the rail that collects for a user; False where it would run into the line of the inputs."""
        low, high = row.span
        there = self._collector(users)
        # One column is left free on its near side, where the next nodes that it collects can stand.
        column = max(row.column, max(self._in_use() | row.above, default=-1) + 1) + 1 if there is None else there
        if (column > row.column and high > row.column) or (column < row.column and low < row.column):
            return False
        if there is None:
            self._put(column, Rail(set(), *users))
        row.collector = column
        return True

    def _collector(self, users: list[str]) -> int | None:
        """The column that collects for a user, if it is open."""
        return next((column for column in self._in_use() if self._rail(column).into in users), None)

    def _in_use(self) -> set[int]:
        return {column for column, rail in enumerate(self._rails) if rail is not None}

    def _rail(self, column: int) -> Rail:
        rail = self._rails[column]
        assert rail is not None
        return rail

    def _unused(self, left: int, avoided: int | None = None) -> int:
        """The first column to the right of `left` that nothing uses."""
        return next(column for column in count(left + 1) if column not in self._in_use() and column != avoided)

    def _put(self, column: int, rail: Rail) -> None:
        self._rails += [None] * (column + 1 - len(self._rails))
        self._rails[column] = rail
