"""A folder as a shelf: what strangers put into it is neither followed nor believed."""

from __future__ import annotations

import os
import pickle
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import time

import pytest

from compound.errors.store import BlobCorrupt, StoreFull, StoreUnreadable, StoreUnwritable
from compound.store.blobs import Blobs
from compound.store.folder import Folder
from compound.store.shelf import Entry

posix = pytest.mark.skipif(os.name != "posix", reason="links and pipes in folders are POSIX's")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "blobs")


@pytest.fixture
def blobs(folder: Folder) -> Blobs:
    return Blobs(folder.folder)


@posix
def test_a_link_in_the_place_of_a_blob_is_not_followed(blobs: Blobs, folder: Folder, tmp_path: Path) -> None:
    digest = blobs.put(b"tea")
    other = tmp_path / "other"
    other.write_bytes(b"tea")
    folder.path(digest).unlink()
    folder.path(digest).symlink_to(other)
    with pytest.raises(BlobCorrupt):
        blobs.get(digest)
    assert list(blobs) == []
    blobs.put(b"tea")
    assert not folder.path(digest).is_symlink()
    assert other.read_bytes() == b"tea"


@posix
def test_a_link_in_the_place_of_a_subfolder_is_neither_written_to_nor_collected(
    blobs: Blobs, folder: Folder, tmp_path: Path
) -> None:
    digest = blobs.put(b"tea")
    shard = folder.path(digest).parent
    moved = shard.rename(tmp_path / "elsewhere")
    shard.symlink_to(moved)
    assert list(blobs) == []
    folder.path(digest).unlink()
    with pytest.raises(StoreUnwritable, match="link"):
        blobs.put(b"tea")
    assert list(moved.iterdir()) == []


@posix
def test_a_pipe_in_the_place_of_a_blob_is_not_waited_for(blobs: Blobs, folder: Folder) -> None:
    digest = blobs.put(b"tea")
    folder.path(digest).unlink()
    os.mkfifo(folder.path(digest))
    with pytest.raises(BlobCorrupt):
        blobs.get(digest)
    blobs.put(b"tea")
    assert blobs.get(digest) == b"tea"


def test_a_folder_in_the_place_of_a_blob_is_an_error_of_the_store(blobs: Blobs, folder: Folder) -> None:
    digest = blobs.put(b"tea")
    folder.path(digest).unlink()
    folder.path(digest).mkdir()
    with pytest.raises(BlobCorrupt):
        blobs.get(digest)
    with pytest.raises(StoreUnwritable):
        blobs.put(b"tea")


def test_a_pickle_in_the_place_of_a_blob_is_not_opened(blobs: Blobs, folder: Folder, tmp_path: Path) -> None:
    class Attack:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "attacked"),)

    digest = blobs.put(b"tea")
    folder.path(digest).write_bytes(pickle.dumps(Attack()))
    with pytest.raises(BlobCorrupt):
        blobs.get(digest)
    assert not (tmp_path / "attacked").exists()


def test_what_is_no_blob_is_passed_over(blobs: Blobs, folder: Folder) -> None:
    digest = blobs.put(b"tea")
    (folder.folder / "README").write_text("not ours")
    (folder.path(digest).parent / "notes").write_text("not ours")
    (folder.folder / "toolong").mkdir()
    assert list(blobs) == [digest]


def test_a_file_in_the_place_of_the_folder_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("a file")
    blobs = Blobs(tmp_path / "blobs")
    with pytest.raises(StoreUnwritable):
        blobs.put(b"tea")
    with pytest.raises(StoreUnreadable):
        list(blobs)


def test_reading_from_a_folder_that_cannot_be_changed_works(
    blobs: Blobs, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "read-only")

    digest = blobs.put(b"tea")
    monkeypatch.setattr(os, "utime", refuse)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert blobs.get(digest) == b"tea"
    assert blobs.put(b"tea") == digest
    with pytest.raises(StoreUnwritable, match="read-only"):
        blobs.put(b"milk")


def test_a_folder_that_goes_away_meanwhile_is_an_error_of_the_store(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "gone")

    monkeypatch.setattr("tempfile.mkstemp", gone)
    with pytest.raises(StoreUnwritable, match="gone"):
        folder.write("0" * 64, b"tea")


@posix
def test_bytes_are_on_disk_before_their_name_and_the_name_before_put_returns(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("0" * 64, b"first")
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def recorded_fsync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "bytes")
        fsync(handle)

    def recorded_replace(draft: str, path: Path) -> None:
        done.append("name")
        replace(draft, path)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(os, "replace", recorded_replace)
    folder.write("0" * 63 + "1", b"tea")
    assert done == ["bytes", "name", "folder"]
    assert folder.refresh("0" * 63 + "1", b"tea")
    assert done[3:] == ["folder"]


def test_a_quota_is_a_full_disk(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    def over(*_: object, **__: object) -> None:
        raise OSError(errno.EDQUOT, "quota")

    monkeypatch.setattr("tempfile.mkstemp", over)
    with pytest.raises(StoreFull):
        folder.write("0" * 64, b"tea")


def test_reading_and_putting_again_count_as_use(blobs: Blobs, folder: Folder) -> None:
    digest = blobs.put(b"tea")
    for use in (lambda: blobs.get(digest), lambda: blobs.put(b"tea")):
        age(folder, digest, 100)
        use()
        assert next(folder.entries()).used > time() - 50


def test_what_was_used_since_it_was_listed_is_not_removed(blobs: Blobs, folder: Folder) -> None:
    digest = blobs.put(b"tea")
    age(folder, digest, 100)
    (listed,) = folder.entries()
    blobs.get(digest)
    assert not folder.remove_unused(listed)
    assert blobs.get(digest) == b"tea"


def test_collecting_while_it_is_put_again_never_loses_it(blobs: Blobs, folder: Folder) -> None:
    digest = blobs.put(b"tea")
    with ThreadPoolExecutor(3) as pool:
        for _ in range(200):
            age(folder, digest, 100)
            (listed,) = folder.entries()
            collecting = [pool.submit(folder.remove_unused, listed) for _ in range(2)]
            pool.submit(blobs.put, b"tea").result()
            assert blobs.get(digest) == b"tea"
            assert all(collector.result() is not None for collector in collecting)
            assert blobs.get(digest) == b"tea"
    assert [path.name for path in folder.path(digest).parent.iterdir()] == [folder.path(digest).name]


def test_what_another_has_removed_is_gone(folder: Folder) -> None:
    folder.folder.mkdir()
    assert folder.remove_unused(Entry("0" * 64, 3, 0.0))


def test_drafts_go_once_their_writer_must_be_dead(blobs: Blobs, folder: Folder) -> None:
    shard = folder.path(blobs.put(b"tea")).parent
    fresh, old = shard / ".writing-fresh", shard / ".writing-old"
    for draft in (fresh, old):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert folder.clear_drafts() == 4
    assert fresh.exists()
    assert not old.exists()


def age(folder: Folder, digest: str, seconds: float) -> None:
    os.utime(folder.path(digest), (time() - seconds,) * 2)
