"""What can go wrong between a flow and the workers that run its nodes."""

from __future__ import annotations

from compound.errors.root import CompoundError
from compound.errors.run import ProcessDied, RunError


class StaysHere(RunError):
    """Raised when a value is to go to or come from a worker and has no form without code."""

    def __init__(self, *, node: str, port: str, reason: str) -> None:
        self.node, self.port, self.reason = node, port, reason
        super().__init__(
            f"{node}: the value at `{port}` cannot travel between workers: {reason} "
            "Or run the flow on threads, where values are handed on as they are."
        )


class StoreNotShared(RunError):
    """Raised when a worker does not find in the store what the flow put there."""

    def __init__(self, *, place: str, worker: str) -> None:
        self.place, self.worker = place, worker
        super().__init__(
            f"the worker {worker} does not find in {place} what the flow put there. Set COMPOUND_STORE, before the "
            "flow is started, to a folder or a URL that all workers reach."
        )


class WorkerDied(ProcessDied):
    """Raised when the worker of a node ended before it answered; whether the node did what it is for is not known."""

    def __init__(self, *, node: str, reason: str) -> None:
        self.node, self.code, self.reason = node, None, reason
        CompoundError.__init__(
            self, f"{node}: its worker ended before it answered (out of memory, killed, or unreachable): {reason}"
        )


class NoWorkerFits(RunError):
    """Raised when a node needs what no worker of the cluster has, so that it would wait for ever."""

    def __init__(self, *, node: str, needs: str, mend: str) -> None:
        self.node, self.needs, self.mend = node, needs, mend
        super().__init__(f"{node} needs {needs}, which no worker declares to have. {mend}")
