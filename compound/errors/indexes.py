"""What can be wrong with an index of passages. Each error names the file and what to do."""

from __future__ import annotations

from pathlib import Path

from compound.errors.root import CompoundError


class IndexUnusable(CompoundError):
    """Raised when an index cannot be read or written; see its subclasses. `path` is its file."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"the index {path}: {problem}")


class IndexCorrupt(IndexUnusable):
    """Raised when the file of an index is no index, or no longer a whole one."""

    def __init__(self, *, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(
            path,
            f"it is damaged ({reason}). Delete it, with the files beside it that end in -wal and -shm; "
            "it is made again from the documents when they are next asked about.",
        )


class IndexNotOpened(IndexUnusable):
    """Raised when the file of an index cannot be opened or written: no rights, no space, no such folder."""

    def __init__(self, *, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(
            path,
            f"it cannot be opened or written ({reason}). Check the rights and the space of its folder, or give another "
            "path; the default one follows COMPOUND_HOME.",
        )


class IndexBusy(IndexUnusable):
    """Raised when another process has been writing to an index for longer than is waited."""

    def __init__(self, *, path: Path, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(path, f"another process has kept it locked for {seconds:g} s. Try again when that has ended.")


class IndexOfAnotherModel(IndexUnusable):
    """Raised when embeddings of one model meet an index of another's, which cannot be compared."""

    def __init__(self, *, path: Path, indexed: str, given: str) -> None:
        self.indexed, self.given = indexed, given
        super().__init__(
            path, f"it holds embeddings of {indexed}, not of {given}. Use {indexed}, or another path for {given}."
        )


class PassagesUnmatched(CompoundError):
    """Raised when there is not one embedding for each passage."""

    def __init__(self, *, passages: int, embeddings: int) -> None:
        self.passages, self.embeddings = passages, embeddings
        super().__init__(f"{passages} passages came with {embeddings} embeddings. Embed each passage, in order.")
