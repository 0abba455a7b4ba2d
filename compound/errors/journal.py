"""What can go wrong with the journal of runs, and with going on with one."""

from __future__ import annotations

from compound.errors.root import CompoundError


class JournalUnreachable(CompoundError):
    """Raised when the journal cannot be opened: no such place, no rights, or no driver for its database."""

    def __init__(self, *, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        """The URL, without its password."""
        super().__init__(f"cannot open the journal {url}: {reason}. Set COMPOUND_JOURNAL or COMPOUND_HOME elsewhere.")


class JournalNewer(CompoundError):
    """Raised when the journal was written by a later version of compound, whose tables this one does not know."""

    def __init__(self, *, url: str, found: str, known: str) -> None:
        self.url, self.found, self.known = url, found, known
        super().__init__(
            f"the journal {url} is of revision {found}, and this compound knows up to {known}. Install the version "
            "that wrote it, or set COMPOUND_JOURNAL to another place."
        )


class JournalUnwritable(CompoundError):
    """Raised when what happened cannot be committed, as on a full disk; the run that it belongs to ends."""

    def __init__(self, *, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(
            f"cannot write to the journal {url}: {reason}. What was committed before is safe; make room or give it "
            "rights, then `compound runs resume` goes on."
        )


class JournalDamaged(CompoundError):
    """Raised when a row of the journal holds what compound never wrote there: it was edited, or the disk is failing."""

    def __init__(self, *, what: str, reason: str) -> None:
        self.what, self.reason = what, reason
        super().__init__(
            f"the journal is damaged: {what} cannot be read ({reason}). Restore its database from a copy, or set "
            "COMPOUND_JOURNAL to a new place."
        )


class RunUnknown(CompoundError, LookupError):
    """Raised when the journal has no run whose id begins as asked, or several."""

    def __init__(self, *, run: str, found: int) -> None:
        self.run, self.found = run, found
        what = "no run" if not found else f"{found} runs"
        super().__init__(f"the journal has {what} whose id begins with {run!r}; `compound runs list` shows them.")


class RunNotResumable(CompoundError):
    """Raised when there is nothing to go on with: the run succeeded, or its process still lives."""

    def __init__(self, *, run: str, status: str) -> None:
        self.run, self.status = run, status
        super().__init__(f"run {run} cannot be resumed: it is {status}. Only what crashed, failed or was cancelled is.")


class RunFormMissing(CompoundError):
    """Raised when a run's pipeline cannot be found again from the journal alone."""

    def __init__(self, *, run: str, ref: str, reason: str) -> None:
        self.run, self.ref, self.reason = run, ref, reason
        super().__init__(
            f"the pipeline of run {run} ({ref}) is not found: {reason}. Name it: `compound runs resume {run} "
            "--pipeline file.py:name`."
        )


class RunInputLost(CompoundError):
    """Raised when an input of a run was not kept, or can no longer be read: it can neither go on nor be done again."""

    def __init__(self, *, run: str, port: str, reason: str) -> None:
        self.run, self.port, self.reason = run, port, reason
        super().__init__(
            f"run {run} can neither go on nor be done again: its input `{port}` is not kept ({reason}). Run it anew."
        )


class RunChanged(CompoundError):
    """Raised when a run is to go on with a graph or with code other than it began with."""

    def __init__(self, *, run: str, changes: tuple[str, ...]) -> None:
        self.run, self.changes = run, changes
        """`NODE: part` of each part of a node's recipe that differs, or `graph`."""
        super().__init__(
            f"run {run} began with other code: {'; '.join(changes)}. Results of both would be mixed. Run it anew, or "
            "say that it does not matter (`--anyway`)."
        )


class RunNotEnded(CompoundError):
    """Raised when a run is to be done again while it is still under way."""

    def __init__(self, *, run: str) -> None:
        self.run = run
        super().__init__(f"run {run} is still running. Wait until it has ended, or end it, before it is done again.")


class NodeNotInRun(CompoundError, LookupError):
    """Raised when no node of a run is called as asked."""

    def __init__(self, *, run: str, node: str, near: tuple[str, ...]) -> None:
        self.run, self.node, self.near = run, node, near
        """Paths that are written alike."""
        meant = f"did you mean {', '.join(map(repr, near))}? " if near else ""
        super().__init__(f"run {run} has no node {node!r}; {meant}`compound runs show {run}` lists them.")


class TakenChanged(CompoundError):
    """Raised when a run is to be done again from a node on, and nodes whose results it would take have changed."""

    def __init__(self, *, run: str, changes: tuple[str, ...]) -> None:
        self.run, self.changes = run, changes
        """`NODE: part` of each node whose recipe differs."""
        first = changes[0].partition(":")[0]
        super().__init__(
            f"results of run {run} would be taken that other code made: {'; '.join(changes)}. Begin there "
            f"(`--from {first}`), or say that it does not matter (`--anyway`)."
        )


class WouldActAgain(CompoundError):
    """Raised when a run is to be done again, and with it something that a node wrote or did, or may have."""

    def __init__(self, *, run: str, paths: tuple[str, ...]) -> None:
        self.run, self.paths = run, paths
        """Paths of the nodes, such as `each[3]/send`."""
        told = " ".join(f"--repeat '{path}'" for path in paths)
        super().__init__(
            f"{', '.join(map(repr, paths))} wrote or acted in run {run}, or may have, and would do so again. Nothing "
            f"has run. If that is meant, say so: `{told}`."
        )


class ActUncertain(CompoundError):
    """Raised when a node that writes or acts began in an earlier attempt at a run, and nobody knows how it ended."""

    def __init__(self, *, run: str, paths: tuple[str, ...]) -> None:
        self.run, self.paths = run, paths
        """Paths of the nodes, such as `each[3]/send`."""
        told = ", ".join(map(repr, paths))
        super().__init__(
            f"run {run} was broken off while {told} was acting, and it may have acted or not. It is not repeated by "
            "itself: look, and if it may be done again, name it (`--repeat PATH`)."
        )


class ActDiffers(CompoundError):
    """Raised when a node that writes or acts has done so already in this run, but for other inputs than now."""

    def __init__(self, *, run: str, path: str) -> None:
        self.run, self.path = run, path
        super().__init__(
            f"{path!r} has acted in run {run} before, for other inputs than it gets now: something before it is not "
            "the same each time. Run it anew, or name it to have it act again (`--repeat PATH`)."
        )


class ActResultLost(CompoundError):
    """Raised when a node that writes or acts has done so already in this run, and its result can no longer be read."""

    def __init__(self, *, run: str, path: str, reason: str) -> None:
        self.run, self.path, self.reason = run, path, reason
        super().__init__(
            f"{path!r} has acted in run {run}, but its result is not there any more ({reason}). Give such nodes a "
            "result of plain data; name it to have it act again (`--repeat PATH`)."
        )
