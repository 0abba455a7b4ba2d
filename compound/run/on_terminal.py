"""Asking at the terminal, one question at a time."""

from __future__ import annotations

import getpass
import select
import sys
import threading
from time import monotonic

from compound.errors.approval import NoApprover
from compound.run.context import current_node
from compound.run.decision import Decision, Question

_YES = ("y", "yes")
_LOOK = 0.2
"""Seconds between looks at whether the run still waits for the answer."""
_lock = threading.Lock()


class Terminal:
    """Shows the value in a few words, its digest and the question; `y`, then Return, says yes.

    What follows the first word of the answer is kept as its note: `n the total is wrong`.
    """

    def ask(self, question: Question) -> Decision | None:
        """Whoever is logged in decides. Raises NoApprover when there is no terminal, RunCancelled with the run."""
        if not sys.stdin or not sys.stdin.isatty():
            raise NoApprover(question=question.text)
        with _lock:
            print(_prompt(question), end=" ", flush=True)
            line: str | None = None
            try:
                line = _line(question.timeout)
            finally:
                if not line:
                    print()  # nobody pressed Return
        if line is None:
            return None
        word, _, note = line.strip().partition(" ")
        return Decision(word.lower() in _YES, _user(), note.strip())


def _prompt(question: Question) -> str:
    from compound.seeing.preview import preview
    from compound.seeing.text import visible

    about = f"digest {question.short_digest}" if question.digest else "no digest: it is no data"
    until = f", {question.timeout:g} s" if question.timeout is not None else ""
    return f"{preview(question.value)}\n{about}\n{visible(question.text)} [y/N{until}]"


def _line(timeout: float | None) -> str | None:
    """What is typed; None when that takes too long. Windows cannot look without reading, and waits for a line."""
    if sys.platform == "win32":
        return sys.stdin.readline()
    until = None if timeout is None else monotonic() + timeout
    while not select.select([sys.stdin], [], [], _LOOK)[0]:
        current_node().check()
        if until is not None and monotonic() >= until:
            return None
    return sys.stdin.readline()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user id that no name belongs to
        return ""
