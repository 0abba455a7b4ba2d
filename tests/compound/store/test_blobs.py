"""Blobs are whole, checked and where their digest says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from blake3 import blake3
from hypothesis import given
from hypothesis import strategies as st

from compound.errors.store import BlobCorrupt, BlobMissing, DigestMalformed
from compound.store.blobs import Blobs


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_what_is_put_is_got_under_its_digest(contents: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        blobs = Blobs(Path(folder))
        for data in contents:
            assert blobs.put(data) == blake3(data).hexdigest()
        assert [blobs.get(blake3(data).hexdigest()) for data in contents] == contents


def test_the_same_bytes_are_kept_once(blobs: Blobs) -> None:
    digest = blobs.put(b"tea")
    before = blobs.path(digest).stat()
    assert blobs.put(b"tea") == digest
    assert blobs.path(digest).stat().st_ino == before.st_ino
    assert files(blobs) == [blobs.path(digest)]


@pytest.mark.parametrize("damage", [b"te", b"toa", b""])
def test_a_damaged_blob_is_refused_and_putting_it_again_mends_it(blobs: Blobs, damage: bytes) -> None:
    digest = blobs.put(b"tea")
    blobs.path(digest).write_bytes(damage)
    with pytest.raises(BlobCorrupt) as caught:
        blobs.get(digest)
    assert caught.value.path == str(blobs.path(digest))
    blobs.put(b"tea")
    assert blobs.get(digest) == b"tea"


def test_a_missing_blob_says_so(blobs: Blobs) -> None:
    with pytest.raises(BlobMissing):
        blobs.get("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", "../" + "0" * 61])
def test_what_is_no_digest_never_becomes_a_path(blobs: Blobs, name: str) -> None:
    for ask in (blobs.get, blobs.path):
        with pytest.raises(DigestMalformed):
            ask(name)


def test_a_write_that_fails_leaves_nothing_behind(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        blobs.put(b"tea")
    assert files(blobs) == []


def test_processes_may_put_the_same_blobs_at_once(blobs: Blobs) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom compound.store.blobs import Blobs\n"
        "blobs = Blobs(Path(sys.argv[1]))\n"
        "for at in range(50): blobs.put(bytes([at]) * 10_000)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(blobs.folder)]) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert len(files(blobs)) == 50
    for at in range(50):
        data = bytes([at]) * 10_000
        assert blobs.get(blake3(data).hexdigest()) == data


def files(blobs: Blobs) -> list[Path]:
    return [path for path in blobs.folder.rglob("*") if path.is_file()]
