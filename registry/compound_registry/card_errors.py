"""What can be wrong with model cards."""

from __future__ import annotations

from pathlib import Path

from compound.errors.root import CompoundError


class BadCard(CompoundError, ValueError):
    """Raised when a file is not a model card."""

    def __init__(self, *, file: str, problems: tuple[tuple[str, str], ...]) -> None:
        self.file, self.problems = file, problems
        listed = "; ".join(f"`{field}`: {problem}" if field else problem for field, problem in problems)
        super().__init__(f"{file} is not a model card: {listed}. `compound models card FOLDER` proposes one.")


class NothingToFetch(CompoundError):
    """Raised when files are asked of a model that runs on a server."""

    def __init__(self, *, model: str) -> None:
        self.model = model
        super().__init__(
            f"the model {model} runs on a server and has no files here. Give a node that calls the server its address."
        )


class NothingDescribed(CompoundError):
    """Raised when no card can be proposed, since the files do not describe a checkpoint."""

    def __init__(self, *, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            f"{path} describes no checkpoint: {reason}. Give a folder with config.json and its weights, or the "
            "README.md of a model on the hub."
        )


class CardLeftOut(UserWarning):
    """Raised as a warning when cards of a pack cannot be read; the others are used without them."""

    def __init__(self, *, pack: str, reason: str) -> None:
        self.pack, self.reason = pack, reason
        super().__init__(f"the pack {pack} brings a card that is left out: {reason}")
