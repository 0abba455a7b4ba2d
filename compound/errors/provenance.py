"""What can go wrong when outputs are traced back."""

from __future__ import annotations

from difflib import get_close_matches

from compound.errors.root import CompoundError


class PathUnknown(CompoundError, LookupError):
    """Raised when a run has no step at a path."""

    def __init__(self, *, run: str, path: str, known: tuple[str, ...]) -> None:
        self.run, self.path, self.known = run, path, known
        """Paths of the nodes that finished in the run."""
        near = get_close_matches(path, known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(f"run {run} has no step at {path!r}.{hint} `compound runs show {run}` shows the paths.")


class FileUnknown(CompoundError, LookupError):
    """Raised when no run that the journal has wrote a file."""

    def __init__(self, *, path: str, digest: str, journal: str, marks: tuple[str, ...]) -> None:
        self.path, self.digest, self.journal, self.marks = path, digest, journal, marks
        """blake3 of its bytes, the journal's URL without its password, and ids of runs that the file itself names."""
        named = f"the runs that it names ({', '.join(marks)}) are not there" if marks else "it names no run itself"
        super().__init__(
            f"nothing is known of {path}: no run in the journal {journal} wrote a file with these bytes (blake3 "
            f"{digest}), and {named}. If it was written elsewhere, name the journal of that place (`--at URL`)."
        )


class FileUntraceable(CompoundError):
    """Raised when a file that is to be traced cannot be read."""

    def __init__(self, *, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} cannot be traced: {reason}. Give the path of a file that was written by a run.")
