"""What can go wrong when files are awaited that start runs."""

from __future__ import annotations

from compound.errors.root import CompoundError


class PlaceUnreadable(CompoundError):
    """Raised when the folder or URL where files are awaited cannot be listed, or one of its files not be read."""

    def __init__(self, *, place: str, reason: str) -> None:
        self.place, self.reason = place, reason
        super().__init__(f"cannot watch {place}: {reason}. Name a folder, or a URL that fsspec can open.")


class AlreadyWatched(CompoundError):
    """Raised when another process watches the same place for the same target: each file would start two runs."""

    def __init__(self, *, place: str) -> None:
        self.place = place
        super().__init__(f"another process watches {place} for the same pipeline or deployment; stop one of them.")


class NoSuchDeployment(CompoundError):
    """Raised when the Prefect server has no deployment of the name that files are to start."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(
            f"the Prefect server has no deployment {name!r}. Its name is `flow/deployment`, as `prefect deployment ls` "
            "shows it; `compound deploy` makes one."
        )


class InputUnclear(CompoundError):
    """Raised when nothing says which input of a pipeline or deployment takes the file that arrives."""

    def __init__(self, *, target: str, given: str, inputs: tuple[str, ...]) -> None:
        self.target, self.given, self.inputs = target, given, inputs
        what = f"has no input {given!r}" if given else "takes more than one input, or none that must be given"
        super().__init__(
            f"{target} {what}. Name the one that takes the file with --input; it has: {', '.join(inputs)}."
        )
