"""What can be wrong with the serialised form of a pipeline."""

from __future__ import annotations

from compound.errors.root import CompoundError


class WorkflowError(CompoundError):
    """Raised when a workflow file cannot be written or read; see its subclasses."""


class UnknownReference(WorkflowError):
    """Raised when a name in a workflow file leads to nothing that may be used."""

    def __init__(self, *, reference: str, reason: str) -> None:
        self.reference, self.reason = reference, reason
        super().__init__(
            f"{reference!r}: {reason}. "
            "Import the module first, or allow it with `--nodes` or `[tool.compound] modules`."
        )


class NotSerialisable(WorkflowError):
    """Raised when a pipeline holds something that a file cannot: a closure, a local class, an object as a constant."""

    def __init__(self, *, where: str, what: str, mend: str) -> None:
        self.where, self.what, self.mend = where, what, mend
        super().__init__(f"{where}: {what} cannot be written to a workflow file. {mend}")


class InvalidWorkflow(WorkflowError):
    """Raised when a workflow file is not in the form that this version reads."""

    def __init__(self, *, where: str, problem: str) -> None:
        self.where, self.problem = where, problem
        super().__init__(f"{where}: {problem}")
