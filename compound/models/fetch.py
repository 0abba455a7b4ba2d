"""Bringing a model onto this machine: once, whole, verified, and without a network ever after."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from compound.errors.models import FetchFailed, ModelDamaged, ModelError, NetworkForbidden, NoSuchModel
from compound.models.checkpoint import check_checkpoint
from compound.models.disk import publish, remove
from compound.models.pinned import Pinned
from compound.models.record import Record
from compound.models.source import FileSource
from compound.store.home import home

if TYPE_CHECKING:
    from compound.models.download import Progress


def offline() -> bool:
    """Whether COMPOUND_OFFLINE forbids the network."""
    return os.environ.get("COMPOUND_OFFLINE", "").lower() not in ("", "0", "false", "no")


def place(model: Pinned) -> Path:
    """Where the model is, or will be: a folder under `home()/models`, or its own path for a `file:` source."""
    return model.source.path if isinstance(model.source, FileSource) else home() / "models" / model.slug


def present(model: Pinned) -> Path | None:
    """The model's place where it is on this machine; None where it is not. Reads sizes and times, and no network.

    Raises:
        ModelDamaged: when files are missing or were changed since they were verified.
    """
    path = place(model)
    if isinstance(model.source, FileSource):
        return path if path.exists() else None
    record = Record.read(path)
    if record is None:
        return None
    if problems := record.glance(path):
        raise ModelDamaged(model=model.source.url, folder=path, problems=problems)
    return path


def fetch(model: Pinned, progress: Progress = lambda done, total: None) -> Path:
    """The model's place, after fetching it if it is not there whole. Every byte that is there is read again.

    Processes that fetch the same model wait for one of them. A fetch that was killed is continued by the next.

    Raises:
        NetworkForbidden, FetchFailed, PipMissing, MissingExtra: when the source cannot be reached.
        NoSuchModel: when the source has nothing there.
        HashMismatch, UnsafeArchive, UnsafeCheckpoint: when it must not be opened; nothing of it is left.
        DiskFull: when it does not fit; nothing of it is left.
    """
    path = place(model)
    if isinstance(model.source, FileSource):
        return _in_place(model, path)
    with _alone(model) as workspace:
        if not _whole(path):
            if offline():
                raise NetworkForbidden(source=model.source.url)
            _bring(model, workspace, progress)
    return path


def discard(model: Pinned) -> bool:
    """Delete the model and what an unfinished fetch left of it; whether there was anything. `file:` sources stay."""
    if isinstance(model.source, FileSource):
        return False
    with _alone(model) as workspace:
        there = place(model).exists() or workspace.exists()
        remove(place(model))
        remove(workspace)
    return there


def _in_place(model: Pinned, path: Path) -> Path:
    if not path.exists():
        raise NoSuchModel(source=model.source.url, reason=f"there is nothing at {path}.")
    model.check(path)
    check_checkpoint(path)
    return path


def _whole(path: Path) -> bool:
    record = Record.read(path)
    return record is not None and not record.audit(path)


def _bring(model: Pinned, workspace: Path, progress: Progress) -> None:
    from compound.models.transport import bring  # the HTTP client: not for those who have their models

    workspace.mkdir(exist_ok=True)
    try:
        complete = bring(model, workspace, progress)
        model.check(complete)
        check_checkpoint(complete)
        Record.of(model, complete).write(complete)
        publish(complete, place(model))
    except FetchFailed:
        raise  # what came so far is kept: the next attempt continues it
    except ModelError:
        remove(workspace)
        raise
    remove(workspace)


@contextmanager
def _alone(model: Pinned) -> Iterator[Path]:
    """The model's workspace, for this process alone; the lock of one that was killed is free again."""
    import filelock

    unfinished = home() / "models" / ".unfinished"
    workspace = unfinished / model.slug
    unfinished.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(unfinished / f"{model.slug}.lock"):
        yield workspace
