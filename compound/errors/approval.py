"""What can go wrong when a person is asked."""

from __future__ import annotations

from compound.errors.run import RunError


class Rejected(RunError):
    """Raised when the answer was no: `by` whom, with which `note`, about the value of which `digest`."""

    def __init__(self, *, question: str, by: str = "", note: str = "", digest: str | None = None) -> None:
        self.question, self.by, self.note, self.digest = question, by, note, digest
        who = f" by {by}" if by else ""
        super().__init__(f"the answer to {question!r} was no{who}{f': {note}' if note else ''}")


class ApprovalTimeout(RunError, TimeoutError):
    """Raised when nobody answered within the time, and the question says `on_timeout="fail"`; a TimeoutError, too."""

    def __init__(self, *, question: str, seconds: float, digest: str | None = None) -> None:
        self.question, self.seconds, self.digest = question, seconds, digest
        super().__init__(
            f"nobody answered {question!r} within {seconds:g} s. "
            "Raise `timeout`, or say what silence means: on_timeout='reject' or 'approve'."
        )


class NoApprover(RunError):
    """Raised when a question comes up and there is nobody to ask."""

    def __init__(self, *, question: str) -> None:
        self.question = question
        super().__init__(
            f"nobody can be asked {question!r}: there is no terminal. Run it with `pipeline.using(approver=function)`."
        )


class NoDecision(RunError):
    """Raised when an approver answers with something else than a bool or a Decision."""

    def __init__(self, *, question: str, given: str) -> None:
        self.question, self.given = question, given
        super().__init__(
            f"the approver answered {question!r} with {given}, which is neither yes nor no. "
            "Return True, False or a `Decision`."
        )
