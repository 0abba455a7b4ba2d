"""What a flow asks of a worker, and what it is told. All of it is small and plain."""

from __future__ import annotations

from dataclasses import dataclass

from compound.store.reference import Reference


@dataclass(frozen=True, slots=True)
class Form:
    """A pipeline in its serialised form."""

    digest: str
    """Of its JSON, in the blobs."""
    place: str
    """The folder or the URL of the blobs."""
    modules: tuple[str, ...]
    """Those that it names, which the flow has imported and the worker may import."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One call of a node."""

    id: str
    """Of this call: all its attempts, on whatever worker, have the same."""
    form: Form
    path: tuple[str, ...]
    """Ids of the steps around it, outermost first, and of the step itself: `each`, `read`."""
    label: str
    """The step for people: `each[3]/read`."""
    stand_ins: int
    """0 for the step's own node, 1 for its fallback, 2 for the fallback of that, …"""
    sources: tuple[Reference | None, ...]
    """What the step reads; None for a constant, which the form holds."""


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt that failed."""

    error: bytes
    """The error, pickled."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an errand."""

    value: Reference
    seconds: float
    """What the last attempt took."""
    models: tuple[str, ...]
    """Names of those that were used."""
    failed: tuple[Tried, ...]
    """The attempts before."""


class Undone(Exception):
    """An attempt failed: raised in the worker, so that Prefect sees a failure, and read by the flow."""

    def __init__(self, told: str, failed: tuple[Tried, ...], again: bool) -> None:
        super().__init__(told, failed, again)
        self.failed = failed
        """All attempts up to this one."""
        self.again = again
        """Whether the node's policy wants another one."""

    def __str__(self) -> str:
        return str(self.args[0])

    __repr__ = __str__
