"""What the journal remembers of one frame of a run: keys of its values, and its calls that are under way."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Table

from compound.cache.answers import Hit
from compound.errors.run import BatchMismatch, CannotTravel, NodeTimeout, OutputMismatch, ProcessDied, RunCancelled
from compound.graph.shapes import Each, Loop
from compound.graph.step import MISSING
from compound.journal import tables
from compound.journal.going_on.past import Past
from compound.journal.writing.question import Question, key_for, reads_files
from compound.journal.writing.record import RunRecord, key_of_result, key_or_none
from compound.journal.writing.rows import about, about_failure, encode, writable
from compound.journal.writing.worth import worth_keeping
from compound.run.memory import Known, Later

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.decision import Verdict
    from compound.run.frame import Frame
    from compound.run.memory import Ending
    from compound.run.result import Failed

_UNSURE = (NodeTimeout, RunCancelled, ProcessDied, CannotTravel, OutputMismatch, BatchMismatch)
"""Failures that say nothing about whether the node did what it is for."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a step that was handed to a lane."""

    node: Declaration | None
    """None for an `each` or a `loop`."""
    attempt: int
    intent: str | None
    """Row of what it is about to do; None where it may be done again."""


class RecordedFrame:
    """A `Remembered` that writes into the journal, and takes what it can from the run's past and from the cache."""

    __slots__ = ("_calls", "_keys", "_past", "_questions", "_record")

    def __init__(self, record: RunRecord, keys: dict[int, str | None], past: Past | None = None) -> None:
        self._record = record
        self._keys = keys
        self._past = past
        self._calls: dict[int, Call] = {}
        self._questions: dict[int, Question] = {}

    @property
    def run(self) -> str:
        return self._record.id

    def recall(self, frame: Frame, step: Step) -> Known | Later | None:
        """Raises ActDiffers and ActResultLost."""
        if step.declaration is None:
            return None
        known = None if self._past is None else self._from_past(self._past, frame, step)
        if known is None and self._record.cache is not None:
            return self._from_cache(frame, step)
        return known

    def calling(self, frame: Frame, step: Step, node: Declaration, attempt: int) -> None:
        """Returns when the intent of a node that acts is on disk. Raises JournalUnwritable."""
        if node.policy.effect not in tables.ACTING or node.policy.repeat_safe:
            self._calls[step.slot] = Call(node, attempt, None)
            return
        call = self._calls[step.slot] = Call(node, attempt, secrets.token_hex(16))
        row = {"id": call.intent, "node": node.ref, "inputs": self._inputs(frame, step), "at": time()}
        self._add(tables.intents, frame, step, attempt=attempt, **row)
        self._record.writer.secure()

    def uncalled(self, frame: Frame, step: Step) -> None:
        self._give_up(step)
        call = self._calls.pop(step.slot, None)
        if call is not None:
            self._resolve(call, "withdrawn")

    def succeeded(self, frame: Frame, step: Step, value: Any, seconds: float) -> None:
        """Returns when the outcome of a node that acts is on disk. Raises JournalUnwritable."""
        if step.declaration is None:
            return
        call = self._calls.pop(step.slot, None)
        question = self._questions.pop(step.slot, None)
        pure = step.declaration.policy.effect == "pure"
        digest = key_of_result(value) if pure and not worth_keeping(value, seconds) else self._record.kept(value)
        self._keys[step.out] = digest
        self._add_run(frame, step, call, question, status="succeeded", seconds=seconds, output=digest)
        self._resolve(call, "succeeded")
        if question is not None:
            self._record.questions.discard(question)
            instead = call is not None and call.node is not step.declaration  # a fallback answered
            question.answered(self._record.writer, None if instead else digest, value, seconds)

    def failed(
        self, frame: Frame, step: Step, status: Literal["retrying", "failed"], seconds: float, failed: Failed
    ) -> None:
        """Of a call that did not come to its own end, whether it acted stays open."""
        call = self._calls.pop(step.slot, None) or Call(step.declaration, failed.attempts, None)
        self._add_run(frame, step, call, self._questions.get(step.slot), status=status, seconds=seconds, output=None)
        self._add(tables.errors, frame, step, **about_failure(failed))
        if status == "failed":
            self._give_up(step)
        if not isinstance(failed.error, _UNSURE):
            self._resolve(call, "failed")

    def decided(self, frame: Frame, step: Step, what: str | Verdict) -> None:
        told = what if isinstance(what, str) else what.record()
        self._add(tables.decisions, frame, step, what=writable(told), at=time())

    def inside(self, frame: Frame, step: Step) -> RecordedFrame:
        """Values of this frame that the body uses keep their keys."""
        assert isinstance(step.shape, Each | Loop)
        captured = [slot for slot, _ in step.shape.body.inputs[1:]]
        keys = {inner: self._key(frame, outer) for inner, outer in zip(captured, step.sources[1:], strict=True)}
        return RecordedFrame(self._record, keys, self._past)

    def ended(self, frame: Frame, ending: Ending) -> None:
        """Returns when the run is committed. Raises JournalUnwritable."""
        if self._past is not None:
            self._past.close()
        slot = frame.plan.outputs[0]
        output = None
        if ending.status == "succeeded":
            output = self._keys.get(slot) or key_or_none(frame.values[slot])
            if output is not None:
                self._record.writer.keep(output, frame.values[slot])
        self._record.end(output, ending)

    def _from_past(self, past: Past, frame: Frame, step: Step) -> Known | None:
        known = past.result(frame.label(step), step)
        if known is None or not known.fits(self._inputs(frame, step)):
            return None
        value = known.value()
        if value is MISSING:
            return None
        self._keys[step.out] = known.digest
        if past.run != self._record.id:
            self._add_known(frame, step, known.digest, "taken")
        return Known(value)

    def _from_cache(self, frame: Frame, step: Step) -> Known | Later | None:
        question = self._questions.get(step.slot) or self._question(frame, step)
        if question is None:
            return None
        found = question.ask()
        if not isinstance(found, Hit):
            return found
        # It was checked when it was computed, by a node with this very key, and is read by the same annotation.
        del self._questions[step.slot]
        self._keys[step.out] = found.output or key_or_none(found.value)
        self._add_known(frame, step, self._keys[step.out], "hit", question)
        return Known(found.value, found.models)

    def _question(self, frame: Frame, step: Step) -> Question | None:
        keys = [self._key(frame, slot) for slot in step.sources]
        arguments = step.arguments(frame.values) if reads_files(step) else ()  # others may lie in a store
        key = key_for(step, self._record.port_names(step), keys, arguments)
        if key is None or self._record.cache is None:
            return None
        question = self._questions[step.slot] = Question(self._record.cache, key, step, arguments)
        self._record.questions.add(question)
        return question

    def _give_up(self, step: Step) -> None:
        question = self._questions.pop(step.slot, None)
        if question is not None:
            question.release()

    def _inputs(self, frame: Frame, step: Step) -> str:
        """Ports and keys of what the step takes, as the tables have them."""
        names = self._record.port_names(step)
        return encode([(name, self._key(frame, slot)) for name, slot in zip(names, step.sources, strict=True)])

    def _key(self, frame: Frame, slot: int) -> str | None:
        if slot not in self._keys:
            self._keys[slot] = key_or_none(frame.values[slot])
        return self._keys[slot]

    def _add_known(
        self, frame: Frame, step: Step, digest: str | None, cache: str, question: Question | None = None
    ) -> None:
        """A row for a result that was there without a call."""
        call = Call(step.declaration, 1, None)
        row = {"status": "succeeded", "seconds": 0.0, "output": digest, "cache": cache}
        self._add_run(frame, step, call, question, **row)

    def _add_run(self, frame: Frame, step: Step, call: Call | None, question: Question | None, **how: Any) -> None:
        node = step.declaration if call is None else call.node
        row = {
            "run": self._record.id,
            "path": frame.label(step),
            "attempt": 1 if call is None else call.attempt,
            "ended": time(),
            "inputs": "[]" if node is None else self._inputs(frame, step),
            "key": None if question is None else question.key.digest,
            "cache": None if question is None else question.reason,
            **about(node),
            **how,
        }
        self._record.writer.add(tables.node_runs, row)

    def _resolve(self, call: Call | None, status: str) -> None:
        """Returns when it is on disk how the call of a node that acts ended."""
        if call is not None and call.intent is not None:
            self._record.writer.add(tables.outcomes, {"intent": call.intent, "status": status, "at": time()})
            self._record.writer.secure()

    def _add(self, table: Table, frame: Frame, step: Step, **row: Any) -> None:
        self._record.writer.add(table, {"run": self._record.id, "path": frame.label(step), **row})
