"""What a person is asked, and what is decided."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias, runtime_checkable

Silence = Literal["reject", "approve", "fail"]
"""What it means that nobody answered in time."""

_SHOWN = 12
"""Digits of a digest that people are shown."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer to `approve`, for approvers that can say more than a bool."""

    approved: bool
    by: str = ""
    """Who decided; empty where that is not known."""
    note: str = ""
    """Why, in the words of whoever decided."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a value."""

    value: Any
    text: str
    digest: str | None = None
    """The key of the value (blake3, 64 hex digits), to which the answer is bound; None for what is no data."""
    timeout: float | None = None
    """Seconds from when somebody sees the question; None waits for as long as it takes."""
    silence: Silence = "reject"

    @property
    def short_digest(self) -> str:
        """The first digits of the digest, for people."""
        return (self.digest or "")[:_SHOWN]


@runtime_checkable
class Asker(Protocol):
    """An approver that gets the whole question, and keeps the time itself."""

    def ask(self, question: Question) -> Decision | None:
        """The decision; None when nobody answered in time."""
        ...


Approver: TypeAlias = Callable[[Any, str], bool | Decision] | Asker
"""Given the value and the text of the question, whether to go on; or an Asker."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with what it is about."""

    question: str
    digest: str | None
    decision: Decision
    expired: bool = False
    """Whether nobody answered, and the decision is what the pipeline says for that case."""

    def __str__(self) -> str:
        done = "approved" if self.decision.approved else "rejected"
        who = f" by {self.decision.by}" if self.decision.by else ""
        note = f": {self.decision.note}" if self.decision.note else ""
        return f"{done}{who}{note}"

    def record(self) -> str:
        """As a journal keeps it: a JSON object with `approved`, `by`, `note`, `question`, `digest` and `expired`."""
        decision = self.decision
        return json.dumps(
            {
                "approved": decision.approved,
                "by": decision.by,
                "note": decision.note,
                "question": self.question,
                "digest": self.digest,
                "expired": self.expired,
            },
            ensure_ascii=False,
        )
