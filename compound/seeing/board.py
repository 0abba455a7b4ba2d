"""The state of each node of a run under way, read off its events."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

from compound.run.events import Event, NodeFinished, NodePartial, NodeProgress, NodeStarted, RunFinished, RunStarted

State = Literal["waiting", "running", "done", "failed"]
TAIL = 200
"""Characters of a partial output that are kept."""
_ITEM = re.compile(r"\[\d+\]/")


@dataclass(slots=True)
class NodeState:
    """One node; calls for the items of an `each` are counted together, under `each/node`."""

    name: str
    running: int = 0
    done: int = 0
    failed: int = 0
    retries: int = 0
    since: float = 0.0
    """When the calls that run now began, on the clock of the board."""
    seconds: float = 0.0
    """Of calls that have ended."""
    progress: NodeProgress | None = None
    tail: str = ""
    """End of what a generator node has yielded."""
    trouble: str = ""
    """The last failure."""
    inner: list[NodeState] = field(default_factory=list)
    """Nodes of its body."""

    @property
    def state(self) -> State:
        if self.running or any(node.state == "running" for node in self.inner):
            return "running"
        if self.failed:
            return "failed"
        return "done" if self.done else "waiting"


@dataclass(slots=True)
class Board:
    """All nodes, in the order of the graph; those of bodies come when they are first heard of."""

    clock: Callable[[], float] = monotonic
    title: str = ""
    began: float = 0.0
    nodes: dict[str, NodeState] = field(default_factory=dict)
    active: dict[str, NodeState] = field(default_factory=dict)
    """Nodes that run."""
    troubled: dict[str, NodeState] = field(default_factory=dict)
    """Nodes of which a call has failed, whether or not another attempt mended it."""
    own: list[NodeState] = field(default_factory=list)
    """Nodes of the pipeline itself."""
    finished: int = 0
    """How many of them have ended."""
    _announced: frozenset[str] = frozenset()

    def take(self, event: Event) -> None:
        """Brings the board up to date."""
        match event:
            case RunStarted():
                self._start(event)
            case NodeStarted():
                self._started(self._of(event.node))
            case NodeFinished():
                self._ended(self._of(event.node), event)
            case NodeProgress():
                self._of(event.node).progress = event
            case NodePartial():
                node = self._of(event.node)
                node.tail = (node.tail + _text(event.value))[-TAIL:]
            case RunFinished():
                self.active.clear()

    def _start(self, event: RunStarted) -> None:
        self.title = event.node
        self.began = self.clock()
        self.own = [NodeState(name) for name in event.nodes]
        self._announced = frozenset(event.nodes)
        self.nodes = {node.name: node for node in self.own}
        self.active, self.troubled = {}, {}
        self.finished = 0

    def _of(self, name: str) -> NodeState:
        if "[" in name:
            name = _ITEM.sub("/", name)
        if name not in self.nodes:
            self._add(NodeState(name))
        return self.nodes[name]

    def _add(self, node: NodeState) -> None:
        """A node that was not announced: of the body of the nearest one it is named under."""
        around, _, _ = node.name.rpartition("/")
        while around and around not in self.nodes:
            around, _, _ = around.rpartition("/")
        self.nodes[node.name] = node
        (self.nodes[around].inner if around else self.own).append(node)

    def _started(self, node: NodeState) -> None:
        if not node.running:
            node.since = self.clock()
            self.active[node.name] = node
        node.running += 1

    def _ended(self, node: NodeState, event: NodeFinished) -> None:
        node.running = max(0, node.running - 1)  # inline nodes only say that they have ended
        node.seconds += event.seconds
        if not node.running:
            self.active.pop(node.name, None)
            node.progress, node.tail = None, ""
        if event.failure is not None:
            error = event.failure.error
            node.trouble = f"{type(error).__name__}: {error}"
            self.troubled[node.name] = node
        node.done += event.status in ("succeeded", "recalled")
        node.failed += event.status == "failed"
        node.retries += event.status == "retrying"
        self.finished += event.status != "retrying" and event.node in self._announced


def _text(value: Any) -> str:
    return value if isinstance(value, str) else f"{value!r} "
