"""Asking a person."""

from __future__ import annotations

import sys
import threading
from typing import Any

from compound.errors.run import NoApprover, Rejected
from compound.run.context import Approver, current_node

_terminal_lock = threading.Lock()  # one question at a time


def ask(value: Any, question: str) -> None:
    """Returns when the answer is yes. Raises Rejected, or NoApprover when there is nobody to ask."""
    approver = current_node().approver or _terminal(question)
    if not approver(value, question):
        raise Rejected(question=question)


def _terminal(question: str) -> Approver:
    if not sys.stdin or not sys.stdin.isatty():
        raise NoApprover(question=question)
    return _ask_terminal


def _ask_terminal(value: Any, question: str) -> bool:
    from compound.ports.summary import summarise

    with _terminal_lock:
        try:
            answer = input(f"{summarise(value)}\n{question} [y/N] ")
        except EOFError:
            return False
    return answer.strip().lower() in ("y", "yes")
