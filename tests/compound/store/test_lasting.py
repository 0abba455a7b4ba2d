"""A folder's name is on disk when it has been made, and so are those of the folders around it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from compound.store.folder import Folder
from compound.store.lasting import make_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="folders can be forced to disk on POSIX alone")


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Inodes of the folders that were forced to disk."""
    done: list[int] = []
    fsync = os.fsync

    def recorded(handle: int) -> None:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            done.append(found.st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", recorded)
    return done


def test_all_folders_that_were_missing_are_named_for_good(tmp_path: Path, synced: list[int]) -> None:
    make_folder(tmp_path / "a" / "b" / "c")
    named_in = (tmp_path, tmp_path / "a", tmp_path / "a" / "b")
    assert set(synced) == {folder.stat().st_ino for folder in named_in}


def test_a_folder_that_is_there_costs_nothing(tmp_path: Path, synced: list[int]) -> None:
    make_folder(tmp_path)
    assert synced == []


def test_a_subfolder_that_another_process_has_just_made_is_named_for_good_before_bytes_are_safe_in_it(
    tmp_path: Path, synced: list[int]
) -> None:
    (tmp_path / "00").mkdir()
    folder = Folder(tmp_path)
    folder.write("0" * 64, b"tea")
    assert tmp_path.stat().st_ino in synced
    synced.clear()
    folder.write("0" * 63 + "1", b"tea")
    assert synced == [(tmp_path / "00").stat().st_ino]


def test_what_another_process_has_just_put_is_safe_when_it_is_put_again(tmp_path: Path, synced: list[int]) -> None:
    Folder(tmp_path).write("0" * 64, b"tea")
    synced.clear()
    assert Folder(tmp_path).refresh("0" * 64, b"tea")
    assert {tmp_path.stat().st_ino, (tmp_path / "00").stat().st_ino} <= set(synced)


def test_a_store_that_was_deleted_is_made_anew(tmp_path: Path, synced: list[int]) -> None:
    folder = Folder(tmp_path / "blobs")
    folder.write("0" * 64, b"tea")
    folder.remove("0" * 64)
    (tmp_path / "blobs" / "00").rmdir()
    synced.clear()
    folder.write("0" * 64, b"tea")
    assert (tmp_path / "blobs").stat().st_ino in synced
