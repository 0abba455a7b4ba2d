"""What the journal remembers of one frame of a run: keys of its values, and its calls that are under way."""

from __future__ import annotations

import json
import secrets
import traceback
from dataclasses import dataclass
from functools import lru_cache
from time import time
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Table

from compound.errors.run import BatchMismatch, CannotTravel, NodeTimeout, OutputMismatch, ProcessDied, RunCancelled
from compound.graph.shapes import Each, Loop
from compound.graph.step import MISSING
from compound.journal import tables
from compound.journal.past import Past
from compound.journal.record import RunRecord, key_or_none

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.frame import Frame
    from compound.run.memory import Ending
    from compound.run.result import Failed

_UNSURE = (NodeTimeout, RunCancelled, ProcessDied, CannotTravel, OutputMismatch, BatchMismatch)
"""Failures that say nothing about whether the node did what it is for."""

_TRACE = 16 << 10
"""Characters of a trace that are kept, of its end."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a step that was handed to a lane."""

    node: Declaration | None
    """None for an `each` or a `loop`."""
    attempt: int
    intent: str | None
    """Row of what it is about to do; None where it may be done again."""


class RecordedFrame:
    """A `Remembered` that writes into the journal, and takes what it can from the run's past."""

    __slots__ = ("_calls", "_keys", "_past", "_record")

    def __init__(self, record: RunRecord, keys: dict[int, str | None], past: Past | None = None) -> None:
        self._record = record
        self._keys = keys
        self._past = past
        self._calls: dict[int, Call] = {}

    def recall(self, frame: Frame, step: Step) -> Any:
        """Raises ActDiffers and ActResultLost."""
        if self._past is None or step.declaration is None:
            return MISSING
        known = self._past.result(frame.label(step), step)
        if known is None or not known.fits(self._inputs(frame, step)):
            return MISSING
        value = known.value()
        if value is not MISSING:
            self._keys[step.out] = known.digest
        return value

    def calling(self, frame: Frame, step: Step, node: Declaration, attempt: int) -> None:
        """Returns when the intent of a node that acts is on disk. Raises JournalUnwritable."""
        if node.policy.effect not in tables.ACTING:
            self._calls[step.slot] = Call(node, attempt, None)
            return
        call = self._calls[step.slot] = Call(node, attempt, secrets.token_hex(16))
        row = {"id": call.intent, "node": node.ref, "inputs": self._inputs(frame, step), "at": time()}
        self._add(tables.intents, frame, step, attempt=attempt, **row)
        self._record.writer.secure()

    def uncalled(self, frame: Frame, step: Step) -> None:
        call = self._calls.pop(step.slot, None)
        if call is not None:
            self._resolve(call, "withdrawn")

    def succeeded(self, frame: Frame, step: Step, value: Any, seconds: float) -> None:
        """Returns when the outcome of a node that acts is on disk. Raises JournalUnwritable."""
        if step.declaration is None:
            return
        call = self._calls.pop(step.slot, None)
        digest = self._keys[step.out] = self._record.kept(value)
        self._add_run(frame, step, call, status="succeeded", seconds=seconds, output=digest)
        self._resolve(call, "succeeded")

    def failed(
        self, frame: Frame, step: Step, status: Literal["retrying", "failed"], seconds: float, failed: Failed
    ) -> None:
        """Of a call that did not come to its own end, whether it acted stays open."""
        call = self._calls.pop(step.slot, None) or Call(step.declaration, failed.attempts, None)
        error = failed.error
        self._add_run(frame, step, call, status=status, seconds=seconds, output=None)
        trace = "".join(traceback.format_exception(error))[-_TRACE:]
        said = {"type": type(error).__name__, "message": str(error), "place": failed.place, "trace": trace}
        row = {name: _writable(text) for name, text in said.items()}
        self._add(tables.errors, frame, step, attempt=failed.attempts, **row)
        if not isinstance(error, _UNSURE):
            self._resolve(call, "failed")

    def decided(self, frame: Frame, step: Step, what: str) -> None:
        self._add(tables.decisions, frame, step, what=_writable(what), at=time())

    def inside(self, frame: Frame, step: Step) -> RecordedFrame:
        """Values of this frame that the body uses keep their keys."""
        assert isinstance(step.shape, Each | Loop)
        captured = [slot for slot, _ in step.shape.body.inputs[1:]]
        keys = {inner: self._key(frame, outer) for inner, outer in zip(captured, step.sources[1:], strict=True)}
        return RecordedFrame(self._record, keys, self._past)

    def ended(self, frame: Frame, ending: Ending) -> None:
        """Returns when the run is committed. Raises JournalUnwritable."""
        slot = frame.plan.outputs[0]
        output = self._record.kept(frame.values[slot]) if ending.status == "succeeded" else None
        self._record.end(output, ending)

    def _inputs(self, frame: Frame, step: Step) -> str:
        """Ports and keys of what the step takes, as the tables have them."""
        names = self._record.port_names(step)
        return _encode([(name, self._key(frame, slot)) for name, slot in zip(names, step.sources, strict=True)])

    def _key(self, frame: Frame, slot: int) -> str | None:
        if slot not in self._keys:
            self._keys[slot] = key_or_none(frame.values[slot])
        return self._keys[slot]

    def _add_run(self, frame: Frame, step: Step, call: Call | None, **how: Any) -> None:
        node = step.declaration if call is None else call.node
        self._add(
            tables.node_runs,
            frame,
            step,
            attempt=1 if call is None else call.attempt,
            ended=time(),
            inputs="[]" if node is None else self._inputs(frame, step),
            key=None,
            cache=None,
            **_about(node),
            **how,
        )

    def _resolve(self, call: Call | None, status: str) -> None:
        """Returns when it is on disk how the call of a node that acts ended."""
        if call is not None and call.intent is not None:
            self._record.writer.add(tables.outcomes, {"intent": call.intent, "status": status, "at": time()})
            self._record.writer.secure()

    def _add(self, table: Table, frame: Frame, step: Step, **row: Any) -> None:
        self._record.writer.add(table, {"run": self._record.id, "path": frame.label(step), **row})


_encode = json.JSONEncoder(check_circular=False).encode


@lru_cache(maxsize=1024)
def _about(node: Declaration | None) -> dict[str, Any]:
    if node is None:
        return {"node": "", "effect": "pure", "models": "[]", "cost": None}
    models = () if node.settings is None else node.settings.models
    policy = node.policy
    return {"node": node.ref, "effect": policy.effect, "models": json.dumps(list(models)), "cost": policy.cost}


def _writable(text: str) -> str:
    """A text that every database takes: without NUL and lone surrogates."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode("utf-8")
