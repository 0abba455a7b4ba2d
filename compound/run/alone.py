"""One step of a plan run by itself, for whoever decides elsewhere when it is its turn.

The step keeps its lane and its timeout, its output is checked, and the bodies of `each` and `loop` run whole. It is
tried once: whoever asks counts the attempts.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from compound.errors.run import RunCancelled
from compound.graph.plan import Plan
from compound.graph.step import MISSING
from compound.graph.trace import Trace
from compound.nodes.policy import Retry
from compound.ports.signature import Port
from compound.run.decision import Verdict
from compound.run.frame import Frame, Tally
from compound.run.launching import call_of
from compound.run.runner import drive
from compound.run.scheduler import Scheduler

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.options import RunOptions
    from compound.run.token import Token

_ONCE = Retry(0)
_SOURCE = Port("source", object)


class Alone:
    """A step as a plan of its own, with an input for each of its sources; `node` may be a fallback of the step's."""

    def __init__(self, step: Step, node: Declaration | None) -> None:
        trace = Trace(step.id)
        sources = tuple(trace.input(_SOURCE)._slot for _ in step.sources)
        call = step.call if node is None else call_of(step, node)
        result = trace.add(step.id, call, sources, step.port, node and _tried_once(node), step.shape)
        self.plan = Plan(trace, (result._slot,))
        self.models: set[str] = set()
        """Names of those that its runs used."""
        self.verdicts: list[Verdict] = []
        """What people decided in its runs."""

    def run(self, values: tuple[Any, ...], options: RunOptions, token: Token) -> Any:
        """The checked result for the values of the sources. Raises what the node raised, NodeTimeout, RunCancelled."""
        frame = Frame(self.plan, values, self, Tally(len(self.plan.steps)))
        scheduler = Scheduler(options, token)
        drive(scheduler, frame)
        self.models |= scheduler.context.models
        self.verdicts += [what for what in (frame.decisions or {}).values() if isinstance(what, Verdict)]
        failed = frame.first_failure()
        if failed is not None:
            raise failed.error
        if frame.output is MISSING:
            raise RunCancelled(pipeline=self.plan.name)
        return frame.output

    def ended(self, frame: Frame) -> None:
        """The frame says so itself."""


def _tried_once(node: Declaration) -> Declaration:
    single = copy.copy(node)
    single.policy = replace(node.policy, retries=_ONCE, fallback=None)
    return single
