"""What comes out of a run: every output by node id, and a typed failure for every node that failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from compound.errors.run import PipelineFailed, RunCancelled
from compound.graph.step import MISSING
from compound.nodes.lane import GATE
from compound.run.blame import place_of

if TYPE_CHECKING:
    from rich.table import Table

    from compound.graph.step import Step
    from compound.run.frame import Frame, Tally

R = TypeVar("R")
Status = Literal["succeeded", "failed", "cancelled"]
_VIEWS = ("outputs", "failures", "blocked", "decisions", "timings")


@dataclass(frozen=True, slots=True)
class Failed:
    """A node that failed, as a value."""

    node: str
    error: BaseException
    attempts: int = 1

    def __str__(self) -> str:
        tries = f" after {self.attempts} attempts" if self.attempts > 1 else ""
        where = f" ({self.place})" if self.place else ""
        return f"{self.node}{tries}: {type(self.error).__name__}: {self.error}{where}"

    @property
    def place(self) -> str:
        """`file:line` where it happened in the user's own code, or an empty string."""
        return place_of(self.error)


@dataclass(frozen=True, slots=True)
class Timing:
    """How often a node ran and how long it took in all, in seconds of wall time."""

    calls: int
    seconds: float
    recalled: int = 0
    """How many results more were there from before."""


class Outputs(Mapping[str, Any]):
    """Outputs by node id, each read when it is asked for."""

    def __init__(self, frame: Frame) -> None:
        self._values = frame.values
        filled = zip(frame.plan.steps[: frame.plan.size], frame.values, strict=False)
        self._slots = {step.id: step.slot for step, value in filled if step is not None and value is not MISSING}

    def __getitem__(self, node: str) -> Any:
        return self._values[self._slots[node]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._slots)

    def __len__(self) -> int:
        return len(self._slots)

    def __repr__(self) -> str:
        return repr(dict(self))


class Run(Generic[R]):
    """The result of a run. What is asked for is computed from the finished frame then."""

    def __init__(self, frame: Frame, seconds: float, *, cancelled: bool = False) -> None:
        self._frame = frame
        self._output = frame.output
        self.pipeline = frame.plan.name
        self.id = "" if frame.memory is None else frame.memory.run
        """By which a journal knows the run; empty for one that nothing remembers."""
        self.seconds = seconds
        self.offenders: tuple[str, ...] = ()
        """Nodes whose threads were given up and still ran when the run ended."""
        self.models: frozenset[str] = frozenset()
        """Names of the models that were used."""
        self.status: Status = "succeeded" if frame.whole else "cancelled" if cancelled else "failed"
        """`succeeded` when there is an output, and nothing failed that had an effect of its own."""

    @property
    def output(self) -> R:
        """The output of the pipeline. Raises PipelineFailed or RunCancelled unless the run succeeded."""
        if self.ok:
            return self._output  # type: ignore[no-any-return]
        if self.status == "cancelled":
            raise RunCancelled(pipeline=self.pipeline, offenders=self.offenders)
        failures = tuple(self.failures.values())
        cause = failures[0].error if failures else None
        raise PipelineFailed(pipeline=self.pipeline, run=self, failures=failures) from cause

    @property
    def ok(self) -> bool:
        return self.status == "succeeded"

    @cached_property
    def outputs(self) -> Mapping[str, Any]:
        """Outputs of all nodes that succeeded, by node id. One that lies in a store is read when it is asked for."""
        return Outputs(self._frame)

    @cached_property
    def failures(self) -> Mapping[str, Failed]:
        """Nodes that failed themselves, by node id, in the order of the graph."""
        return MappingProxyType(self._by_id(self._frame.failures))

    @cached_property
    def blocked(self) -> Mapping[str, str]:
        """Nodes that did not run because a node before them failed, to the id of that node."""
        steps = self._frame.plan.steps
        causes = self._by_id(self._frame.blocked)
        return MappingProxyType({name: steps[cause].id for name, cause in causes.items()})

    @cached_property
    def skipped(self) -> frozenset[str]:
        """Nodes of branches that were not taken."""
        if self.status == "cancelled":
            return frozenset()
        ended = {*self.outputs, *self.failures, *self.blocked}
        return frozenset(step.id for step in self._steps() if step.id not in ended)

    @cached_property
    def decisions(self) -> Mapping[str, str]:
        """Branches taken, fallbacks used and what people decided, by node id."""
        made = self._by_id(self._frame.decisions, hidden=True)
        return MappingProxyType({name: str(what) for name, what in made.items()})

    @cached_property
    def timings(self) -> Mapping[str, Timing]:
        """Calls and seconds of each node that ran; nodes in bodies are called `each/node`."""
        found: dict[str, Timing] = {}
        _collect_timings(self._frame.plan.steps, self._frame.tally, "", found)
        return MappingProxyType(found)

    def summary(self) -> Table:
        """Status, calls and time of each node, as a table for the terminal (Rich)."""
        from compound.seeing.summary import summary_table

        return summary_table(self)

    def __getstate__(self) -> dict[str, Any]:
        """All that can be asked for, without the graph and its functions, which cannot travel."""
        views = {name: dict(getattr(self, name)) for name in _VIEWS}
        return {**self.__dict__, **views, "skipped": self.skipped, "_frame": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        views = {name: MappingProxyType(state[name]) for name in _VIEWS}
        self.__dict__.update(state, **views)

    def _steps(self) -> list[Step]:
        plan = self._frame.plan
        return [step for step in plan.steps[: plan.size] if step is not None]

    def _by_id(self, by_slot: Mapping[int, Any] | None, hidden: bool = False) -> dict[str, Any]:
        if not by_slot:
            return {}
        plan = self._frame.plan
        slots = sorted(slot for slot in by_slot if slot < plan.size or hidden)
        return {plan.steps[slot].id: by_slot[slot] for slot in slots}  # type: ignore[union-attr]

    def __repr__(self) -> str:
        return f"<run of {self.pipeline}: {self.status}, {len(self.outputs)} outputs, {self.seconds:.3f} s>"


def _collect_timings(steps: list[Step | None], tally: Tally, prefix: str, found: dict[str, Timing]) -> None:
    for step in steps:
        if step is None or step.lane == GATE or step.out != step.slot:
            continue
        timing = Timing(tally.calls[step.slot], tally.seconds[step.slot], tally.recalled.get(step.slot, 0))
        if not timing.calls and not timing.recalled:
            continue
        found[prefix + step.id] = timing
        body = tally.bodies.get(step.slot)
        if body is not None:
            _collect_timings(step.shape.body.steps, body, f"{prefix}{step.id}/", found)  # type: ignore[union-attr]
