"""What can go wrong while a pipeline runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from compound.errors.root import CompoundError

if TYPE_CHECKING:
    from compound.errors.ports import Mismatch
    from compound.run.result import Failed, Run


class RunError(CompoundError):
    """Raised when a run, or a node in it, fails; see its subclasses."""


class OutputMismatch(RunError):
    """Raised when a node returns something else than its annotation promises. The node is to blame."""

    def __init__(self, *, node: str, mismatch: Mismatch) -> None:
        self.node = node
        self.declared, self.expected = mismatch.declared, mismatch.expected
        self.path, self.summary = mismatch.path, mismatch.summary
        found = f"{self.summary} at {self.path}, where {self.expected} is needed" if self.path else self.summary
        super().__init__(f"{node} promises {self.declared} but returned {found}. Mend the function or its annotation.")


class InputMismatch(RunError):
    """Raised when an input of a pipeline does not fit and cannot be converted."""

    def __init__(self, *, pipeline: str, port: str, wanted: str, problem: str) -> None:
        self.pipeline, self.port, self.wanted, self.problem = pipeline, port, wanted, problem
        super().__init__(f"{pipeline}: the input `{port}` must be {wanted}: {problem}")


class PipelineFailed(RunError):
    """Raised when a pipeline has no output because nodes failed; `run` holds all that succeeded."""

    def __init__(self, *, pipeline: str, run: Run[Any], failures: tuple[Failed, ...]) -> None:
        self.pipeline, self.run, self.failures = pipeline, run, failures
        lines = "\n".join(f"  {failure}" for failure in failures)
        done = len(run.outputs)
        super().__init__(
            f"{pipeline} failed:\n{lines}\n  {done} node{'' if done == 1 else 's'} succeeded; see `.run.outputs`."
        )


class ItemsFailed(RunError):
    """Raised when the body of an `each` failed for some items; `failures` maps the index to the Failed."""

    def __init__(self, *, step: str, failures: dict[int, Failed], total: int) -> None:
        self.step, self.failures, self.total = step, failures, total
        index, first = next(iter(sorted(failures.items())))
        super().__init__(f"{step}: {len(failures)} of {total} items failed; the first is item {index}: {first}")


class TurnFailed(RunError):
    """Raised when the body of a loop failed; turns count from 1."""

    def __init__(self, *, step: str, turn: int, failure: Failed) -> None:
        self.step, self.turn, self.failure = step, turn, failure
        super().__init__(f"{step}: turn {turn} failed: {failure}")


class LoopLimit(RunError):
    """Raised when a loop has not come to its end within its limit; `state` is the last one."""

    def __init__(self, *, step: str, limit: int, state: Any) -> None:
        self.step, self.limit, self.state = step, limit, state
        super().__init__(f"{step}: `until` was not met within {limit} turns. Raise `limit` or mend the condition.")


class NodeTimeout(RunError, TimeoutError):
    """Raised when an attempt of a node took longer than its timeout; a TimeoutError, too."""

    def __init__(self, *, node: str, seconds: float, stopped: bool) -> None:
        self.node, self.seconds, self.stopped = node, seconds, stopped
        after = " and was stopped" if stopped else "; it cannot be stopped and was given up (process=True can be)"
        super().__init__(f"{node} took more than {seconds:g} s{after}")


class BatchMismatch(RunError):
    """Raised when `run_batch` returns another number of results than it was given calls."""

    def __init__(self, *, node: str, given: int, returned: int) -> None:
        self.node, self.given, self.returned = node, given, returned
        super().__init__(
            f"{node}: run_batch was given {given} calls and returned {returned} results; one each is needed"
        )


class ProcessDied(RunError):
    """Raised when the process that ran a node ended without an answer."""

    def __init__(self, *, node: str, code: int | None) -> None:
        self.node, self.code = node, code
        super().__init__(f"{node}: its process ended with code {code} before it answered (out of memory, or killed)")


class CannotTravel(RunError):
    """Raised when the inputs or the answer of a node with process=True cannot be pickled."""

    def __init__(self, *, node: str, what: str, direction: Literal["to", "from"], reason: str) -> None:
        self.node, self.what, self.direction, self.reason = node, what, direction, reason
        super().__init__(
            f"{node}: {what} cannot travel {direction} its process: {reason}. "
            "Hand over plain data, or drop process=True."
        )


class RunCancelled(RunError):
    """Raised when a run was cancelled before it had an output; also what a cancelled node sees when it asks."""

    def __init__(self, *, pipeline: str, offenders: tuple[str, ...] = ()) -> None:
        self.pipeline, self.offenders = pipeline, offenders
        still = f"; still running, since they do not ask: {', '.join(offenders)}" if offenders else ""
        super().__init__(f"{pipeline} was cancelled{still}")


class InputChanged(RunError):
    """Raised when a node changed, or tried to change, a value that others read too. Values are immutable."""

    def __init__(self, *, node: str, port: str) -> None:
        self.node, self.port = node, port
        super().__init__(f"{node} writes into its input `{port}`, which other nodes share. Copy it before writing.")
